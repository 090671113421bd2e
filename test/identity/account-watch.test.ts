import { describe, expect, test } from 'vitest';
import { newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import { createAccountWatch } from '../../shared/identity/account-watch.ts';
import { createFakeDirectory } from '../sharing/fake-directory.ts';

const [tenantId, objectId] = [newId<TenantId>(), newId<ObjectId>()];
const person = { objectId, displayName: 'Ann', signInName: 'ann@contoso.example', kind: 'user' } as const;

function watched() {
  const directory = createFakeDirectory();
  directory.put(tenantId, person);
  let clock = Date.parse('2026-03-01T12:00:00.000Z');
  let asked = 0;
  const account: typeof directory.account = (...who) => {
    asked += 1;
    return directory.account(...who);
  };
  const isEnabled = createAccountWatch({ directory: { account }, believeMs: 60_000, now: () => new Date(clock) });
  return {
    directory,
    isEnabled: () => isEnabled(tenantId, objectId),
    inOther: () => isEnabled(newId<TenantId>(), objectId),
    later: (ms: number) => {
      clock += ms;
    },
    asked: () => asked,
  };
}

describe('whether an account is enabled', () => {
  test('is asked once a minute, also by many at once, and for each tenant apart', async () => {
    const { directory, isEnabled, inOther, later, asked } = watched();
    expect(await Promise.all([isEnabled(), isEnabled(), isEnabled()])).toEqual([true, true, true]);
    expect(asked()).toBe(1);
    directory.put(tenantId, person, { isEnabled: false });
    later(59_999);
    expect(await isEnabled()).toBe(true);
    later(1);
    expect(await isEnabled()).toBe(false);
    expect(asked()).toBe(2);
    expect(await inOther()).toBe(false);
  });

  test('is false of one that the directory has no more', async () => {
    const { directory, isEnabled } = watched();
    directory.forget(objectId);
    expect(await isEnabled()).toBe(false);
  });

  test('is nothing that is remembered where the directory did not answer', async () => {
    const { directory, isEnabled } = watched();
    directory.setDown(true);
    await expect(isEnabled()).rejects.toMatchObject({ code: 'upstream-unavailable' });
    directory.setDown(false);
    expect(await isEnabled()).toBe(true);
  });
});
