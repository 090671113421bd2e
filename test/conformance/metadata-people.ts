import { describe, expect, test } from 'vitest';
import type { Membership, Metadata, Workspace } from '../../shared/catalog/ports.ts';
import { newId, type ObjectId, type TenantId, type WorkspaceId } from '../../shared/domain/ids.ts';
import { AT, aWorld, item, later, person, worldIds } from './metadata-samples.ts';

export function peopleAndWorkspaceCases(metadata: () => Metadata): void {
  describe('people', () => {
    test('a person is saved once, and again only when a name changes', async () => {
      const [tenant, id] = [newId<TenantId>(), newId<ObjectId>()];
      const save = (name: string, at: string) =>
        metadata().write(tenant, undefined, (stores) =>
          stores.people.save(person(id, name, 'ann@contoso.example'), at),
        );
      expect(await save('Ann', AT)).toBe(true);
      expect(await save('Ann', later(1))).toBe(false);
      expect(await save('Ann Lee', later(2))).toBe(true);
      const found = await metadata().read(tenant, (stores) => stores.people.find(id));
      expect(found).toEqual(person(id, 'Ann Lee', 'ann@contoso.example'));
    });

    test('a thousand people are found at once, those asked for and no others', async () => {
      const tenant = newId<TenantId>();
      const ids = Array.from({ length: 1001 }, () => newId<ObjectId>());
      await metadata().write(tenant, undefined, async ({ people }) => {
        for (const id of ids) await people.save(person(id, `P ${id}`, `${id}@contoso.example`), AT);
      });
      const found = await metadata().read(tenant, (stores) => stores.people.findMany([...ids.slice(1), newId()]));
      expect(new Set(found.map((one) => one.objectId))).toEqual(new Set(ids.slice(1)));
      expect(await metadata().read(tenant, (stores) => stores.people.findMany([]))).toEqual([]);
    });
  });

  describe('workspaces', () => {
    const personal = (ownerId: ObjectId): Workspace => ({
      id: newId<WorkspaceId>(),
      name: 'My workspace',
      kind: 'personal',
      ownerId,
      createdAt: AT,
    });

    test('a workspace comes back as it was made, by id and by name in any case', async () => {
      const world = await aWorld(metadata());
      const made = { id: world.workspace, name: 'Sales', kind: 'shared', ownerId: world.owner, createdAt: AT };
      const found = await metadata().read(world.tenant, async ({ workspaces }) => [
        await workspaces.find(world.workspace),
        await workspaces.findByName(' sALES '),
        await workspaces.findByName('Sale'),
        await workspaces.findPersonal(world.owner),
      ]);
      expect(found).toEqual([made, made, undefined, undefined]);
    });

    test('a person has one personal workspace, and its name is nobody else’s concern', async () => {
      const [tenant, ann, bob] = [newId<TenantId>(), newId<ObjectId>(), newId<ObjectId>()];
      const create = (workspace: Workspace) =>
        metadata().write(tenant, undefined, (stores) => stores.workspaces.create(workspace));
      const own = personal(ann);
      await create(own);
      await create(personal(bob));
      await expect(create(personal(ann))).rejects.toMatchObject({ code: 'name-taken' });
      const found = await metadata().read(tenant, async ({ workspaces }) => [
        await workspaces.findPersonal(ann),
        await workspaces.findByName('My workspace'),
      ]);
      expect(found).toEqual([own, undefined]);
    });

    test('two shared workspaces of one name are refused, whatever the case', async () => {
      const world = await aWorld(metadata());
      const twin: Workspace = { ...personal(world.owner), name: 'SALES', kind: 'shared' };
      await expect(
        metadata().write(world.tenant, undefined, (stores) => stores.workspaces.create(twin)),
      ).rejects.toMatchObject({ code: 'name-taken', detail: { what: 'workspace', name: 'SALES' } });
    });

    test('roles are given, changed, listed by principal and taken away', async () => {
      const world = await aWorld(metadata());
      const { workspace: workspaceId, colleague, owner } = world;
      await metadata().write(world.tenant, undefined, async ({ workspaces }) => {
        await workspaces.saveMember({ workspaceId, principalId: colleague, principalKind: 'service', role: 'Viewer' });
        await workspaces.saveMember({ workspaceId, principalId: colleague, principalKind: 'group', role: 'Member' });
      });
      const seen = await metadata().read(world.tenant, async ({ workspaces }) => ({
        members: await workspaces.members(workspaceId),
        held: await workspaces.membershipsOf(workspaceId, [colleague, newId()]),
        none: await workspaces.membershipsOf(workspaceId, []),
        mine: (await workspaces.ofPrincipals([colleague])).map(({ workspace, role }) => [workspace.name, role]),
        nobody: await workspaces.ofPrincipals([]),
      }));
      const held: Membership = { workspaceId, principalId: colleague, principalKind: 'group', role: 'Member' };
      const admin: Membership = { workspaceId, principalId: owner, principalKind: 'user', role: 'Admin' };
      expect(new Set(seen.members)).toEqual(new Set([admin, held]));
      expect(seen).toMatchObject({ held: [held], none: [], mine: [['Sales', 'Member']], nobody: [] });
      const removed = await metadata().write(world.tenant, undefined, async ({ workspaces }) => [
        await workspaces.removeMember(workspaceId, colleague),
        await workspaces.removeMember(workspaceId, colleague),
        await workspaces.membershipsOf(workspaceId, [colleague]),
      ]);
      expect(removed).toEqual([true, false, []]);
    });

    test('workspaces of a principal are listed by name without regard to case', async () => {
      const [tenant, ann] = [newId<TenantId>(), newId<ObjectId>()];
      await metadata().write(tenant, undefined, async ({ workspaces }) => {
        for (const name of ['beta', 'Alpha', 'gamma']) {
          const made: Workspace = { ...personal(ann), name, kind: 'shared' };
          await workspaces.create(made);
          await workspaces.saveMember({ workspaceId: made.id, principalId: ann, principalKind: 'user', role: 'Admin' });
        }
      });
      const listed = await metadata().read(tenant, (stores) => stores.workspaces.ofPrincipals([ann]));
      expect(listed.map(({ workspace }) => workspace.name)).toEqual(['Alpha', 'beta', 'gamma']);
    });

    test('a workspace with items stays; emptied, it goes with members, uploads and imports', async () => {
      const world = await aWorld(metadata());
      const remove = () =>
        metadata().write(world.tenant, undefined, (stores) => stores.workspaces.remove(world.workspace));
      await expect(remove()).rejects.toMatchObject({ code: 'request-invalid' });
      await metadata().write(world.tenant, undefined, async ({ items }) => {
        for (const id of [world.dashboard, world.model]) await items.remove(id);
      });
      await remove();
      const left = await metadata().read(world.tenant, async (stores) => [
        await stores.workspaces.find(world.workspace),
        await stores.workspaces.ofPrincipals([world.owner]),
        await stores.uploads.findByBlob(world.uploadBlob),
        await stores.imports.find(world.import),
      ]);
      expect(left).toEqual([undefined, [], undefined, undefined]);
    });

    test('an item in a workspace that is not there is refused', async () => {
      const ids = { ...worldIds(), mark: 'Lost', blob: '', uploadBlob: '' };
      await expect(
        metadata().write(newId(), undefined, (stores) => stores.items.create(item(ids, 'model'), '{}')),
      ).rejects.toMatchObject({ code: 'not-found' });
    });
  });
}
