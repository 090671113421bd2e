import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATIONS } from '../../../functions/operations.ts';
import { answering } from '../../../functions/reply.ts';
import { hasCode } from '../../../shared/domain/faults.ts';
import { type ModelId, type ModelVersionId, newId, type TenantId } from '../../../shared/domain/ids.ts';
import { type AskedModel, answerPlan } from '../../../shared/engine/ask.ts';
import { createQueryEngine, DEFAULT_LIMITS, type QueryEngine } from '../../../shared/engine/query-engine.ts';
import type { SemanticModel } from '../../../shared/model/semantic-model.ts';
import { resolveQuestion } from '../../../shared/query/resolve-question.ts';
import { restrict } from '../../../shared/query/restrict.ts';
import { NO_RULES } from '../../../shared/query/security-rules.ts';
import { createGate, createMemoryEngine, createMemoryFiles, settle } from '../../engine/memory-engine.ts';
import { bodyOf, pathOf } from '../../integration/operation-calls.ts';
import { column, id, question, readGrant, table } from '../../query/model-file.ts';
import { callOperation } from '../call-operation.ts';
import { principal } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { openWorld } from './open-world.ts';

let world: World;
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  world = await openWorld();
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await world.close();
});

const owner = principal('Admin');
const doer = (needs: { readonly kind: string }) => (needs.kind === 'tenant' ? principal('administrator') : owner);

test('H01: deep, long and odd bodies are refused at every operation, and the next call is answered', async () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 3000; depth += 1) deep = depth % 2 === 0 ? [deep] : { a: deep };
  const odd = [
    deep,
    { name: deep },
    JSON.parse('{"__proto__": {"name": "x"}}'),
    Array.from({ length: 5000 }, () => 0),
    'text',
    7,
    true,
    { name: 'x'.repeat(3 * 1024 * 1024) },
  ];
  for (const operation of OPERATIONS) {
    const who = doer(operation.needs);
    const ids = await createThings(world, who);
    if (bodyOf(operation, ids) === undefined) continue;
    for (const body of odd) {
      const { status } = await world.send(who, operation.method, pathOf(operation, ids, world.now()), { body });
      expect([operation.name, [400, 404, 413].includes(status), status]).toEqual([operation.name, true, status]);
    }
  }
  await settle();
  expect(unhandled).toEqual([]);
  expect(world.log.filter((line) => line.includes('"unexpected"'))).toEqual([]);
  expect((await world.send(owner, 'GET', '/azimuth/v1/me')).status).toBe(200);
});

test('H01: whatever a handler throws ends its own request with 500 and says nothing of it', async () => {
  const invocation = { signal: new AbortController().signal, log: () => undefined };
  for (const thrown of [new Error('secret'), 'secret', undefined, null, { secret: 1 }, new RangeError('secret')]) {
    const failing = [
      answering(() => {
        throw thrown;
      }),
      answering(() => Promise.reject(thrown)),
    ];
    for (const handler of failing) {
      const answer = await handler(new Request('http://x/'), invocation);
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain('secret');
    }
  }
});

test('H03: no text is longer than its place: names, titles, filters and addresses have an end', async () => {
  const ids = await createThings(world, owner);
  const LONG = 'x'.repeat(5001);
  const field = { table: 'T', field: 'Region' };
  const wanted: readonly (readonly [string, string, unknown])[] = [
    ['POST', '/v1.0/myorg/groups', { name: LONG }],
    ['POST', `/v1.0/myorg/groups/${ids.groupId}/dashboards`, { name: LONG }],
    [
      'POST',
      `/azimuth/v1/dashboards/${ids.dashboardId}/tiles`,
      { reportId: ids.reportId, pageName: 'overview', visualName: 'rows', title: LONG },
    ],
    [
      'POST',
      `/azimuth/v1/reports/${ids.reportId}/pages/overview/data`,
      { interactions: [{ source: LONG, filters: [] }] },
    ],
    [
      'POST',
      `/azimuth/v1/reports/${ids.reportId}/pages/overview/data`,
      { interactions: [{ source: 'a', filters: [{ kind: 'contains', field, text: LONG }] }] },
    ],
    [
      'POST',
      `/azimuth/v1/reports/${ids.reportId}/pages/overview/data`,
      { interactions: [{ source: 'a', filters: [{ kind: 'in', field, values: [LONG] }] }] },
    ],
    ['POST', `/v1.0/myorg/imports?datasetDisplayName=${LONG}.csv`, { fileUrl: ids.fileUrl }],
    ['POST', `/azimuth/v1/reports/${ids.reportId}/permissions`, { recipients: [LONG], rights: ['read'] }],
    [
      'POST',
      `/azimuth/v1/reports/${ids.reportId}/permissions`,
      { recipients: Array.from({ length: 1000 }, () => crypto.randomUUID()), rights: ['read'] },
    ],
    ['POST', '/azimuth/v1/effective-user-name/test', { userName: LONG, rules: [] }],
  ];
  for (const [method, path, body] of wanted) {
    const { status } = await world.send(owner, method, path, { body });
    expect([path.slice(0, 60), JSON.stringify(body).slice(0, 60), status]).toEqual([
      path.slice(0, 60),
      JSON.stringify(body).slice(0, 60),
      400,
    ]);
  }
});

const MODEL: SemanticModel = { tables: [table('T', [column('N', 'Int64')])] };
function plan(tenant: string, limit: number) {
  const asked = question({ select: [{ kind: 'rows', table: 'T', as: 'n' }], limit });
  return restrict(resolveQuestion(MODEL, asked, NO_RULES), readGrant(tenant), NO_RULES);
}
const versions = new Map<string, ModelVersionId>();
function modelOf(tenant: string): AskedModel {
  const versionId = versions.get(tenant) ?? newId<ModelVersionId>();
  versions.set(tenant, versionId);
  return {
    tenantId: id<TenantId>(tenant),
    modelId: id<ModelId>('a'),
    versionId,
    definition: MODEL,
    file: { blobName: tenant, bytes: 1000 },
  };
}
const never = new AbortController().signal;
const ask = (engine: QueryEngine, tenant: string, limit: number) =>
  answerPlan(engine, plan(tenant, limit), modelOf(tenant), never).then(
    () => 'answered',
    (thrown: unknown) => (hasCode(thrown, 'engine-busy') ? 'busy' : String(thrown)),
  );

/** An engine whose answers wait for the gate, and how many worked at the same time at most. */
function heldEngine(limits: Partial<typeof DEFAULT_LIMITS>) {
  const gate = createGate();
  const counts = { running: 0, most: 0 };
  const { engine } = createMemoryEngine(async () => {
    counts.running += 1;
    counts.most = Math.max(counts.most, counts.running);
    await gate.passed;
    counts.running -= 1;
    return [[1]];
  });
  const { files, opened } = createMemoryFiles();
  const ports = { files, engine, clock: { now: () => new Date() } };
  return { engine: createQueryEngine(ports, { ...DEFAULT_LIMITS, ...limits }), gate, counts, opened };
}

test('H02: of many questions and exports at once a few run, some wait, and the rest is told to come again', async () => {
  const { engine, gate, counts } = heldEngine({ concurrency: 2, waiting: 8 });
  const outcomes = Array.from({ length: 100 }, (_, index) => ask(engine, '1', index + 1));
  await settle();
  await settle();
  gate.open();
  const all = await Promise.all(outcomes);
  expect(counts.most).toBe(2);
  expect(all.filter((one) => one === 'answered')).toHaveLength(10);
  expect(all.filter((one) => one === 'busy')).toHaveLength(90);
});

test('H10: two hundred viewers at a cold start open the model once and ask once', async () => {
  const { engine, gate, opened } = heldEngine({ waiting: 500 });
  const outcomes = Array.from({ length: 200 }, () => ask(engine, '2', 10));
  await settle();
  gate.open();
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['answered']));
  expect(opened).toEqual(['2']);
  expect(engine.statistics().queries).toBeLessThanOrEqual(DEFAULT_LIMITS.concurrency);
});

test('H13: a tenant that floods the engine keeps nobody else out', async () => {
  const { engine, gate } = heldEngine({ concurrency: 1, waiting: 10 });
  const flood = Array.from({ length: 50 }, (_, index) => ask(engine, '3', index + 1));
  await settle();
  const others = ['4', '5', '6'].map((tenant) => ask(engine, tenant, 1));
  await settle();
  gate.open();
  expect(await Promise.all(others)).toEqual(['answered', 'answered', 'answered']);
  expect((await Promise.all(flood)).filter((one) => one === 'answered').length).toBeLessThan(12);
});

test('H13: who calls too often is told when to come again, and neither a colleague nor another tenant is', async () => {
  const busy = await openWorld({ perUser: 20, perTenant: 40 });
  busy.later(60);
  const statuses: number[] = [];
  for (let call = 0; call < 30; call += 1) statuses.push((await busy.send(owner, 'GET', '/azimuth/v1/me')).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  const refused = await busy.send(owner, 'GET', '/azimuth/v1/me');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  for (const who of [principal('Viewer'), principal('foreign administrator')]) {
    expect((await busy.send(who, 'GET', '/azimuth/v1/me')).status).toBe(200);
  }
  await busy.close();
});

test('H14: a cluster that only reads refuses every change with one code, reads on, and takes the change afterwards', async () => {
  const writes = OPERATIONS.filter((operation) => operation.writes);
  const ids = await createThings(world, owner);
  await world.metadata.system.setReadOnly(true);
  const codes = new Set<string>();
  for (const operation of writes) {
    const answer = await callOperation(world, operation, ids, doer(operation.needs));
    codes.add(`${answer.status} ${JSON.parse(await answer.text()).error.code}`);
  }
  expect([...codes]).toEqual(['409 ServiceReadOnly']);
  for (const operation of OPERATIONS.filter(({ name }) =>
    /^(azimuth-(me|home|reports-open|page-data)|groups-list)$/.test(name),
  )) {
    expect([operation.name, (await callOperation(world, operation, ids, owner)).status]).toEqual([operation.name, 200]);
  }
  await world.metadata.system.setReadOnly(false);
  const pin = writes.find(({ name }) => name === 'azimuth-tiles-pin');
  if (pin === undefined) throw new Error('The operation is gone.');
  expect((await callOperation(world, pin, ids, owner)).status).toBe(200);
});
