import { rightsOn } from '../../shared/access/authorise.ts';
import type { Stores } from '../../shared/catalog/ports.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import type { Caller } from '../../shared/domain/principal.ts';

/** Whether the caller may open the report that a tile came from: only then is the report named to them. */
export async function opensSource(stores: Stores, caller: Caller, tile: Tile): Promise<boolean> {
  const item = await stores.items.find(tile.reportId);
  return item !== undefined && (await rightsOn(stores, caller, item)).includes('read');
}
