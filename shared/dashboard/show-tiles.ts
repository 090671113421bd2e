import { grantReadOfTile } from '../access/grant-read.ts';
import { type LoadedModel, loadModel } from '../catalog/load-model.ts';
import type { Metadata, Stores } from '../catalog/ports.ts';
import { Fault, hasCode } from '../domain/faults.ts';
import type { DashboardGrant } from '../domain/grants.ts';
import type { ModelId, TileId } from '../domain/ids.ts';
import { answerPlan } from '../engine/ask.ts';
import { fewAtOnce } from '../engine/few-at-once.ts';
import type { QueryEngine } from '../engine/query-engine.ts';
import { resultKey } from '../engine/result-cache.ts';
import { compileQuestion } from '../query/compile-question.ts';
import { asOutcome, type VisualOutcome } from '../report/page-data.ts';
import { visualQuestion } from '../report/visual-question.ts';
import type { Tile } from './dashboard.ts';
import type { TileCache } from './ports.ts';

export type TileDeps = { readonly metadata: Metadata; readonly engine: QueryEngine; readonly tileCache: TileCache };

/**
 * Every tile's result: the cached one for as long as the model's version is the same, else a new one. A tile that
 * cannot be answered spoils no other.
 */
export async function showTiles(
  deps: TileDeps,
  grant: DashboardGrant,
  signal: AbortSignal,
): Promise<ReadonlyMap<TileId, VisualOutcome>> {
  const { tiles, models } = await deps.metadata.read(grant.tenantId, async (stores) => {
    const found = await stores.tiles.ofDashboard(grant.id);
    return { tiles: found, models: await modelsOf(stores, grant, found) };
  });
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

async function modelsOf(
  stores: Stores,
  grant: DashboardGrant,
  tiles: readonly Tile[],
): Promise<ReadonlyMap<ModelId, LoadedModel>> {
  const models = new Map<ModelId, LoadedModel>();
  for (const modelId of new Set(tiles.map((tile) => tile.modelId))) {
    const model = await loadModel(stores, grant.tenantId, modelId).catch((thrown: unknown) => {
      if (hasCode(thrown, 'not-found')) return undefined;
      throw thrown;
    });
    if (model !== undefined) models.set(modelId, model);
  }
  return models;
}
