import fc from 'fast-check';
import type { TabularModel } from '../../../shared/model/tabular-model.ts';

/** The columns and tables that queries name, as far as a random model has them. */
export type Words = {
  readonly model: TabularModel;
  /** Columns to group and filter by, with values of theirs. */
  readonly columns: readonly ColumnWord[];
  /** Tables other than Sales. */
  readonly tables: readonly string[];
  /** Whether all is inside the cells of a visual: ALLSELECTED has a meaning there. */
  readonly isVisual: boolean;
};

export type ColumnWord = { readonly table: string; readonly name: string; readonly values: readonly string[] };

const COLUMNS: readonly ColumnWord[] = [
  { table: 'Product', name: 'Product[Category]', values: ['"Bikes"', '"caps"', '"None"', 'BLANK()'] },
  { table: 'Product', name: 'Product[Color]', values: ['"RED"', '"blue"', '""', 'BLANK()'] },
  { table: 'Product', name: 'Product[Price]', values: ['1', '2', '0'] },
  { table: 'Store', name: 'Store[Region]', values: ['"north"', '"South"', 'BLANK()'] },
  { table: 'Store', name: 'Store[Floor]', values: ['1', '2', '0'] },
  { table: 'Day', name: 'Day[Month]', values: ['11', '12', '1'] },
  { table: 'Day', name: 'Day[Day]', values: ['DATE(2023, 11, 10)', 'DATE(2024, 1, 1)'] },
  { table: 'Brand', name: 'Brand[Brand]', values: ['"ACE"', '"Zed"', 'BLANK()'] },
  { table: 'Promotion', name: 'Promotion[Promotion]', values: ['"Spring"', '"summer"'] },
  { table: 'Sales', name: 'Sales[Channel]', values: ['"WEB"', '"Shop"', '""', 'BLANK()'] },
  { table: 'Sales', name: 'Sales[Quantity]', values: ['1', '2', '0', '-1'] },
];

export function wordsOf(model: TabularModel, isVisual: boolean): Words {
  const tables = model.tables.map(({ name }) => name);
  const columns = COLUMNS.filter(({ table }) => tables.includes(table));
  return { model, columns, tables: tables.filter((name) => name !== 'Sales'), isVisual };
}

export function columnOf({ columns }: Words): fc.Arbitrary<ColumnWord> {
  return fc.constantFrom(...columns);
}

export function dimensionOf({ columns }: Words): fc.Arbitrary<ColumnWord> {
  return fc.constantFrom(...columns.filter(({ table }) => table !== 'Sales'));
}

/** A column that each row of Sales has one value of. */
export function reachedOf({ columns }: Words): fc.Arbitrary<ColumnWord> {
  return fc.constantFrom(...columns.filter(({ table }) => table !== 'Promotion'));
}

/** Some of a column's values, as in `{…}`. */
export function someOf({ values }: ColumnWord): fc.Arbitrary<string> {
  return fc.subarray([...values], { minLength: 1 }).map((list) => `{${list.join(', ')}}`);
}

export function join(...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const arbitraries = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...arbitraries).map((texts) => texts.join(''));
}

export const limits = fc.constantFrom('0', '1', '3', '7.5', '-1');
