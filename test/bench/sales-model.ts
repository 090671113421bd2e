import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { physicalColumn, physicalTable } from '../../shared/model/physical-names.ts';
import type { Column, DataType, SemanticModel } from '../../shared/model/semantic-model.ts';

/**
 * Columns of invented sales: name, type of the model, and DuckDB's expression of it from the number `i` of the row.
 * The hash makes them look random, and the same at each run.
 */
const COLUMNS: readonly (readonly [name: string, dataType: DataType, expression: string])[] = [
  ['Order date', 'DateTime', "TIMESTAMP '2021-01-01' + to_days((hash(i) % 1826)::INTEGER)"],
  ['Region', 'String', "'Region ' || (hash(i, 1) % 8)"],
  ['Product', 'String', "'Product ' || (hash(i, 2) % 400)"],
  ['Customer', 'String', "'Customer ' || (hash(i, 3) % 20000)"],
  ['Quantity', 'Int64', '(1 + hash(i, 4) % 9)::BIGINT'],
  ['Price', 'Double', '(100 + hash(i, 5) % 90000)::DOUBLE / 100'],
  ['Sales', 'Double', '(100 + hash(i, 6) % 900000)::DOUBLE / 100'],
];

/** The text of a query that makes so many rows, with the given names of columns. */
function rowsSql(rows: number, nameOf: (index: number, name: string) => string): string {
  const columns = COLUMNS.map(([name, , expression], index) => `${expression} AS "${nameOf(index, name)}"`);
  return `SELECT ${columns.join(', ')} FROM range(${rows}) AS source(i)`;
}

const modelColumn = ([name, dataType]: (typeof COLUMNS)[number]): Column => ({
  name,
  dataType,
  summarizeBy: 'none',
  formatString: '',
  dataCategory: '',
  isHidden: false,
  isDateOnly: dataType === 'DateTime',
});

export const SALES_MODEL: SemanticModel = {
  tables: [{ name: 'Sales', columns: COLUMNS.map(modelColumn), measures: [], isHidden: false }],
};

/** Writes a model file of so many rows, with the physical names that the engine expects. */
export function writeModelFile(path: string, rows: number): Promise<void> {
  return withDatabase(path, async (connection) => {
    await connection.run(`CREATE TABLE ${physicalTable(0)} AS ${rowsSql(rows, physicalColumn)}`);
    await connection.run('CHECKPOINT');
  });
}

/** Writes the same rows as a CSV file with a header. */
export function writeCsv(path: string, rows: number): Promise<void> {
  return withDatabase(':memory:', async (connection) => {
    await connection.run(`COPY (${rowsSql(rows, (_, name) => name)}) TO '${path.replaceAll("'", "''")}' (HEADER)`);
  });
}

/** A database with two threads, closed when the work is done. */
export async function withDatabase<T>(path: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(path, { threads: '2' });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
