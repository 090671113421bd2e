import type { DialectAdapter, QueryCompiler } from 'kysely';
import type { TenantId } from '../../domain/ids.ts';
import type { EngineKind } from './schema/print-ddl.ts';

/** For whom a unit of work is done; SQL Server is told, and shows no rows but theirs. */
export type Actor = { readonly kind: 'tenant'; readonly tenantId: TenantId } | { readonly kind: 'system' };

/** One connection inside one transaction. */
export type Session = {
  execute(sql: string, parameters: readonly unknown[]): Promise<Outcome>;
};

export type Outcome = { readonly rows: readonly Record<string, unknown>[]; readonly affected: number };

/** What differs between the engines beside the connections. */
export type Flavour = {
  readonly kind: EngineKind;
  readonly createAdapter: () => DialectAdapter;
  readonly createCompiler: () => QueryCompiler;
  readonly isUniqueViolation: (thrown: unknown) => boolean;
  readonly isReferenceViolation: (thrown: unknown) => boolean;
};

/**
 * A database behind the store. `read` sees one state throughout; `write` is one transaction that sees the world as if
 * it were alone, rolled back when the work throws. Either may run the work again after a passing failure, so that the
 * work must have no effect but on the database.
 */
export type Engine = {
  readonly flavour: Flavour;
  read<T>(actor: Actor, work: (session: Session) => Promise<T>): Promise<T>;
  write<T>(actor: Actor, work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};
