import type { ActivityFacts } from '../audit/activity.ts';
import type { Right } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';

/** Somebody who was given rights, or from whom they were taken (none), as the activity log names them. */
export function recipientFacts(
  person: Person,
  rights: readonly Right[],
): NonNullable<ActivityFacts['recipients']>[number] {
  const { objectId, displayName, signInName } = person;
  return { objectId, name: signInName || displayName, rights: rights.length === 0 ? 'none' : rights.join(', ') };
}
