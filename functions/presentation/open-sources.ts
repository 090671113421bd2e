import { rightsOn } from '../../shared/access/authorise.ts';
import type { Stores } from '../../shared/catalog/ports.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import type { ReportId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';

/**
 * The reports that these tiles came from and that the caller may open: only those are named to them. Each report is
 * asked about once, however many tiles it has.
 */
export async function openSources(
  stores: Stores,
  caller: Caller,
  tiles: readonly Tile[],
): Promise<ReadonlySet<ReportId>> {
  const open = new Set<ReportId>();
  for (const reportId of new Set(tiles.map((tile) => tile.reportId))) {
    const item = await stores.items.find(reportId);
    if (item !== undefined && (await rightsOn(stores, caller, item)).includes('read')) open.add(reportId);
  }
  return open;
}
