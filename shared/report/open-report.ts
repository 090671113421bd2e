import { grantReadOfReport } from '../access/grant-read.ts';
import { type LoadedModel, loadModel } from '../catalog/load-model.ts';
import type { Item, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import type { ReadGrant, ReportGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import type { Report } from './report.ts';

export type OpenedReport = {
  readonly item: Item;
  readonly report: Report;
  readonly model: LoadedModel;
  readonly read: ReadGrant;
};

/** A report with the model that it shows; the caller must be able to read both. */
export async function openReport(stores: Stores, caller: Caller, grant: ReportGrant): Promise<OpenedReport> {
  const item = await stores.items.find(grant.id);
  const text = await stores.items.definition(grant.id);
  if (item?.modelId === undefined || text === undefined) throw new Fault('not-found', { what: 'report' });
  const read = await grantReadOfReport(stores, caller, grant, item.modelId);
  const report: Report = JSON.parse(text);
  return { item, report, read, model: await loadModel(stores, grant.tenantId, item.modelId) };
}
