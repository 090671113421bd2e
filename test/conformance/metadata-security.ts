import { describe, expect, test } from 'vitest';
import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import { newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import { AT, anAct, aWorld, later, link, permission, person, type World } from './metadata-samples.ts';

type Change = (stores: Stores, world: World) => Promise<unknown>;
type Case = { readonly what: string; readonly change: Change };

const CHANGES_OF_RIGHTS: readonly Case[] = [
  {
    what: 'a role is given',
    change: ({ workspaces }, w) =>
      workspaces.saveMember({
        workspaceId: w.workspace,
        principalId: w.colleague,
        principalKind: 'user',
        role: 'Viewer',
      }),
  },
  { what: 'a role is taken away', change: ({ workspaces }, w) => workspaces.removeMember(w.workspace, w.owner) },
  { what: 'a permission is given', change: ({ permissions }, w) => permissions.save(permission(w)) },
  {
    what: 'a permission is taken away',
    change: ({ permissions }, w) => permissions.remove(w.dashboard, w.colleague, 'direct'),
  },
  { what: 'a link is made', change: ({ links }, w) => links.create({ ...link(w), id: newId() }) },
  {
    what: 'a recipient is taken off a link',
    change: ({ links }, w) => links.removeRecipient(w.report, w.colleague),
  },
  { what: 'a link stops covering the model', change: ({ links }, w) => links.stopCoveringModel(w.link) },
  { what: 'a link is removed', change: ({ links }, w) => links.remove(w.link) },
  {
    what: 'a setting is changed',
    change: ({ settings }) => settings.save({ name: 'export', isOn: false, onlyFor: [], exceptFor: [] }),
  },
  {
    what: 'a role of a model gets members',
    change: ({ roleMembers }, w) =>
      roleMembers.replace(w.model, 'Europe', [{ memberId: w.colleague, memberKind: 'user' }]),
  },
  { what: 'roles of a model lose their members', change: ({ roleMembers }, w) => roleMembers.removeOfModel(w.model) },
  { what: 'sessions are revoked', change: ({ security }, w) => security.revokeSessions(w.owner, AT) },
  { what: 'an item is removed', change: ({ items }, w) => items.remove(w.report) },
  {
    what: 'a workspace is removed',
    change: async ({ workspaces, items }, w) => {
      for (const id of [w.dashboard, w.model]) await items.remove(id);
      await workspaces.remove(w.workspace);
    },
  },
];

const OTHER_CHANGES: readonly Case[] = [
  { what: 'a name is saved', change: ({ people }, w) => people.save(person(w.owner, 'New', 'new'), AT) },
  { what: 'an item is changed', change: ({ items }, w) => items.saveDefinition(w.model, '{"x":1}', AT) },
  { what: 'a tile is removed', change: ({ tiles }, w) => tiles.remove(w.tile) },
  { what: 'something is recorded', change: ({ audit }) => audit.record({ activity: 'ViewReport' }) },
  { what: 'nobody is removed', change: ({ workspaces }, w) => workspaces.removeMember(w.workspace, newId()) },
  {
    what: 'no permission is removed',
    change: ({ permissions }, w) => permissions.remove(w.model, w.colleague, 'direct'),
  },
  { what: 'nobody is taken off a link', change: ({ links }, w) => links.removeRecipient(w.report, w.owner) },
  { what: 'no link stops covering a model', change: ({ links }) => links.stopCoveringModel(newId()) },
];

export function securityCases(metadata: () => Metadata): void {
  const state = (tenant: TenantId) => metadata().read(tenant, ({ security }) => security.state());

  describe('the epoch of a tenant', () => {
    test('begins at 0, where the tenant is writable', async () => {
      expect(await state(newId())).toEqual({ epoch: 0, isReadOnly: false });
    });

    test.each(CHANGES_OF_RIGHTS)('moves on by one when $what, and no other tenant’s does', async ({ change }) => {
      const [world, other] = [await aWorld(metadata()), await aWorld(metadata())];
      const before = (await state(world.tenant)).epoch;
      await metadata().write(world.tenant, anAct(world.owner), (stores) => change(stores, world));
      expect(await state(world.tenant)).toEqual({ epoch: before + 1, isReadOnly: false });
      expect(await state(other.tenant)).toEqual({ epoch: before, isReadOnly: false });
    });

    test.each(OTHER_CHANGES)('stays when $what', async ({ change }) => {
      const world = await aWorld(metadata());
      const before = await state(world.tenant);
      await metadata().write(world.tenant, anAct(world.owner), (stores) => change(stores, world));
      expect(await state(world.tenant)).toEqual(before);
    });

    test('moves once for all changes of one write, and not for one that is undone', async () => {
      const world = await aWorld(metadata());
      const { epoch } = await state(world.tenant);
      const twice = async (stores: Stores) => {
        await stores.permissions.save(permission(world));
        await stores.links.remove(world.link);
      };
      const undone = metadata().write(world.tenant, undefined, async (stores) => {
        await twice(stores);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect((await state(world.tenant)).epoch).toBe(epoch);
      await metadata().write(world.tenant, undefined, twice);
      expect((await state(world.tenant)).epoch).toBe(epoch + 1);
    });

    test('counts each of twenty writers', async () => {
      const world = await aWorld(metadata());
      const { epoch } = await state(world.tenant);
      const save = () =>
        metadata().write(world.tenant, undefined, ({ permissions }) => permissions.save(permission(world)));
      await Promise.all(Array.from({ length: 20 }, save));
      expect((await state(world.tenant)).epoch).toBe(epoch + 20);
    });
  });

  describe('revoked sessions', () => {
    test('the moment is kept by principal, and moves forward only', async () => {
      const [tenant, id] = [newId<TenantId>(), newId<ObjectId>()];
      const from = () => metadata().read(tenant, ({ security }) => security.sessionsValidFrom(id));
      const revoke = (at: string) =>
        metadata().write(tenant, undefined, ({ security }) => security.revokeSessions(id, at));
      expect(await from()).toBeUndefined();
      await revoke(later(10));
      await revoke(later(20));
      await revoke(later(5));
      expect(await from()).toBe(later(20));
      expect(await metadata().read(tenant, ({ security }) => security.sessionsValidFrom(newId()))).toBeUndefined();
    });
  });

  describe('holders', () => {
    test('are those with a role here or in a model, a permission or a place in a link, each once, in the order asked', async () => {
      const world = await aWorld(metadata());
      const [group, granted, invited] = [newId<ObjectId>(), newId<ObjectId>(), newId<ObjectId>()];
      const bound = newId<ObjectId>();
      await metadata().write(world.tenant, undefined, async ({ workspaces, permissions, links, roleMembers }) => {
        const member = { workspaceId: world.workspace, principalId: group, principalKind: 'group' } as const;
        await workspaces.saveMember({ ...member, role: 'Viewer' });
        await permissions.save({ ...permission(world), granteeId: granted, granteeKind: 'group' });
        await links.create({ ...link(world), id: newId(), recipientIds: [invited] });
        await roleMembers.replace(world.model, 'Europe', [{ memberId: bound, memberKind: 'group' }]);
      });
      const strangers = Array.from({ length: 1200 }, () => newId<ObjectId>());
      const holders = (ids: readonly ObjectId[]) =>
        metadata().read(world.tenant, ({ security }) => security.holders(ids));
      expect(await holders([invited, ...strangers, granted, group, bound, invited])).toEqual([
        invited,
        granted,
        group,
        bound,
      ]);
      expect(await holders([])).toEqual([]);
      await metadata().write(world.tenant, undefined, async ({ workspaces, permissions }) => {
        await workspaces.removeMember(world.workspace, group);
        await permissions.remove(world.dashboard, granted, 'direct');
      });
      expect(await holders([invited, granted, group])).toEqual([invited]);
    });
  });
}
