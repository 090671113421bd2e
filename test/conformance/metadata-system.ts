import { describe, expect, test } from 'vitest';
import type { Metadata, UsageCount } from '../../shared/catalog/ports.ts';
import { newId, type TenantId } from '../../shared/domain/ids.ts';
import { AT, anAct, aWorld, importRow, later, type World } from './metadata-samples.ts';

const MANY = 100_000;

export function systemCases(metadata: () => Metadata): void {
  describe('the system', () => {
    test('a tenant is saved and renamed; an unknown one is unknown', async () => {
      const tenantId = newId<TenantId>();
      expect(await metadata().system.findTenant(tenantId)).toBeUndefined();
      await metadata().system.saveTenant({ tenantId, name: 'Contoso', homeCluster: 'west' });
      const renamed = { tenantId, name: 'Contoso Ltd', homeCluster: 'north' };
      await metadata().system.saveTenant(renamed);
      expect(await metadata().system.findTenant(tenantId)).toEqual(renamed);
    });

    test('a key is published, renewed, and forgotten after its time', async () => {
      const key = { keyId: `k-${newId()}`, publicJwk: '{"kty":"EC"}', publishedAt: AT, expiresAt: later(10) };
      await metadata().system.publishKey({ ...key, expiresAt: later(5) });
      await metadata().system.publishKey(key);
      await metadata().system.forgetExpired(later(10));
      expect(await metadata().system.findKey(key.keyId)).toEqual(key);
      expect(await metadata().system.forgetExpired(later(11))).toBeGreaterThanOrEqual(1);
      expect(await metadata().system.findKey(key.keyId)).toBeUndefined();
    });

    test('used-up contexts are remembered until they expire', async () => {
      const [tenant, once] = [newId<TenantId>(), { id: newId(), expiresAt: later(10) }];
      const act = { ...anAct(newId()), once };
      const use = () => metadata().write(tenant, act, async () => 'done');
      await use();
      await metadata().system.forgetExpired(later(10));
      await expect(use()).rejects.toMatchObject({ code: 'already-used' });
      await metadata().system.forgetExpired(later(11));
      expect(await use()).toBe('done');
    });

    test('idle imports of all tenants are given, oldest first, and only those', async () => {
      const [first, second] = [await aWorld(metadata()), await aWorld(metadata())];
      const older = { ...importRow(second), id: newId<World['import']>(), createdAt: later(-60) };
      await metadata().write(second.tenant, undefined, (stores) => stores.imports.create(older));
      const idle = async (now: string) =>
        (await metadata().system.idleImports(now, MANY)).filter(({ tenantId }) =>
          [first.tenant, second.tenant].includes(tenantId),
        );
      const all = await idle(AT);
      expect(all[0]).toEqual({ tenantId: second.tenant, importId: older.id });
      expect(new Set(all.map((row) => row.importId))).toEqual(new Set([older.id, first.import, second.import]));
      expect(await metadata().system.idleImports(AT, 1)).toHaveLength(1);
      await metadata().write(first.tenant, undefined, (stores) => stores.imports.lease(first.import, AT, later(60)));
      await metadata().write(second.tenant, undefined, async ({ imports }) => {
        await imports.fail(second.import, { code: 'X', message: 'x' }, AT);
        await imports.fail(older.id, { code: 'X', message: 'x' }, AT);
      });
      expect(await idle(later(59))).toEqual([]);
      expect(await idle(later(60))).toEqual([{ tenantId: first.tenant, importId: first.import }]);
    });

    test('garbage is given with its tenant and account, and forgotten piece by piece', async () => {
      const [one, two] = [newId<TenantId>(), newId<TenantId>()];
      for (const tenant of [one, two]) {
        await metadata().write(tenant, undefined, (stores) => stores.uploads.discardBlob('same', 'data'));
      }
      const own = async () =>
        (await metadata().system.garbage(MANY)).filter((blob) => [one, two].includes(blob.tenantId));
      expect(await own()).toHaveLength(2);
      await metadata().system.forgetGarbage({ tenantId: one, blobName: 'same', account: 'intake' });
      await metadata().system.forgetGarbage({ tenantId: one, blobName: 'same', account: 'data' });
      expect(await own()).toEqual([{ tenantId: two, blobName: 'same', account: 'data' }]);
    });

    test('an upload that nobody imported in time becomes garbage', async () => {
      const world = await aWorld(metadata());
      const find = () => metadata().read(world.tenant, (stores) => stores.uploads.findByBlob(world.uploadBlob));
      await metadata().system.discardExpiredUploads(later(3600));
      expect(await find()).toBeDefined();
      while ((await metadata().system.discardExpiredUploads(later(3601))) > 0);
      expect(await find()).toBeUndefined();
      expect(await metadata().system.garbage(MANY)).toContainEqual({
        tenantId: world.tenant,
        blobName: world.uploadBlob,
        account: 'intake',
      });
    });

    test('usage of all instances is added up by key and period, and answered in the order asked', async () => {
      const [one, two] = [newId(), newId()];
      const add = (counts: readonly UsageCount[], forgetBefore = later(-3600)) =>
        metadata().system.addUsage(counts, forgetBefore);
      expect(await add([{ key: one, window: AT, count: 2 }])).toEqual([2]);
      const more = [
        { key: two, window: AT, count: 7 },
        { key: one, window: later(60), count: 1 },
        { key: one, window: AT, count: 3 },
      ];
      expect(await add(more)).toEqual([7, 1, 5]);
      expect(await add([])).toEqual([]);
    });

    test('usage of periods that are over is forgotten', async () => {
      const key = newId();
      const add = (window: string, count: number, forgetBefore: string) =>
        metadata().system.addUsage([{ key, window, count }], forgetBefore);
      await add(AT, 5, AT);
      await add(later(60), 1, later(60));
      expect(await add(AT, 1, AT)).toEqual([1]);
      expect(await add(later(60), 1, AT)).toEqual([2]);
    });

    test('of twenty instances that tell their usage at once, none is lost', async () => {
      const [key, other] = [newId(), newId()];
      const counts = [key, other].map((one) => ({ key: one, window: AT, count: 1 }));
      const totals = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          metadata().system.addUsage(index % 2 === 0 ? counts : counts.toReversed(), later(-3600)),
        ),
      );
      expect(new Set(totals.map(([first]) => first))).toEqual(new Set(Array.from({ length: 20 }, (_, n) => n + 1)));
    });
  });
}
