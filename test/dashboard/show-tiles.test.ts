import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authoriseItem } from '../../shared/access/authorise.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import type { TileCache } from '../../shared/dashboard/ports.ts';
import { showTiles } from '../../shared/dashboard/show-tiles.ts';
import {
  type DashboardId,
  type ModelId,
  type ModelVersionId,
  newId,
  type ReportId,
  type TenantId,
  type TileId,
} from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { createQueryEngine } from '../../shared/engine/query-engine.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { storedInferred } from '../../shared/model/stored-model.ts';
import { AT, item, openMetadata, person, workspace } from '../catalog/sample-tenant.ts';
import { createMemoryEngine, createMemoryFiles } from '../engine/memory-engine.ts';
import { column, table } from '../query/model-file.ts';

const TENANT = newId<TenantId>();
const MOST_TILES = 100;
const definition: SemanticModel = { tables: [table('T', [column('Region', 'String'), column('N', 'Int64')])] };

let metadata: Metadata;
let author: Caller;
let dashboard: DashboardId;

beforeAll(async () => {
  metadata = await openMetadata();
  author = await person(metadata, TENANT, 'Author');
  const workspaceId = await workspace(metadata, author);
  const modelId = await item<ModelId>(metadata, author, workspaceId, 'model');
  const reportId = await item<ReportId>(metadata, author, workspaceId, 'report', modelId);
  dashboard = await item<DashboardId>(metadata, author, workspaceId, 'dashboard');
  await metadata.write(TENANT, undefined, async ({ items, tiles, versions }) => {
    await items.saveDefinition(modelId, JSON.stringify(storedInferred(definition, 'Sales', 1)), AT);
    await versions.publish({
      id: newId<ModelVersionId>(),
      modelId,
      blobName: 'tenant/model/version.duckdb',
      bytes: 1000,
      rowCount: 1,
      createdAt: AT,
    });
    for (let index = 0; index < MOST_TILES; index += 1) await tiles.create(tileOf(index, modelId, reportId));
  });
});
afterAll(() => metadata.close());

/** Each asks something of its own. */
function tileOf(index: number, modelId: ModelId, reportId: ReportId): Tile {
  return {
    id: newId<TileId>(),
    dashboardId: dashboard,
    title: `Tile ${index}`,
    subtitle: '',
    modelId,
    reportId,
    pageName: 'page',
    visual: {
      name: 'card',
      type: 'card',
      title: '',
      subtitle: '',
      position: { x: 0, y: 0, width: 1, height: 1 },
      wells: { category: [], series: [], values: [{ kind: 'rows', table: 'T', as: 'Rows' }] },
      filters: [{ kind: 'in', field: { table: 'T', field: 'N' }, values: [index] }],
      orderBy: [],
      limit: 1,
    },
    layout: { column: 0, row: index, colSpan: 3, rowSpan: 1 },
  };
}

const tileCache: TileCache = { get: async () => undefined, put: async () => undefined };

describe('a dashboard that is as full as it may be', () => {
  test('shows every tile, also the first time: its own tiles never fill the queue', async () => {
    const engine = createQueryEngine({
      files: createMemoryFiles().files,
      engine: createMemoryEngine(async () => [[1]]).engine,
      clock: { now: () => new Date(AT) },
    });
    const grant = await metadata.read(TENANT, (stores) =>
      authoriseItem(stores, author, 'dashboard', dashboard, 'read'),
    );
    if (grant.kind !== 'dashboard') throw new Error('A dashboard was asked for.');
    const shown = await showTiles(
      { metadata, engine, tileCache, isEnabled: async () => true },
      author,
      grant,
      new AbortController().signal,
    );
    const refused = [...shown.values()].flatMap((outcome) => ('fault' in outcome ? [outcome.fault.code] : []));
    expect([shown.size, refused]).toEqual([MOST_TILES, []]);
    await engine.close();
  });
});
