import type { Item, Permission, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ObjectId } from '../domain/ids.ts';
import { GRANTABLE_RIGHTS, type GrantableRight, type Right } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';

/** Principals that one item may be given to one by one; who came by a link is not counted. */
export const MOST_ENTRIES = 1000;

export type Gift = {
  readonly item: Item;
  readonly rights: readonly GrantableRight[];
  readonly source: Permission['source'];
  readonly by: ObjectId;
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
 * stays theirs, and stays the gift of who gave it first: sharing again never takes away, and never makes one person's
 * gift another's to remove.
 */
export async function giveRights(stores: Stores, gift: Gift, people: readonly Person[]): Promise<void> {
  const { item, source } = gift;
  const before = (await stores.permissions.ofItem(item.id)).filter((permission) => permission.source === source);
  const held = new Map(before.map((permission) => [permission.granteeId, permission]));
  const after = new Set([...held.keys(), ...people.map(({ objectId }) => objectId)]);
  if (source === 'direct' && after.size > MOST_ENTRIES && after.size > held.size) {
    throw new Fault('quota-exceeded', { what: 'people and groups with access to one item', limit: MOST_ENTRIES });
  }
  for (const person of people) {
    await stores.people.save(person, gift.at);
    const permission = increased(held.get(person.objectId), gift, person);
    if (permission !== undefined) await stores.permissions.save(permission);
  }
}

/** Undefined where the person has all of it. */
function increased(before: Permission | undefined, gift: Gift, person: Person): Permission | undefined {
  const given = rightsFor(person, gift.rights);
  if (before !== undefined) {
    const isMore = given.some((right) => !before.rights.includes(right));
    return isMore ? { ...before, rights: withRead([...before.rights, ...given]) } : undefined;
  }
  return {
    itemId: gift.item.id,
    granteeId: person.objectId,
    granteeKind: person.kind,
    rights: given,
    source: gift.source,
    grantedBy: gift.by,
    grantedAt: gift.at,
  };
}
