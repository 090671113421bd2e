import type { Act, Item } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import type { Caller } from '../domain/principal.ts';
import type { Person } from '../identity/ports.ts';
import { recipientFacts } from './recipient-facts.ts';
import type { SharingDeps } from './recipients.ts';

/**
 * Makes guests of the tenant of these addresses, one after the other. An invitation cannot be taken back: call it when
 * everything else has been checked. Each is in the activity log as soon as it is made, by a write of its own, whatever
 * becomes of what they were invited for.
 */
export async function inviteGuests(
  { metadata, directory, now }: SharingDeps,
  caller: Caller,
  item: Item,
  addresses: readonly string[],
  act: Act,
): Promise<readonly Person[]> {
  // The signed context is used up by the sharing itself.
  const inviting: Act = { ...act, once: undefined, activity: 'InviteGuest' };
  const invited: Person[] = [];
  for (const address of addresses) {
    const guest = await directory.invite(caller.tenantId, address);
    invited.push(guest);
    await metadata.write(caller.tenantId, inviting, async (stores) => {
      await stores.people.save(guest, now().toISOString());
      await recordActivity(stores, inviting, {
        ...(await itemFacts(stores, item)),
        recipients: [recipientFacts(guest, [])],
        detail: `invited by the address ${address}`,
      });
    });
  }
  return invited;
}
