import type { MScalar } from './m-syntax.ts';

/** The types that M gives to columns, as far as a model's columns can hold them. */
export const M_TYPES = [
  'any',
  'text',
  'int64',
  'number',
  'currency',
  'percentage',
  'date',
  'datetime',
  'datetimezone',
  'time',
  'logical',
] as const;
export type MType = (typeof M_TYPES)[number];

export type PlannedColumn = { readonly name: string; readonly type: MType };

/**
 * How a table comes from a file, as plain data: nothing of the M text is left that could be executed. File paths are
 * as the text has them; `fileNamed` finds the file of a package that is meant.
 */
export type MPlan = { readonly source: MSource; readonly steps: readonly MStep[] };

export type MSource =
  | CsvSource
  | { readonly kind: 'parquet'; readonly path: string }
  /** An array of records; a column for each named field, or for each field of the first record. */
  | { readonly kind: 'json'; readonly path: string; readonly fields?: readonly RecordField[] }
  | ExcelSource
  | {
      readonly kind: 'literal';
      readonly columns: readonly PlannedColumn[];
      readonly rows: readonly (readonly MScalar[])[];
    };

/** A field of the records and the name of the column that it becomes. */
export type RecordField = { readonly field: string; readonly column: string };

export type CsvSource = {
  readonly kind: 'csv';
  readonly path: string;
  readonly delimiter: string;
  /** A count of columns or their names; as many as the first row has without it. */
  readonly columns?: number | readonly string[];
  /** A Windows code page: 65001 is UTF-8. */
  readonly encoding: number;
};

export type ExcelSource = {
  readonly kind: 'excel';
  readonly path: string;
  readonly item: string | number;
  readonly itemKind: 'Sheet' | 'Table' | 'DefinedName' | undefined;
};

export type MStep =
  | { readonly kind: 'promoteHeaders' }
  | { readonly kind: 'types'; readonly columns: readonly PlannedColumn[]; readonly culture: string | undefined }
  | {
      readonly kind: 'replace';
      readonly how: 'value' | 'text';
      readonly from: MScalar;
      readonly to: MScalar;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'rename';
      readonly names: readonly { readonly from: string; readonly to: string }[];
      readonly isLenient: boolean;
    }
  | { readonly kind: 'remove'; readonly columns: readonly string[]; readonly isLenient: boolean }
  | { readonly kind: 'select'; readonly columns: readonly string[]; readonly isLenient: boolean }
  | { readonly kind: 'skip'; readonly rows: number }
  | { readonly kind: 'first'; readonly rows: number };
