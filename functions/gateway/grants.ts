import { authorise, notFound } from '../../shared/access/authorise.ts';
import { type IsEnabled, lendersOf } from '../../shared/access/lenders.ts';
import type { Metadata, SecurityState, Stores } from '../../shared/catalog/ports.ts';
import type { Grant } from '../../shared/domain/grants.ts';
import type { ObjectId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { Operation } from '../operations.ts';

const MOST_PER_CALLER = 500;
/** The parameters of paths that any need reads. */
const IDS = ['groupId', 'datasetId', 'reportId', 'dashboardId'];

/** The grant for an operation with these parameters, or the refusal. */
export type Authorise = (
  caller: Caller,
  state: SecurityState,
  operation: Pick<Operation, 'needs'>,
  parameters: Readonly<Record<string, string>>,
) => Promise<Grant>;

/** A grant, and whose *My workspace* it reaches into where that is not the caller's own. */
type Made = { readonly grant: Grant; readonly lender: ObjectId | undefined };

/**
 * Grants that were made are kept with their caller until the tenant's security epoch moves, which it does with every
 * change of rights and every deletion. A refusal is never kept. What somebody shared out of their *My workspace* is
 * gone while their account is disabled (H-10).
 */
export function createGrants(metadata: Pick<Metadata, 'read'>, isEnabled: IsEnabled): Authorise {
  const kept = new WeakMap<Caller, { readonly epoch: number; readonly grants: Map<string, Made> }>();

  async function find(caller: Caller, { epoch }: SecurityState, needs: Operation['needs'], parameters: Parameters) {
    const known = kept.get(caller);
    const mine = known?.epoch === epoch ? known : { epoch, grants: new Map<string, Made>() };
    if (mine !== known) kept.set(caller, mine);
    const key = JSON.stringify([needs, IDS.map((name) => parameters[name])]);
    const before = mine.grants.get(key);
    if (before !== undefined) return before;
    const made = await metadata.read(caller.tenantId, async (stores) => {
      const grant = await authorise(stores, caller, needs, parameters);
      return { grant, lender: await lenderOf(stores, caller, grant) };
    });
    if (mine.grants.size >= MOST_PER_CALLER) mine.grants.clear();
    mine.grants.set(key, made);
    return made;
  }

  return async (caller, state, { needs }, parameters) => {
    const { grant, lender } = await find(caller, state, needs, parameters);
    if (lender !== undefined && !(await isEnabled(caller.tenantId, lender))) throw notFound(grant);
    return grant;
  };
}

type Parameters = Readonly<Record<string, string>>;

async function lenderOf(stores: Stores, caller: Caller, grant: Grant): Promise<ObjectId | undefined> {
  if (!('rights' in grant)) return undefined;
  return (await lendersOf(stores, caller, [grant.workspaceId])).get(grant.workspaceId);
}
