import { grantReadOfReport } from '../access/grant-read.ts';
import { type IsEnabled, type Lenders, lendersOf, requireLenders } from '../access/lenders.ts';
import { type LoadedModel, loadModel } from '../catalog/load-model.ts';
import type { Item, ItemId, Metadata, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ReadGrant, ReportGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import type { Report } from './report.ts';

export type OpenedReport = {
  readonly item: Item;
  readonly report: Report;
  readonly model: LoadedModel;
  readonly read: ReadGrant;
  /** Whose *My workspace* the report or its model lies in: whoever shows anything of them must ask `requireLenders`. */
  readonly lenders: Lenders;
};

export type OpenDeps = { readonly metadata: Pick<Metadata, 'read'>; readonly isEnabled: IsEnabled };

/**
 * Opens a report in a unit of its own, and answers what `take` makes of it there. `not-found` where the caller cannot
 * read the report and its model, or one of them lies in the *My workspace* of somebody who is disabled (H-10).
 */
export async function readReport<T>(
  { metadata, isEnabled }: OpenDeps,
  caller: Caller,
  grant: ReportGrant,
  take: (opened: OpenedReport, stores: Stores) => T | Promise<T>,
): Promise<T> {
  const { lenders, taken } = await metadata.read(caller.tenantId, async (stores) => {
    const opened = await openReport(stores, caller, grant);
    return { lenders: opened.lenders, taken: await take(opened, stores) };
  });
  await requireLenders(isEnabled, caller.tenantId, lenders, 'report');
  return taken;
}

/** A report with the model that it shows; the caller must be able to read both. */
export async function openReport(stores: Stores, caller: Caller, grant: ReportGrant): Promise<OpenedReport> {
  const item = await stores.items.find(grant.id);
  const text = await stores.items.definition(grant.id);
  if (item?.modelId === undefined || text === undefined) throw new Fault('not-found', { what: 'report' });
  const read = await grantReadOfReport(stores, caller, grant, item.modelId);
  const report: Report = JSON.parse(text);
  const model = await loadModel(stores, grant.tenantId, item.modelId);
  const lenders = await lendersOfReports(stores, caller, [item]);
  return { item, report, read, model, lenders: lenders.get(item.id) ?? [] };
}

/** Whose *My workspace* these reports lie in, and whose their models. */
export async function lendersOfReports(
  stores: Stores,
  caller: Caller,
  reports: readonly Item[],
): Promise<ReadonlyMap<ItemId, Lenders>> {
  const models = await stores.items.findMany(reports.flatMap(({ modelId }) => modelId ?? []));
  const places = new Map([...reports, ...models].map(({ id, workspaceId }) => [id, workspaceId]));
  const lenders = await lendersOf(stores, caller, [...places.values()]);
  const lenderOf = (id: ItemId | undefined) => {
    const place = id && places.get(id);
    return (place && lenders.get(place)) ?? [];
  };
  return new Map(reports.map(({ id, modelId }) => [id, [id, modelId].flatMap(lenderOf)]));
}
