import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Metadata, Stores } from '../../shared/catalog/ports.ts';
import { type Ids, idsOfNothing, OPERATIONS_ON_THINGS } from '../integration/operation-calls.ts';
import { callOperation } from './call-operation.ts';
import { OTHER_TENANT, PRINCIPALS, type Principal, principal, TENANT } from './principals.ts';
import { createThings } from './things.ts';
import { createWorld, type World } from './world.ts';

/** Every call of a store in its order, as `store.method`; for whom the unit of work was, and of which kind. */
const calls: string[] = [];

/** The same metadata, writing down what is asked of it. */
function counted(metadata: Metadata): Metadata {
  return {
    ...metadata,
    read: (tenantId, work) => {
      calls.push(`read ${tenantId}`);
      return metadata.read(tenantId, (stores) => work(watched(stores)));
    },
    write: (tenantId, act, work) => {
      calls.push(`write ${tenantId}`);
      return metadata.write(tenantId, act, (stores) => work(watched(stores)));
    },
  };
}

function watched(stores: Stores): Stores {
  const watch = <T extends object>(name: string, store: T): T =>
    new Proxy(store, {
      get: (target, method) => {
        if (typeof method === 'string') calls.push(`${name}.${method}`);
        return Reflect.get(target, method);
      },
    });
  return new Proxy(stores, {
    get: (target, name) => {
      const store: unknown = Reflect.get(target, name);
      return typeof store === 'object' && store !== null ? watch(String(name), store) : store;
    },
  });
}

let world: World;
let ids: Ids;
beforeAll(async () => {
  world = await createWorld({ around: counted, believeMs: 60_000 });
  for (const who of PRINCIPALS) await (await world.send(who, 'GET', '/azimuth/v1/me')).body?.cancel();
  ids = await createThings(world, principal('Admin'));
  // What is remembered of the foreigner was forgotten with the changes: it is remembered again from here on.
  await (await world.send(principal('foreign administrator'), 'GET', '/azimuth/v1/me')).body?.cancel();
});
afterAll(() => world.close());

type Seen = { readonly status: number; readonly body: unknown; readonly headers: string[]; readonly calls: string[] };

/** What a call comes to, once whatever is remembered of such a call is remembered. */
async function see(call: () => Promise<Response>): Promise<Seen> {
  await (await call()).body?.cancel();
  calls.length = 0;
  const answer = await call();
  const body: unknown = JSON.parse((await answer.text()).replace(/"requestId":"[^"]*"/, '"requestId":""'));
  const headers = [...answer.headers]
    .filter(([name]) => name !== 'requestid')
    .map(([name, value]) => `${name}: ${value}`);
  return { status: answer.status, body, headers, calls: [...calls] };
}

describe('the things of another tenant', () => {
  const foreigner: Principal = principal('foreign administrator');

  test.each(OPERATIONS_ON_THINGS.map((operation) => [operation.name, operation] as const))(
    'are for %s exactly as if they were not there: status, body, headers, and what the store is asked',
    async (_, operation) => {
      const theirs = await see(() => callOperation(world, operation, ids, foreigner));
      const nothing = await see(() => callOperation(world, operation, idsOfNothing(), foreigner));
      expect(theirs).toEqual(nothing);
      expect(theirs.status).toBe(404);
      expect(theirs.calls.length).toBeGreaterThan(0);
      expect(theirs.calls.filter((call) => call.includes(TENANT))).toEqual([]);
    },
  );

  test('stay hidden from an administrator’s operations on people as well', async () => {
    const path = (id: string) => `/azimuth/v1/admin/people/${id}/revoke-sessions`;
    const theirs = await see(() => world.send(foreigner, 'POST', path(principal('Member').objectId)));
    const nothing = await see(() => world.send(foreigner, 'POST', path(crypto.randomUUID())));
    expect(theirs).toEqual(nothing);
    expect(theirs.status).toBe(404);
  });

  test('are not reached by a query, a body or a header that names the tenant', async () => {
    for (const headers of [{ 'x-tenant-id': TENANT }, { 'x-ms-client-tenant-id': TENANT }]) {
      const seen = await see(() =>
        world.send(foreigner, 'GET', `/v1.0/myorg/groups/${ids.groupId}?tenantId=${TENANT}`, { headers }),
      );
      expect(seen.status).toBe(404);
      expect(seen.calls.filter((call) => call.includes(TENANT))).toEqual([]);
    }
  });
});

describe('lists', () => {
  const theirs = () => [
    ...Object.values(ids).filter((id) => /^[0-9a-f-]{36}$/.test(id)),
    ...PRINCIPALS.filter(({ tenantId }) => tenantId !== OTHER_TENANT).map(({ objectId }) => objectId),
  ];

  test.each(['/v1.0/myorg/groups', '/azimuth/v1/home', '/azimuth/v1/shared-with-me', '/azimuth/v1/people?search='])(
    '%s of one tenant holds nothing of the other',
    async (path) => {
      const answer = await world.send(principal('foreign administrator'), 'GET', path);
      const text = await answer.text();
      expect(answer.status).toBe(200);
      expect(theirs().filter((id) => text.includes(id))).toEqual([]);
    },
  );
});
