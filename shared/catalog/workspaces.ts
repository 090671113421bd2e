import { principalsOf } from '../access/authorise.ts';
import { Fault } from '../domain/faults.ts';
import type { WorkspaceGrant } from '../domain/grants.ts';
import { newId, type ObjectId, parseId, type WorkspaceId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { isAtLeast, type WorkspaceRole } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';
import type { Membership, Metadata, Once, Stores, Workspace } from './ports.ts';

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
  return [...highest.values()].toSorted((a, b) => rank(a) - rank(b));
}

/** A new workspace whose Admin is the caller. The name must be free in the tenant. */
export async function createWorkspace(
  metadata: Metadata,
  caller: Caller,
  name: string,
  at: string,
  once: Once,
): Promise<Workspace> {
  const workspace: Workspace = { id: newId(), name, kind: 'shared', ownerId: caller.objectId, createdAt: at };
  return metadata.write(caller.tenantId, once, async (stores) => {
    if ((await stores.workspaces.findByName(name)) !== undefined) {
      throw new Fault('name-taken', { what: 'workspace', name });
    }
    await stores.workspaces.create(workspace);
    await stores.workspaces.saveMember({
      workspaceId: workspace.id,
      principalId: caller.objectId,
      principalKind: caller.kind === 'service' ? 'App' : 'User',
      role: 'Admin',
    });
    return workspace;
  });
}

/** Removes the workspace with all that is in it. *My workspace* stays. */
export async function deleteWorkspace(metadata: Metadata, grant: WorkspaceGrant, once: Once): Promise<void> {
  await metadata.write(grant.tenantId, once, async (stores) => {
    await refusePersonal(stores, grant);
    for (const item of await stores.items.inWorkspace(grant.workspaceId)) await stores.items.remove(item.id);
    await stores.workspaces.remove(grant.workspaceId);
  });
}

export async function listMembers(
  stores: Stores,
  grant: WorkspaceGrant,
): Promise<readonly { readonly member: Membership; readonly person: Person | undefined }[]> {
  const members = await stores.workspaces.members(grant.workspaceId);
  const people = await stores.people.findMany(members.map((member) => member.principalId));
  const byId = new Map(people.map((person) => [person.objectId, person]));
  return members.map((member) => ({ member, person: byId.get(member.principalId) }));
}

export type MemberChange = { readonly principal: string; readonly role: WorkspaceRole };

/**
 * Gives a person a role (adds or changes). Only an Admin may give or change the role Admin, and the last Admin cannot
 * step down (H-08).
 */
export async function setMember(
  metadata: Metadata,
  grant: WorkspaceGrant,
  change: MemberChange,
  once: Once,
): Promise<void> {
  await metadata.write(grant.tenantId, once, async (stores) => {
    await refusePersonal(stores, grant);
    const person = await findPerson(stores, change.principal);
    await requireAdminFor(stores, grant, person.objectId, change.role);
    await stores.workspaces.saveMember({
      workspaceId: grant.workspaceId,
      principalId: person.objectId,
      principalKind: person.kind === 'service' ? 'App' : 'User',
      role: change.role,
    });
  });
}

export async function removeMember(
  metadata: Metadata,
  grant: WorkspaceGrant,
  principal: string,
  once: Once,
): Promise<void> {
  await metadata.write(grant.tenantId, once, async (stores) => {
    await refusePersonal(stores, grant);
    const person = await findPerson(stores, principal);
    await requireAdminFor(stores, grant, person.objectId, undefined);
    const isRemoved = await stores.workspaces.removeMember(grant.workspaceId, person.objectId);
    if (!isRemoved) throw new Fault('not-found', { what: 'user in this workspace' });
  });
}

async function requireAdminFor(
  stores: Stores,
  grant: WorkspaceGrant,
  principalId: ObjectId,
  next: WorkspaceRole | undefined,
): Promise<void> {
  const members = await stores.workspaces.members(grant.workspaceId);
  const isAdmin = members.some((member) => member.principalId === principalId && member.role === 'Admin');
  if ((isAdmin || next === 'Admin') && grant.role !== 'Admin') {
    throw new Fault('not-permitted', { what: 'change who is Admin without the role Admin' });
  }
  const admins = members.filter((member) => member.role === 'Admin').length;
  if (isAdmin && next !== 'Admin' && admins === 1) {
    throw new Fault('request-invalid', { what: 'A workspace needs an Admin. Make somebody else Admin first.' });
  }
}

async function refusePersonal(stores: Stores, grant: WorkspaceGrant): Promise<void> {
  const workspace = await stores.workspaces.find(grant.workspaceId);
  if (workspace === undefined) throw new Fault('not-found', { what: 'workspace' });
  if (workspace.kind === 'personal') {
    throw new Fault('request-invalid', {
      what: 'My workspace belongs to one person: it has no users and cannot be removed.',
    });
  }
}

/** Somebody by object id or by sign-in name. */
async function findPerson(stores: Stores, principal: string): Promise<Person> {
  const person = await lookUp(stores, principal);
  if (person === undefined) {
    throw new Fault('request-invalid', {
      what: `Nobody called "${principal}" is known here. They must sign in once before they can be added.`,
    });
  }
  return person;
}

/** An application has no sign-in name, and a blank one does not name it. */
async function lookUp(stores: Stores, principal: string): Promise<Person | undefined> {
  const id = parseId<ObjectId>(principal);
  if (id !== undefined) return stores.people.find(id);
  return principal.trim() === '' ? undefined : stores.people.findBySignInName(principal);
}
