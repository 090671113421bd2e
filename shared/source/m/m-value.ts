import type { MPlan, MType, PlannedColumn } from './m-plan.ts';
import type { MScalar } from './m-syntax.ts';

/** What a part of an M expression comes to without anything being read: literals, plans, and what cannot be planned. */
export type MValue =
  | { readonly kind: 'scalar'; readonly value: MScalar }
  | { readonly kind: 'list'; readonly items: readonly MValue[] }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, MValue> }
  /** A name of the library that stands for an option: `QuoteStyle.Csv`, `Replacer.ReplaceText`. */
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'type'; readonly type: MType }
  | { readonly kind: 'tableType'; readonly columns: readonly PlannedColumn[] }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** An array of records in a file, and such an array as a table of one column. */
  | { readonly kind: 'records'; readonly path: string; readonly column: string | undefined }
  | { readonly kind: 'workbook'; readonly path: string; readonly hasHeaders: boolean }
  | { readonly kind: 'workbookItem'; readonly plan: MPlan }
  | { readonly kind: 'table'; readonly plan: MPlan }
  | { readonly kind: 'other'; readonly what: string }
  | Refusal;

/**
 * Why there is no plan: the data come from somewhere that takes a connection, or a step is not among those that we
 * carry out.
 */
export type Refusal = {
  readonly kind: 'refused';
  readonly needs: 'connection' | 'step';
  /** What was not understood, as the text has it: `Sql.Database`, `Table.Pivot`. */
  readonly name: string;
  readonly why: string;
};

export const scalar = (value: MScalar): MValue => ({ kind: 'scalar', value });

export const notSupported = (name: string, why: string): Refusal => ({ kind: 'refused', needs: 'step', name, why });

/** The text that a value is, or undefined. */
export function textIn(value: MValue | undefined): string | undefined {
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

/** The number from 0 on, without decimals, that a value is, or undefined. */
export function countIn(value: MValue | undefined): number | undefined {
  const number = value?.kind === 'scalar' ? value.value : undefined;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The texts of a list, or of one text alone, or undefined where anything else is among them. */
export function textsIn(value: MValue | undefined): readonly string[] | undefined {
  const items = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
  const texts = items.flatMap((item) => textIn(item) ?? []);
  return value !== undefined && texts.length === items.length ? texts : undefined;
}

/** The items of a list of lists that all have this many items at least; a single one may stand without its list. */
export function tuplesIn(value: MValue | undefined, length: number): readonly (readonly MValue[])[] | undefined {
  if (value?.kind !== 'list') return undefined;
  const rows = value.items.every(({ kind }) => kind === 'list') ? value.items : [value];
  const tuples = rows.map((row) => (row.kind === 'list' ? row.items : []));
  return tuples.every((tuple) => tuple.length >= length) ? tuples : undefined;
}

/** Whether an argument was left out or is `null`. */
export function isNothing(value: MValue | undefined): boolean {
  return value === undefined || (value.kind === 'scalar' && value.value === null);
}
