import type { ObjectId } from '../domain/ids.ts';
import type { PrincipalKind } from '../domain/principal.ts';
import type { Person } from '../identity/ports.ts';
import type { Stores } from './ports.ts';

export type People = ReadonlyMap<ObjectId, Person>;

/** The saved names of these people, groups and applications; who was never given anything is not among them. */
export async function peopleById(stores: Stores, ids: readonly ObjectId[]): Promise<People> {
  const people = await stores.people.findMany([...new Set(ids)]);
  return new Map(people.map((person) => [person.objectId, person]));
}

/** Somebody with their saved names, or with the id for a name. */
export function personOr(people: People, objectId: ObjectId, kind: PrincipalKind): Person {
  return people.get(objectId) ?? { objectId, displayName: objectId, signInName: '', kind };
}
