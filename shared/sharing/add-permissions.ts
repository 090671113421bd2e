import type { Act, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import type { GrantableRight, Right } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';
import { type Gift, giveRights, refuseMoreThanHeld, requireRoom, rightsFor, withRead } from './give-rights.ts';
import { inviteGuests } from './invite-guests.ts';
import { recipientFacts } from './recipient-facts.ts';
import { findRecipients, type SharingDeps } from './recipients.ts';
import { modelOf, requiredItem } from './required-item.ts';

export type Sharing = {
  /** Object ids, sign-in names or e-mail addresses. */
  readonly recipients: readonly string[];
  readonly rights: readonly GrantableRight[];
  /** For a report: give the same on its model, as far as the caller may. */
  readonly withModel: boolean;
};

export type Shared = {
  readonly people: readonly Person[];
  readonly invited: readonly Person[];
  readonly model: 'shared' | 'notYours' | 'none';
};

/**
 * Gives rights on an item to people, groups and applications of the directory. The caller gives only what they hold;
 * with a report goes its model where they may share that too (H-04). A dashboard has no such part: its tiles' results
 * are all that it shows. All recipients get it or none. Addresses that the directory does not know become guests, where
 * the tenant lets the caller invite and once all the rest is found right.
 */
export async function addPermissions(
  deps: SharingDeps,
  caller: Caller,
  grant: ItemGrant,
  sharing: Sharing,
  act: Act,
): Promise<Shared> {
  refuseMoreThanHeld(withRead(sharing.rights), grant.rights);
  const { known, addresses } = await findRecipients(deps, caller, sharing.recipients);
  const at = deps.now().toISOString();
  const invited = addresses.length === 0 ? [] : await invite();
  const people = [...known, ...invited];
  const model = await deps.metadata.write(grant.tenantId, act, async (stores) => {
    const plan = await planOf(stores, caller, grant, sharing, at);
    for (const gift of plan.gifts) await giveRights(stores, gift, people);
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, plan.gift.item)),
      recipients: people.map((person) => recipientFacts(person, rightsFor(person, plan.gift.rights))),
      ...(plan.model === 'shared' ? { detail: 'with the dataset that it shows' } : {}),
    });
    return plan.model;
  });
  return { people, invited, model };

  async function invite(): Promise<readonly Person[]> {
    const item = await deps.metadata.read(grant.tenantId, async (stores) => {
      const { gift, gifts } = await planOf(stores, caller, grant, sharing, at);
      for (const one of gifts) await requireRoom(stores, one, known, addresses.length);
      return gift.item;
    });
    return inviteGuests(deps, caller, item, addresses, act);
  }
}

/** What is to be given, as it is allowed now; throws where it is not. */
type Plan = { readonly gift: Gift; readonly gifts: readonly Gift[]; readonly model: Shared['model'] };

async function planOf(stores: Stores, caller: Caller, grant: ItemGrant, sharing: Sharing, at: string): Promise<Plan> {
  const { item, held } = await requiredItem(stores, caller, grant, 'reshare');
  const rights = withRead(sharing.rights);
  refuseMoreThanHeld(rights, held);
  const isWriters = (all: readonly Right[]) => all.includes('write');
  const gift: Gift = { item, rights, source: 'direct', by: caller.objectId, isWriters: isWriters(held), at };
  if (!sharing.withModel || item.modelId === undefined) return { gift, gifts: [gift], model: 'none' };
  const { model, held: ofModel } = await modelOf(stores, caller, item);
  if (model === undefined || !ofModel.includes('reshare')) return { gift, gifts: [gift], model: 'notYours' };
  const onModel: Gift = {
    ...gift,
    item: model,
    rights: rights.filter((right) => ofModel.includes(right)),
    isWriters: isWriters(ofModel),
  };
  return { gift, gifts: [gift, onModel], model: 'shared' };
}
