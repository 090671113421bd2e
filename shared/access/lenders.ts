import type { Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ObjectId, TenantId, WorkspaceId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';

/**
 * A *lender* is whose *My workspace* an item lies in, for everybody but themselves. What they shared out of it ends while
 * their account is disabled (H-10). Stores tell who the lenders are, and only the directory, whether they are enabled:
 * so each decision has two steps, and the second is never taken inside a transaction.
 */
export type Lenders = readonly ObjectId[];

/** Whether the tenant has the account and has not disabled it. Throws `upstream-unavailable` where nobody can say. */
export type IsEnabled = (tenantId: TenantId, objectId: ObjectId) => Promise<boolean>;

/** Those of these workspaces that are somebody else's *My workspace*, with whose. */
export async function lendersOf(
  { workspaces }: Pick<Stores, 'workspaces'>,
  caller: Pick<Caller, 'objectId'>,
  workspaceIds: readonly WorkspaceId[],
): Promise<ReadonlyMap<WorkspaceId, ObjectId>> {
  const found = await workspaces.findMany([...new Set(workspaceIds)]);
  const lent = found.filter(({ kind, ownerId }) => kind === 'personal' && ownerId !== caller.objectId);
  return new Map(lent.map(({ id, ownerId }) => [id, ownerId]));
}

/** Throws `not-found` for the thing where one of those who lend it, or what it rests on, is disabled. */
export async function requireLenders(
  isEnabled: IsEnabled,
  tenantId: TenantId,
  lenders: Lenders,
  what: string,
): Promise<void> {
  if ((await disabledAmong(isEnabled, tenantId, lenders)).size > 0) throw new Fault('not-found', { what });
}

/** The things without those of which a lender is disabled, in their order. */
export async function withoutDisabledLenders<T extends { readonly lenders: Lenders }>(
  isEnabled: IsEnabled,
  tenantId: TenantId,
  things: readonly T[],
): Promise<readonly T[]> {
  const all = things.flatMap(({ lenders }) => lenders);
  const disabled = await disabledAmong(isEnabled, tenantId, all);
  return things.filter(({ lenders }) => !lenders.some((lender) => disabled.has(lender)));
}

async function disabledAmong(
  isEnabled: IsEnabled,
  tenantId: TenantId,
  lenders: Lenders,
): Promise<ReadonlySet<ObjectId>> {
  const asked = await fewAtOnce([...new Set(lenders)], async (id) => ({
    id,
    isEnabled: await isEnabled(tenantId, id),
  }));
  return new Set(asked.flatMap((one) => (one.isEnabled ? [] : [one.id])));
}
