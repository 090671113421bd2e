import { findPrincipal } from '../catalog/find-principal.ts';
import { loadModel } from '../catalog/load-model.ts';
import { peopleById, personOr } from '../catalog/people-by-id.ts';
import type { Act, RoleMember, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import { type ModelId, type ObjectId, parseId, type TenantId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';
import type { Person } from '../identity/ports.ts';
import type { SharingDeps } from './recipients.ts';
import { requiredItem } from './required-item.ts';

export type SeenRole = { readonly name: string; readonly description: string; readonly members: readonly Person[] };

type ModelGrant = Extract<ItemGrant, { readonly kind: 'model' }>;

/** Each call may ask the directory about so many names. */
const MOST_NEW_MEMBERS = 100;

/** The roles that a dataset's definition has, in its order, with who is in them. */
export async function listRoles(stores: Stores, { tenantId, id }: ModelGrant): Promise<readonly SeenRole[]> {
  const { roles } = (await loadModel(stores, tenantId, id)).stored().tabular;
  const members = await stores.roleMembers.ofModel(id);
  const people = await peopleById(
    stores,
    members.map(({ memberId }) => memberId),
  );
  return roles.map(({ name, description }) => ({
    name,
    description,
    members: members
      .filter(({ role }) => role === name)
      .map(({ memberId, memberKind }) => personOr(people, memberId, memberKind)),
  }));
}

export type RoleChange = {
  readonly role: string;
  /** Object ids, sign-in names or e-mail addresses; who is not among them is a member no longer. */
  readonly members: readonly string[];
};

/**
 * Makes these people and groups the members of a role, and nobody else. Throws `request-invalid` where the dataset has no
 * such role, where the directory knows somebody of them not, and for an application, which no role binds (F-05). Who is a
 * member already and has left the directory may stay. The right to write is checked again in the transaction.
 */
export async function setRoleMembers(
  { metadata, directory, now }: SharingDeps,
  caller: Caller,
  grant: ModelGrant,
  change: RoleChange,
  act: Act,
): Promise<readonly SeenRole[]> {
  const names = [...new Set(change.members.map((name) => name.trim()))];
  const before = await metadata.read(grant.tenantId, ({ roleMembers }) => roleMembers.ofModel(grant.id));
  const stays = (name: string) => before.some(({ memberId }) => memberId === parseId<ObjectId>(name));
  const fresh = names.filter((name) => !stays(name));
  if (fresh.length > MOST_NEW_MEMBERS) {
    throw new Fault('request-invalid', { what: `At most ${MOST_NEW_MEMBERS} new members are taken at once` });
  }
  const found = await fewAtOnce(fresh, async (name) =>
    requireMember(await findPrincipal(directory, grant.tenantId, name), name),
  );
  return metadata.write(grant.tenantId, act, async (stores) => {
    const { item } = await requiredItem(stores, caller, grant, 'write');
    const role = await requireRole(stores, grant.tenantId, grant.id, change.role);
    const members = await membersOf(stores, grant.id, names.filter(stays), found);
    for (const person of found) await stores.people.save(person, now().toISOString());
    await stores.roleMembers.replace(grant.id, role, members);
    const roles = await listRoles(stores, grant);
    const people = roles.find(({ name }) => name === role)?.members ?? [];
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: people.map(({ objectId, displayName, signInName }) => ({
        objectId,
        name: signInName || displayName,
        rights: `role ${role}`,
      })),
      detail: `role ${role}: ${people.length} members`,
    });
    return roles;
  });
}

async function requireRole(stores: Stores, tenantId: TenantId, modelId: ModelId, wanted: string): Promise<string> {
  const { roles } = (await loadModel(stores, tenantId, modelId)).stored().tabular;
  const role = roles.find(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase());
  if (role !== undefined) return role.name;
  const names = roles.map(({ name }) => `"${name}"`).join(', ');
  throw new Fault('request-invalid', {
    what: `The dataset has no role "${wanted}". ${names === '' ? 'It has no roles' : `Its roles are ${names}`}`,
    where: 'role',
  });
}

function requireMember(person: Person | undefined, name: string): Person {
  if (person === undefined) {
    throw new Fault('request-invalid', {
      what: `The directory of your organisation has nobody called "${name}"`,
      where: 'members',
    });
  }
  if (person.kind !== 'service') return person;
  throw new Fault('request-invalid', {
    what: `"${name}" is an application, which cannot be a member of a role. Give it a role in the workspace instead`,
    where: 'members',
  });
}

async function membersOf(
  stores: Stores,
  modelId: ModelId,
  staying: readonly string[],
  found: readonly Person[],
): Promise<readonly Omit<RoleMember, 'role'>[]> {
  const now = await stores.roleMembers.ofModel(modelId);
  const kept = staying.flatMap((name) => now.find(({ memberId }) => memberId === parseId<ObjectId>(name)) ?? []);
  return [
    ...kept.map(({ memberId, memberKind }) => ({ memberId, memberKind })),
    ...found.map(({ objectId, kind }) => ({ memberId: objectId, memberKind: kind })),
  ];
}
