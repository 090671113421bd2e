import { rightsOn } from '../access/authorise.ts';
import { peopleById, personOr } from '../catalog/people-by-id.ts';
import type { Act, Item, Metadata, Permission, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { ObjectId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Right } from '../domain/rights.ts';
import { asHolder } from './as-holder.ts';
import { endModelPart } from './end-model-part.ts';
import { recipientFacts } from './recipient-facts.ts';
import { modelOf, requiredItem } from './required-item.ts';

/** Who changes an item and shares it says what others have of it. */
export function isManager(held: readonly Right[]): boolean {
  return held.includes('write') && held.includes('reshare');
}

/** Whether this permission is the caller's to see and to take: who manages the item takes any, who shares it their own. */
export function isTakenBy(caller: Caller, held: readonly Right[]): (permission: Permission) => boolean {
  if (isManager(held)) return () => true;
  return ({ grantedBy }) => held.includes('reshare') && grantedBy === caller.objectId;
}

/**
 * Takes from one principal what they were given on the item, directly and by links, and takes them off the recipients
 * of its links, so that these give it back no more; of links, as of rights, who only shares takes what is their own.
 * With `withModel` also goes what they got on the report's model by the same ways, as far as that is the caller's to
 * take. What was gained on a model by a link is taken on the model itself only together with the link's model part:
 * from then on nobody gains the model by it.
 *
 * Roles in the workspace stay (H-06). Who is entitled by a link for the organisation, or as a member of a group that a
 * link names, may follow that link again: end the link to end that. Throws `not-found` where there is nothing that the
 * caller may take.
 */
export async function removePermissions(
  metadata: Metadata,
  caller: Caller,
  grant: ItemGrant,
  from: { readonly principalId: ObjectId; readonly withModel: boolean },
  act: Act,
): Promise<void> {
  await metadata.write(grant.tenantId, act, async (stores) => {
    const { item, held } = await requiredItem(stores, caller, grant, 'reshare');
    const { principalId } = from;
    const taken = await take(stores, item, principalId, isTakenBy(caller, held));
    const makers = isManager(held) ? [] : [caller.objectId];
    const wasNamed = await stores.links.removeRecipient(item.id, principalId, ...makers);
    if (taken.length === 0 && !wasNamed) throw new Fault('not-found', { what: 'permission' });
    const fromModel = from.withModel ? await takeModel(stores, caller, item, taken) : [];
    await endModelPart(stores, item, taken);
    const person = personOr(await peopleById(stores, [principalId]), principalId, taken[0]?.granteeKind ?? 'user');
    const details = [
      ...(fromModel.length > 0 ? ['also from the dataset that it shows'] : []),
      ...(wasNamed ? ['no longer a recipient of its links'] : []),
    ];
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: [recipientFacts(person, await rightsOn(stores, asHolder(person), item))],
      ...(details.length > 0 ? { detail: details.join('; ') } : {}),
    });
  });
}

/** The same ways on the model that the report shows. */
async function takeModel(
  stores: Stores,
  caller: Caller,
  report: Item,
  taken: readonly Permission[],
): Promise<readonly Permission[]> {
  const [first] = taken;
  const { model, held } = await modelOf(stores, caller, report);
  if (model === undefined || first === undefined) return [];
  const isMine = isTakenBy(caller, held);
  const ways = new Set(taken.map(({ source }) => source));
  return take(stores, model, first.granteeId, (permission) => ways.has(permission.source) && isMine(permission));
}

async function take(
  stores: Stores,
  item: Item,
  principalId: ObjectId,
  isTaken: (permission: Permission) => boolean,
): Promise<readonly Permission[]> {
  const taken = (await stores.permissions.find(item.id, [principalId])).filter(isTaken);
  for (const { source } of taken) await stores.permissions.remove(item.id, principalId, source);
  return taken;
}
