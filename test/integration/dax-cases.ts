import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CONFORMANCE, isReferenceThere } from '../query/dax/dax-world.ts';
import type { Reply } from './client.ts';

/** One golden case as its README describes it. */
export type DaxCase = {
  readonly id: string;
  readonly dax: string;
  readonly columns?: readonly { readonly name: string }[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly ordered?: boolean;
  readonly user?: string;
  readonly impersonate?: string;
  readonly error?: { readonly status: number; readonly code: string };
  readonly expect?: 'nothing';
};

export const DAX_CASES: readonly DaxCase[] = isReferenceThere
  ? readdirSync(join(CONFORMANCE, 'cases')).flatMap((file): readonly DaxCase[] => {
      const parsed: { readonly cases: readonly DaxCase[] } | readonly DaxCase[] = JSON.parse(
        readFileSync(join(CONFORMANCE, 'cases', file), 'utf8'),
      );
      return 'cases' in parsed ? parsed.cases : parsed;
    })
  : [];

type Row = Readonly<Record<string, unknown>>;

/** How the reply differs from what the case says; undefined where it does not. */
export function differenceOf(one: DaxCase, { status, text }: Reply): string | undefined {
  const answer = JSON.parse(text);
  if (one.error !== undefined) {
    const isSame = status === one.error.status && answer.error.code === one.error.code;
    return isSame ? undefined : `${status} ${text}`;
  }
  if (one.expect === 'nothing' && status >= 400 && status < 500) return undefined;
  if (status !== 200 || answer.error !== undefined) return `${status} ${text}`;
  const rows: readonly Row[] = answer.results[0].tables[0].rows;
  if (one.expect === 'nothing') {
    return rows.every((row) => Object.values(row).every((cell) => cell === null)) ? undefined : text;
  }
  const names = (one.columns ?? []).map(({ name }) => name);
  const stranger = rows.find((row) => !isDeepStrictEqual(Object.keys(row).toSorted(), names.toSorted()));
  if (stranger !== undefined) return `columns ${Object.keys(stranger).join(', ')}`;
  return differenceOfRows(
    one.ordered === true,
    rows.map((row) => names.map((name) => row[name])),
    one.rows ?? [],
  );
}

type Cells = readonly (readonly unknown[])[];

function differenceOfRows(isOrdered: boolean, mine: Cells, theirs: Cells): string | undefined {
  const sort = (rows: Cells) => (isOrdered ? rows : rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));
  const [got, wanted] = [sort(mine), sort(theirs)];
  const isSame =
    got.length === wanted.length &&
    got.every((row, index) => row.every((cell, column) => sameCell(cell, wanted[index]?.[column])));
  return isSame ? undefined : `${JSON.stringify(got)} where the case has ${JSON.stringify(wanted)}`;
}

const keyOf = (row: readonly unknown[]): string =>
  JSON.stringify(row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(9)) : cell)));

function sameCell(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));
  }
  if (typeof one === 'string' && typeof other === 'string') {
    return one === other || one.replace(/\.0+$/, '') === other.replace(/\.0+$/, '');
  }
  return one === other;
}
