import { describe, expect, test } from 'vitest';
import type { Metadata, Permission, SharingLink, Stores } from '../../shared/catalog/ports.ts';
import { type LinkId, newId, type ObjectId, type ReportId } from '../../shared/domain/ids.ts';
import { aWorld, item, later, link, permission, type World } from './metadata-samples.ts';

export function sharingCases(metadata: () => Metadata): void {
  const read = <T>(world: World, work: (stores: Stores) => Promise<T>) => metadata().read(world.tenant, work);
  const write = <T>(world: World, work: (stores: Stores) => Promise<T>) =>
    metadata().write(world.tenant, undefined, work);
  const lost = newId<ReportId>();

  describe('permissions', () => {
    test('a permission is found by item and by grantee, replaced as a whole, and removed once', async () => {
      const world = await aWorld(metadata());
      const changed: Permission = {
        ...permission(world),
        granteeKind: 'guest',
        rights: ['read', 'build', 'reshare'],
        grantedBy: world.colleague,
        grantedAt: later(5),
      };
      await write(world, ({ permissions }) => permissions.save(changed));
      expect(
        await read(world, async ({ permissions }) => [
          await permissions.ofItem(world.dashboard),
          await permissions.ofGrantees([world.colleague, world.owner]),
          await permissions.find(world.dashboard, [world.owner, world.colleague]),
          await permissions.find(world.dashboard, [world.owner]),
          await permissions.find(world.report, [world.colleague]),
          await permissions.ofGrantees([]),
        ]),
      ).toEqual([[changed], [changed], [changed], [], [], []]);
      const remove = () =>
        write(world, ({ permissions }) => permissions.remove(world.dashboard, world.colleague, 'direct'));
      expect([await remove(), await remove()]).toEqual([true, false]);
      expect(await read(world, ({ permissions }) => permissions.ofItem(world.dashboard))).toEqual([]);
    });

    test('what one principal holds by several sources goes by itself', async () => {
      const world = await aWorld(metadata());
      const byLink: Permission = { ...permission(world), rights: ['read', 'build'], source: world.link };
      await write(world, ({ permissions }) => permissions.save(byLink));
      expect(await read(world, ({ permissions }) => permissions.ofItem(world.dashboard))).toHaveLength(2);
      await write(world, ({ permissions }) => permissions.remove(world.dashboard, world.colleague, 'direct'));
      expect(await read(world, ({ permissions }) => permissions.ofItem(world.dashboard))).toEqual([byLink]);
    });

    test('rights come back in their own order, each once, and never without `read`', async () => {
      const world = await aWorld(metadata());
      const save = (rights: Permission['rights']) =>
        write(world, ({ permissions }) => permissions.save({ ...permission(world), rights }));
      await save(['reshare', 'read', 'reshare']);
      const [kept] = await read(world, ({ permissions }) => permissions.ofItem(world.dashboard));
      expect(kept?.rights).toEqual(['read', 'reshare']);
      await expect(save(['build'])).rejects.toThrow('without `read`');
    });

    test('a permission on an item that is not there is refused', async () => {
      const world = await aWorld(metadata());
      await expect(
        write(world, ({ permissions }) => permissions.save({ ...permission(world), itemId: lost })),
      ).rejects.toMatchObject({ code: 'not-found' });
    });

    test('those of one giver are found, the first of them only where that is asked, and the direct ones counted', async () => {
      const world = await aWorld(metadata());
      const [other, third] = [newId<ObjectId>(), newId<ObjectId>()];
      const first = { ...permission(world), granteeId: other, grantedBy: world.colleague, grantedAt: later(1) };
      const second = { ...first, granteeId: third, source: world.link, grantedAt: later(2) };
      await write(world, async ({ permissions }) => {
        for (const one of [second, first]) await permissions.save(one);
      });
      const seen = await read(world, async ({ permissions }) => [
        await permissions.ofItem(world.dashboard, { grantedBy: world.colleague, atMost: 5 }),
        await permissions.ofItem(world.dashboard, { grantedBy: world.colleague, atMost: 1 }),
        (await permissions.ofItem(world.dashboard, { grantedBy: undefined, atMost: 2 })).length,
        await permissions.countDirect(world.dashboard),
        await permissions.countDirect(world.report),
      ]);
      expect(seen).toEqual([[first, second], [first], 2, 2, 0]);
    });

    test('a thousand grantees are asked for at once', async () => {
      const world = await aWorld(metadata());
      const ids = Array.from({ length: 1000 }, () => newId<ObjectId>());
      const found = await read(world, async ({ permissions }) => [
        await permissions.ofGrantees([...ids, world.colleague]),
        await permissions.find(world.dashboard, [...ids, world.colleague]),
      ]);
      expect(found).toEqual([[permission(world)], [permission(world)]]);
    });
  });

  describe('sharing links', () => {
    const another = (world: World, change: Partial<SharingLink>): SharingLink => ({
      ...link(world),
      id: newId<LinkId>(),
      ...change,
    });

    test('a link comes back as it was made, its recipients once each; those of an item newest first', async () => {
      const world = await aWorld(metadata());
      const recipientIds = [world.owner, world.colleague].toSorted();
      const wide = another(world, { recipientIds: [...recipientIds, world.owner], createdAt: later(2) });
      const open = another(world, { kind: 'organisation', rights: ['read'], coversModel: false, recipientIds: [] });
      const leading = another(world, { kind: 'existing', rights: [], recipientIds: [], createdAt: later(3) });
      const elsewhere = another(world, { itemId: world.dashboard });
      await write(world, async ({ links }) => {
        for (const made of [wide, { ...open, createdAt: later(1) }, leading, elsewhere]) await links.create(made);
      });
      const seen = await read(world, async ({ links }) => [
        await links.find(world.link),
        await links.find(newId()),
        await links.ofItem(world.report),
      ]);
      expect(seen).toEqual([
        link(world),
        undefined,
        [leading, { ...wide, recipientIds }, { ...open, createdAt: later(1) }, link(world)],
      ]);
    });

    test('a link to an item that is not there is refused', async () => {
      const world = await aWorld(metadata());
      await expect(write(world, ({ links }) => links.create(another(world, { itemId: lost })))).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    test('H-06: a recipient is taken off every link of an item, or off those that one person made', async () => {
      const world = await aWorld(metadata());
      const recipientIds = [world.owner, world.colleague].toSorted();
      const theirs = another(world, { recipientIds, createdBy: world.colleague });
      const elsewhere = another(world, { recipientIds, itemId: world.dashboard });
      const remove = (madeBy?: ObjectId) =>
        write(world, async ({ links, permissions }) => {
          await permissions.save({ ...permission(world), source: world.link });
          return links.removeRecipient(world.report, world.colleague, madeBy);
        });
      const named = () =>
        read(world, async ({ links }) => {
          const all = [await links.find(world.link), await links.find(theirs.id), await links.find(elsewhere.id)];
          return all.map((one) => one?.recipientIds.includes(world.colleague));
        });
      await write(world, async ({ links }) => {
        for (const made of [theirs, elsewhere]) await links.create(made);
      });
      expect([await remove(newId()), await named()]).toEqual([false, [true, true, true]]);
      expect([await remove(world.colleague), await named()]).toEqual([true, [true, false, true]]);
      expect([await remove(), await named()]).toEqual([true, [false, false, true]]);
      expect(await remove()).toBe(false);
      expect((await read(world, ({ links }) => links.find(theirs.id)))?.recipientIds).toEqual([world.owner]);
      expect(await read(world, ({ permissions }) => permissions.ofGrantees([world.colleague]))).toHaveLength(2);
    });

    test('a link stops covering the model once, and keeps all else', async () => {
      const world = await aWorld(metadata());
      const other = another(world, {});
      await write(world, ({ links }) => links.create(other));
      const stop = () => write(world, ({ links }) => links.stopCoveringModel(world.link));
      expect([await stop(), await stop()]).toEqual([true, false]);
      const seen = await read(world, async ({ links }) => [await links.find(world.link), await links.find(other.id)]);
      expect(seen).toEqual([{ ...link(world), coversModel: false }, other]);
    });

    test('H-06: with a link goes what was gained through it, on every item, and nothing else', async () => {
      const world = await aWorld(metadata());
      const other = another(world, {});
      const gained = { ...permission(world), source: world.link };
      const kept: readonly Permission[] = [permission(world), { ...permission(world), source: other.id }];
      await write(world, async ({ links, permissions }) => {
        await links.create(other);
        for (const itemId of [world.report, world.model, world.dashboard])
          await permissions.save({ ...gained, itemId });
        for (const one of kept) await permissions.save(one);
        await links.remove(world.link);
      });
      const seen = await read(world, async ({ links, permissions }) => ({
        link: await links.find(world.link),
        links: (await links.ofItem(world.report)).map(({ id }) => id),
        permissions: await permissions.ofGrantees([world.colleague]),
      }));
      expect(seen.link).toBeUndefined();
      expect(seen.links).toEqual([other.id]);
      expect(new Set(seen.permissions)).toEqual(new Set(kept));
      await write(world, ({ links }) => links.remove(world.link));
    });

    test('with an item go its permissions and links, and what was gained elsewhere through them', async () => {
      const world = await aWorld(metadata());
      const gained = { ...permission(world), source: world.link };
      await write(world, async ({ permissions, items }) => {
        for (const itemId of [world.report, world.model]) await permissions.save({ ...gained, itemId });
        await permissions.save({ ...permission(world), itemId: world.report });
        await items.remove(world.report);
      });
      const seen = await read(world, async ({ links, permissions, security }) => [
        await links.find(world.link),
        await permissions.ofGrantees([world.colleague]),
        await security.holders([world.colleague]),
      ]);
      expect(seen).toEqual([undefined, [permission(world)], [world.colleague]]);
    });

    test('with a model go the links of its reports', async () => {
      const world = await aWorld(metadata());
      await write(world, async ({ items }) => {
        await items.create({ ...item(world, 'report'), id: lost, workspaceId: world.workspace }, '{}');
        await items.remove(world.model);
      });
      expect(await read(world, ({ links }) => links.find(world.link))).toBeUndefined();
    });
  });

  describe('settings', () => {
    test('only what was set is there, as it was set last, with its lists', async () => {
      const world = await aWorld(metadata());
      const all = () => read(world, ({ settings }) => settings.all());
      expect(await all()).toEqual([]);
      const groups = Array.from({ length: 500 }, () => newId<ObjectId>());
      const wanted = { name: 'export', isOn: true, onlyFor: groups, exceptFor: [world.colleague] } as const;
      await write(world, async ({ settings }) => {
        await settings.save({ name: 'export', isOn: false, onlyFor: [], exceptFor: [] });
        await settings.save({ name: 'guestAccess', isOn: false, onlyFor: [], exceptFor: [] });
        await settings.save(wanted);
      });
      expect(await all()).toEqual([wanted, { name: 'guestAccess', isOn: false, onlyFor: [], exceptFor: [] }]);
    });
  });
}
