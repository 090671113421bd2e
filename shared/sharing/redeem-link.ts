import { rightsOn } from '../access/authorise.ts';
import { principalsOf } from '../access/effective-rights.ts';
import type { Act, Item, SharingLink, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { LinkId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { GRANTABLE_RIGHTS } from '../domain/rights.ts';
import { allows, tenantSettings } from '../domain/tenant-settings.ts';
import type { Person } from '../identity/ports.ts';
import { giveRights, rightsFor } from './give-rights.ts';
import { givenNow, type Limit, type LinkGift, limitOf, upToItsRights } from './link-gifts.ts';
import { makerNow } from './link-maker.ts';
import { recipientFacts } from './recipient-facts.ts';
import type { SharingDeps } from './recipients.ts';

export type Redeemed = { readonly item: Item; readonly gained: boolean };

/**
 * Follows a link as the person who calls, and gives them what it gives: to them alone, and only where they are entitled
 * to it (H-02). It gives no more than its maker could share if they called now; where that is nothing, it leads only who
 * is entitled to it and can read the report anyway. Everybody else gets the `not-found` of a link that does not exist,
 * also who can open the item in another way. Nothing is written where nothing is gained. Throws `upstream-unavailable`
 * where the directory cannot say who the maker is.
 */
export async function redeemLink(deps: SharingDeps, caller: Caller, id: LinkId, act: Act): Promise<Redeemed> {
  const { metadata, now } = deps;
  const look = (limit: Limit) => metadata.read(caller.tenantId, (stores) => follow(stores, caller, id, limit));
  const atMost = await look(upToItsRights);
  if (atMost.missing.length === 0) return { item: atMost.item, gained: false };
  const limit = limitOf(await makerNow(deps, caller.tenantId, atMost.link.createdBy));
  const seen = await look(limit);
  if (seen.missing.length === 0) return { item: seen.item, gained: false };
  return metadata.write(caller.tenantId, act, async (stores) => {
    const { item, link, missing } = await follow(stores, caller, id, limit);
    const { objectId, displayName, signInName, kind } = caller;
    const redeemer: Person = { objectId, displayName, signInName, kind };
    const gift = { source: link.id, by: link.createdBy, isWriters: false, at: now().toISOString() };
    for (const { item: wanting, rights } of missing) {
      await giveRights(stores, { ...gift, item: wanting, rights }, [redeemer]);
    }
    const given = GRANTABLE_RIGHTS.filter((right) => missing.some(({ rights }) => rights.includes(right)));
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      recipients: [recipientFacts(redeemer, rightsFor(redeemer, given))],
      detail: `link ${link.id} for ${link.kind}, on the ${missing.map((one) => one.item.kind).join(' and the ') || 'way to it only'}`,
    });
    return { item, gained: missing.length > 0 };
  });
}

type Followed = {
  readonly item: Item;
  readonly link: SharingLink;
  /** What the link gives the caller that they lack. */
  readonly missing: readonly LinkGift[];
};

async function follow(stores: Stores, caller: Caller, id: LinkId, limit: Limit): Promise<Followed> {
  const link = await stores.links.find(id);
  const item = link && (await stores.items.find(link.itemId));
  if (link === undefined || item === undefined) throw notFound();
  const isEntitled = await isEntitledTo(stores, caller, link);
  const gifts = isEntitled ? await givenNow(stores, link, item, limit) : [];
  if (gifts.length > 0) return { item, link, missing: await missingOf(stores, caller, link, gifts) };
  if ((isEntitled || isLedThere(caller, link)) && (await rightsOn(stores, caller, item)).includes('read')) {
    return { item, link, missing: [] };
  }
  throw notFound();
}

/** To whom the link gives what it gives. */
async function isEntitledTo(stores: Stores, caller: Caller, link: SharingLink): Promise<boolean> {
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

async function missingOf(
  stores: Stores,
  caller: Caller,
  link: SharingLink,
  gifts: readonly LinkGift[],
): Promise<readonly LinkGift[]> {
  const missing: LinkGift[] = [];
  for (const gift of gifts) {
    if (await isMissing(stores, caller, link, gift)) missing.push(gift);
  }
  return missing;
}

/** What the link gave before is not missing, even where a rule for guests keeps it from them. */
async function isMissing(stores: Stores, caller: Caller, link: SharingLink, gift: LinkGift): Promise<boolean> {
  const given = rightsFor(caller, gift.rights);
  const own = await stores.permissions.find(gift.item.id, [caller.objectId]);
  const byLink = own.find(({ source }) => source === link.id);
  if (byLink !== undefined) return given.some((right) => !byLink.rights.includes(right));
  const held = await rightsOn(stores, caller, gift.item);
  return given.some((right) => !held.includes(right));
}

function notFound(): Fault {
  return new Fault('not-found', { what: 'link' });
}
