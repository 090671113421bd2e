/**
 * A migration as plain data: tables and indexes in logical types, printed for each engine by `print-ddl`. Statements
 * that only one engine knows are given as text with the engine's name; a `statement` is one that both understand.
 */
export type Migration = { readonly name: string; readonly steps: readonly Step[] };

export type Step =
  | CreateTable
  | CreateIndex
  | AddColumn
  | { readonly kind: 'drop-table'; readonly table: string }
  | { readonly kind: 'drop-column'; readonly table: string; readonly column: string }
  | { readonly kind: 'drop-index'; readonly table: string; readonly name: string }
  | { readonly kind: 'statement'; readonly text: string }
  | { readonly kind: 'tsql-only'; readonly text: string };

export type CreateTable = {
  readonly kind: 'create-table';
  readonly table: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly primaryKey: readonly string[];
  readonly references?: readonly Reference[];
};

/** Rows that are there already get the text; so does a row that is added without one. */
export type AddColumn = {
  readonly kind: 'add-column';
  readonly table: string;
  readonly column: string;
  readonly type: LogicalType;
  readonly default: string;
};

export type Reference = { readonly columns: readonly string[]; readonly table: string; readonly to: readonly string[] };

export type CreateIndex = {
  readonly kind: 'create-index';
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly isUnique?: true;
  /** Only rows in which this column has this value are in the index. */
  readonly where?: { readonly column: string; readonly is: string };
};

export type Column = { readonly type: LogicalType; readonly isNullable?: true };

/** `id`: a lower-case GUID. `time`: ISO 8601 UTC with milliseconds. `text`: at most `max` UTF-16 units. */
export type LogicalType =
  | { readonly kind: 'id' }
  | { readonly kind: 'time' }
  | { readonly kind: 'text'; readonly max: number }
  | { readonly kind: 'long-text' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'big-integer' };

export const ID: Column = { type: { kind: 'id' } };
export const TIME: Column = { type: { kind: 'time' } };
export const LONG_TEXT: Column = { type: { kind: 'long-text' } };
export const INTEGER: Column = { type: { kind: 'integer' } };
export const BIG_INTEGER: Column = { type: { kind: 'big-integer' } };

export function text(max: number): Column {
  return { type: { kind: 'text', max } };
}

export function nullable(column: Column): Column {
  return { ...column, isNullable: true };
}
