import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorise } from '../../shared/access/authorise.ts';
import { type BrowseDeps, listShared, openHome, searchPeople } from '../../shared/catalog/browse.ts';
import type { ItemId } from '../../shared/catalog/ports.ts';
import { type LinkId, newId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { countReads } from '../access/count-reads.ts';
import { isEnabledIn, openSharingWorld, type SharingWorld } from '../sharing/sharing-world.ts';
import { AT, item } from './sample-tenant.ts';

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

const deps = (): BrowseDeps => ({ metadata: world.metadata, isEnabled: isEnabledIn(world) });

describe('what was shared with me', () => {
  test('is each report and dashboard once, by the newest permission and the newest first, never a model', async () => {
    const { shared, people } = await listShared(deps(), reader);
    expect(shared.map(({ item, permission }) => [item.id, permission.grantedAt])).toEqual([
      [world.report, '2026-03-01T12:00:00.000Z'],
      [world.dashboard, '2026-03-01T11:00:00.000Z'],
    ]);
    const home = await openHome(deps(), reader);
    expect(home.shared).toEqual(shared);
    expect(people.get(world.by.Admin.objectId)?.displayName).toBe('Admin');
    expect(home.people.get(world.by.Admin.objectId)?.displayName).toBe('Admin');
  });

  test('is nothing of a group that one is not in', async () => {
    const other = await world.somebody('Other');
    expect((await listShared(deps(), other)).shared).toEqual([]);
  });

  test('is asked for all at once, however much it is', async () => {
    const rich = await world.somebody('Rich');
    const own = { granteeId: rich.objectId, granteeKind: 'user', rights: ['read'], source: 'direct' } as const;
    const given = { ...own, grantedBy: world.by.Admin.objectId, grantedAt: AT };
    const ids: ItemId[] = [];
    for (let n = 0; n < 20; n += 1)
      ids.push(await item(world.metadata, world.by.Admin, world.workspaceId, 'dashboard'));
    await world.metadata.write(world.tenantId, undefined, async ({ permissions }) => {
      for (const itemId of ids) await permissions.save({ ...given, itemId });
    });
    const { metadata, calls } = countReads(world.metadata);
    expect((await listShared({ ...deps(), metadata }, rich)).shared).toHaveLength(ids.length);
    expect(calls).toEqual(['permissions.ofGrantees', 'items.findMany', 'workspaces.findMany', 'people.findMany']);
  });

  test('H-10: is nothing out of the My workspace of somebody who is disabled, until they are enabled again', async () => {
    const [lender, borrower] = [await world.somebody('Lender'), await world.somebody('Borrower')];
    const mine = await world.metadata.read(world.tenantId, ({ workspaces }) =>
      workspaces.findPersonal(lender.objectId),
    );
    if (mine === undefined) throw new Error('Everybody has a My workspace.');
    const lent = await item(world.metadata, lender, mine.id, 'dashboard');
    await world.give(lent, borrower, ['read'], lender);
    await world.give(world.dashboard, borrower, ['read']);
    const seen = async () => {
      const [home, list] = [await openHome(deps(), borrower), await listShared(deps(), borrower)];
      expect(home.shared).toEqual(list.shared);
      return list.shared.map(({ item: { id } }) => id).toSorted();
    };
    const both = [lent, world.dashboard].toSorted();
    expect(await seen()).toEqual(both);
    const { objectId, displayName, signInName, kind } = lender;
    world.directory.put(world.tenantId, { objectId, displayName, signInName, kind }, { isEnabled: false });
    expect(await seen()).toEqual([world.dashboard]);
    world.directory.put(world.tenantId, { objectId, displayName, signInName, kind });
    expect(await seen()).toEqual(both);
    world.directory.setDown(true);
    await expect(listShared(deps(), borrower)).rejects.toMatchObject({ code: 'upstream-unavailable' });
    world.directory.setDown(false);
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
