import { effectiveRights, type HeldRight } from '../access/effective-rights.ts';
import { type People, peopleById, personOr } from '../catalog/people-by-id.ts';
import type { Item, Membership, Permission, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { ObjectId } from '../domain/ids.ts';
import type { Caller, Holder, PrincipalKind } from '../domain/principal.ts';
import { GRANTABLE_RIGHTS, type GrantableRight } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';
import { isTakenBy } from './remove-permissions.ts';

export type SeenEntry = {
  readonly principal: Person;
  readonly rights: readonly HeldRight[];
  readonly isRemovable: boolean;
};
export type SeenPermissions = {
  readonly item: Item;
  readonly canManage: boolean;
  readonly mayGive: readonly GrantableRight[];
  readonly entries: readonly SeenEntry[];
  readonly workspaceName: string;
  /** Everybody whom an entry or a reason names. */
  readonly people: People;
};

/**
 * Who is on record for an item, each principal once and with every reason. Who may change the item sees all, roles in
 * the workspace among them; who may only share it sees what they gave themselves (B16).
 */
export async function listPermissions(stores: Stores, caller: Caller, grant: ItemGrant): Promise<SeenPermissions> {
  const item = await stores.items.find(grant.id);
  if (item === undefined) throw new Fault('not-found', { what: 'item' });
  const canManage = grant.rights.includes('write') && grant.rights.includes('reshare');
  const permissions = (await stores.permissions.ofItem(item.id)).filter(isTakenBy(caller, grant.rights));
  const memberships = canManage ? await stores.workspaces.members(item.workspaceId) : [];
  const workspace = canManage ? await stores.workspaces.find(item.workspaceId) : undefined;
  const people = await peopleById(stores, [
    ...memberships.map(({ principalId }) => principalId),
    ...permissions.flatMap(({ granteeId, grantedBy }) => [granteeId, grantedBy]),
  ]);
  return {
    item,
    canManage,
    mayGive: grant.rights.includes('reshare') ? GRANTABLE_RIGHTS.filter((right) => grant.rights.includes(right)) : [],
    entries: entriesOf(item, memberships, permissions, people),
    workspaceName: workspace?.name ?? '',
    people,
  };
}

type OnRecord = {
  readonly kind: PrincipalKind;
  readonly memberships: Membership[];
  readonly permissions: Permission[];
};

function entriesOf(
  item: Item,
  memberships: readonly Membership[],
  permissions: readonly Permission[],
  people: People,
): readonly SeenEntry[] {
  const records = new Map<ObjectId, OnRecord>();
  const recordOf = (id: ObjectId, kind: PrincipalKind): OnRecord => {
    const record = records.get(id) ?? { kind, memberships: [], permissions: [] };
    records.set(id, record);
    return record;
  };
  for (const membership of memberships) {
    recordOf(membership.principalId, membership.principalKind).memberships.push(membership);
  }
  for (const permission of permissions)
    recordOf(permission.granteeId, permission.granteeKind).permissions.push(permission);
  return [...records]
    .map(([id, record]) => {
      const principal = personOr(people, id, record.kind);
      const rights = effectiveRights(asHolder(principal), { item, ...record });
      return { principal, rights, isRemovable: record.permissions.length > 0 };
    })
    .toSorted((a, b) => a.principal.displayName.localeCompare(b.principal.displayName, 'und'));
}

/** A principal by themselves, without their groups; a group holds what it was given as a person would. */
export function asHolder({ objectId, kind }: Pick<Person, 'objectId' | 'kind'>): Holder {
  return { kind: kind === 'group' ? 'user' : kind, objectId, groupIds: [], mayEdit: true };
}
