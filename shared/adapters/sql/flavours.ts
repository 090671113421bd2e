import {
  MssqlAdapter,
  MssqlQueryCompiler,
  type SelectQueryBuilder,
  SqliteAdapter,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Flavour } from './engine.ts';

export const SQLITE: Flavour = {
  kind: 'sqlite',
  createAdapter: () => new SqliteAdapter(),
  createCompiler: () => new SqliteQueryCompiler(),
  // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE; SQLITE_CONSTRAINT_FOREIGNKEY.
  isUniqueViolation: (thrown) => [1555, 2067].includes(numberOf(thrown, 'errcode')),
  isReferenceViolation: (thrown) => numberOf(thrown, 'errcode') === 787,
};

export const TSQL: Flavour = {
  kind: 'tsql',
  createAdapter: () => new MssqlAdapter(),
  createCompiler: () => new MssqlQueryCompiler(),
  isUniqueViolation: (thrown) => [2627, 2601].includes(numberOf(thrown, 'number')),
  isReferenceViolation: (thrown) => numberOf(thrown, 'number') === 547,
};

/** The first rows of an ordered query. */
export function firstRows<DB, TB extends keyof DB, O>(
  flavour: Flavour,
  query: SelectQueryBuilder<DB, TB, O>,
  limit: number,
): SelectQueryBuilder<DB, TB, O> {
  return flavour.kind === 'sqlite' ? query.limit(limit) : query.top(limit);
}

/** A word of ours in the text itself: an index over some rows is only used where the statement says which. */
export function word<W extends 'personal' | 'shared' | 'Publishing'>(text: W) {
  return sql.lit(text);
}

function numberOf(thrown: unknown, key: 'errcode' | 'number'): number {
  if (typeof thrown !== 'object' || thrown === null) return 0;
  const value: unknown = Reflect.get(thrown, key);
  return typeof value === 'number' ? value : 0;
}
