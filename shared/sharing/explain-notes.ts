import type { HeldRight } from '../access/effective-rights.ts';
import type { Holder } from '../domain/principal.ts';
import type { Right } from '../domain/rights.ts';
import { TENANT_SETTINGS } from '../domain/tenant-settings.ts';
import type { Subject } from './explain-subject.ts';

/** The same holder if no rule for guests took anything away: what is on record for them. */
export function withoutGuestRules(holder: Holder): Holder {
  return { ...holder, kind: holder.kind === 'guest' ? 'user' : holder.kind, mayEdit: true };
}

/** The rules that took something away, a sentence each. `onRecord` is what they would hold without the guest rules. */
export function notesOn(
  subject: Pick<Subject, 'isEnabled' | 'isGuestLetIn' | 'isApplicationLetIn'>,
  held: readonly HeldRight[],
  onRecord: readonly HeldRight[],
): readonly string[] {
  const has = (rights: readonly HeldRight[], right: Right) => rights.some((one) => one.right === right);
  const isLost = (...rights: readonly Right[]) => rights.some((right) => has(onRecord, right) && !has(held, right));
  const notes: readonly (readonly [boolean, string])[] = [
    [!subject.isEnabled, 'The account is disabled in the directory: nothing is open to it.'],
    [
      !subject.isGuestLetIn,
      `The organisation does not let this guest use the service (setting "${TENANT_SETTINGS.guestAccess.title}").`,
    ],
    [
      !subject.isApplicationLetIn,
      `The organisation does not let this application use the service (setting "${TENANT_SETTINGS.servicePrincipals.title}").`,
    ],
    [isLost('reshare'), 'A guest cannot share on what they were given.'],
    [
      isLost('build', 'write'),
      `A guest looks only, whatever they were given (setting "${TENANT_SETTINGS.guestEditing.title}").`,
    ],
    [isLost('owner'), 'A guest does not own what they made.'],
  ];
  return notes.flatMap(([applies, sentence]) => (applies ? [sentence] : []));
}
