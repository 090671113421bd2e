import { rightsOn } from '../access/authorise.ts';
import { principalsOf } from '../access/effective-rights.ts';
import type { Act, Item, Metadata, SharingLink, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { LinkId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { allows, tenantSettings } from '../domain/tenant-settings.ts';
import type { Person } from '../identity/ports.ts';
import { giveRights, rightsFor } from './give-rights.ts';
import { recipientFacts } from './recipient-facts.ts';
import { modelOf } from './required-item.ts';

export type Redeemed = { readonly item: Item; readonly gained: boolean };

/**
 * Follows a link as the person who calls, and gives them what it gives: to them alone, and only where they are entitled
 * to it (H-02). Everybody else gets the `not-found` of a link that does not exist, also who can open the item in another
 * way. Nothing is written where nothing is gained.
 */
export async function redeemLink(
  metadata: Metadata,
  caller: Caller,
  id: LinkId,
  now: () => Date,
  act: Act,
): Promise<Redeemed> {
  const seen = await metadata.read(caller.tenantId, (stores) => follow(stores, caller, id));
  if (seen.missing.length === 0) return { item: seen.item, gained: false };
  return metadata.write(caller.tenantId, act, async (stores) => {
    const { item, link, missing } = await follow(stores, caller, id);
    const at = now().toISOString();
    const { objectId, displayName, signInName, kind } = caller;
    const redeemer: Person = { objectId, displayName, signInName, kind };
    for (const wanting of missing) {
      const gift = { item: wanting, rights: link.rights, source: link.id, by: link.createdBy, at };
      await giveRights(stores, gift, [redeemer]);
    }
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: [recipientFacts(redeemer, rightsFor(redeemer, link.rights))],
      detail: `link ${link.id} for ${link.kind}`,
    });
    return { item, gained: missing.length > 0 };
  });
}

type Followed = {
  readonly item: Item;
  readonly link: SharingLink;
  /** The items on which the link gives the caller something that they lack. */
  readonly missing: readonly Item[];
};

async function follow(stores: Stores, caller: Caller, id: LinkId): Promise<Followed> {
  const link = await stores.links.find(id);
  const item = link && (await stores.items.find(link.itemId));
  if (link === undefined || item === undefined) throw notFound();
  if (await isEntitled(stores, caller, link))
    return { item, link, missing: await missingOf(stores, caller, link, item) };
  if (isLedThere(caller, link) && (await rightsOn(stores, caller, item)).includes('read')) {
    return { item, link, missing: [] };
  }
  throw notFound();
}

/** To whom the link gives what it gives. */
async function isEntitled(stores: Stores, caller: Caller, link: SharingLink): Promise<boolean> {
  switch (link.kind) {
    case 'existing':
      return false;
    case 'people':
      return caller.kind !== 'service' && principalsOf(caller).some((id) => link.recipientIds.includes(id));
    case 'organisation':
      return caller.kind === 'user' && allows(tenantSettings(await stores.settings.all()).organisationLinks, caller);
  }
}

/** Whom the link shows the way to what they have already: its maker can try it. */
function isLedThere(caller: Caller, { kind, createdBy }: SharingLink): boolean {
  return kind === 'existing' || createdBy === caller.objectId;
}

async function missingOf(stores: Stores, caller: Caller, link: SharingLink, item: Item): Promise<readonly Item[]> {
  const { model } = link.coversModel ? await modelOf(stores, caller, item) : { model: undefined };
  const missing: Item[] = [];
  for (const candidate of model === undefined ? [item] : [item, model]) {
    if (await isMissing(stores, caller, link, candidate)) missing.push(candidate);
  }
  return missing;
}

/** What the link gave before is not missing, even where a rule for guests keeps it from them. */
async function isMissing(stores: Stores, caller: Caller, link: SharingLink, item: Item): Promise<boolean> {
  const own = await stores.permissions.find(item.id, [caller.objectId]);
  if (own.some(({ source }) => source === link.id)) return false;
  const held = await rightsOn(stores, caller, item);
  return rightsFor(caller, link.rights).some((right) => !held.includes(right));
}

function notFound(): Fault {
  return new Fault('not-found', { what: 'link' });
}
