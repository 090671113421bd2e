import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../functions/internal-hop.ts';
import type { PresentationDeps } from '../../functions/presentation/deps.ts';
import { reportOperations } from '../../functions/presentation/report-operations.ts';
import { createViewMemory } from '../../functions/presentation/view-memory.ts';
import { authoriseItem, authoriseWorkspace } from '../../shared/access/authorise.ts';
import type { Activity } from '../../shared/audit/activity.ts';
import { deleteItem } from '../../shared/catalog/delete-item.ts';
import type { Act } from '../../shared/catalog/ports.ts';
import { ReportDetail } from '../../shared/contract/azimuth.ts';
import { createDashboard, moveTile, type Pin, pinVisual, removeTile } from '../../shared/dashboard/edit-dashboard.ts';
import type { DashboardGrant, WorkspaceGrant } from '../../shared/domain/grants.ts';
import {
  type DashboardId,
  type ModelId,
  type ModelVersionId,
  newId,
  type ReportId,
  type TileId,
} from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { WorkspaceRole } from '../../shared/domain/rights.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { storedInferred } from '../../shared/model/stored-model.ts';
import { createReport } from '../../shared/report/create-report.ts';
import type { Report } from '../../shared/report/report.ts';
import { AT, actOf, item, workspace } from '../catalog/sample-tenant.ts';
import { column, table } from '../query/model-file.ts';
import { grantOn, isEnabledIn, openSharingWorld, type SharingWorld } from '../sharing/sharing-world.ts';

const model: SemanticModel = { tables: [table('T', [column('Region', 'String'), column('N', 'Int64')])] };
const report: Report = {
  pages: [
    {
      name: 'page',
      displayName: 'Page',
      width: 100,
      height: 100,
      visuals: [
        {
          name: 'rows',
          type: 'card',
          title: 'Rows',
          subtitle: '',
          position: { x: 0, y: 0, width: 1, height: 1 },
          wells: { category: [], series: [], values: [{ kind: 'rows', table: 'T', as: 'Rows' }] },
          filters: [],
          orderBy: [],
          limit: 1,
        },
      ],
    },
  ],
};

let world: SharingWorld;
let author: Caller;
beforeAll(async () => {
  world = await openSharingWorld();
  author = world.by.Contributor;
  await fill(world.model, world.report);
});
afterAll(() => world.metadata.close());

const deps = () => ({ metadata: world.metadata, isEnabled: isEnabledIn(world) });

function fill(modelId: ModelId, reportId: ReportId): Promise<void> {
  return world.metadata.write(world.tenantId, undefined, async ({ items, versions }) => {
    await items.saveDefinition(modelId, JSON.stringify(storedInferred(model, 'Sales', 1)), AT);
    await items.saveDefinition(reportId, JSON.stringify(report), AT);
    const blob = { blobName: `${modelId}.duckdb`, bytes: 1, rowCount: 1, createdAt: AT };
    await versions.publish({ id: newId<ModelVersionId>(), modelId, ...blob });
  });
}

const dashboardOf = (caller: Caller, id: DashboardId) =>
  world.metadata.read(world.tenantId, async (stores) => {
    const grant = await authoriseItem(stores, caller, 'dashboard', id, 'write');
    if (grant.kind !== 'dashboard') throw new Error('A dashboard was asked for.');
    return grant;
  });
const pin = async (caller: Caller, dashboard: DashboardId, reportId: ReportId, act = actOf(caller, 'AddTile')) => {
  return pinVisual(deps(), caller, await dashboardOf(caller, dashboard), rowsOf(reportId), AT, act);
};
const rowsOf = (reportId: ReportId): Pin => ({
  reportId,
  pageName: 'page',
  visualName: 'rows',
  title: undefined,
  filters: [],
});

describe('what authors do is in the activity log', () => {
  const recorded = async (activity: Activity, work: (act: ReturnType<typeof actOf>) => Promise<unknown>) => {
    const act = actOf(author, activity);
    await work(act);
    return world.events(act.by.requestId);
  };

  test('making reports and dashboards, pinning, moving and removing tiles, deleting', async () => {
    const { metadata, tenantId, workspaceId } = world;
    const workspaceGrant = await metadata.read(tenantId, (stores) =>
      authoriseWorkspace(stores, author, 'Contributor', workspaceId),
    );
    const place = { id: workspaceId, name: expect.any(String) };
    const wanted = { name: 'New', modelId: world.model, definition: report };
    expect(
      await recorded('CreateReport', (act) => createReport(deps(), author, workspaceGrant, wanted, AT, act)),
    ).toMatchObject([
      { activity: 'CreateReport', item: { kind: 'report', name: 'New' }, modelId: world.model, workspace: place },
    ]);
    expect(
      await recorded('CreateDashboard', (act) => createDashboard(metadata, author, workspaceGrant, 'New', AT, act)),
    ).toMatchObject([{ activity: 'CreateDashboard', item: { kind: 'dashboard', name: 'New' }, workspace: place }]);

    const onDashboard = { item: { kind: 'dashboard', id: world.dashboard }, detail: 'tile "Rows"' };
    expect(await recorded('AddTile', (act) => pin(author, world.dashboard, world.report, act))).toMatchObject([
      { activity: 'AddTile', ...onDashboard },
    ]);
    const tile = await pin(author, world.dashboard, world.report);
    const grant = await dashboardOf(author, world.dashboard);
    const layout = { column: 0, row: 9, colSpan: 3, rowSpan: 2 };
    expect(
      await recorded('EditDashboard', (act) => moveTile(metadata, author, grant, tile.id, layout, AT, act)),
    ).toMatchObject([{ activity: 'EditDashboard', ...onDashboard }]);
    expect(await recorded('DeleteTile', (act) => removeTile(metadata, author, grant, tile.id, AT, act))).toMatchObject([
      { activity: 'DeleteTile', ...onDashboard },
    ]);
  });

  test('a deleted dataset and each report that goes with it', async () => {
    const { metadata, workspaceId } = world;
    const modelId = await item<ModelId>(metadata, author, workspaceId, 'model');
    const reportId = await item<ReportId>(metadata, author, workspaceId, 'report', modelId);
    const grant = await metadata.read(world.tenantId, (stores) =>
      authoriseItem(stores, author, 'model', modelId, 'write'),
    );
    const events = await recorded('DeleteDataset', (act) => deleteItem(metadata, author, grant, act));
    expect(events.map((event) => [event.activity, event.item?.id])).toEqual(
      expect.arrayContaining([
        ['DeleteDataset', modelId],
        ['DeleteReport', reportId],
      ]),
    );
  });
});

test('B04: an id in the body is authorised by itself: nobody pins a report that is closed to them, or that they may not build on', async () => {
  const { metadata, by } = world;
  const elsewhere = await workspace(metadata, by.Admin);
  const closedModel = await item<ModelId>(metadata, by.Admin, elsewhere, 'model');
  const closed = await item<ReportId>(metadata, by.Admin, elsewhere, 'report', closedModel);
  await fill(closedModel, closed);
  await expect(pin(author, world.dashboard, closed)).rejects.toMatchObject({ code: 'not-found' });
  for (const id of [closed, closedModel]) await world.give(id, author, ['read']);
  await expect(pin(author, world.dashboard, closed)).rejects.toMatchObject({ code: 'not-permitted' });
  await world.give(closedModel, author, ['read', 'build']);
  expect((await pin(author, world.dashboard, closed)).reportId).toBe(closed);
});

describe('a right that was taken away after the grant was made', () => {
  const layout = { column: 0, row: 9, colSpan: 3, rowSpan: 2 };
  type Held = { readonly caller: Caller; readonly workspace: WorkspaceGrant; readonly dashboard: DashboardGrant };
  const changes: readonly (readonly [string, Activity, (held: Held, tile: TileId, act: Act) => Promise<unknown>])[] = [
    [
      'make a dashboard',
      'CreateDashboard',
      ({ caller, workspace: place }, _, act) => createDashboard(world.metadata, caller, place, 'Late', AT, act),
    ],
    [
      'make a report',
      'CreateReport',
      ({ caller, workspace: place }, _, act) =>
        createReport(deps(), caller, place, { name: 'Late', modelId: world.model, definition: report }, AT, act),
    ],
    [
      'pin a tile',
      'AddTile',
      ({ caller, dashboard }, _, act) => pinVisual(deps(), caller, dashboard, rowsOf(world.report), AT, act),
    ],
    [
      'move a tile',
      'EditDashboard',
      ({ caller, dashboard }, tile, act) => moveTile(world.metadata, caller, dashboard, tile, layout, AT, act),
    ],
    [
      'remove a tile',
      'DeleteTile',
      ({ caller, dashboard }, tile, act) => removeTile(world.metadata, caller, dashboard, tile, AT, act),
    ],
    [
      'delete the item',
      'DeleteDashboard',
      ({ caller, dashboard }, _, act) => deleteItem(world.metadata, caller, dashboard, act),
    ],
  ];

  test.each(changes)('does not serve to %s', async (_, activity, change) => {
    const { metadata, tenantId, workspaceId } = world;
    const caller = await world.somebody('Former');
    const as = (role: WorkspaceRole) =>
      metadata.write(tenantId, undefined, ({ workspaces }) =>
        workspaces.saveMember({ workspaceId, principalId: caller.objectId, principalKind: 'user', role }),
      );
    await as('Contributor');
    const dashboard = await item<DashboardId>(metadata, author, workspaceId, 'dashboard');
    const tile = await pin(author, dashboard, world.report);
    const held: Held = {
      caller,
      workspace: await metadata.read(tenantId, (stores) =>
        authoriseWorkspace(stores, caller, 'Contributor', workspaceId),
      ),
      dashboard: await dashboardOf(caller, dashboard),
    };
    await world.give(world.model, caller, ['read', 'build']);
    await as('Viewer');
    const act = actOf(caller, activity);
    await expect(change(held, tile.id, act)).rejects.toMatchObject({ code: 'not-permitted' });
    expect(await world.events(act.by.requestId)).toEqual([]);
    await as('Contributor');
    await change(held, tile.id, actOf(caller, activity));
  });
});

describe('opening a report', () => {
  const open = async (caller: Caller) => {
    const act = { ...actOf(caller, 'ViewReport'), once: undefined };
    const grant = await grantOn(world, caller, 'report', 'read');
    const views = createViewMemory(() => new Date(AT));
    const ready = { ...deps(), views } as Partial<PresentationDeps> as PresentationDeps;
    const answer = await reportOperations['azimuth-reports-open'](ready, { caller, grant, act } as Call);
    return { detail: ReportDetail.parse(await answer.json()), events: await world.events(act.by.requestId) };
  };

  test('says what the caller may do with it, and is in the activity log (U-03)', async () => {
    const { detail, events } = await open(world.by.Member);
    expect(detail).toMatchObject({ canEdit: true, canShare: true, canExport: true });
    expect(events).toMatchObject([{ activity: 'ViewReport', item: { id: world.report }, modelId: world.model }]);
    expect((await open(world.by.Viewer)).detail).toMatchObject({ canEdit: false, canShare: false, canExport: true });
    await world.set('export', false);
    expect((await open(world.by.Member)).detail.canExport).toBe(false);
    await world.set('export', true);
  });

  test('H-01: takes the right to read its model too, and does not name a closed workspace', async () => {
    const reader = await world.somebody('Reader');
    await world.give(world.report, reader, ['read']);
    await expect(open(reader)).rejects.toMatchObject({ code: 'not-found', detail: { what: 'dataset' } });
    await world.give(world.model, reader, ['read']);
    expect((await open(reader)).detail.workspaceName).toBe('');
  });
});
