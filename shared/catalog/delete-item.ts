import { authoriseItem } from '../access/authorise.ts';
import { Fault } from '../domain/faults.ts';
import type { ItemGrant } from '../domain/grants.ts';
import { type ModelId, parseId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Act, Item, Metadata, Stores } from './ports.ts';
import { itemFacts, recordActivity } from './record-activity.ts';

/**
 * Removes an item for good. With a model go its reports and every tile that shows it, as in Power BI. The right to write
 * is checked again in the transaction.
 */
export async function deleteItem(metadata: Metadata, caller: Caller, grant: ItemGrant, act: Act): Promise<void> {
  await metadata.write(grant.tenantId, act, async (stores) => {
    await authoriseItem(stores, caller, grant.kind, grant.id, 'write');
    const item = await stores.items.find(grant.id);
    if (item === undefined) throw new Fault('not-found', { what: 'item' });
    await recordActivity(stores, act, await itemFacts(stores, item));
    for (const gone of await goingWith(stores, [item])) {
      if (gone.id !== item.id) await recordGone(stores, gone);
    }
    await stores.items.remove(item.id);
  });
}

/** These items and the reports over models among them, wherever those lie: each once. */
export async function goingWith({ items }: Stores, going: readonly Item[]): Promise<readonly Item[]> {
  const all = new Map(going.map((item) => [item.id, item]));
  for (const { kind, id } of going) {
    const modelId = kind === 'model' ? parseId<ModelId>(id) : undefined;
    const reports = modelId === undefined ? [] : await items.reportsOfModel(modelId);
    for (const report of reports) all.set(report.id, report);
  }
  return [...all.values()];
}

/** What else went with something that was deleted is in the activity log under its own name. */
export async function recordGone(stores: Stores, item: Item): Promise<void> {
  const activity = { model: 'DeleteDataset', report: 'DeleteReport', dashboard: 'DeleteDashboard' } as const;
  await stores.audit.record({ ...(await itemFacts(stores, item)), activity: activity[item.kind] });
}
