import { beforeAll, describe, expect, test } from 'vitest';
import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import { newId, type TenantId } from '../../shared/domain/ids.ts';
import { AT, aWorld, later, type World, worldIds } from './metadata-samples.ts';

/** Everything that one tenant can see of a world, asked for by its ids. */
function everything(world: World): (stores: Stores) => Promise<unknown> {
  return async (stores) => ({
    people: [
      await stores.people.find(world.owner),
      await stores.people.findMany([world.owner]),
      await stores.people.search('owner', 10),
    ],
    workspaces: [
      await stores.workspaces.find(world.workspace),
      await stores.workspaces.ofPrincipals([world.owner]),
      await stores.workspaces.members(world.workspace),
      await stores.workspaces.rolesOf(world.workspace, [world.owner]),
    ],
    items: [
      await stores.items.find(world.model),
      await stores.items.inWorkspace(world.workspace),
      await stores.items.recent([world.workspace], 10),
      await stores.items.reportsOfModel(world.model),
      await stores.items.definition(world.model),
    ],
    versions: await stores.versions.current(world.model),
    tiles: [await stores.tiles.ofDashboard(world.dashboard), await stores.tiles.find(world.dashboard, world.tile)],
    shares: [await stores.shares.ofItem(world.dashboard), await stores.shares.ofGrantees([world.colleague])],
    imports: [await stores.imports.find(world.import), await stores.imports.inWorkspace(world.workspace)],
  });
}

export function isolationCases(metadata: () => Metadata): void {
  describe('tenants', () => {
    const ids = worldIds();
    let ours: World;
    let theirs: World;
    beforeAll(async () => {
      ours = await aWorld(metadata(), newId<TenantId>(), ids, 'Ours');
      theirs = await aWorld(metadata(), newId<TenantId>(), ids, 'Theirs');
    });

    test('a tenant with the very same ids sees its own rows and none of the other', async () => {
      const seen = JSON.stringify(await metadata().read(ours.tenant, everything(ours)));
      expect(seen).toContain('Ours');
      expect(seen).not.toContain('Theirs');
    });

    test('a tenant without rows sees nothing by the ids of others', async () => {
      const seen = await metadata().read(newId<TenantId>(), everything(ours));
      expect(seen).toEqual({
        people: [undefined, [], []],
        workspaces: [undefined, [], [], []],
        items: [undefined, [], [], [], undefined],
        versions: undefined,
        tiles: [[], undefined],
        shares: [[], []],
        imports: [undefined, []],
      });
    });

    test.each<{ what: string; change: (stores: Stores, world: World) => Promise<unknown> }>([
      {
        what: 'saves a person',
        change: ({ people }, w) =>
          people.save({ objectId: w.owner, displayName: 'Z', signInName: 'z', kind: 'guest' }, AT),
      },
      {
        what: 'changes a role',
        change: ({ workspaces }, w) =>
          workspaces.saveMember({
            workspaceId: w.workspace,
            principalId: w.owner,
            principalKind: 'User',
            role: 'Viewer',
          }),
      },
      { what: 'removes a member', change: ({ workspaces }, w) => workspaces.removeMember(w.workspace, w.owner) },
      { what: 'saves a definition', change: ({ items }, w) => items.saveDefinition(w.model, '{"z":1}', later(9)) },
      { what: 'touches an item', change: ({ items }, w) => items.touch(w.model, later(9)) },
      {
        what: 'moves a tile',
        change: ({ tiles }, w) => tiles.move(w.tile, { column: 9, row: 9, colSpan: 1, rowSpan: 1 }),
      },
      { what: 'removes a tile', change: ({ tiles }, w) => tiles.remove(w.tile) },
      { what: 'removes tiles of an item', change: ({ tiles }, w) => tiles.removeOfItem(w.model) },
      {
        what: 'publishes a version',
        change: ({ versions }, w) =>
          versions.publish({ id: newId(), modelId: w.model, blobName: 'z', bytes: 1, rowCount: 1, createdAt: AT }),
      },
      { what: 'removes a share', change: ({ shares }, w) => shares.remove(w.dashboard, w.colleague) },
      { what: 'takes a lease', change: ({ imports }, w) => imports.lease(w.import, AT, later(9)) },
      { what: 'extends a lease', change: ({ imports }, w) => imports.extendLease(w.import, later(9)) },
      { what: 'fails an import', change: ({ imports }, w) => imports.fail(w.import, { code: 'Z', message: 'z' }, AT) },
      { what: 'removes an upload', change: ({ uploads }, w) => uploads.remove(w.upload) },
      { what: 'removes a model', change: ({ items }, w) => items.remove(w.model) },
      { what: 'removes a dashboard', change: ({ items }, w) => items.remove(w.dashboard) },
      { what: 'removes the workspace', change: ({ workspaces }, w) => workspaces.remove(w.workspace) },
    ])('nothing of the other tenant changes when one $what', async ({ change }) => {
      const look = async () => [
        await metadata().read(theirs.tenant, everything(theirs)),
        await metadata().read(theirs.tenant, (stores) => stores.uploads.findByBlob(theirs.uploadBlob)),
      ];
      const before = await look();
      await metadata().write(ours.tenant, undefined, (stores) => change(stores, ours));
      expect(await look()).toEqual(before);
    });

    test('one context is used up for its tenant only', async () => {
      const once = { id: newId(), expiresAt: later(60) };
      expect(await metadata().write(ours.tenant, once, async () => 1)).toBe(1);
      expect(await metadata().write(theirs.tenant, once, async () => 2)).toBe(2);
    });
  });
}
