import type { Kysely } from 'kysely';
import type { Flavour } from '../engine.ts';
import type { TenantTables } from '../schema/tables.ts';

/** What a store of one tenant works with: a database in which there is no other tenant. */
export type Scope = {
  readonly db: Kysely<TenantTables>;
  readonly flavour: Flavour;
  readonly now: () => Date;
};
