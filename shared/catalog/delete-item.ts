import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import type { Act, Item, Metadata, Stores } from './ports.ts';
import { itemFacts, recordActivity } from './record-activity.ts';

/** Removes an item for good. With a model go its reports and every tile that shows it, as in Power BI. */
export async function deleteItem(metadata: Metadata, grant: ItemGrant, act: Act): Promise<void> {
  if (!grant.rights.includes('write')) throw new Fault('not-permitted', { what: 'delete this' });
  await metadata.write(grant.tenantId, act, async (stores) => {
    const item = await stores.items.find(grant.id);
    if (item === undefined) throw new Fault('not-found', { what: 'item' });
    const reports = grant.kind === 'model' ? await stores.items.reportsOfModel(grant.id) : [];
    await recordActivity(stores, act, await itemFacts(stores, item));
    for (const report of reports) await recordGone(stores, report);
    await stores.items.remove(item.id);
  });
}

/** What else went with something that was deleted is in the activity log under its own name. */
export async function recordGone(stores: Stores, item: Item): Promise<void> {
  const activity = { model: 'DeleteDataset', report: 'DeleteReport', dashboard: 'DeleteDashboard' } as const;
  await stores.audit.record({ ...(await itemFacts(stores, item)), activity: activity[item.kind] });
}
