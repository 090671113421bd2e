import type { Holder } from '../domain/principal.ts';
import type { Person } from '../identity/ports.ts';

/** A principal by themselves, without their groups; a group holds what it was given as a person would. */
export function asHolder({ objectId, kind }: Pick<Person, 'objectId' | 'kind'>): Holder {
  return { kind: kind === 'group' ? 'user' : kind, objectId, groupIds: [], mayEdit: true };
}
