import { describe, expect, test } from 'vitest';
import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import { AT, anAct, aWorld, later, permission, person } from './metadata-samples.ts';

export function transactionCases(metadata: () => Metadata): void {
  const save = (stores: Stores, id: ObjectId, name: string) =>
    stores.people.save(person(id, name, 'x@contoso.example'), AT);
  const find = async (tenant: TenantId, id: ObjectId) =>
    (await metadata().read(tenant, (stores) => stores.people.find(id)))?.displayName;

  describe('transactions', () => {
    test('a throw in the middle leaves nothing behind, and passes through unchanged', async () => {
      const [tenant, id] = [newId<TenantId>(), newId<ObjectId>()];
      const act = anAct(id);
      const thrown = new Fault('not-permitted', { what: 'do this' });
      await expect(
        metadata().write(tenant, act, async (stores) => {
          await save(stores, id, 'Ann');
          throw thrown;
        }),
      ).rejects.toBe(thrown);
      expect(await find(tenant, id)).toBeUndefined();
      expect(await metadata().write(tenant, act, async () => 'the context was not used up')).toBeTruthy();
    });

    test('a refused statement leaves the rest of the work possible', async () => {
      const world = await aWorld(metadata());
      const outcome = await metadata().write(world.tenant, undefined, async (stores) => {
        const twin = {
          id: newId<typeof world.workspace>(),
          name: 'sales',
          kind: 'shared',
          ownerId: world.owner,
        } as const;
        const refused = await stores.workspaces.create({ ...twin, createdAt: AT }).catch((thrown: unknown) => thrown);
        await save(stores, world.colleague, 'Still here');
        return refused;
      });
      expect(outcome).toMatchObject({ code: 'name-taken' });
      expect(await find(world.tenant, world.colleague)).toBe('Still here');
    });

    test('of twenty that use one context at once, one passes', async () => {
      const [tenant, id] = [newId<TenantId>(), newId<ObjectId>()];
      const act = anAct(id);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          metadata().write(tenant, act, (stores) => save(stores, id, `Winner ${index}`)),
        ),
      );
      const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      expect(refused).toHaveLength(19);
      for (const reason of refused) expect(reason).toMatchObject({ code: 'already-used' });
      const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled');
      expect(await find(tenant, id)).toBe(`Winner ${winner}`);
    });

    test('of twenty that take one lease at once, one has it', async () => {
      const world = await aWorld(metadata());
      const taken = await Promise.all(
        Array.from({ length: 20 }, () =>
          metadata().write(world.tenant, undefined, (stores) => stores.imports.lease(world.import, AT, later(60))),
        ),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    test('what is read and then written on is not lost between writers', async () => {
      const world = await aWorld(metadata());
      await Promise.all(
        Array.from({ length: 20 }, () =>
          metadata().write(world.tenant, undefined, async ({ items }) => {
            const before: { count?: number } = JSON.parse((await items.definition(world.dashboard)) ?? '{}');
            await items.saveDefinition(world.dashboard, JSON.stringify({ count: (before.count ?? 0) + 1 }), AT);
          }),
        ),
      );
      const definition = await metadata().read(world.tenant, ({ items }) => items.definition(world.dashboard));
      expect(definition).toBe('{"count":20}');
    });

    test('statements asked for at once in one unit of work all answer', async () => {
      const world = await aWorld(metadata());
      const found = await metadata().read(world.tenant, ({ items }) =>
        Promise.all([world.model, world.report, world.dashboard].map((id) => items.find(id))),
      );
      expect(found.map((one) => one?.kind)).toEqual(['model', 'report', 'dashboard']);
    });

    test('work that fails while other statements of it wait leaves the store usable', async () => {
      const world = await aWorld(metadata());
      const failing = metadata().write(world.tenant, undefined, ({ items, permissions }) =>
        Promise.all([
          permissions.save({ ...permission(world), itemId: newId<typeof world.report>() }),
          ...Array.from({ length: 10 }, () => items.touch(world.model, later(99))),
        ]),
      );
      await expect(failing).rejects.toMatchObject({ code: 'not-found' });
      const model = await metadata().read(world.tenant, ({ items }) => items.find(world.model));
      expect(model?.modifiedAt).toBe(AT);
    });

    test('a read cannot change anything', async () => {
      const [tenant, id] = [newId<TenantId>(), newId<ObjectId>()];
      await expect(metadata().read(tenant, (stores) => save(stores, id, 'Ann'))).rejects.toThrow('Use `write`');
      expect(await find(tenant, id)).toBeUndefined();
    });

    test('stores refuse to be used after their unit of work', async () => {
      const kept = await metadata().read(newId<TenantId>(), async (stores) => stores);
      await expect(kept.people.find(newId())).rejects.toThrow('has ended');
    });
  });
}
