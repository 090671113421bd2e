import { describe, expect, test } from 'vitest';
import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import { type ModelId, newId, type ReportId } from '../../shared/domain/ids.ts';
import {
  AT,
  aWorld,
  importRow,
  item,
  later,
  permission,
  tile,
  upload,
  version,
  type World,
  workspace,
} from './metadata-samples.ts';

export function contentCases(metadata: () => Metadata): void {
  const read = <T>(world: World, work: (stores: Stores) => Promise<T>) => metadata().read(world.tenant, work);
  const write = <T>(world: World, work: (stores: Stores) => Promise<T>) =>
    metadata().write(world.tenant, undefined, work);
  const garbageOf = async (world: World) =>
    (await metadata().system.garbage(100_000))
      .filter((blob) => blob.tenantId === world.tenant)
      .map((blob) => `${blob.account} ${blob.blobName}`)
      .toSorted();

  describe('items', () => {
    test('an item comes back as it was made, with its definition', async () => {
      const world = await aWorld(metadata());
      expect(
        await read(world, async ({ items }) => [
          await items.find(world.report),
          await items.find(world.model),
          await items.definition(world.report),
          await items.definition(world.dashboard),
          await items.find(newId<ReportId>()),
          await items.definition(newId<ReportId>()),
        ]),
      ).toEqual([item(world, 'report'), item(world, 'model'), '{"report":"Sales"}', '{}', undefined, undefined]);
    });

    test('many items, and many workspaces, are found at once: each once, and only those that are there', async () => {
      const world = await aWorld(metadata());
      const many = Array.from({ length: 1000 }, () => newId<ReportId>());
      const ids = [...many, world.report, world.model, world.report];
      const places = [...many.map(() => newId<World['workspace']>()), world.workspace, world.workspace];
      const found = await read(world, async ({ items, workspaces }) => ({
        items: (await items.findMany(ids)).toSorted((a, b) => a.kind.localeCompare(b.kind)),
        workspaces: await workspaces.findMany(places),
        none: [await items.findMany([]), await workspaces.findMany([])],
      }));
      expect(found).toEqual({
        items: [item(world, 'model'), item(world, 'report')],
        workspaces: [workspace(world)],
        none: [[], []],
      });
    });

    test('items are listed by workspace and kind, by model, and newest first', async () => {
      const world = await aWorld(metadata());
      await write(world, async ({ items }) => {
        await items.touch(world.dashboard, later(10));
        await items.saveDefinition(world.model, '{"changed":true}', later(20));
      });
      const seen = await read(world, async ({ items }) => ({
        all: (await items.inWorkspace(world.workspace)).length,
        dashboards: (await items.inWorkspace(world.workspace, 'dashboard')).map((one) => one.id),
        ofModel: (await items.reportsOfModel(world.model)).map((one) => one.id),
        recent: (await items.recent([world.workspace, newId()], 2)).map((one) => one.id),
        none: await items.recent([], 2),
        definition: await items.definition(world.model),
        modifiedAt: (await items.find(world.model))?.modifiedAt,
      }));
      expect(seen).toEqual({
        all: 3,
        dashboards: [world.dashboard],
        ofModel: [world.report],
        recent: [world.model, world.dashboard],
        none: [],
        definition: '{"changed":true}',
        modifiedAt: later(20),
      });
    });

    test('a definition of an item that is not there cannot be saved', async () => {
      const world = await aWorld(metadata());
      await expect(write(world, ({ items }) => items.saveDefinition(newId<ModelId>(), '{}', AT))).rejects.toMatchObject(
        { code: 'not-found' },
      );
    });

    test('with a model go its reports, tiles anywhere, permissions and versions; its blob becomes garbage', async () => {
      const world = await aWorld(metadata());
      const other = { ...world, workspace: newId<World['workspace']>(), mark: 'Elsewhere' };
      const elsewhere = { ...other, dashboard: newId<World['dashboard']>(), report: newId<ReportId>() };
      await write(world, async (stores) => {
        await stores.workspaces.create(workspace(elsewhere));
        await stores.items.create(item(elsewhere, 'dashboard'), '{}');
        await stores.items.create(item(elsewhere, 'report'), '{}');
        await stores.tiles.create({ ...tile(elsewhere), id: newId() });
        for (const itemId of [world.model, elsewhere.report]) {
          await stores.permissions.save({ ...permission(world), itemId });
        }
      });
      await write(world, ({ items }) => items.remove(world.model));
      const left = await read(world, async (stores) => ({
        items: [
          ...(await stores.items.inWorkspace(world.workspace)),
          ...(await stores.items.inWorkspace(elsewhere.workspace)),
        ]
          .map((one) => one.id)
          .toSorted(),
        definition: await stores.items.definition(world.model),
        tiles: [
          ...(await stores.tiles.ofDashboard(world.dashboard)),
          ...(await stores.tiles.ofDashboard(elsewhere.dashboard)),
        ],
        permissions: (await stores.permissions.ofGrantees([world.colleague])).map((one) => one.itemId),
        version: await stores.versions.current(world.model),
      }));
      expect(left).toEqual({
        items: [world.dashboard, elsewhere.dashboard].toSorted(),
        definition: undefined,
        tiles: [],
        permissions: [world.dashboard],
        version: undefined,
      });
      expect(await garbageOf(world)).toEqual([`data ${world.blob}`]);
    });

    test('with a report go the tiles that came from it, and its model stays', async () => {
      const world = await aWorld(metadata());
      await write(world, ({ items }) => items.remove(world.report));
      const left = await read(world, async (stores) => [
        await stores.tiles.ofDashboard(world.dashboard),
        (await stores.items.find(world.model))?.id,
        (await stores.versions.current(world.model))?.id,
      ]);
      expect(left).toEqual([[], world.model, world.version]);
      await write(world, ({ items }) => items.remove(world.report));
    });
  });

  describe('versions', () => {
    test('a new version is the one that readers see, and the one before becomes garbage', async () => {
      const world = await aWorld(metadata());
      expect(await read(world, (stores) => stores.versions.current(world.model))).toEqual(version(world));
      const next = { ...version(world), id: newId<World['version']>(), blobName: `${world.blob}-2`, rowCount: 0 };
      await write(world, (stores) => stores.versions.publish(next));
      expect(await read(world, (stores) => stores.versions.current(world.model))).toEqual(next);
      expect(await garbageOf(world)).toEqual([`data ${world.blob}`]);
    });

    test('a version of a model that is not there is refused', async () => {
      const world = await aWorld(metadata());
      const lost = { ...version(world), id: newId<World['version']>(), modelId: newId<ModelId>() };
      await expect(write(world, (stores) => stores.versions.publish(lost))).rejects.toMatchObject({
        code: 'not-found',
      });
    });
  });

  describe('tiles', () => {
    test('tiles come back as they were made, in reading order, and move', async () => {
      const world = await aWorld(metadata());
      const second = {
        ...tile(world),
        id: newId<World['tile']>(),
        layout: { column: 6, row: 0, colSpan: 6, rowSpan: 4 },
      };
      const third = {
        ...tile(world),
        id: newId<World['tile']>(),
        layout: { column: 3, row: 9, colSpan: 1, rowSpan: 1 },
      };
      await write(world, async ({ tiles }) => {
        await tiles.create(third);
        await tiles.create(second);
      });
      expect(await read(world, ({ tiles }) => tiles.ofDashboard(world.dashboard))).toEqual([
        tile(world),
        second,
        third,
      ]);
      const moved = { column: 11, row: 99, colSpan: 1, rowSpan: 2 };
      await write(world, ({ tiles }) => tiles.move(world.tile, moved));
      const seen = await read(world, async ({ tiles }) => [
        (await tiles.find(world.dashboard, world.tile))?.layout,
        await tiles.find(newId(), world.tile),
        (await tiles.ofDashboard(world.dashboard)).map((one) => one.id),
      ]);
      expect(seen).toEqual([moved, undefined, [second.id, third.id, world.tile]]);
    });

    test('tiles are removed one by one, or with the item that they show', async () => {
      const world = await aWorld(metadata());
      await write(world, async ({ tiles }) => {
        await tiles.create({ ...tile(world), id: newId() });
        await tiles.remove(world.tile);
      });
      expect(await write(world, ({ tiles }) => tiles.removeOfItem(world.report))).toBe(1);
      expect(await write(world, ({ tiles }) => tiles.removeOfItem(world.model))).toBe(0);
      expect(await read(world, ({ tiles }) => tiles.ofDashboard(world.dashboard))).toEqual([]);
    });

    test('a tile on a dashboard that is not there is refused', async () => {
      const world = await aWorld(metadata());
      const lost = { ...tile(world), id: newId<World['tile']>(), dashboardId: newId<World['dashboard']>() };
      await expect(write(world, ({ tiles }) => tiles.create(lost))).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  describe('uploads and imports', () => {
    test('an upload is found by its blob until it is consumed', async () => {
      const world = await aWorld(metadata());
      const find = () => read(world, ({ uploads }) => uploads.findByBlob(world.uploadBlob));
      expect(await find()).toEqual(upload(world));
      await write(world, ({ uploads }) => uploads.remove(world.upload));
      expect(await find()).toBeUndefined();
    });

    test('a blob is discarded once, however often that is said', async () => {
      const world = await aWorld(metadata());
      await write(world, ({ uploads }) => uploads.discardBlob('b', 'intake'));
      await write(world, ({ uploads }) => uploads.discardBlob('b', 'intake'));
      await write(world, ({ uploads }) => uploads.discardBlob('b', 'data'));
      expect(await garbageOf(world)).toEqual(['data b', 'intake b']);
    });

    test('one at a time holds the lease; one that ran out may be taken; each taking counts', async () => {
      const world = await aWorld(metadata());
      const lease = (now: number, until: number) =>
        write(world, ({ imports }) => imports.lease(world.import, later(now), later(until)));
      expect(await lease(0, 60)).toBe(true);
      expect(await lease(59, 120)).toBe(false);
      await write(world, ({ imports }) => imports.extendLease(world.import, later(90)));
      expect(await lease(60, 120)).toBe(false);
      expect(await lease(90, 120)).toBe(true);
      const row = await read(world, ({ imports }) => imports.find(world.import));
      expect(row).toEqual({ ...importRow(world), updatedAt: later(90), attempts: 2 });
      expect(await write(world, ({ imports }) => imports.lease(newId(), AT, later(1)))).toBe(false);
    });

    test('an import succeeds once: a second result is refused, a late failure changes nothing', async () => {
      const world = await aWorld(metadata());
      const result = { modelId: world.model, reportId: world.report, report: '{"added":1}' };
      await write(world, ({ imports }) => imports.succeed(world.import, result, later(1)));
      await expect(
        write(world, ({ imports }) => imports.succeed(world.import, result, later(2))),
      ).rejects.toMatchObject({ code: 'already-used' });
      await write(world, async ({ imports }) => {
        await imports.fail(world.import, { code: 'X', message: 'x' }, later(3));
        await imports.extendLease(world.import, later(500));
      });
      expect(await write(world, ({ imports }) => imports.lease(world.import, later(600), later(700)))).toBe(false);
      expect(await read(world, ({ imports }) => imports.inWorkspace(world.workspace))).toEqual([
        { ...importRow(world), ...result, state: 'Succeeded', updatedAt: later(1) },
      ]);
    });

    test('a failed import says why, whatever the file put into the message', async () => {
      const world = await aWorld(metadata());
      const message = `Row 3: "\0' OR 1=1 --" ${'long '.repeat(2000)}`;
      await write(world, ({ imports }) => imports.fail(world.import, { code: 'ImportFailed', message }, later(1)));
      const row = await read(world, ({ imports }) => imports.find(world.import));
      expect(row?.state).toBe('Failed');
      expect(row?.error).toEqual({ code: 'ImportFailed', message: message.replace('\0', '\uFFFD').slice(0, 4000) });
    });
  });
}
