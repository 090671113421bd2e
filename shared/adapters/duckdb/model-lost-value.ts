import type { DuckDBConnection } from '@duckdb/node-api';
import type { TablePart } from '../../source/m/plan-tables.ts';
import type { Target } from './model-convert.ts';
import { type Relation, tableFault } from './model-relation.ts';
import type { FilledColumn } from './model-table.ts';
import { delimitedFault, readerFault } from './source-faults.ts';
import { rowsOf } from './source-rows.ts';

/** The mark that a statement ends with where a value was lost: the column and the conversion. */
const MARK = /azimuth-lost:(\d+):(\d+)/;
const LONGEST_SHOWN = 40;

const WANTED: Readonly<Record<Target, string>> = {
  text: 'text',
  int64: 'a whole number',
  number: 'a number',
  percentage: 'a number',
  currency: 'a fixed decimal number',
  date: 'a date',
  datetime: 'a date with its time',
  datetimezone: 'a date with its time',
  time: 'a time',
  logical: 'true or false',
};

/** The fault of a value that did not fit its column, found by looking once more; undefined for any other error. */
export async function lostValue(
  connection: DuckDBConnection,
  table: string,
  { relation, columns }: { readonly relation: Relation; readonly columns: readonly FilledColumn[] },
  thrown: unknown,
): Promise<Error | undefined> {
  const [, index, number] = MARK.exec(thrown instanceof Error ? thrown.message : '') ?? [];
  const found = columns.find((column) => column.index === Number(index));
  const check = found?.column.checks[Number(number)];
  if (found === undefined || check === undefined) return undefined;
  const numbered = `(SELECT *, row_number() OVER () AS azimuth_row FROM ${relation.from})`;
  const text = `left(${check.text}, ${LONGEST_SHOWN + 1})`;
  const [row] = await rowsOf(
    connection,
    `SELECT azimuth_row, ${text} FROM ${numbered} WHERE ${check.isLost} ORDER BY azimuth_row LIMIT 1`,
  );
  const place = `row ${Number(row?.[0] ?? 0) + relation.rowsAbove}, column "${found.name}"`;
  const what = `${shown(row?.[1])} is not ${WANTED[check.target]}`;
  const advice = 'Correct the value, or change the type of the column in the query and in the model.';
  return tableFault(table, what, advice, { where: place, cause: thrown });
}

function shown(value: unknown): string {
  const line = String(value ?? '').replace(/\p{Cc}+/gu, ' ');
  return `"${line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line}"`;
}

/** Any other error of a reader in a person's words, with the table's name. */
export function readingFault(table: string, { plan }: TablePart, thrown: unknown): Error {
  const fault =
    plan.source.kind === 'csv'
      ? delimitedFault(thrown, [])
      : readerFault(thrown, 'The data could not be read', 'Save the file again, and publish it again.');
  const { what, where, advice } = fault.detail;
  return tableFault(table, what, advice, { ...(where === undefined ? {} : { where }), cause: thrown });
}
