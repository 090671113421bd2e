import type { Item, ItemId, Stores, Workspace } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { Grant, ItemGrant, WorkspaceGrant } from '../domain/grants.ts';
import { type DashboardId, type ModelId, newId, parseId, type ReportId, type WorkspaceId } from '../domain/ids.ts';
import type { Caller, Holder } from '../domain/principal.ts';
import {
  type ItemKind,
  isAtLeast,
  type Right,
  TENANT_STANDINGS,
  type TenantStanding,
  type WorkspaceRole,
} from '../domain/rights.ts';
import { effectiveRights, effectiveRole, type HeldRight, principalsOf } from './effective-rights.ts';
import { makeItemGrant, makeTenantGrant, makeWorkspaceGrant } from './make-grant.ts';
import type { Need } from './need.ts';

/** Where each kind of item has its id in a path, and what a person calls it. */
const ITEM_WORDS: { readonly [K in ItemKind]: { readonly parameter: string; readonly noun: string } } = {
  model: { parameter: 'datasetId', noun: 'dataset' },
  report: { parameter: 'reportId', noun: 'report' },
  dashboard: { parameter: 'dashboardId', noun: 'dashboard' },
};

/**
 * Checks one need of a caller against the stores of the caller's tenant. Who may not see a thing gets the same fault
 * as for a thing that is not there; who may see it but not do this is told so.
 */
export function authorise(
  stores: Stores,
  caller: Caller,
  need: Need,
  parameters: Readonly<Record<string, string>>,
): Promise<Grant> {
  switch (need.kind) {
    case 'tenant':
      return authoriseTenant(caller, need.standing);
    case 'workspace':
      return authoriseWorkspace(stores, caller, need.role, parameters['groupId']);
    case 'item':
      return authorisePath(stores, caller, need, parameters);
  }
}

async function authoriseTenant(caller: Caller, wanted: TenantStanding): Promise<Grant> {
  const standing = standingOf(caller);
  if (TENANT_STANDINGS.indexOf(standing) >= TENANT_STANDINGS.indexOf(wanted)) {
    return makeTenantGrant(caller.tenantId, standing);
  }
  throw new Fault('not-permitted', {
    what: wanted === 'administrator' ? 'do this without being an administrator of the tenant' : 'do this as a guest',
  });
}

/** What the caller is in their tenant. An application is never its administrator. */
export function standingOf(caller: Caller): TenantStanding {
  if (caller.kind === 'guest') return 'guest';
  return caller.kind === 'user' && caller.isAdministrator ? 'administrator' : 'member';
}

async function authorisePath(
  stores: Stores,
  caller: Caller,
  need: Extract<Need, { kind: 'item' }>,
  parameters: Readonly<Record<string, string>>,
): Promise<ItemGrant> {
  const { parameter, noun } = ITEM_WORDS[need.item];
  const id = parseId<ItemId>(parameters[parameter]);
  if (id === undefined) throw new Fault('not-found', { what: noun });
  const grant = await authoriseItem(stores, caller, need.item, id, need.right);
  const group = parameters['groupId'];
  if (group !== undefined && parseId(group) !== grant.workspaceId) throw new Fault('not-found', { what: noun });
  return grant;
}

/** What somebody is told of a thing that they may not see: the same as of one that is not there. */
export function notFound(grant: Grant): Fault {
  const what = 'rights' in grant ? ITEM_WORDS[grant.kind].noun : 'workspace';
  return new Fault('not-found', { what });
}

/**
 * A grant for the workspace with the caller's role in it, which is at least `wanted`. What is hidden and what is not
 * there take the same reads.
 */
export async function authoriseWorkspace(
  stores: Stores,
  caller: Caller,
  wanted: WorkspaceRole,
  groupId: string | undefined,
): Promise<WorkspaceGrant> {
  const workspace = await findWorkspace(stores, caller, groupId);
  const sought = workspace?.id ?? newId<WorkspaceId>();
  const role = effectiveRole(caller, await stores.workspaces.membershipsOf(sought, principalsOf(caller)));
  if (workspace === undefined || role === undefined) throw new Fault('not-found', { what: 'workspace' });
  if (!isAtLeast(role, wanted)) throw new Fault('not-permitted', { what: `do this without the role ${wanted}` });
  return makeWorkspaceGrant(caller.tenantId, workspace.id, role);
}

async function findWorkspace(
  stores: Stores,
  caller: Caller,
  groupId: string | undefined,
): Promise<Workspace | undefined> {
  if (groupId === undefined) return stores.workspaces.findPersonal(caller.objectId);
  const id = parseId<WorkspaceId>(groupId);
  return id === undefined ? undefined : stores.workspaces.find(id);
}

export function authoriseItem(
  stores: Stores,
  caller: Caller,
  kind: 'model',
  id: ItemId,
  wanted: Right,
): Promise<Extract<ItemGrant, { kind: 'model' }>>;
export function authoriseItem(
  stores: Stores,
  caller: Caller,
  kind: 'report',
  id: ItemId,
  wanted: Right,
): Promise<Extract<ItemGrant, { kind: 'report' }>>;
export function authoriseItem(
  stores: Stores,
  caller: Caller,
  kind: ItemKind,
  id: ItemId,
  wanted: Right,
): Promise<ItemGrant>;
/**
 * A grant for the item with every right that the caller holds on it, `wanted` among them. What is hidden, what is of
 * another kind and what is not there take the same reads: for nothing, those of something that nobody holds.
 */
export async function authoriseItem(
  stores: Stores,
  caller: Caller,
  kind: ItemKind,
  id: ModelId | ReportId | DashboardId,
  wanted: Right,
): Promise<ItemGrant> {
  const item = await stores.items.find(id);
  const rights = await rightsOn(stores, caller, item ?? { id, workspaceId: newId(), createdBy: newId() });
  if (item?.kind !== kind || !rights.includes('read')) throw new Fault('not-found', { what: ITEM_WORDS[kind].noun });
  if (!rights.includes(wanted)) throw new Fault('not-permitted', { what: `do this without the right to ${wanted}` });
  return makeItemGrant(kind, caller.tenantId, id, item.workspaceId, rights);
}

/** What rights on an item depend on. */
type Place = Pick<Item, 'id' | 'workspaceId' | 'createdBy'>;

/** All that somebody may do with the item, as the stores have it now. */
export async function rightsOn(stores: Stores, who: Holder, item: Place): Promise<readonly Right[]> {
  return (await heldRightsOn(stores, who, item)).map(({ right }) => right);
}

/** The same with the reasons for each right: what an explanation shows is what the grant was made from. */
export async function heldRightsOn(stores: Stores, who: Holder, item: Place): Promise<readonly HeldRight[]> {
  const principals = principalsOf(who);
  return effectiveRights(who, {
    item,
    memberships: await stores.workspaces.membershipsOf(item.workspaceId, principals),
    permissions: await stores.permissions.find(item.id, principals),
  });
}
