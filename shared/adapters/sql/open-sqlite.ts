import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Metadata } from '../../catalog/ports.ts';
import type { Engine, Session } from './engine.ts';
import { SQLITE } from './flavours.ts';
import { metadataOver } from './metadata-over.ts';
import { beginWrite, untilFree } from './sqlite/begin.ts';
import { migrateSqlite } from './sqlite/migrate-sqlite.ts';
import { createPool } from './sqlite/pool.ts';
import { openConnection, type SqliteConnection } from './sqlite/sqlite-connection.ts';

export type SqliteOptions = {
  /** A path, or `:memory:` for a store that is gone when it is closed. */
  readonly file: string;
  readonly now?: () => Date;
};

const READERS = 3;

/**
 * The metadata store in a file that several processes may share: one writes at a time, and readers neither wait nor
 * see half of what is written. Brings the file up to date first.
 */
export async function openSqliteMetadata(options: SqliteOptions): Promise<Metadata> {
  const { file, now = () => new Date() } = options;
  return metadataOver(await openSqliteEngine(file, now()), now);
}

/** The engine alone, for tests that look at its statements. */
export async function openSqliteEngine(file: string, at: Date): Promise<Engine> {
  if (file === '')
    throw new Error('The metadata store needs the path of a file (or `:memory:`); AZIMUTH_SQLITE names it.');
  const isMemory = file === ':memory:';
  if (!isMemory) mkdirSync(dirname(file), { recursive: true });
  const writer = openConnection(file);
  const opened = [writer];
  try {
    if (!isMemory) {
      chmodSync(file, 0o600);
      await untilFree(() => writer.database.exec('pragma journal_mode = wal'));
    }
    await migrateSqlite(writer.database, at);
    // What is in memory belongs to its connection: reader and writer share the one.
    if (!isMemory) for (let count = 0; count < READERS; count += 1) opened.push(openConnection(file));
  } catch (thrown) {
    for (const connection of opened) connection.close();
    throw thrown;
  }
  return engineOver(opened);
}

function engineOver(opened: readonly SqliteConnection[]): Engine {
  const [writer, ...others] = opened;
  const writers = createPool(writer === undefined ? [] : [writer]);
  const readers = others.length === 0 ? writers : createPool(others);
  return {
    flavour: SQLITE,
    read: (_actor, work) =>
      readers.use((connection) => inTransaction(connection, async () => connection.database.exec('begin'), work)),
    write: (_actor, work) =>
      writers.use((connection) => inTransaction(connection, () => beginWrite(connection.database), work)),
    close: async () => {
      for (const connection of opened) connection.close();
    },
  };
}

async function inTransaction<T>(
  connection: SqliteConnection,
  begin: () => Promise<void>,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await begin();
  try {
    const result = await work(connection);
    connection.database.exec('commit');
    return result;
  } catch (thrown) {
    // SQLite ends some failed transactions by itself.
    if (connection.database.isTransaction) connection.database.exec('rollback');
    throw thrown;
  }
}
