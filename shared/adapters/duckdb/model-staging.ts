import type { DuckDBAppender } from '@duckdb/node-api';
import type { Relation } from './model-relation.ts';
import type { SourceContext } from './model-sources.ts';

type Row = readonly (string | null)[];

/** Rows of tagged texts, put beside the model's tables so that SQL can read them; rows may be of different lengths. */
export async function stageRows(
  { connection, place }: Pick<SourceContext, 'connection' | 'place'>,
  rows: Iterable<Row> | AsyncIterable<Row>,
  columnCount: number,
): Promise<Relation> {
  const name = `staged_${place}`;
  const from = `staging.${name}`;
  let width = Math.max(columnCount, 1);
  await connection.run(`CREATE OR REPLACE TABLE ${from} (${listOf(width, (index) => `x${index} VARCHAR`)})`);
  const open = (): Promise<DuckDBAppender> => connection.createAppender(name, 'main', 'staging');
  let appender = await open();
  for await (const row of rows) {
    if (row.length > width) {
      appender.closeSync();
      for (; width < row.length; width += 1) await connection.run(`ALTER TABLE ${from} ADD COLUMN x${width} VARCHAR`);
      appender = await open();
    }
    appendRow(appender, row, width);
  }
  appender.closeSync();
  const columns = Array.from({ length: columnCount === 0 ? width : columnCount }, (_, index) => ({
    name: `Column${index + 1}`,
    cell: { type: 'tagged', sql: `x${index}` } as const,
    checks: [],
  }));
  return { from, columns, rowsAbove: 0, release: () => connection.run(`DROP TABLE ${from}`) };
}

function appendRow(appender: DuckDBAppender, row: Row, width: number): void {
  for (let index = 0; index < width; index += 1) {
    const value = row[index] ?? null;
    if (value === null) appender.appendNull();
    else appender.appendVarchar(value);
  }
  appender.endRow();
}

function listOf(length: number, item: (index: number) => string): string {
  return Array.from({ length }, (_, index) => item(index)).join(', ');
}
