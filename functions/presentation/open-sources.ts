import { rightsOn } from '../../shared/access/authorise.ts';
import { type Lenders, withoutDisabledLenders } from '../../shared/access/lenders.ts';
import type { Stores } from '../../shared/catalog/ports.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import type { ReportId, TenantId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { lendersOfReports } from '../../shared/report/open-report.ts';
import type { PresentationDeps } from './deps.ts';

/** A report that the caller may open as far as the stores know, and on whose *My workspace* that rests. */
type Source = { readonly reportId: ReportId; readonly lenders: Lenders };

/** The reports that these tiles came from and that the caller may open. Each is asked about once. */
export async function findSources(stores: Stores, caller: Caller, tiles: readonly Tile[]): Promise<readonly Source[]> {
  const ids = [...new Set(tiles.map((tile) => tile.reportId))];
  const reports = await stores.items.findMany(ids);
  const lenders = await lendersOfReports(stores, caller, reports);
  const sources: Source[] = [];
  for (const reportId of ids) {
    const item = reports.find(({ id }) => id === reportId);
    if (item !== undefined && (await rightsOn(stores, caller, item)).includes('read')) {
      sources.push({ reportId, lenders: lenders.get(reportId) ?? [] });
    }
  }
  return sources;
}

/** Those of them that open now: only those are named to the caller. Asks the directory: never inside a transaction. */
export async function openSources(
  { isEnabled }: Pick<PresentationDeps, 'isEnabled'>,
  tenantId: TenantId,
  sources: readonly Source[],
): Promise<ReadonlySet<ReportId>> {
  const open = await withoutDisabledLenders(isEnabled, tenantId, sources);
  return new Set(open.map(({ reportId }) => reportId));
}
