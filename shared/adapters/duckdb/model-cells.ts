import type { MType } from '../../source/m/m-plan.ts';
import type { MScalar } from '../../source/m/m-syntax.ts';

/**
 * How the values of a column are held while its rows are read. `tagged` is a text that begins with the kind of the
 * value, for columns of mixed values: `n1.5`, `sAda`, `d2024-01-31T00:00:00`, `btrue`.
 */
export type CellType = 'text' | 'whole' | 'double' | 'decimal' | 'moment' | 'logical' | 'tagged';

/** SQL of a value and how it is held; the SQL names columns of the relation below it. */
export type Cell = {
  readonly type: CellType;
  readonly sql: string;
  /** Of text: null means an empty text. */
  readonly isNullEmpty?: boolean;
};

/** How the values of an M type are held. */
export const CELL_OF: Readonly<Record<Exclude<MType, 'any'>, CellType>> = {
  text: 'text',
  int64: 'whole',
  number: 'double',
  percentage: 'double',
  currency: 'decimal',
  date: 'moment',
  datetime: 'moment',
  datetimezone: 'moment',
  time: 'moment',
  logical: 'logical',
};

export const SQL_TYPE: Readonly<Record<Exclude<CellType, 'tagged'>, string>> = {
  text: 'VARCHAR',
  whole: 'BIGINT',
  double: 'DOUBLE',
  decimal: 'DECIMAL(18,4)',
  moment: 'TIMESTAMP',
  logical: 'BOOLEAN',
};

/** A value as a tagged text. */
export function tagged(value: MScalar | Date): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'boolean') return `b${value}`;
  if (typeof value === 'number') return Number.isFinite(value) ? `n${value}` : null;
  return Number.isNaN(value.getTime()) ? null : `d${value.toISOString().slice(0, -1)}`;
}

/** A text as SQL writes it. All text that becomes part of a statement of the import goes through here. */
export function textLiteral(text: string): string {
  const quoted = (part: string) => `'${part.replaceAll("'", "''")}'`;
  return text.includes('\0') ? `(${text.split('\0').map(quoted).join(' || chr(0) || ')})` : quoted(text);
}

/**
 * SQL: the first of the ways to read a text that gives a value. The later ones stand in a CASE: the engine computes
 * parts of other expressions ahead for all rows, where they occur more than once.
 */
export function firstOf(text: string, quick: readonly string[], slow: string): string {
  return `coalesce(${quick.join(', ')}, CASE WHEN ${text} IS NOT NULL THEN ${slow} END)`;
}
