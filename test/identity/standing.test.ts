import { beforeEach, describe, expect, test } from 'vitest';
import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import { newId, type ObjectId, type TenantId, type WorkspaceId } from '../../shared/domain/ids.ts';
import type { AccessToken, Account } from '../../shared/identity/ports.ts';
import { createStandings } from '../../shared/identity/standing.ts';

const TENANT = newId<TenantId>();
const ME = newId<ObjectId>();
const HOLDING = newId<ObjectId>();
const NAMED = newId<ObjectId>();
const USELESS = newId<ObjectId>();
const token: AccessToken = {
  kind: 'user',
  tenantId: TENANT,
  objectId: ME,
  displayName: 'Ada',
  signInName: 'ada@contoso.example',
  isAdministrator: false,
  clientId: newId<ObjectId>(),
  issuedAt: 0,
  expiresAt: 0,
  takesChallenges: false,
};

let metadata: Metadata;
let asked: number;
let time: number;
let account: Account | undefined;
let isDown: boolean;
beforeEach(async () => {
  metadata = await openSqliteMetadata({ file: ':memory:' });
  [asked, time, isDown] = [0, 1_000_000, false];
  account = {
    objectId: ME,
    displayName: 'Ada',
    signInName: 'ada@contoso.example',
    kind: 'user',
    isEnabled: true,
    sessionsValidFrom: undefined,
  };
  await change(async ({ workspaces, settings }) => {
    const workspaceId = newId<WorkspaceId>();
    const createdAt = new Date(0).toISOString();
    await workspaces.create({ id: workspaceId, name: 'W', kind: 'shared', ownerId: ME, createdAt });
    await workspaces.saveMember({ workspaceId, principalId: HOLDING, principalKind: 'group', role: 'Viewer' });
    await settings.save({ name: 'export', isOn: true, onlyFor: [NAMED], exceptFor: [] });
  });
});

const change = (work: (stores: Stores) => Promise<void>) => metadata.write(TENANT, undefined, work);
const state = () => metadata.read(TENANT, ({ security }) => security.state());
function standings(believeMs: number) {
  const find = createStandings({
    metadata,
    directory: {
      account: async () => {
        asked += 1;
        if (isDown) throw new Error('directory down');
        return account;
      },
      groupsOf: async () => [HOLDING, USELESS, NAMED],
    },
    believeMs,
    now: () => new Date(time),
  });
  return async (anew = false) => (await find.of(token, await state(), anew)).standing;
}

describe('a standing', () => {
  test('has the groups that hold something or that a setting names, and no others', async () => {
    expect((await standings(60_000)()).groupIds).toEqual([NAMED, HOLDING]);
  });

  test('is the same value until the epoch moves or the directory is to be asked again', async () => {
    const find = standings(60_000);
    const first = await find();
    expect(await find()).toBe(first);
    await change(({ security }) => security.revokeSessions(newId<ObjectId>(), new Date(time).toISOString()));
    const second = await find();
    expect(second).not.toBe(first);
    expect(asked).toBe(1);
    time += 60_000;
    expect(await find()).not.toBe(second);
    expect(asked).toBe(2);
  });

  test('S-04: a revocation is there at the next request, whatever is remembered', async () => {
    const find = standings(60_000);
    expect((await find()).sessionsValidFrom).toBeUndefined();
    await change(({ security }) => security.revokeSessions(ME, '2026-05-01T10:00:00.000Z'));
    expect((await find()).sessionsValidFrom).toBe('2026-05-01T10:00:00.000Z');
  });

  test('takes the later of the directory’s and our own end of sessions', async () => {
    await change(({ security }) => security.revokeSessions(ME, '2026-05-01T10:00:00.000Z'));
    if (account !== undefined) account = { ...account, sessionsValidFrom: '2026-05-01T11:00:00Z' };
    expect((await standings(0)()).sessionsValidFrom).toBe('2026-05-01T11:00:00Z');
  });

  test('with nothing believed, a disabled account is seen at the next request', async () => {
    const find = standings(0);
    expect((await find()).account?.isEnabled).toBe(true);
    if (account !== undefined) account = { ...account, isEnabled: false };
    expect((await find()).account?.isEnabled).toBe(false);
  });

  test('is none where the directory cannot be asked, and is found again when it can', async () => {
    isDown = true;
    const find = standings(60_000);
    await expect(find()).rejects.toThrow('directory down');
    isDown = false;
    expect((await find()).account?.objectId).toBe(ME);
  });

  test('outlives a question that failed for as long as it would have been believed', async () => {
    const find = standings(60_000);
    const first = await find();
    isDown = true;
    await expect(find(true)).rejects.toThrow('directory down');
    expect(await find()).toEqual(first);
    time += 60_000;
    await expect(find()).rejects.toThrow('directory down');
  });

  test('is asked for once by many requests at the same time', async () => {
    const find = standings(60_000);
    await Promise.all(Array.from({ length: 50 }, () => find()));
    expect(asked).toBe(1);
  });
});
