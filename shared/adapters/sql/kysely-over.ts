import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type KyselyPlugin,
  SqliteIntrospector,
} from 'kysely';
import type { Flavour, Session } from './engine.ts';

export type Mode = 'read' | 'write';

/**
 * Kysely as the builder of statements for one session. Statements run one after the other, also when they are asked
 * for at once, because a connection of SQL Server can only do one; a read can change nothing.
 */
export function kyselyOver<DB>(session: Session, flavour: Flavour, mode: Mode, plugins: KyselyPlugin[]): Kysely<DB> {
  let last: Promise<unknown> = Promise.resolve();
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery) => {
      if (mode === 'read' && query.query.kind !== 'SelectQueryNode') {
        throw new Error('`read` cannot change the store. Use `write`.');
      }
      const run = last.then(() => session.execute(query.sql, query.parameters));
      last = run.catch(() => undefined);
      const { rows, affected } = await run;
      // The row types are those of `tables.ts`; the conformance suite holds the engines to them.
      return { rows: rows as unknown as R[], numAffectedRows: BigInt(affected) };
    },
    streamQuery: () => {
      throw new Error('Metadata is not streamed.');
    },
  };
  return new Kysely<DB>({
    dialect: {
      createAdapter: flavour.createAdapter,
      createQueryCompiler: flavour.createCompiler,
      createDriver: () => driverOf(connection),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
    plugins,
  });
}

/** The engine began the transaction and ends it: Kysely has no part in that. */
function driverOf(connection: DatabaseConnection): Driver {
  const refuse = async () => {
    throw new Error('The unit of work is the transaction.');
  };
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => undefined,
  };
}
