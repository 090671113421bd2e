import type { DatabaseSync } from 'node:sqlite';
import { pendingMigrations } from '../schema/migrations.ts';
import { beginWrite } from './begin.ts';

/**
 * Brings the file up to date. Processes that start at once do it one after the other, and those that come later find
 * nothing to do.
 */
export async function migrateSqlite(database: DatabaseSync, now: Date): Promise<void> {
  if (pendingMigrations(appliedTo(database), 'sqlite').length === 0) return;
  await beginWrite(database);
  try {
    database.exec('create table if not exists migration (name text primary key, applied_at text not null) strict');
    const note = database.prepare('insert into migration (name, applied_at) values (?, ?)');
    for (const { name, statements } of pendingMigrations(appliedTo(database), 'sqlite')) {
      for (const statement of statements) database.exec(statement);
      note.run(name, now.toISOString());
    }
    database.exec('commit');
  } catch (thrown) {
    if (database.isTransaction) database.exec('rollback');
    throw thrown;
  }
}

function appliedTo(database: DatabaseSync): ReadonlySet<string> {
  const table = database.prepare("select 1 from sqlite_schema where type = 'table' and name = 'migration'").get();
  if (table === undefined) return new Set();
  return new Set(
    database
      .prepare('select name from migration')
      .all()
      .map((row) => String(row['name'])),
  );
}
