import { effectiveRights, type HeldRight } from '../access/effective-rights.ts';
import { type People, peopleById, personOr } from '../catalog/people-by-id.ts';
import type { Item, Membership, Permission, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { ObjectId } from '../domain/ids.ts';
import type { Caller, PrincipalKind } from '../domain/principal.ts';
import { GRANTABLE_RIGHTS, type GrantableRight } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';
import { asHolder } from './as-holder.ts';
import { isManager, isTakenBy } from './remove-permissions.ts';

/** Entries that are answered at most, and rows that are read for them. */
const MOST_ENTRIES = 1000;
const MOST_ROWS = 2000;

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
  /** More is on record than these entries. */
  readonly more: boolean;
  readonly workspaceName: string;
  /** Everybody whom an entry or a reason names. */
  readonly people: People;
};

/**
 * Who is on record for an item, each principal once and with every reason. Who may change the item sees all, roles in
 * the workspace among them; who may only share it sees what they gave themselves (B16). At most 1,000 entries are
 * answered, those with a role and who got it first before others; each of them whole.
 */
export async function listPermissions(stores: Stores, caller: Caller, grant: ItemGrant): Promise<SeenPermissions> {
  const item = await stores.items.find(grant.id);
  if (item === undefined) throw new Fault('not-found', { what: 'item' });
  const canManage = isManager(grant.rights);
  const memberships = canManage ? await stores.workspaces.members(item.workspaceId) : [];
  const { permissions, principalIds, more } = await firstEntries(stores, caller, grant, item, memberships);
  const workspace = canManage ? await stores.workspaces.find(item.workspaceId) : undefined;
  const people = await peopleById(stores, [
    ...memberships.map(({ principalId }) => principalId),
    ...permissions.flatMap(({ granteeId, grantedBy }) => [granteeId, grantedBy]),
  ]);
  return {
    item,
    canManage,
    mayGive: grant.rights.includes('reshare') ? GRANTABLE_RIGHTS.filter((right) => grant.rights.includes(right)) : [],
    entries: entriesOf(
      item,
      memberships.filter(({ principalId }) => principalIds.has(principalId)),
      permissions,
      people,
    ),
    more,
    workspaceName: workspace?.name ?? '',
    people,
  };
}

type FirstEntries = {
  readonly principalIds: ReadonlySet<ObjectId>;
  readonly permissions: readonly Permission[];
  readonly more: boolean;
};

/** Who is among the entries, with all that the caller may see of theirs. */
async function firstEntries(
  stores: Stores,
  caller: Caller,
  { rights }: ItemGrant,
  item: Item,
  memberships: readonly Membership[],
): Promise<FirstEntries> {
  const grantedBy = isManager(rights) ? undefined : caller.objectId;
  const rows = await stores.permissions.ofItem(item.id, { grantedBy, atMost: MOST_ROWS + 1 });
  const all = new Set([
    ...memberships.map(({ principalId }) => principalId),
    ...rows.map(({ granteeId }) => granteeId),
  ]);
  const principalIds = new Set([...all].slice(0, MOST_ENTRIES));
  const isCut = rows.length > MOST_ROWS;
  // A row of somebody who is shown may be beyond the cut.
  const whole = isCut ? await stores.permissions.find(item.id, [...principalIds]) : rows;
  const permissions = whole.filter(({ granteeId }) => principalIds.has(granteeId)).filter(isTakenBy(caller, rights));
  return { principalIds, permissions, more: isCut || all.size > MOST_ENTRIES };
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
