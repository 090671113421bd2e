import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { newId, type TenantId } from '../../shared/domain/ids.ts';
import { AT, anAct, aWorld, later, permission, type World } from './metadata-samples.ts';

export function readOnlyCases(metadata: () => Metadata): void {
  describe('while the cluster is read-only', () => {
    const quietTenant = newId<TenantId>();
    const newTenant = newId<TenantId>();
    const home = { name: 'Contoso', homeCluster: 'home' };
    let world: World;
    const state = (tenant: TenantId) => metadata().read(tenant, ({ security }) => security.state());
    const isRefused = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: 'read-only' });

    beforeEach(async () => {
      world = await aWorld(metadata());
      await metadata().system.saveTenant({ tenantId: quietTenant, ...home });
      await metadata().system.setReadOnly(true);
    });
    afterEach(() => metadata().system.setReadOnly(false));

    test('every write is refused before it begins, upkeep too; reading goes on; afterwards all is as before', async () => {
      const [before, act] = [await state(world.tenant), anAct(world.owner, 'ShareDashboard')];
      let hasBegun = false;
      const write = (by: typeof act | undefined) =>
        metadata().write(world.tenant, by, async ({ permissions, audit }) => {
          hasBegun = true;
          await permissions.save({ ...permission(world), rights: ['read', 'build'] });
          await audit.record({ activity: 'ShareDashboard' });
        });
      await isRefused(write(act));
      await isRefused(write(undefined));
      expect(hasBegun).toBe(false);
      expect(before.isReadOnly).toBe(true);
      expect(await metadata().read(world.tenant, ({ permissions }) => permissions.ofItem(world.dashboard))).toEqual([
        permission(world),
      ]);
      await metadata().system.setReadOnly(false);
      expect(await state(world.tenant)).toEqual({ epoch: before.epoch, isReadOnly: false });
      await write(act);
      expect((await state(world.tenant)).epoch).toBe(before.epoch + 1);
    });

    test('it holds for a tenant that never wrote, and for one that comes later', async () => {
      await metadata().system.saveTenant({ tenantId: newTenant, ...home });
      await metadata().system.saveTenant({ tenantId: newTenant, ...home, name: 'Renamed' });
      for (const tenant of [quietTenant, newTenant]) {
        expect(await state(tenant)).toEqual({ epoch: 0, isReadOnly: true });
        await isRefused(metadata().write(tenant, undefined, async () => 'never'));
      }
      await metadata().system.setReadOnly(false);
      for (const tenant of [quietTenant, newTenant]) {
        expect(await metadata().write(tenant, undefined, async () => 'done')).toBe('done');
      }
    });

    test('upkeep finds nothing to do, and nothing of what waits is lost', async () => {
      const { system } = metadata();
      await system.setReadOnly(false);
      const act = { ...anAct(world.owner), once: { id: newId(), expiresAt: later(10) } };
      await metadata().write(world.tenant, act, ({ uploads }) => uploads.discardBlob('waits', 'data'));
      const waiting = { tenantId: world.tenant, blobName: 'waits', account: 'data' } as const;
      await system.setReadOnly(true);
      await system.forgetGarbage(waiting);
      expect([
        await system.idleImports(later(60), 10),
        await system.forgetExpired(later(60)),
        await system.garbage(10),
        await system.discardExpiredUploads(later(86_400)),
        await system.forgetActivity(later(60)),
      ]).toEqual([[], 0, [], 0, 0]);
      await system.setReadOnly(false);
      await expect(metadata().write(world.tenant, act, async () => 'again')).rejects.toMatchObject({
        code: 'already-used',
      });
      expect(await system.garbage(100_000)).toContainEqual(waiting);
      expect(await metadata().read(world.tenant, ({ uploads }) => uploads.findByBlob(world.uploadBlob))).toBeDefined();
    });

    test('each instance counts its own usage, and none is kept', async () => {
      const count = { key: newId(), window: AT, count: 3 };
      const add = () => metadata().system.addUsage([count], later(-3600));
      expect([await add(), await add()]).toEqual([[3], [3]]);
      await metadata().system.setReadOnly(false);
      expect([await add(), await add()]).toEqual([[3], [6]]);
    });

    test('instances still publish the keys with which they sign', async () => {
      const key = { keyId: `k-${newId()}`, publicJwk: '{"kty":"EC"}', publishedAt: AT, expiresAt: later(10) };
      await metadata().system.publishKey(key);
      expect(await metadata().system.findKey(key.keyId)).toEqual(key);
    });
  });
}
