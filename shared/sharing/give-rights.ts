import type { Item, Permission, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ObjectId } from '../domain/ids.ts';
import { GRANTABLE_RIGHTS, type GrantableRight, type Right } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';

/** Principals that one item may be given to one by one; who came by a link is not counted. */
const MOST_ENTRIES = 1000;

export type Gift = {
  readonly item: Item;
  readonly rights: readonly GrantableRight[];
  readonly source: Permission['source'];
  readonly by: ObjectId;
  /** The giver may change the item, and so does not only pass on what somebody gave them. */
  readonly isWriters: boolean;
  readonly at: string;
};

/** The asked rights in their order, `read` always among them. */
export function withRead(rights: readonly GrantableRight[]): readonly GrantableRight[] {
  return GRANTABLE_RIGHTS.filter((right) => right === 'read' || rights.includes(right));
}

/** Nobody gives what they do not hold themselves: the fault `not-permitted` names the right. */
export function refuseMoreThanHeld(rights: readonly GrantableRight[], held: readonly Right[]): void {
  if (!held.includes('reshare')) throw new Fault('not-permitted', { what: 'share this without the right to reshare' });
  const missing = rights.find((right) => !held.includes(right));
  if (missing !== undefined) {
    throw new Fault('not-permitted', { what: `give the right to ${missing} without holding it` });
  }
}

/** What of some rights a principal can be given: a guest never shares on. */
export function rightsFor(
  { kind }: Pick<Person, 'kind'>,
  rights: readonly GrantableRight[],
): readonly GrantableRight[] {
  return kind === 'guest' ? rights.filter((right) => right !== 'reshare') : rights;
}

/**
 * Gives rights on one item to each of these, and saves their names. What somebody was given before by the same source
 * stays theirs: sharing again never takes away. The entry stays the gift of who gave it first, until somebody who may
 * change the item gives at least as much: then it is theirs, and no longer the first giver's to take. Throws
 * `quota-exceeded` where the item has no room for so many entries.
 */
export async function giveRights(stores: Stores, gift: Gift, people: readonly Person[]): Promise<void> {
  const before = await requireRoom(stores, gift, people);
  for (const person of people) {
    await stores.people.save(person, gift.at);
    const permission = changed(before.get(person.objectId), gift, person);
    if (permission !== undefined) await stores.permissions.save(permission);
  }
}

/**
 * What these were given before by the gift's source. Throws `quota-exceeded` where there is no room on the item for
 * those of them who have no entry yet, and for so many more as are to be invited.
 */
export async function requireRoom(
  stores: Stores,
  { item, source }: Pick<Gift, 'item' | 'source'>,
  people: readonly Pick<Person, 'objectId'>[],
  toBeInvited = 0,
): Promise<ReadonlyMap<ObjectId, Permission>> {
  const ids = [...new Set(people.map(({ objectId }) => objectId))];
  const found = await stores.permissions.find(item.id, ids);
  const before = new Map(found.filter((one) => one.source === source).map((one) => [one.granteeId, one]));
  const newcomers = ids.length - before.size + toBeInvited;
  if (source !== 'direct' || newcomers === 0) return before;
  if ((await stores.permissions.countDirect(item.id)) + newcomers > MOST_ENTRIES) {
    throw new Fault('quota-exceeded', { what: 'people and groups with access to one item', limit: MOST_ENTRIES });
  }
  return before;
}

/** Undefined where the entry stays as it is. */
function changed(before: Permission | undefined, gift: Gift, person: Person): Permission | undefined {
  const given = rightsFor(person, gift.rights);
  const giver = { grantedBy: gift.by, grantedAt: gift.at };
  if (before === undefined) {
    const { item, source } = gift;
    return { itemId: item.id, granteeId: person.objectId, granteeKind: person.kind, rights: given, source, ...giver };
  }
  const isMore = given.some((right) => !before.rights.includes(right));
  const isAll = before.rights.every((right) => given.includes(right));
  const isTakenOver = gift.isWriters && isAll && before.grantedBy !== gift.by;
  if (!isMore && !isTakenOver) return undefined;
  return { ...before, rights: withRead([...before.rights, ...given]), ...(isTakenOver ? giver : {}) };
}
