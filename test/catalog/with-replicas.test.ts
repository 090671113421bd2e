import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { withReplicas } from '../../shared/catalog/with-replicas.ts';
import { newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';

const OURS = newId<TenantId>();
const THEIRS = newId<TenantId>();
const person = (displayName: string) =>
  ({ objectId: newId<ObjectId>(), displayName, signInName: `${displayName}@x.example`, kind: 'user' }) as const;
const ada = person('ada');

let own: Metadata;
let home: Metadata;
let both: Metadata;
let opened = 0;
beforeAll(async () => {
  own = await openSqliteMetadata({ file: ':memory:' });
  home = await openSqliteMetadata({ file: ':memory:' });
  await home.write(THEIRS, undefined, ({ people }) => people.save(ada, new Date(0).toISOString()));
  const open = async () => {
    opened += 1;
    return home;
  };
  both = withReplicas(
    own,
    (tenantId) => (tenantId === THEIRS ? open : undefined),
    () => home.close(),
  );
});
afterAll(() => both.close());

describe('Z-04: a cluster that holds a copy of another’s metadata', () => {
  test('reads and writes for its own tenants in its own store, and does not open the copy for it', async () => {
    const bob = person('bob');
    await both.write(OURS, undefined, ({ people }) => people.save(bob, new Date(0).toISOString()));
    expect(await own.read(OURS, ({ people }) => people.find(bob.objectId))).toMatchObject({ displayName: 'bob' });
    expect(await both.read(OURS, ({ security }) => security.state())).toEqual({ epoch: 0, isReadOnly: false });
    expect(opened).toBe(0);
  });

  test('reads for the other’s tenants in the copy, as read-only whatever the home’s own switch says', async () => {
    expect(await both.read(THEIRS, ({ people }) => people.find(ada.objectId))).toMatchObject({ displayName: 'ada' });
    expect((await both.read(THEIRS, ({ security }) => security.state())).isReadOnly).toBe(true);
    expect((await home.read(THEIRS, ({ security }) => security.state())).isReadOnly).toBe(false);
  });

  test('refuses every write for them, its own upkeep too, and leaves no trace of it', async () => {
    const eve = person('eve');
    const write = both.write(THEIRS, undefined, ({ people }) => people.save(eve, new Date(0).toISOString()));
    await expect(write).rejects.toMatchObject({ code: 'read-only', detail: { isFailedOver: true } });
    for (const store of [own, home]) {
      expect(await store.read(THEIRS, ({ people }) => people.find(eve.objectId))).toBeUndefined();
    }
  });
});
