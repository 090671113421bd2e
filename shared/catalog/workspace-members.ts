import { authoriseWorkspace } from '../access/authorise.ts';
import { Fault } from '../domain/faults.ts';
import type { WorkspaceGrant } from '../domain/grants.ts';
import { type ObjectId, parseId, type TenantId } from '../domain/ids.ts';
import type { Caller, PrincipalKind } from '../domain/principal.ts';
import type { WorkspaceRole } from '../domain/rights.ts';
import { allows, TENANT_SETTINGS, tenantSettings } from '../domain/tenant-settings.ts';
import type { Directory, Person } from '../identity/ports.ts';
import { findPrincipal } from './find-principal.ts';
import { peopleById, personOr } from './people-by-id.ts';
import type { Act, Membership, Metadata, Stores } from './ports.ts';
import { recordActivity } from './record-activity.ts';
import { requireShared } from './workspaces.ts';

const MOST_MEMBERS = 1000;

export type MemberDeps = { readonly metadata: Metadata; readonly directory: Directory };
export type SeenMember = { readonly member: Membership; readonly person: Person };

/** Who has a role in the workspace, with the names that were saved when they got it. */
export async function listMembers(stores: Stores, grant: WorkspaceGrant): Promise<readonly SeenMember[]> {
  const members = await stores.workspaces.members(grant.workspaceId);
  const people = await peopleById(
    stores,
    members.map((member) => member.principalId),
  );
  return members.map((member) => ({ member, person: personOr(people, member.principalId, member.principalKind) }));
}

export type MemberChange = {
  /** Object id, sign-in name or e-mail address. */
  readonly principal: string;
  /** What the caller takes it for; undefined for anything. */
  readonly kinds: readonly PrincipalKind[] | undefined;
  readonly role: WorkspaceRole;
};

/**
 * Gives a person, group or application of the directory a role (adds or changes it). Only an Admin gives or changes
 * the role Admin, and the last Admin cannot step down (H-08); a guest becomes more than a Viewer only where the tenant
 * lets guests edit. Throws `request-invalid` where the directory knows nobody by that name. What the caller may do is
 * checked again after the directory answered, in the transaction.
 */
export async function setMember(
  { metadata, directory }: MemberDeps,
  caller: Caller,
  grant: WorkspaceGrant,
  change: MemberChange,
  at: string,
  act: Act,
): Promise<void> {
  const person = await findPrincipal(directory, grant.tenantId, change.principal);
  if (person === undefined) throw nobody(change.principal);
  if (change.kinds !== undefined && !change.kinds.includes(person.kind)) {
    throw new Fault('request-invalid', {
      what: `"${change.principal}" is a ${person.kind}, not what principalType says.`,
    });
  }
  const isEditingGuest = person.kind === 'guest' && change.role !== 'Viewer';
  const groupIds = isEditingGuest ? await directory.groupsOf(grant.tenantId, person.objectId) : [];
  await metadata.write(grant.tenantId, act, async (stores) => {
    const now = await authoriseWorkspace(stores, caller, 'Member', grant.workspaceId);
    const workspace = await requireShared(stores, now);
    const members = await stores.workspaces.members(workspace.id);
    refuseChangeOfAdmin(members, now, person.objectId, change.role);
    if (isEditingGuest) await requireGuestEditing(stores, { objectId: person.objectId, groupIds });
    if (members.length >= MOST_MEMBERS && !members.some(({ principalId }) => principalId === person.objectId)) {
      throw new Fault('quota-exceeded', { what: 'members of one workspace', limit: MOST_MEMBERS });
    }
    await stores.people.save(person, at);
    await stores.workspaces.saveMember({
      workspaceId: workspace.id,
      principalId: person.objectId,
      principalKind: person.kind,
      role: change.role,
    });
    await recordMember(stores, act, workspace, person, change.role);
  });
}

/**
 * Takes the role away, also from who is in the directory no more: then by id, or by the name that was saved. What the
 * caller may do is checked again in the transaction.
 */
export async function removeMember(
  { metadata, directory }: MemberDeps,
  caller: Caller,
  grant: WorkspaceGrant,
  principal: string,
  act: Act,
): Promise<void> {
  const known = parseId<ObjectId>(principal.trim()) ?? (await idOf(directory, grant.tenantId, principal));
  await metadata.write(grant.tenantId, act, async (stores) => {
    const now = await authoriseWorkspace(stores, caller, 'Member', grant.workspaceId);
    const workspace = await requireShared(stores, now);
    const members = await listMembers(stores, now);
    const principalId = known ?? memberBySavedName(members, principal);
    if (principalId === undefined) throw nobody(principal);
    refuseChangeOfAdmin(
      members.map(({ member }) => member),
      now,
      principalId,
      undefined,
    );
    const seen = members.find(({ member }) => member.principalId === principalId);
    if (seen === undefined) throw new Fault('not-found', { what: 'user in this workspace' });
    await stores.workspaces.removeMember(workspace.id, principalId);
    await recordMember(stores, act, workspace, seen.person, 'None');
  });
}

async function idOf(directory: Directory, tenantId: TenantId, name: string): Promise<ObjectId | undefined> {
  return (await findPrincipal(directory, tenantId, name))?.objectId;
}

function memberBySavedName(members: readonly SeenMember[], name: string): ObjectId | undefined {
  const wanted = name.trim().toLowerCase();
  if (wanted === '') return undefined;
  return members.find(({ person }) => person.signInName.toLowerCase() === wanted)?.person.objectId;
}

/**
 * A workspace keeps an Admin who can act: a person of the organisation or an application. A group may be empty, and a
 * guest is only as much as the tenant lets guests be.
 */
function refuseChangeOfAdmin(
  members: readonly Membership[],
  grant: WorkspaceGrant,
  principalId: ObjectId,
  next: WorkspaceRole | undefined,
): void {
  const admins = members.filter((member) => member.role === 'Admin');
  const isAdmin = admins.some((member) => member.principalId === principalId);
  if ((isAdmin || next === 'Admin') && grant.role !== 'Admin') {
    throw new Fault('not-permitted', { what: 'change who is Admin without the role Admin' });
  }
  const others = admins.filter((member) => member.principalId !== principalId);
  const isKept = others.some(({ principalKind }) => principalKind === 'user' || principalKind === 'service');
  if (isAdmin && next !== 'Admin' && !isKept) {
    throw new Fault('request-invalid', {
      what: 'A workspace needs a person or an application as Admin. Make somebody else Admin first.',
    });
  }
}

async function requireGuestEditing(
  stores: Stores,
  guest: { readonly objectId: ObjectId; readonly groupIds: readonly ObjectId[] },
): Promise<void> {
  const { guestEditing } = tenantSettings(await stores.settings.all());
  if (!allows(guestEditing, guest)) {
    throw new Fault('not-allowed-here', { setting: TENANT_SETTINGS.guestEditing.title });
  }
}

function nobody(name: string): Fault {
  return new Fault('request-invalid', {
    what: `The directory of your organisation has nobody called "${name}". Use an object id, a sign-in name or an e-mail address.`,
  });
}

async function recordMember(
  stores: Stores,
  act: Act,
  { id, name }: { readonly id: string; readonly name: string },
  person: Person,
  rights: WorkspaceRole | 'None',
): Promise<void> {
  const recipient = { objectId: person.objectId, name: person.signInName || person.displayName, rights };
  await recordActivity(stores, act, { workspace: { id, name }, recipients: [recipient] });
}
