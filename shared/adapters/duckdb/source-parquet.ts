import type { DuckDBConnection } from '@duckdb/node-api';
import { Fault } from '../../domain/faults.ts';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { DataType } from '../../model/semantic-model.ts';
import { columnNames } from '../../source/column-names.ts';
import type { LoadedColumn } from './source-delimited.ts';
import { readerFault } from './source-faults.ts';
import { rowsOf } from './source-rows.ts';

type Mapping = { readonly types: RegExp; readonly dataType: DataType; readonly value: (column: string) => string };

/** How DuckDB's types become the model's; what matches no row becomes text. Not-a-number and infinities become blank. */
const MAPPINGS: readonly Mapping[] = [
  { types: /^BOOLEAN$/, dataType: 'Boolean', value: (column) => column },
  {
    types: /^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/,
    dataType: 'Int64',
    value: (column) => `${column}::BIGINT`,
  },
  {
    types: /^(FLOAT|DOUBLE)$/,
    dataType: 'Double',
    value: (column) => `CASE WHEN isfinite(${column}) THEN ${column}::DOUBLE END`,
  },
  { types: /^DECIMAL\(/, dataType: 'Decimal', value: (column) => column },
  {
    types: /^(DATE|TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS)$/,
    dataType: 'DateTime',
    value: (column) => `CASE WHEN isfinite(${column}::TIMESTAMP) THEN ${column}::TIMESTAMP END`,
  },
  {
    types: /^TIMESTAMP WITH TIME ZONE$/,
    dataType: 'DateTime',
    value: (column) => `CASE WHEN isfinite(${column}) THEN ${column} AT TIME ZONE 'UTC' END`,
  },
];
const LARGE_INTEGER = /^(UBIGINT|HUGEINT|UHUGEINT)$/;
const NESTED = /(\[\d*\]$|^STRUCT|^MAP|^UNION)/;

/** Reads a Parquet file into the table of the version; its own types decide. */
export async function loadParquet(
  connection: DuckDBConnection,
  path: string,
  maxColumns: number,
): Promise<readonly LoadedColumn[]> {
  try {
    const described = await rowsOf(connection, 'DESCRIBE SELECT * FROM read_parquet($1)', [path]);
    checkWidth(described.length, maxColumns);
    const names = columnNames(described.map(([name]) => String(name)));
    const source = `read_parquet($1) AS p(${names.map((_, index) => physicalColumn(index)).join(', ')})`;
    const columns: { value: string; dataType: DataType }[] = [];
    for (const [index, [, type]] of described.entries()) {
      columns.push(await mapColumn(connection, source, path, physicalColumn(index), String(type), names[index] ?? ''));
    }
    const select = columns.map(({ value }, index) => `${value} AS ${physicalColumn(index)}`).join(', ');
    await connection.run(`CREATE TABLE ${physicalTable(0)} AS SELECT ${select} FROM ${source}`, [path]);
    return columns.map(({ dataType }, index) => ({ name: names[index] ?? '', dataType }));
  } catch (thrown) {
    throw readerFault(
      thrown,
      'The Parquet file is damaged or uses a feature that cannot be read',
      'Write it again, or get a whole copy, and upload that.',
    );
  }
}

function checkWidth(found: number, maxColumns: number): void {
  if (found <= maxColumns) return;
  throw new Fault('import-failed', {
    what: `The file has ${found} columns; at most ${maxColumns} can be imported`,
    advice: 'Keep the columns that are needed, or turn columns into rows (unpivot), and upload it again.',
  });
}

async function mapColumn(
  connection: DuckDBConnection,
  source: string,
  path: string,
  column: string,
  type: string,
  name: string,
): Promise<{ value: string; dataType: DataType }> {
  const mapping = MAPPINGS.find(({ types }) => types.test(type));
  if (mapping !== undefined) return { value: mapping.value(column), dataType: mapping.dataType };
  const all = (test: string) => rowsOf(connection, `SELECT coalesce(bool_and(${test}), true) FROM ${source}`, [path]);
  if (type === 'BLOB') {
    // Old writers do not mark their text as text.
    const [row] = await all(`${column} IS NULL OR TRY(decode(${column})) IS NOT NULL`);
    if (row?.[0] === true) return { value: `decode(${column})`, dataType: 'String' };
    throw new Fault('import-failed', {
      what: 'A column holds binary data, which cannot be shown',
      where: `column "${name}"`,
      advice: 'Leave the column out, or write it as text, and upload the file again.',
    });
  }
  if (LARGE_INTEGER.test(type)) {
    const [row] = await all(`${column} IS NULL OR TRY_CAST(${column} AS BIGINT) IS NOT NULL`);
    if (row?.[0] === true) return { value: `${column}::BIGINT`, dataType: 'Int64' };
  }
  return { value: NESTED.test(type) ? `to_json(${column})::VARCHAR` : `${column}::VARCHAR`, dataType: 'String' };
}
