import { z } from 'zod';
import { FilterShape } from '../../../../shared/contract/azimuth.ts';
import type { Filter } from '../../../../shared/query/question.ts';
import type { Selection } from './selection.ts';

/** Filters as short lists, so that a link stays short. Their names are of this file only. */
type Packed = readonly unknown[];

/** Longer than this a selection does not travel in the address: proxies cut addresses. */
export const LONGEST_ADDRESS_PART = 4000;

function pack(filter: Filter): Packed {
  const { table, field } = filter.field;
  switch (filter.kind) {
    case 'in':
      return ['i', table, field, filter.grain ?? 0, filter.values];
    case 'notIn':
      return ['n', table, field, filter.grain ?? 0, filter.values];
    case 'between':
      return ['b', table, field, filter.from ?? 0, filter.to ?? 0, filter.before ?? 0, typesOf(filter)];
    case 'contains':
      return ['c', table, field, filter.text];
  }
}

/** Which ends of a span are there: a number 0 and an end that is not there look alike otherwise. */
function typesOf(filter: Extract<Filter, { kind: 'between' }>): string {
  return [filter.from, filter.to, filter.before].map((end) => (end === undefined ? '0' : '1')).join('');
}

function unpack(packed: unknown): unknown {
  if (!Array.isArray(packed)) return undefined;
  const [kind, table, name, ...rest]: readonly unknown[] = packed;
  const field = { table, field: name };
  if (kind === 'i' || kind === 'n') {
    const grain = rest[0] === 0 ? {} : { grain: rest[0] };
    return { kind: kind === 'i' ? 'in' : 'notIn', field, ...grain, values: rest[1] };
  }
  if (kind === 'b') {
    const has = String(rest[3] ?? '');
    const ends = ['from', 'to', 'before'].flatMap((end, index) =>
      has.charAt(index) === '1' ? [[end, rest[index]]] : [],
    );
    return { kind: 'between', field, ...Object.fromEntries(ends) };
  }
  return kind === 'c' ? { kind: 'contains', field, text: rest[0] } : undefined;
}

const Interactions = z
  .array(z.strictObject({ source: z.string().max(100), filters: z.array(FilterShape).min(1).max(20) }))
  .max(50);

function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}

/** What is picked, as a part of an address; empty for nothing. */
export function encodeSelection(selection: Selection): string {
  if (selection.length === 0) return '';
  return toBase64(JSON.stringify(selection.map(({ source, filters }) => [source, filters.map(pack)])));
}

/** What an address picks. One that was cut or made up picks nothing. */
export function decodeSelection(text: string | null | undefined): Selection {
  if (text === null || text === undefined || text === '') return [];
  try {
    const packed: unknown = JSON.parse(fromBase64(text));
    if (!Array.isArray(packed)) return [];
    const plain = packed.map((one: unknown) => {
      const [source, filters]: readonly unknown[] = Array.isArray(one) ? one : [];
      return { source, filters: Array.isArray(filters) ? filters.map(unpack) : undefined };
    });
    const parsed = Interactions.safeParse(plain);
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}
