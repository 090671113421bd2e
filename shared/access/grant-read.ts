import type { Stores } from '../catalog/ports.ts';
import type { Tile } from '../dashboard/dashboard.ts';
import { Fault } from '../domain/faults.ts';
import type { DashboardGrant, ReadGrant, ReportGrant } from '../domain/grants.ts';
import type { ModelId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import type { Right } from '../domain/rights.ts';
import { authoriseItem } from './authorise.ts';
import { makeReadGrant } from './make-grant.ts';

/** Leave to ask a report's model: who opens a report must be able to read the model too (H-01). */
export async function grantReadOfReport(
  stores: Stores,
  caller: Caller,
  report: ReportGrant,
  modelId: ModelId,
): Promise<ReadGrant> {
  if (report.tenantId !== caller.tenantId) throw new Fault('not-found', { what: 'report' });
  return grantReadOfModel(stores, caller, modelId, 'read');
}

/** Leave to ask a model that the caller holds `wanted` on. */
export async function grantReadOfModel(
  stores: Stores,
  caller: Caller,
  modelId: ModelId,
  wanted: Right,
): Promise<ReadGrant> {
  const model = await authoriseItem(stores, caller, 'model', modelId, wanted);
  return makeReadGrant(model.tenantId, model.id, 'model');
}

/**
 * Leave to ask a tile's question. Who may see a dashboard sees its tiles and nothing else of their models: the
 * question is the tile's own, as the author pinned it.
 */
export function grantReadOfTile(dashboard: DashboardGrant, tile: Tile): ReadGrant {
  if (tile.dashboardId !== dashboard.id || !dashboard.rights.includes('read')) {
    throw new Fault('not-found', { what: 'tile' });
  }
  return makeReadGrant(dashboard.tenantId, tile.modelId, 'dashboard');
}
