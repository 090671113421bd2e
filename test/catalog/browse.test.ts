import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorise } from '../../shared/access/authorise.ts';
import { listShared, openHome, searchPeople } from '../../shared/catalog/browse.ts';
import { type LinkId, newId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { openSharingWorld, type SharingWorld } from '../sharing/sharing-world.ts';

let world: SharingWorld;
let reader: Caller;
beforeAll(async () => {
  world = await openSharingWorld();
  const team = world.group('Team');
  reader = await world.somebody('Reader', { groupIds: [team.objectId] });
  const base = { granteeKind: 'user', rights: ['read'], grantedBy: world.by.Admin.objectId } as const;
  const own = { ...base, granteeId: reader.objectId };
  await world.metadata.write(world.tenantId, undefined, async ({ permissions }) => {
    await permissions.save({ ...own, itemId: world.report, source: 'direct', grantedAt: '2026-03-01T10:00:00.000Z' });
    await permissions.save({
      ...own,
      itemId: world.report,
      source: newId<LinkId>(),
      grantedAt: '2026-03-01T12:00:00.000Z',
    });
    await permissions.save({ ...own, itemId: world.model, source: 'direct', grantedAt: '2026-03-01T12:00:00.000Z' });
    await permissions.save({
      ...base,
      granteeId: team.objectId,
      granteeKind: 'group',
      itemId: world.dashboard,
      source: 'direct',
      grantedAt: '2026-03-01T11:00:00.000Z',
    });
  });
});
afterAll(() => world.metadata.close());

describe('what was shared with me', () => {
  test('is each report and dashboard once, by the newest permission and the newest first, never a model', async () => {
    const shared = await world.metadata.read(world.tenantId, (stores) => listShared(stores, reader));
    expect(shared.map(({ item, permission }) => [item.id, permission.grantedAt])).toEqual([
      [world.report, '2026-03-01T12:00:00.000Z'],
      [world.dashboard, '2026-03-01T11:00:00.000Z'],
    ]);
    const home = await world.metadata.read(world.tenantId, (stores) => openHome(stores, reader));
    expect(home.shared).toEqual(shared);
    expect(home.people.get(world.by.Admin.objectId)?.displayName).toBe('Admin');
  });

  test('is nothing of a group that one is not in', async () => {
    const other = await world.somebody('Other');
    expect(await world.metadata.read(world.tenantId, (stores) => listShared(stores, other))).toEqual([]);
  });
});

test('people are searched in the whole directory of the own tenant, and not for an empty text', async () => {
  const { metadata, tenantId, directory } = world;
  const person = { objectId: newId(), displayName: 'Unseen', signInName: 'u@contoso.example', kind: 'user' } as const;
  directory.put(tenantId, { ...person, objectId: newId() });
  directory.put(newId(), { ...person, displayName: 'Unseen of others', objectId: newId() });
  const need = { kind: 'tenant', standing: 'member' } as const;
  const grant = await metadata.read(tenantId, (stores) => authorise(stores, reader, need, {}));
  if (grant.kind !== 'tenant') throw new Error('A grant of the tenant was asked for.');
  expect((await searchPeople(directory, grant, 'unse')).map(({ displayName }) => displayName)).toEqual(['Unseen']);
  expect(await searchPeople(directory, grant, '')).toEqual([]);
});
