import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OPERATIONS, type Operation } from '../../functions/operations.ts';
import type { Act, ActivityQuery, Metadata } from '../../shared/catalog/ports.ts';
import { callOperation } from './call-operation.ts';
import { type Principal, principal, TENANT } from './principals.ts';
import { createThings, createUpload } from './things.ts';
import { createWorld, type World } from './world.ts';

const WRITES = OPERATIONS.filter(({ writes }) => writes);
const RECORDED = OPERATIONS.filter(({ activity }) => activity !== 'unlisted');

/** Entries of what an operation deletes along with what it names: report; report, model and dashboard. */
const ALONG: Readonly<Record<string, number>> = { 'datasets-delete': 1, 'groups-delete': 3 };

/** The acts that reached the store, and what still happens before the next one. */
let acts: Act[] = [];
let atNextWrite: (() => Promise<unknown>) | undefined;
const watched = (metadata: Metadata): Metadata => ({
  ...metadata,
  write: async (tenantId, act, work) => {
    const before = atNextWrite;
    if (act !== undefined) {
      acts.push(act);
      atNextWrite = undefined;
      await before?.();
    }
    return metadata.write(tenantId, act, work);
  },
});

let world: World;
beforeAll(async () => {
  world = await createWorld({ around: watched });
});
beforeEach(() => {
  acts = [];
});
afterAll(() => world.close());

/** Who may do it. */
function doer({ needs }: Operation): Principal {
  return principal(needs.kind === 'tenant' && needs.standing === 'administrator' ? 'administrator' : 'Admin');
}

async function perform(operation: Operation): Promise<Response> {
  const who = doer(operation);
  const redeemer = operation.name === 'azimuth-links-redeem' ? principal('stranger') : who;
  await (await world.send(redeemer, 'GET', '/azimuth/v1/me')).body?.cancel();
  const ids = await createThings(world, redeemer);
  if (operation.name.startsWith('imports-start')) {
    await createUpload(world, ids, redeemer, operation.name.endsWith('-in-group'));
  }
  acts = [];
  return callOperation(world, operation, ids, redeemer);
}

async function events(): Promise<readonly { activity: string; requestId: string }[]> {
  const day = world.now().toISOString().slice(0, 10);
  const query: ActivityQuery = {
    from: `${day}T00:00:00.000Z`,
    to: `${day}T23:59:59.999Z`,
    activity: undefined,
    userId: undefined,
    after: undefined,
    limit: 10_000,
  };
  const page = await world.metadata.read(TENANT, ({ audit }) => audit.page(query));
  return page.map(({ activity, actor }) => ({ activity, requestId: actor.requestId }));
}

describe('every operation that changes something', () => {
  test.each(WRITES.map((operation) => [operation.name, operation] as const))(
    '%s uses its signed context up: the same call is not carried out twice',
    async (_, operation) => {
      // Whoever got hold of the call sends it first: then the Gateway's own must find the context used.
      atNextWrite = async () => {
        const once = acts[0]?.once;
        if (once !== undefined)
          await world.metadata.write(TENANT, { ...actOf(acts), activity: undefined }, async () => undefined);
      };
      const answer = await perform(operation);
      expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'Forbidden' } }]);
    },
  );

  test.each(WRITES.map((operation) => [operation.name, operation] as const))(
    'H14: %s is refused with one code while the cluster is read-only, and works after it',
    async (_, operation) => {
      const who = doer(operation);
      await (await world.send(who, 'GET', '/azimuth/v1/me')).body?.cancel();
      const ids = await createThings(world, who);
      await world.metadata.system.setReadOnly(true);
      const refused = await callOperation(world, operation, ids, who);
      await world.metadata.system.setReadOnly(false);
      expect([refused.status, await refused.json()]).toMatchObject([409, { error: { code: 'ServiceReadOnly' } }]);
      expect((await perform(operation)).status).toBeLessThan(300);
    },
  );
});

describe('the activity log', () => {
  test.each(RECORDED.map((operation) => [operation.name, operation] as const))(
    'U-03: %s leaves exactly one entry of its activity, by its request',
    async (_, operation) => {
      const before = await events();
      const answer = await perform(operation);
      expect(answer.status, await answer.clone().text()).toBeLessThan(300);
      const requestId = answer.headers.get('requestid');
      const known = new Set(before.map((event) => event.requestId));
      const after = (await events()).filter((event) => !known.has(event.requestId));
      expect(after.filter(({ activity }) => activity === operation.activity)).toEqual([
        { activity: operation.activity, requestId },
      ]);
      // What goes along with a deleted workspace or dataset has its own entry.
      const along = after.filter(({ activity }) => activity !== operation.activity);
      expect(along.filter((entry) => entry.requestId !== requestId || !/^Delete/.test(entry.activity))).toEqual([]);
      expect(along.length).toBe(ALONG[operation.name.replace(/-in-group$/, '')] ?? 0);
    },
  );

  test.each(RECORDED.map((operation) => [operation.name, operation] as const))(
    '%s leaves no entry where it was refused',
    async (_, operation) => {
      const stranger = principal('foreign administrator');
      const ids = await createThings(world, stranger);
      const before = await events();
      await (await callOperation(world, operation, ids, stranger)).body?.cancel();
      expect(await events()).toEqual(before);
    },
  );

  test('reading goes on while the cluster is read-only, and its entries are in the log lines', async () => {
    const who = principal('Viewer');
    const ids = await createThings(world, who);
    await (await world.send(who, 'GET', '/azimuth/v1/me')).body?.cancel();
    await world.metadata.system.setReadOnly(true);
    const statuses = [];
    for (const path of [
      `reports/${ids.reportId}`,
      `dashboards/${ids.dashboardId}`,
      `dashboards/${ids.dashboardId}/data`,
    ]) {
      statuses.push((await world.send(who, 'GET', `/azimuth/v1/${path}`)).status);
    }
    await world.metadata.system.setReadOnly(false);
    expect(statuses).toEqual([200, 200, 200]);
    expect(world.log.filter((line) => line.includes('ViewReport')).length).toBeGreaterThan(0);
  });
});

function actOf(seen: readonly Act[]): Act {
  const [act] = seen;
  if (act === undefined) throw new Error('Nothing was written.');
  return act;
}
