import { rightsOn } from '../access/authorise.ts';
import { effectiveRights } from '../access/effective-rights.ts';
import { peopleById, personOr } from '../catalog/people-by-id.ts';
import type { Act, Item, Permission, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { ModelGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import type { GrantableRight, Right } from '../domain/rights.ts';
import type { Person } from '../identity/ports.ts';
import { asHolder } from './as-holder.ts';
import { endModelPart } from './end-model-part.ts';
import { giveRights, refuseMoreThanHeld, withRead } from './give-rights.ts';
import { listPermissions } from './list-permissions.ts';
import { recipientFacts } from './recipient-facts.ts';
import type { SharingDeps } from './recipients.ts';
import { requiredItem } from './required-item.ts';

export type DatasetUser = { readonly principal: Person; readonly rights: readonly Right[] };

/**
 * Who holds something on a model, given or by a role in its workspace, the first 1,000 of them. Needs the rights to write
 * and to reshare.
 */
export async function listDatasetUsers(
  stores: Stores,
  caller: Caller,
  grant: ModelGrant,
): Promise<readonly DatasetUser[]> {
  if (!grant.rights.includes('write')) {
    throw new Fault('not-permitted', { what: 'see who else has it without the right to write' });
  }
  const { entries } = await listPermissions(stores, caller, grant);
  return entries.map(({ principal, rights }) => ({ principal, rights: rights.map(({ right }) => right) }));
}

/**
 * Makes what a principal was given on a model exactly these rights, or nothing where there are none; what they had
 * gained through links becomes part of it, and a link that gave them more than that covers the model no more. What their role in the workspace gives cannot be taken here
 * (`request-invalid`), nor can anything be taken that is not there (`not-found`).
 */
export async function setDatasetUser(
  { metadata, now }: SharingDeps,
  caller: Caller,
  grant: ModelGrant,
  principal: Pick<Person, 'objectId'> & { readonly inDirectory: Person | undefined },
  rights: readonly GrantableRight[],
  act: Act,
): Promise<void> {
  const wanted = rights.length === 0 ? [] : withRead(rights);
  if (wanted.length > 0 && principal.objectId === caller.objectId) {
    throw new Fault('request-invalid', { what: 'You cannot change your own rights: somebody else must.' });
  }
  await metadata.write(grant.tenantId, act, async (stores) => {
    const { item, held } = await requiredItem(stores, caller, grant, 'write');
    refuseMoreThanHeld(wanted, held);
    const before = await stores.permissions.find(item.id, [principal.objectId]);
    const saved = await peopleById(stores, [principal.objectId]);
    const person = principal.inDirectory ?? personOr(saved, principal.objectId, before[0]?.granteeKind ?? 'user');
    await refuseInherited(stores, item, person, wanted, before.length > 0);
    if (wanted.length === 0 && before.length === 0) throw new Fault('not-found', { what: 'user of this dataset' });
    for (const { source } of before) await stores.permissions.remove(item.id, principal.objectId, source);
    const isLess = ({ rights: had }: Permission) => had.some((right) => !wanted.includes(right));
    await endModelPart(stores, item, before.filter(isLess));
    const by = { by: caller.objectId, isWriters: true, at: now().toISOString() };
    if (wanted.length > 0) await giveRights(stores, { item, rights: wanted, source: 'direct', ...by }, [person]);
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: [recipientFacts(person, await rightsOn(stores, asHolder(person), item))],
    });
  });
}

/** Where a role gives more than is wanted, the change could not have its effect: better said than done by half. */
async function refuseInherited(
  stores: Stores,
  item: Item,
  person: Person,
  wanted: readonly GrantableRight[],
  wasGiven: boolean,
): Promise<void> {
  const memberships = await stores.workspaces.membershipsOf(item.workspaceId, [person.objectId]);
  const inherited = effectiveRights(asHolder(person), { item, memberships, permissions: [] });
  const isMore = inherited.some(({ right }) => !wanted.some((given) => given === right));
  if (isMore && !(wanted.length === 0 && wasGiven)) {
    throw new Fault('request-invalid', {
      what: 'This user has more by a role in the workspace, which cannot be taken here. Change the role instead.',
    });
  }
}
