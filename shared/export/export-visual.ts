import type { Stores } from '../catalog/ports.ts';
import { itemFacts, type Told } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { ReportGrant } from '../domain/grants.ts';
import type { Caller } from '../domain/principal.ts';
import { allows, TENANT_SETTINGS, tenantSettings } from '../domain/tenant-settings.ts';
import type { QueryEngine } from '../engine/query-engine.ts';
import type { Answer } from '../query/question.ts';
import { type OpenDeps, openReport } from '../report/open-report.ts';
import { type Interaction, pageData } from '../report/page-data.ts';
import type { Visual } from '../report/report.ts';
import { csvOf } from './csv.ts';
import { safeFileName } from './file-name.ts';

type ExportDeps = OpenDeps & { readonly engine: QueryEngine };
/** A visual of a report by its page's name and its own, with what is picked on the page. */
export type VisualToExport = {
  readonly page: string;
  readonly visual: string;
  readonly interactions: readonly Interaction[];
};

/**
 * The rows that a visual shows to this caller as a CSV file, asked the same way as for showing it. Where there are more
 * rows than a visual shows, the file's name says so. Throws `not-allowed-here` where the tenant lets the caller export
 * nothing, `request-invalid` for a slicer, and what the visual itself would be refused with. `record` puts it
 * into the activity log before anybody gets the file.
 */
export async function exportVisual(
  deps: ExportDeps,
  caller: Caller,
  grant: ReportGrant,
  { page, visual: name, interactions }: VisualToExport,
  record: (told: Told) => Promise<unknown>,
  signal: AbortSignal,
): Promise<{ readonly fileName: string; readonly csv: string }> {
  const { facts, visual } = await deps.metadata.read(caller.tenantId, async (stores) => {
    await demandExport(stores, caller);
    return find(stores, caller, grant, page, name);
  });
  if (visual.type === 'slicer') {
    throw new Fault('request-invalid', { what: 'A slicer shows no data of its own. Export one of the other visuals' });
  }
  const outcome = (await pageData(deps, caller, grant, page, interactions, [name], signal)).get(name);
  if (outcome === undefined) throw new Fault('not-found', { what: 'visual' });
  if ('fault' in outcome) throw outcome.fault;
  await record({ ...facts, detail: `Visual ${name} of page ${page}, ${outcome.answer.rowCount} rows` });
  return { fileName: fileNameOf(visual, outcome.answer), csv: csvOf(outcome.answer) };
}

async function demandExport({ settings }: Stores, caller: Caller): Promise<void> {
  const setting = tenantSettings(await settings.all()).export;
  if (!allows(setting, caller)) throw new Fault('not-allowed-here', { setting: TENANT_SETTINGS.export.title });
}

async function find(
  stores: Stores,
  caller: Caller,
  grant: ReportGrant,
  pageName: string,
  visualName: string,
): Promise<{ readonly facts: Told; readonly visual: Visual }> {
  const { item, report } = await openReport(stores, caller, grant);
  const page = report.pages.find(({ name }) => name === pageName);
  if (page === undefined) throw new Fault('not-found', { what: 'page' });
  const visual = page.visuals.find(({ name }) => name === visualName);
  if (visual === undefined) throw new Fault('not-found', { what: 'visual' });
  return { facts: await itemFacts(stores, item), visual };
}

function fileNameOf({ title, name }: Visual, { isPartial, rowCount }: Answer): string {
  const shown = title === '' ? name : title;
  return safeFileName(isPartial ? `First ${rowCount} rows of ${shown}` : shown, 'csv');
}
