import { DuckDBInstance, type Json } from '@duckdb/node-api';

/** Rows of a statement against a database file, or against none, computed apart from the product's code. */
export async function databaseRows(path: string, sql: string): Promise<readonly (readonly Json[])[]> {
  const instance = await DuckDBInstance.create(path, path === ':memory:' ? {} : { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
