import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { textLiteral } from './model-cells.ts';

export type ModelDatabaseOptions = {
  readonly databasePath: string;
  /** Holds the files to read, the database and what is made on the way; nothing outside it can be reached. */
  readonly workFolder: string;
  readonly memoryBytes: number;
};

/** Gives a new database file to the work: locked down before any data are read, and complete when this ends. */
export async function withModelDatabase<T>(
  { databasePath, workFolder, memoryBytes }: ModelDatabaseOptions,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(databasePath, {
    threads: '2',
    memory_limit: `${Math.floor(memoryBytes / 1024)}KiB`,
    temp_directory: `${workFolder}/spill`,
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    await connection.run("ATTACH ':memory:' AS staging (COMPRESS)");
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`SET allowed_directories = [${textLiteral(`${workFolder}/`)}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    const result = await work(connection);
    await connection.run('CHECKPOINT');
    return result;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
