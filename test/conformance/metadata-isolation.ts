import { beforeAll, describe, expect, test } from 'vitest';
import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import { newId, type TenantId } from '../../shared/domain/ids.ts';
import { AT, anAct, aWorld, later, link, permission, type World, worldIds } from './metadata-samples.ts';

const ALL_EVENTS = {
  from: '',
  to: '~',
  activity: undefined,
  userId: undefined,
  after: undefined,
  limit: 1000,
} as const;

/** Everything that one tenant can see of a world, asked for by its ids. */
function everything(world: World): (stores: Stores) => Promise<unknown> {
  return async (stores) => ({
    people: [await stores.people.find(world.owner), await stores.people.findMany([world.owner])],
    workspaces: [
      await stores.workspaces.find(world.workspace),
      await stores.workspaces.findMany([world.workspace]),
      await stores.workspaces.ofPrincipals([world.owner]),
      await stores.workspaces.members(world.workspace),
      await stores.workspaces.membershipsOf(world.workspace, [world.owner]),
    ],
    items: [
      await stores.items.find(world.model),
      await stores.items.findMany([world.model]),
      await stores.items.inWorkspace(world.workspace),
      await stores.items.recent([world.workspace], 10),
      await stores.items.reportsOfModel(world.model),
      await stores.items.definition(world.model),
    ],
    versions: await stores.versions.current(world.model),
    tiles: [await stores.tiles.ofDashboard(world.dashboard), await stores.tiles.find(world.dashboard, world.tile)],
    permissions: [
      await stores.permissions.ofItem(world.dashboard),
      await stores.permissions.ofGrantees([world.colleague]),
      await stores.permissions.find(world.dashboard, [world.colleague]),
    ],
    links: [await stores.links.find(world.link), await stores.links.ofItem(world.report)],
    settings: await stores.settings.all(),
    security: [
      await stores.security.state(),
      await stores.security.sessionsValidFrom(world.owner),
      await stores.security.holders([world.owner, world.colleague]),
    ],
    audit: await stores.audit.page(ALL_EVENTS),
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
      for (const { tenant, owner } of [ours, theirs]) {
        await metadata().write(tenant, anAct(owner), async ({ settings, security, audit }) => {
          await settings.save({ name: 'export', isOn: true, onlyFor: [owner], exceptFor: [] });
          await security.revokeSessions(owner, AT);
          await audit.record({ activity: 'Import', detail: tenant === ours.tenant ? 'Ours' : 'Theirs' });
        });
      }
    });

    test('a tenant with the very same ids sees its own rows and none of the other', async () => {
      const seen = JSON.stringify(await metadata().read(ours.tenant, everything(ours)));
      expect(seen).toContain('Ours');
      expect(seen).not.toContain('Theirs');
    });

    test('a tenant without rows sees nothing by the ids of others', async () => {
      const seen = await metadata().read(newId<TenantId>(), everything(ours));
      expect(seen).toEqual({
        people: [undefined, []],
        workspaces: [undefined, [], [], [], []],
        items: [undefined, [], [], [], [], undefined],
        versions: undefined,
        tiles: [[], undefined],
        permissions: [[], [], []],
        links: [undefined, []],
        settings: [],
        security: [{ epoch: 0, isReadOnly: false }, undefined, []],
        audit: [],
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
            principalKind: 'user',
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
      {
        what: 'widens a permission',
        change: ({ permissions }, w) => permissions.save({ ...permission(w), rights: ['read', 'reshare'] }),
      },
      {
        what: 'removes a permission',
        change: ({ permissions }, w) => permissions.remove(w.dashboard, w.colleague, 'direct'),
      },
      {
        what: 'takes a recipient off the links of an item',
        change: ({ links }, w) => links.removeRecipient(w.report, w.colleague),
      },
      { what: 'narrows a link', change: ({ links }, w) => links.stopCoveringModel(w.link) },
      { what: 'removes a link', change: ({ links }, w) => links.remove(w.link) },
      { what: 'creates a link', change: ({ links }, w) => links.create(link(w)) },
      {
        what: 'saves a setting',
        change: ({ settings }) => settings.save({ name: 'export', isOn: false, onlyFor: [], exceptFor: [] }),
      },
      { what: 'revokes sessions', change: ({ security }, w) => security.revokeSessions(w.owner, later(9)) },
      { what: 'records an activity', change: ({ audit }) => audit.record({ activity: 'ViewReport' }) },
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
      await metadata().write(ours.tenant, anAct(ours.owner), (stores) => change(stores, ours));
      expect(await look()).toEqual(before);
    });

    test('one context is used up for its tenant only', async () => {
      const act = anAct(ours.owner);
      expect(await metadata().write(ours.tenant, act, async () => 1)).toBe(1);
      expect(await metadata().write(theirs.tenant, act, async () => 2)).toBe(2);
    });
  });
}
