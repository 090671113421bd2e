import { type People, peopleById } from '../catalog/people-by-id.ts';
import type { Act, Metadata, SharingLink, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { ReportGrant } from '../domain/grants.ts';
import type { LinkId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Right } from '../domain/rights.ts';
import { requiredItem } from './required-item.ts';

/** The report's links, newest first: all for who may change it, their own for who may only share it. */
export async function listLinks(
  stores: Stores,
  caller: Caller,
  grant: ReportGrant,
): Promise<{ readonly links: readonly SharingLink[]; readonly people: People }> {
  const links = (await stores.links.ofItem(grant.id)).filter((link) => isTheirs(caller, grant.rights, link));
  const people = await peopleById(
    stores,
    links.flatMap(({ createdBy, recipientIds }) => [createdBy, ...recipientIds]),
  );
  return { links, people };
}

/** Ends a link: nobody redeems it any more, and what was gained by it is gone (H-06). */
export async function deleteLink(
  metadata: Metadata,
  caller: Caller,
  grant: ReportGrant,
  id: LinkId,
  act: Act,
): Promise<void> {
  await metadata.write(grant.tenantId, act, async (stores) => {
    const { item, held } = await requiredItem(stores, caller, grant, 'reshare');
    const link = await stores.links.find(id);
    if (link === undefined || link.itemId !== item.id || !isTheirs(caller, held, link)) {
      throw new Fault('not-found', { what: 'link' });
    }
    await stores.links.remove(id);
    await recordActivity(stores, act, {
      ...(await itemFacts(stores, item)),
      detail: `link ${id} for ${link.kind}, with what was gained by it`,
    });
  });
}

function isTheirs(caller: Caller, held: readonly Right[], link: SharingLink): boolean {
  return held.includes('reshare') && (held.includes('write') || link.createdBy === caller.objectId);
}
