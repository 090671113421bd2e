import { grantReadOfTile } from '../access/grant-read.ts';
import { type IsEnabled, type Lenders, lendersOf, withoutDisabledLenders } from '../access/lenders.ts';
import { type LoadedModel, loadModel } from '../catalog/load-model.ts';
import type { Metadata, Stores } from '../catalog/ports.ts';
import { Fault, hasCode } from '../domain/faults.ts';
import type { DashboardGrant } from '../domain/grants.ts';
import type { ModelId, TileId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { answerPlan } from '../engine/ask.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';
import type { QueryEngine } from '../engine/query-engine.ts';
import { resultKey } from '../engine/result-cache.ts';
import { compileQuestion } from '../query/compile-question.ts';
import { asOutcome, type VisualOutcome } from '../report/page-data.ts';
import { visualQuestion } from '../report/visual-question.ts';
import type { Tile } from './dashboard.ts';
import type { TileCache } from './ports.ts';

export type TileDeps = {
  readonly metadata: Metadata;
  readonly isEnabled: IsEnabled;
  readonly engine: QueryEngine;
  readonly tileCache: TileCache;
};

/**
 * Every tile's result: the cached one for as long as the model's version is the same, else a new one. A tile that
 * cannot be answered spoils no other. A tile of a model in the *My workspace* of somebody who is disabled has no data
 * (H-10).
 */
export async function showTiles(
  deps: TileDeps,
  caller: Caller,
  grant: DashboardGrant,
  signal: AbortSignal,
): Promise<ReadonlyMap<TileId, VisualOutcome>> {
  const { tiles, found } = await deps.metadata.read(grant.tenantId, async (stores) => {
    const ofDashboard = await stores.tiles.ofDashboard(grant.id);
    return { tiles: ofDashboard, found: await modelsOf(stores, caller, grant, ofDashboard) };
  });
  const open = await withoutDisabledLenders(deps.isEnabled, grant.tenantId, found);
  const models = new Map(open.map(({ model }) => [model.modelId, model]));
  const show = (tile: Tile) => showTile(deps, grant, tile, models.get(tile.modelId), signal).catch(asOutcome);
  return new Map(await fewAtOnce(tiles, async (tile) => [tile.id, await show(tile)] as const));
}

async function showTile(
  deps: TileDeps,
  grant: DashboardGrant,
  tile: Tile,
  model: LoadedModel | undefined,
  signal: AbortSignal,
): Promise<VisualOutcome> {
  if (model === undefined) throw new Fault('not-found', { what: 'data of this tile' });
  const read = grantReadOfTile(grant, tile);
  const plan = compileQuestion(model.definition, visualQuestion(tile.visual), read);
  const key = resultKey(plan, model.versionId);
  const cached = await deps.tileCache.get(model.file.blobName, tile.id, key);
  if (cached !== undefined) return cached;
  const { answer, asOf } = await answerPlan(deps.engine, plan, model, signal);
  await deps.tileCache.put(model.file.blobName, tile.id, key, { answer, asOf });
  return { answer, asOf };
}

type FoundModel = { readonly model: LoadedModel; readonly lenders: Lenders };

async function modelsOf(
  stores: Stores,
  caller: Caller,
  { tenantId }: DashboardGrant,
  tiles: readonly Tile[],
): Promise<readonly FoundModel[]> {
  const ids: readonly ModelId[] = [...new Set(tiles.map((tile) => tile.modelId))];
  const items = await stores.items.findMany(ids);
  const places = items.map(({ workspaceId }) => workspaceId);
  const lenders = await lendersOf(stores, caller, places);
  const found: FoundModel[] = [];
  for (const id of ids) {
    const place = items.find((item) => item.id === id)?.workspaceId;
    const model = place && (await loadModel(stores, tenantId, id).catch(withoutData));
    if (place === undefined || model === undefined) continue;
    const lender = lenders.get(place);
    found.push({ model, lenders: lender === undefined ? [] : [lender] });
  }
  return found;
}

/** A model without data is no fault of the dashboard's. */
function withoutData(thrown: unknown): undefined {
  if (!hasCode(thrown, 'not-found')) throw thrown;
}
