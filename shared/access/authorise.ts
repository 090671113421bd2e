import type { Item, ItemId, Stores, Workspace } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { Grant, ItemGrant, WorkspaceGrant } from '../domain/grants.ts';
import { type DashboardId, type ModelId, parseId, type ReportId, type WorkspaceId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { type ItemKind, isAtLeast, RIGHTS, type Right, type WorkspaceRole } from '../domain/rights.ts';
import { makeItemGrant, makeTenantGrant, makeWorkspaceGrant } from './make-grant.ts';
import type { Need } from './need.ts';
import { ROLE_RIGHTS } from './role-rights.ts';

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
      return Promise.resolve(makeTenantGrant(caller.tenantId));
    case 'workspace':
      return authoriseWorkspace(stores, caller, need.role, parameters['groupId']);
    case 'item':
      return authorisePath(stores, caller, need, parameters);
  }
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

/** A grant for the workspace with the caller's role in it, which is at least `wanted`. */
export async function authoriseWorkspace(
  stores: Stores,
  caller: Caller,
  wanted: WorkspaceRole,
  groupId: string | undefined,
): Promise<WorkspaceGrant> {
  const workspace = await findWorkspace(stores, caller, groupId);
  const role = workspace === undefined ? undefined : await roleIn(stores, caller, workspace.id);
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

/** The highest role over all that the caller is. */
async function roleIn(stores: Stores, caller: Caller, id: WorkspaceId): Promise<WorkspaceRole | undefined> {
  const roles = await stores.workspaces.rolesOf(id, principalsOf(caller));
  return roles.reduce<WorkspaceRole | undefined>(
    (highest, role) => (highest === undefined || isAtLeast(role, highest) ? role : highest),
    undefined,
  );
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
/** A grant for the item with every right that the caller holds on it, `wanted` among them. */
export async function authoriseItem(
  stores: Stores,
  caller: Caller,
  kind: ItemKind,
  id: ModelId | ReportId | DashboardId,
  wanted: Right,
): Promise<ItemGrant> {
  const item = await stores.items.find(id);
  const rights = item === undefined || item.kind !== kind ? [] : await rightsOn(stores, caller, item);
  if (item === undefined || !rights.includes('read')) throw new Fault('not-found', { what: ITEM_WORDS[kind].noun });
  if (!rights.includes(wanted)) throw new Fault('not-permitted', { what: `do this without the right to ${wanted}` });
  return makeItemGrant(kind, caller.tenantId, id, item.workspaceId, rights);
}

/** All that the caller may do with the item: by role in its workspace, and by shares of the item itself. */
export async function rightsOn(stores: Stores, caller: Caller, item: Item): Promise<readonly Right[]> {
  const role = await roleIn(stores, caller, item.workspaceId);
  const shares = await stores.shares.find(item.id, principalsOf(caller));
  const held = new Set<Right>([
    ...(role === undefined ? [] : ROLE_RIGHTS[role]),
    ...shares.map((share) => share.right),
  ]);
  return RIGHTS.filter((right) => held.has(right));
}

/** The ids under which the caller may have been given something. */
export function principalsOf(caller: Caller): Caller['groupIds'] {
  return [caller.objectId, ...caller.groupIds];
}
