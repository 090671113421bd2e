import { peopleById, personOr } from '../catalog/people-by-id.ts';
import type { Act, Item, ItemId, Metadata, Permission, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { ObjectId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Right } from '../domain/rights.ts';
import { recipientFacts } from './recipient-facts.ts';
import { modelOf, requiredItem } from './required-item.ts';

/** Whether this permission is the caller's to see and to take: who changes the item takes any, who shares it their own. */
export function isTakenBy(caller: Caller, held: readonly Right[]): (permission: Permission) => boolean {
  if (held.includes('write') && held.includes('reshare')) return () => true;
  return ({ grantedBy }) => held.includes('reshare') && grantedBy === caller.objectId;
}

/**
 * Takes from one principal what they were given on the item, directly and by links; with `withModel` also what they
 * got on the report's model by the same ways, as far as that is the caller's to take. Roles in the workspace stay
 * (H-06), and a link that the principal may use stays one: delete it to end that. Throws `not-found` where there is
 * nothing that the caller may take.
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
    const taken = await take(stores, item.id, from.principalId, isTakenBy(caller, held));
    const [first] = taken;
    if (first === undefined) throw new Fault('not-found', { what: 'permission' });
    const fromModel = from.withModel ? await takeModel(stores, caller, item, taken) : [];
    const people = await peopleById(stores, [from.principalId]);
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: [recipientFacts(personOr(people, from.principalId, first.granteeKind), [])],
      ...(fromModel.length > 0 ? { detail: 'also from the dataset that it shows' } : {}),
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
  return take(stores, model.id, first.granteeId, (permission) => ways.has(permission.source) && isMine(permission));
}

async function take(
  stores: Stores,
  itemId: ItemId,
  principalId: ObjectId,
  isTaken: (permission: Permission) => boolean,
): Promise<readonly Permission[]> {
  const taken = (await stores.permissions.find(itemId, [principalId])).filter(isTaken);
  for (const { source } of taken) await stores.permissions.remove(itemId, principalId, source);
  return taken;
}
