import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LinkId, newId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { ItemKind } from '../../shared/domain/rights.ts';
import { addPermissions } from '../../shared/sharing/add-permissions.ts';
import { listPermissions } from '../../shared/sharing/list-permissions.ts';
import { removePermissions } from '../../shared/sharing/remove-permissions.ts';
import { AT, actOf } from '../catalog/sample-tenant.ts';
import { grantOn, openSharingWorld, type SharingWorld } from './sharing-world.ts';

let world: SharingWorld;
let sharer: Caller;
beforeAll(async () => {
  world = await openSharingWorld();
  sharer = await world.somebody('Sharer');
  await world.give(world.report, sharer, ['read', 'reshare']);
});
afterAll(() => world.metadata.close());

const share = async (caller: Caller, kind: ItemKind, to: Caller) =>
  addPermissions(
    world.deps,
    caller,
    await grantOn(world, caller, kind),
    { recipients: [to.objectId], rights: ['read'], withModel: true },
    actOf(caller, 'ShareReport'),
  );
const list = async (caller: Caller, kind: ItemKind) => {
  const grant = await grantOn(world, caller, kind);
  return world.metadata.read(world.tenantId, (stores) => listPermissions(stores, caller, grant));
};
const remove = async (caller: Caller, kind: ItemKind, from: Caller, withModel = false) =>
  removePermissions(
    world.metadata,
    caller,
    await grantOn(world, caller, kind),
    { principalId: from.objectId, withModel },
    actOf(caller, 'EditReportPermissions'),
  );

describe('the list of who has an item', () => {
  test('shows who may change it everybody with every reason, roles as well', async () => {
    const { by, dashboard } = world;
    const { entries, canManage, mayGive } = await list(by.Member, 'dashboard');
    expect([canManage, mayGive]).toEqual([true, ['read', 'build', 'reshare']]);
    const viewer = entries.find(({ principal }) => principal.objectId === by.Viewer.objectId);
    expect(viewer).toMatchObject({
      rights: [{ right: 'read', because: [{ kind: 'role', role: 'Viewer' }] }],
      isRemovable: false,
    });
    await world.give(dashboard, by.Viewer, ['read', 'build'], by.Member);
    const both = (await list(by.Member, 'dashboard')).entries.find(
      ({ principal }) => principal.objectId === by.Viewer.objectId,
    );
    expect(both).toMatchObject({
      rights: [
        { right: 'read', because: [{ kind: 'role' }, { kind: 'permission', grantedBy: by.Member.objectId }] },
        { right: 'build', because: [{ kind: 'permission' }] },
      ],
      isRemovable: true,
    });
    const admin = (await list(by.Member, 'dashboard')).entries.find(
      ({ principal }) => principal.objectId === by.Admin.objectId,
    );
    expect(admin?.rights.map(({ right }) => right)).toContain('owner');
  });

  test('B16: shows who may only share it what they gave themselves, and no role', async () => {
    const mine = await world.somebody('Mine');
    const theirs = await world.somebody('Theirs');
    await share(sharer, 'report', mine);
    await share(world.by.Admin, 'report', theirs);
    const seen = await list(sharer, 'report');
    expect(seen.entries.map(({ principal }) => principal.displayName)).toEqual(['Mine']);
    expect([seen.canManage, seen.mayGive, seen.workspaceName]).toEqual([false, ['read', 'reshare'], '']);
  });
});

describe('the list of an item that very many have', () => {
  const many = async (count: number, by: Caller, source: () => 'direct' | LinkId) => {
    const other = await openSharingWorld();
    const permission = { granteeKind: 'user', rights: ['read'], grantedBy: by.objectId, grantedAt: AT } as const;
    const itemId = other.dashboard;
    await other.metadata.write(other.tenantId, undefined, async ({ permissions }) => {
      for (let n = 0; n < count; n += 1) {
        await permissions.save({ ...permission, itemId, granteeId: newId(), source: source() });
      }
    });
    const grant = await grantOn(other, other.by.Admin, 'dashboard');
    const seen = await other.metadata.read(other.tenantId, (stores) => listPermissions(stores, other.by.Admin, grant));
    return { other, seen };
  };

  test('has 1,000 entries, those with a role among them, and says that there are more', async () => {
    const exact = await many(996, sharer, () => 'direct');
    expect([exact.seen.entries.length, exact.seen.more]).toEqual([1000, false]);
    await exact.other.metadata.close();
    const { other, seen } = await many(997, sharer, () => 'direct');
    expect([seen.entries.length, seen.more]).toEqual([1000, true]);
    const shown = new Set(seen.entries.map(({ principal }) => principal.objectId));
    for (const { objectId } of Object.values(other.by)) expect(shown.has(objectId)).toBe(true);
    await other.metadata.close();
  });

  test('has whole entries, also where not everything on record was read', async () => {
    const { other, seen } = await many(2100, sharer, () => newId());
    expect([seen.entries.length, seen.more]).toEqual([1000, true]);
    const last = seen.entries.find(({ rights }) => rights.some(({ because }) => because[0]?.kind === 'permission'));
    const granteeId = last?.principal.objectId ?? newId();
    const late = { itemId: other.dashboard, granteeId, granteeKind: 'user', grantedBy: sharer.objectId } as const;
    await other.metadata.write(other.tenantId, undefined, ({ permissions }) =>
      permissions.save({ ...late, rights: ['read', 'build'], source: 'direct', grantedAt: '2026-04-01T12:00:00.000Z' }),
    );
    const grant = await grantOn(other, other.by.Admin, 'dashboard');
    const again = await other.metadata.read(other.tenantId, (stores) => listPermissions(stores, other.by.Admin, grant));
    const entry = again.entries.find(({ principal }) => principal.objectId === granteeId);
    expect(entry?.rights.map(({ right }) => right)).toEqual(['read', 'build']);
    await other.metadata.close();
  });
});

describe('taking an item away', () => {
  test('is for who gave it and for who may change it, and for nobody else', async () => {
    const theirs = await world.somebody('Kept');
    await share(world.by.Admin, 'report', theirs);
    await expect(remove(sharer, 'report', theirs)).rejects.toMatchObject({ code: 'not-found' });
    expect(await world.rights(theirs, world.report)).toEqual(['read']);
    const mine = await world.somebody('Taken');
    await share(sharer, 'report', mine);
    await remove(sharer, 'report', mine);
    await remove(world.by.Member, 'report', theirs);
    expect(await world.rights(mine, world.report)).toEqual([]);
    expect(await world.rights(theirs, world.report)).toEqual([]);
  });

  test('an administrator’s gift is not a sharer’s to take, though the sharer gave first', async () => {
    const { by, report, deps } = world;
    const recipient = await world.somebody('GivenTwice');
    await share(sharer, 'report', recipient);
    const grant = await grantOn(world, by.Admin, 'report');
    const rights = ['read', 'build', 'reshare'] as const;
    const sharing = { recipients: [recipient.objectId], rights, withModel: false };
    await addPermissions(deps, by.Admin, grant, sharing, actOf(by.Admin, 'ShareReport'));
    await expect(remove(sharer, 'report', recipient)).rejects.toMatchObject({ code: 'not-found' });
    expect(await world.rights(recipient, report)).toEqual(rights);
    const [entry] = (await world.permissionsOn(report)).filter(({ granteeId }) => granteeId === recipient.objectId);
    expect(entry?.grantedBy).toBe(by.Admin.objectId);
  });

  test('a sharer’s gift becomes an administrator’s who gives the same, and no other sharer’s', async () => {
    const { by, report } = world;
    const other = await world.somebody('OtherSharer');
    await world.give(report, other, ['read', 'reshare']);
    const recipient = await world.somebody('Same');
    const giver = async () =>
      (await world.permissionsOn(report)).find(({ granteeId }) => granteeId === recipient.objectId)?.grantedBy;
    await share(sharer, 'report', recipient);
    await share(other, 'report', recipient);
    expect(await giver()).toBe(sharer.objectId);
    await share(by.Admin, 'report', recipient);
    expect(await giver()).toBe(by.Admin.objectId);
  });

  test('the log says what remains: by a role, or by what somebody else gave', async () => {
    const { by, report, deps, tenantId } = world;
    const remains = async (caller: Caller, from: Caller) => {
      const act = actOf(caller, 'EditReportPermissions');
      const what = { principalId: from.objectId, withModel: false };
      await removePermissions(world.metadata, caller, await grantOn(world, caller, 'report'), what, act);
      return (await world.events(act.by.requestId))[0]?.recipients?.map(({ rights }) => rights);
    };
    const nothing = await world.somebody('Nothing');
    await share(by.Admin, 'report', nothing);
    expect(await remains(by.Admin, nothing)).toEqual(['none']);
    await share(by.Admin, 'report', by.Viewer);
    expect(await remains(by.Admin, by.Viewer)).toEqual(['read']);
    const both = await world.somebody('BothWays');
    await share(sharer, 'report', both);
    const permission = { itemId: report, granteeId: both.objectId, granteeKind: 'user', grantedAt: AT } as const;
    await deps.metadata.write(tenantId, undefined, ({ permissions }) =>
      permissions.save({ ...permission, rights: ['read', 'build'], source: newId(), grantedBy: by.Admin.objectId }),
    );
    expect(await remains(sharer, both)).toEqual(['read, build']);
  });

  test('H-06: does not touch a role, and is not found where there is only a role', async () => {
    const { by, report } = world;
    await expect(remove(by.Admin, 'report', by.Viewer)).rejects.toMatchObject({ code: 'not-found' });
    await share(by.Admin, 'report', by.Viewer);
    await remove(by.Admin, 'report', by.Viewer);
    expect(await world.rights(by.Viewer, report)).toEqual(['read']);
  });

  test('leaves the model, or takes it along where it is asked for', async () => {
    const { by, report, model } = world;
    const stays = await world.somebody('Stays');
    const goes = await world.somebody('Goes');
    for (const recipient of [stays, goes]) await share(by.Admin, 'report', recipient);
    await remove(by.Admin, 'report', stays);
    await remove(by.Admin, 'report', goes, true);
    expect([await world.rights(stays, report), await world.rights(stays, model)]).toEqual([[], ['read']]);
    expect([await world.rights(goes, report), await world.rights(goes, model)]).toEqual([[], []]);
  });

  test('does not reach a model permission that somebody else gave', async () => {
    const { model } = world;
    const recipient = await world.somebody('Half');
    await share(sharer, 'report', recipient);
    await world.give(model, recipient, ['read', 'build']);
    await remove(sharer, 'report', recipient, true);
    expect(await world.rights(recipient, model)).toEqual(['read', 'build']);
  });

  test('leaves what they got of the model in another way', async () => {
    const { by, model, metadata, tenantId } = world;
    const recipient = await world.somebody('ByLink');
    await share(by.Admin, 'report', recipient);
    await metadata.write(tenantId, undefined, ({ permissions }) =>
      permissions.save({
        itemId: model,
        granteeId: recipient.objectId,
        granteeKind: 'user',
        rights: ['read', 'build'],
        source: newId<LinkId>(),
        grantedBy: by.Admin.objectId,
        grantedAt: AT,
      }),
    );
    await remove(by.Admin, 'report', recipient, true);
    expect(await world.rights(recipient, model)).toEqual(['read', 'build']);
  });

  test('moves the security epoch, so that no cached decision survives it', async () => {
    const { by, metadata, tenantId } = world;
    const recipient = await world.somebody('Epoch');
    await share(by.Admin, 'report', recipient);
    const epoch = () => metadata.read(tenantId, async ({ security }) => (await security.state()).epoch);
    const before = await epoch();
    await remove(by.Admin, 'report', recipient);
    expect(await epoch()).toBeGreaterThan(before);
  });

  test('works for who is in the directory no more', async () => {
    const gone = await world.somebody('Gone');
    await share(world.by.Admin, 'report', gone);
    world.directory.forget(gone.objectId);
    await remove(world.by.Admin, 'report', gone);
    expect(await world.rights(gone, world.report)).toEqual([]);
  });
});
