import type { DuckDBConnection } from '@duckdb/node-api';
import { piecesOf, rowsOf } from './source-rows.ts';

const COLUMNS_AT_ONCE = 40;

/**
 * Gives texts of a column that differ in case only the spelling that comes first, as a column of the original holds a
 * text once. Columns in which no two texts can differ so are told by one look over the table.
 */
export async function unifySpelling(
  connection: DuckDBConnection,
  table: string,
  columns: readonly string[],
): Promise<void> {
  for (const piece of piecesOf(columns, COLUMNS_AT_ONCE)) {
    const tests = piece.map(
      (column) =>
        `coalesce(bool_and(${column} = lower(${column})), true) OR coalesce(bool_and(${column} = upper(${column}) AND strlen(${column}) = length(${column})), true)`,
    );
    const [row = []] = await rowsOf(connection, `SELECT ${tests.join(', ')} FROM ${table}`);
    for (const [place, column] of piece.entries()) {
      if (row[place] !== true) await unifyColumn(connection, table, column);
    }
  }
}

async function unifyColumn(connection: DuckDBConnection, table: string, column: string): Promise<void> {
  const spellings = `SELECT ${column} AS spelling, min(rowid) AS place FROM ${table} WHERE ${column} IS NOT NULL GROUP BY ${column}`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE spellings AS SELECT spelling, first_spelling FROM (
      SELECT spelling, arg_min(spelling, place) OVER same AS first_spelling, count(*) OVER same AS n FROM (${spellings})
      WINDOW same AS (PARTITION BY lower(spelling))) WHERE n > 1 AND spelling <> first_spelling`,
  );
  const [row] = await rowsOf(connection, 'SELECT count(*) FROM spellings');
  if (Number(row?.[0] ?? 0) > 0) {
    await connection.run(
      `UPDATE ${table} SET ${column} = first_spelling FROM spellings WHERE ${table}.${column} = spellings.spelling`,
    );
  }
  await connection.run('DROP TABLE spellings');
}
