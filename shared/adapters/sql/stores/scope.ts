import type { Kysely } from 'kysely';
import type { Act } from '../../../catalog/ports.ts';
import type { Flavour } from '../engine.ts';
import type { TenantTables } from '../schema/tables.ts';

/** What a store of one tenant works with: a database in which there is no other tenant. */
export type Scope = {
  readonly db: Kysely<TenantTables>;
  readonly flavour: Flavour;
  readonly now: () => Date;
  /** Whose change the unit of work is; undefined while reading and for upkeep. */
  readonly act: Act | undefined;
  readonly journal: Journal;
};

/** What happened in one unit of work, for the rules that hold at its end. */
export type Journal = { hasRecorded: boolean; hasChangedRights: boolean };
