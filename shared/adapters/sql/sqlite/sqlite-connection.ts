import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Outcome, Session } from '../engine.ts';

/** One open connection to a SQLite file, with the statements that it has prepared. */
export type SqliteConnection = Session & {
  readonly database: DatabaseSync;
  close(): void;
};

/** How long a statement waits, with the process, for another process; starts of transactions wait without blocking. */
const BUSY_MS = 5_000;
const MOST_STATEMENTS = 200;

export function openConnection(file: string): SqliteConnection {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  database.exec('pragma foreign_keys = on; pragma synchronous = normal; pragma trusted_schema = off');
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= MOST_STATEMENTS) statements.clear();
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    database,
    execute: async (sql, parameters) => run(prepare(sql), parameters.map(inputOf)),
    close: () => {
      statements.clear();
      database.close();
    },
  };
}

function run(statement: StatementSync, parameters: SQLInputValue[]): Outcome {
  if (statement.columns().length > 0) return { rows: statement.all(...parameters), affected: 0 };
  return { rows: [], affected: Number(statement.run(...parameters).changes) };
}

function inputOf(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`A ${typeof value} cannot be stored.`);
}
