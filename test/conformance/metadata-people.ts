import { describe, expect, test } from 'vitest';
import type { Metadata, Workspace } from '../../shared/catalog/ports.ts';
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

    test('a sign-in name is found without regard to case, and belongs to whoever had it last', async () => {
      const [tenant, first, second] = [newId<TenantId>(), newId<ObjectId>(), newId<ObjectId>()];
      await metadata().write(tenant, undefined, async ({ people }) => {
        await people.save(person(first, 'First', 'Info@Contoso.example'), AT);
        await people.save(person(second, 'Second', 'info@contoso.example'), later(1));
      });
      const find = (name: string) => metadata().read(tenant, (stores) => stores.people.findBySignInName(name));
      expect((await find('INFO@contoso.EXAMPLE'))?.objectId).toBe(second);
      expect(await find('info@contoso.exampl')).toBeUndefined();
      expect(await find('inf_@contoso.example')).toBeUndefined();
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

    test.each([
      { text: 'ANN', names: ['Ann Lee', 'Joanne'] },
      { text: '50%', names: ['50% off'] },
      { text: '_', names: ['under_score'] },
      { text: '[a', names: ['set [a-c]'] },
      { text: '\\', names: ['back\\slash'] },
      { text: 'ÉMILE', names: ['Émile'] },
      { text: 'e\u0301mile', names: ['Émile'] },
      { text: 'οδός', names: ['ΟΔΌΣ'] },
      { text: "o'", names: ["O'Hara"] },
      { text: '🦊', names: ['Fox 🦊'] },
      { text: 'only-mail', names: ['Ann Lee'] },
      { text: 'a\0', names: [] },
      { text: 'x'.repeat(60_000), names: [] },
    ])('a search for $text finds $names', async ({ text, names }) => {
      const tenant = newId<TenantId>();
      const all = [
        'Joanne',
        'Ann Lee',
        '50% off',
        'under_score',
        'set [a-c]',
        'back\\slash',
        'Émile',
        'ΟΔΌΣ',
        "O'Hara",
        'Fox 🦊',
      ];
      await metadata().write(tenant, undefined, async ({ people }) => {
        for (const name of all) {
          await people.save(person(newId(), name, `${name === 'Ann Lee' ? 'Only-Mail' : 'x'}@contoso.example`), AT);
        }
      });
      const found = await metadata().read(tenant, (stores) => stores.people.search(text, 20));
      expect(found.map((one) => one.displayName)).toEqual(names);
    });

    test('a search gives the first by name, as many as were asked for', async () => {
      const tenant = newId<TenantId>();
      await metadata().write(tenant, undefined, async ({ people }) => {
        for (const name of ['c', 'B', 'a', 'D']) await people.save(person(newId(), name, 'x@contoso.example'), AT);
      });
      const found = await metadata().read(tenant, (stores) => stores.people.search('', 3));
      expect(found.map((one) => one.displayName)).toEqual(['a', 'B', 'c']);
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
        await workspaces.saveMember({ workspaceId, principalId: colleague, principalKind: 'App', role: 'Viewer' });
        await workspaces.saveMember({ workspaceId, principalId: colleague, principalKind: 'App', role: 'Member' });
      });
      const seen = await metadata().read(world.tenant, async ({ workspaces }) => ({
        members: (await workspaces.members(workspaceId)).map(({ principalId, role }) => [principalId, role]),
        roles: (await workspaces.rolesOf(workspaceId, [owner, colleague, newId()])).toSorted(),
        none: await workspaces.rolesOf(workspaceId, []),
        mine: (await workspaces.ofPrincipals([colleague])).map(({ workspace, role }) => [workspace.name, role]),
        nobody: await workspaces.ofPrincipals([]),
      }));
      expect(new Set(seen.members)).toEqual(
        new Set([
          [owner, 'Admin'],
          [colleague, 'Member'],
        ]),
      );
      expect(seen).toMatchObject({ roles: ['Admin', 'Member'], none: [], mine: [['Sales', 'Member']], nobody: [] });
      const removed = await metadata().write(world.tenant, undefined, async ({ workspaces }) => [
        await workspaces.removeMember(workspaceId, colleague),
        await workspaces.removeMember(workspaceId, colleague),
        await workspaces.rolesOf(workspaceId, [colleague]),
      ]);
      expect(removed).toEqual([true, false, []]);
    });

    test('workspaces of a principal are listed by name without regard to case', async () => {
      const [tenant, ann] = [newId<TenantId>(), newId<ObjectId>()];
      await metadata().write(tenant, undefined, async ({ workspaces }) => {
        for (const name of ['beta', 'Alpha', 'gamma']) {
          const made: Workspace = { ...personal(ann), name, kind: 'shared' };
          await workspaces.create(made);
          await workspaces.saveMember({ workspaceId: made.id, principalId: ann, principalKind: 'User', role: 'Admin' });
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
