import { authoriseWorkspace } from '../access/authorise.ts';
import { principalsOf } from '../access/effective-rights.ts';
import { Fault } from '../domain/faults.ts';
import type { WorkspaceGrant } from '../domain/grants.ts';
import { newId, type WorkspaceId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { isAtLeast, type WorkspaceRole } from '../domain/rights.ts';
import { goingWith, recordGone } from './delete-item.ts';
import type { Act, Metadata, Stores, Workspace } from './ports.ts';
import { recordActivity } from './record-activity.ts';

const MOST_WORKSPACES = 1000;

/** A workspace as one caller sees it, with the caller's highest role. */
export type SeenWorkspace = { readonly workspace: Workspace; readonly role: WorkspaceRole };

/** Every workspace in which the caller has a role, the own *My workspace* first. */
export async function listWorkspaces(stores: Stores, caller: Caller): Promise<readonly SeenWorkspace[]> {
  const highest = new Map<WorkspaceId, SeenWorkspace>();
  for (const seen of await stores.workspaces.ofPrincipals(principalsOf(caller))) {
    const before = highest.get(seen.workspace.id);
    if (before === undefined || isAtLeast(seen.role, before.role)) highest.set(seen.workspace.id, seen);
  }
  const rank = (seen: SeenWorkspace) => (seen.workspace.kind === 'personal' ? 0 : 1);
  const role = (seen: SeenWorkspace): WorkspaceRole => (isOnlyLooking(caller) ? 'Viewer' : seen.role);
  return [...highest.values()].map((seen) => ({ ...seen, role: role(seen) })).toSorted((a, b) => rank(a) - rank(b));
}

function isOnlyLooking(caller: Caller): boolean {
  return caller.kind === 'guest' && !caller.mayEdit;
}

/**
 * A new workspace whose Admin is the caller. The name must be free in the tenant (`name-taken`), and nobody makes more
 * than 1,000 that they are in (`quota-exceeded`).
 */
export async function createWorkspace(
  metadata: Metadata,
  caller: Caller,
  name: string,
  at: string,
  act: Act,
): Promise<Workspace> {
  const workspace: Workspace = { id: newId(), name, kind: 'shared', ownerId: caller.objectId, createdAt: at };
  return metadata.write(caller.tenantId, act, async (stores) => {
    if ((await stores.workspaces.findByName(name)) !== undefined) {
      throw new Fault('name-taken', { what: 'workspace', name });
    }
    await refuseTooMany(stores, caller);
    await stores.workspaces.create(workspace);
    await stores.workspaces.saveMember({
      workspaceId: workspace.id,
      principalId: caller.objectId,
      principalKind: caller.kind,
      role: 'Admin',
    });
    await recordActivity(stores, act, { workspace: { id: workspace.id, name } });
    return workspace;
  });
}

async function refuseTooMany(stores: Stores, caller: Caller): Promise<void> {
  const seen = await stores.workspaces.ofPrincipals([caller.objectId]);
  const own = seen.filter(({ workspace }) => workspace.kind === 'shared' && workspace.ownerId === caller.objectId);
  if (own.length >= MOST_WORKSPACES) {
    throw new Fault('quota-exceeded', { what: 'workspaces of one person', limit: MOST_WORKSPACES });
  }
}

/** Removes the workspace with all that is in it, and reports elsewhere over its models. *My workspace* stays. */
export async function deleteWorkspace(
  metadata: Metadata,
  caller: Caller,
  grant: WorkspaceGrant,
  act: Act,
): Promise<void> {
  await metadata.write(grant.tenantId, act, async (stores) => {
    const now = await authoriseWorkspace(stores, caller, 'Admin', grant.workspaceId);
    const { id, name } = await requireShared(stores, now);
    await recordActivity(stores, act, { workspace: { id, name } });
    const items = await stores.items.inWorkspace(id);
    for (const item of await goingWith(stores, items)) await recordGone(stores, item);
    for (const item of items) await stores.items.remove(item.id);
    await stores.workspaces.remove(id);
  });
}

/** The workspace, which must still be there and be nobody's *My workspace*. */
export async function requireShared(stores: Stores, grant: WorkspaceGrant): Promise<Workspace> {
  const workspace = await stores.workspaces.find(grant.workspaceId);
  if (workspace === undefined) throw new Fault('not-found', { what: 'workspace' });
  if (workspace.kind === 'personal') {
    throw new Fault('request-invalid', {
      what: 'My workspace belongs to one person: it has no users and cannot be removed.',
    });
  }
  return workspace;
}
