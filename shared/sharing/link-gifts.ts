import { rightsOn } from '../access/authorise.ts';
import type { Item, SharingLink, Stores } from '../catalog/ports.ts';
import type { Holder } from '../domain/principal.ts';
import { type GrantableRight, RIGHTS, type Right } from '../domain/rights.ts';

/** Rights that a link gives on one item. */
export type LinkGift = { readonly item: Item; readonly rights: readonly GrantableRight[] };

/** What the maker of a link holds on an item. */
export type Limit = (stores: Stores, item: Item) => Promise<readonly Right[]>;

/** As if its maker held everything: the most that a link can give. */
export const upToItsRights: Limit = async () => RIGHTS;

/** What the maker holds just now; a maker who could not call holds nothing. */
export function limitOf(maker: Holder | undefined): Limit {
  return async (stores, item) => (maker === undefined ? [] : rightsOn(stores, maker, item));
}

/**
 * What a link gives just now, the report first: of its rights those that its maker still holds, and nothing on an item
 * that the maker may not share any more. What it does not give of the report it does not give of the model.
 */
export async function givenNow(
  stores: Stores,
  link: SharingLink,
  report: Item,
  limit: Limit,
): Promise<readonly LinkGift[]> {
  const ofReport = shareable(link, await limit(stores, report));
  if (ofReport.length === 0) return [];
  const onReport: LinkGift = { item: report, rights: ofReport };
  const model = link.coversModel && report.modelId !== undefined ? await stores.items.find(report.modelId) : undefined;
  if (model === undefined) return [onReport];
  const held = await limit(stores, model);
  const ofModel = shareable(link, held).filter((right) => ofReport.includes(right));
  return ofModel.length === 0 ? [onReport] : [onReport, { item: model, rights: ofModel }];
}

/** A right to look is among them wherever there are any: who may reshare may read. */
function shareable({ rights }: SharingLink, held: readonly Right[]): readonly GrantableRight[] {
  return held.includes('reshare') ? rights.filter((right) => held.includes(right)) : [];
}
