import type { Act, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import type { GrantableRight } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';
import { type Gift, giveRights, refuseMoreThanHeld, rightsFor, withRead } from './give-rights.ts';
import { recipientFacts } from './recipient-facts.ts';
import { resolveRecipients, type SharingDeps } from './recipients.ts';
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
 * are all that it shows. All recipients get it or none.
 */
export async function addPermissions(
  deps: SharingDeps,
  caller: Caller,
  grant: ItemGrant,
  sharing: Sharing,
  act: Act,
): Promise<Shared> {
  const rights = withRead(sharing.rights);
  refuseMoreThanHeld(rights, grant.rights);
  const { people, invited } = await resolveRecipients(deps, caller, sharing.recipients);
  const at = deps.now().toISOString();
  const model = await deps.metadata.write(grant.tenantId, act, async (stores) => {
    const { item, held } = await requiredItem(stores, caller, grant, 'reshare');
    refuseMoreThanHeld(rights, held);
    const gift: Gift = { item, rights, source: 'direct', by: caller.objectId, at };
    await giveRights(stores, gift, people);
    const shared = sharing.withModel ? await giveModel(stores, caller, gift, people) : 'none';
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: people.map((person) => recipientFacts(person, rightsFor(person, rights))),
      ...(shared === 'shared' ? { detail: 'with the dataset that it shows' } : {}),
    });
    return shared;
  });
  return { people, invited, model };
}

async function giveModel(
  stores: Stores,
  caller: Caller,
  gift: Gift,
  people: readonly Person[],
): Promise<Shared['model']> {
  if (gift.item.modelId === undefined) return 'none';
  const { model, held } = await modelOf(stores, caller, gift.item);
  if (model === undefined || !held.includes('reshare')) return 'notYours';
  await giveRights(
    stores,
    { ...gift, item: model, rights: gift.rights.filter((right) => held.includes(right)) },
    people,
  );
  return 'shared';
}
