import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasCode } from '../../shared/domain/faults.ts';
import { type ModelId, type ModelVersionId, parseId, type TenantId } from '../../shared/domain/ids.ts';
import { type AskedModel, answerPlan, ask } from '../../shared/engine/ask.ts';
import { createQueryEngine, DEFAULT_LIMITS, type QueryEngine } from '../../shared/engine/query-engine.ts';
import { createResultCache, resultKey } from '../../shared/engine/result-cache.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import type { Answer, Selection } from '../../shared/query/question.ts';
import { resolveQuestion } from '../../shared/query/resolve-question.ts';
import { restrict } from '../../shared/query/restrict.ts';
import { NO_RULES, type SecurityRules } from '../../shared/query/security-rules.ts';
import { column, createModelFolder, engine as duckdb, id, question, readGrant, table } from '../query/model-file.ts';
import { createGate, createMemoryEngine, createMemoryFiles, settle } from './memory-engine.ts';

const definition: SemanticModel = { tables: [table('T', [column('Region', 'String'), column('N', 'Int64')])] };
const total: Selection = { kind: 'aggregate', aggregation: 'sum', field: { table: 'T', field: 'N' }, as: 'n' };
const asked = question({ select: [total] });
const never = new AbortController().signal;

function model(parts: {
  tenant?: string;
  model?: string;
  version?: string;
  blobName: string;
  bytes?: number;
}): AskedModel {
  const versionId = parseId<ModelVersionId>(`${(parts.version ?? 'f').repeat(8)}-1111-4000-8000-000000000000`);
  if (versionId === undefined) throw new Error('No id.');
  return {
    tenantId: id<TenantId>(parts.tenant ?? '1'),
    modelId: id<ModelId>(parts.model ?? 'a'),
    versionId,
    definition,
    file: { blobName: parts.blobName, bytes: parts.bytes ?? 1000 },
  };
}

const folder = await createModelFolder();
let old = '';
let recent = '';
let engine: QueryEngine;
let now = Date.parse('2024-05-01T08:00:00.000Z');
beforeAll(async () => {
  old = await folder.write(definition, [
    [
      ['EMEA', 1],
      ['AMER', 2],
    ],
  ]);
  recent = await folder.write(definition, [
    [
      ['EMEA', 10],
      ['AMER', 20],
    ],
  ]);
});
beforeEach(() => {
  const { files } = createMemoryFiles();
  engine = createQueryEngine({ files, engine: duckdb, clock: { now: () => new Date(now) } });
  return () => engine.close();
});
afterAll(() => folder.remove());

const totalOf = (answer: Answer) => answer.columns[0]?.values[0];

describe('answers', () => {
  test('the first asking runs a query, the second comes from the cache with its age', async () => {
    const first = await ask(engine, readGrant(), model({ blobName: old }), asked, never);
    now += 60_000;
    const second = await ask(engine, readGrant(), model({ blobName: old }), asked, never);
    expect(first).toMatchObject({
      fromCache: false,
      asOf: '2024-05-01T08:00:00.000Z',
      answer: { rowCount: 1, isPartial: false },
    });
    expect(second).toEqual({ ...first, fromCache: true });
    expect(totalOf(second.answer)).toBe(3);
    expect(engine.statistics()).toMatchObject({
      queries: 1,
      cacheHits: 1,
      opens: 1,
      openModels: 1,
      waiting: 0,
      running: 0,
      cachedAnswers: 1,
    });
  });

  test('a question that cannot be asked reaches neither cache nor engine', async () => {
    const wrong = question({ select: [{ ...total, field: { table: 'T', field: 'M' } }] });
    await expect(ask(engine, readGrant(), model({ blobName: old }), wrong, never)).rejects.toMatchObject({
      code: 'field-unknown',
    });
    expect(engine.statistics()).toMatchObject({ queries: 0, opens: 0 });
  });

  test.each([
    ['tenant', model({ tenant: '2', blobName: 'x' })],
    ['model', model({ model: 'b', blobName: 'x' })],
  ])('a grant for another %s is not permitted', async (_, other) => {
    const thrown = await ask(engine, readGrant(), other, asked, never).catch((cause: unknown) => cause);
    expect(hasCode(thrown, 'not-permitted')).toBe(true);
    expect(engine.statistics()).toMatchObject({ queries: 0, opens: 0 });
  });

  test('a plan made for one model is not run on another', async () => {
    const plan = restrict(resolveQuestion(definition, asked, NO_RULES), readGrant('2', 'a'), NO_RULES);
    await expect(answerPlan(engine, plan, model({ blobName: old }), never)).rejects.toMatchObject({
      code: 'not-permitted',
    });
  });

  test('an aborted request asks nothing', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(ask(engine, readGrant(), model({ blobName: old }), asked, gone)).rejects.toThrow('gone');
    expect(engine.statistics()).toMatchObject({ queries: 0, opens: 0 });
  });
});

describe('cached answers are never shared', () => {
  const emea: SecurityRules = {
    rowFilters: [
      {
        table: 0,
        predicate: {
          kind: 'oneOf',
          operand: { kind: 'column', table: 0, column: 0, type: 'String' },
          values: [{ type: 'String', value: 'emea' }],
          isBlankIncluded: false,
        },
      },
    ],
    hiddenFields: [],
  };

  test('between versions', async () => {
    const before = await ask(engine, readGrant(), model({ blobName: old, version: 'd' }), asked, never);
    const after = await ask(engine, readGrant(), model({ blobName: recent, version: 'e' }), asked, never);
    expect([totalOf(before.answer), totalOf(after.answer)]).toEqual([3, 30]);
    expect(engine.statistics()).toMatchObject({ queries: 2, cacheHits: 0, opens: 2 });
  });

  test('between tenants, even where every id but the tenant is the same', async () => {
    const one = await ask(engine, readGrant('1'), model({ tenant: '1', blobName: old }), asked, never);
    const other = await ask(engine, readGrant('2'), model({ tenant: '2', blobName: recent }), asked, never);
    expect([totalOf(one.answer), totalOf(other.answer)]).toEqual([3, 30]);
  });

  test('between callers under different rules', async () => {
    const restricted = (rules: SecurityRules) =>
      restrict(resolveQuestion(definition, asked, rules), readGrant(), rules);
    const all = await answerPlan(engine, restricted(NO_RULES), model({ blobName: old }), never);
    const some = await answerPlan(engine, restricted(emea), model({ blobName: old }), never);
    const again = await answerPlan(engine, restricted(emea), model({ blobName: old }), never);
    expect([all, some, again].map((one) => [totalOf(one.answer), one.fromCache])).toEqual([
      [3, false],
      [1, false],
      [1, true],
    ]);
  });

  test('and the key says why: it differs in each of them', () => {
    const plan = (rules: SecurityRules, tenant: string, of: string, limit: number) =>
      restrict(resolveQuestion(definition, { ...asked, limit }, rules), readGrant(tenant, of), rules);
    const hidden: SecurityRules = { rowFilters: [], hiddenFields: [{ kind: 'column', table: 0, column: 0 }] };
    const { versionId } = model({ blobName: '' });
    const keys = [
      resultKey(plan(NO_RULES, '1', 'a', 10), versionId),
      resultKey(plan(NO_RULES, '2', 'a', 10), versionId),
      resultKey(plan(NO_RULES, '1', 'b', 10), versionId),
      resultKey(plan(NO_RULES, '1', 'a', 11), versionId),
      resultKey(plan(emea, '1', 'a', 10), versionId),
      resultKey(plan(hidden, '1', 'a', 10), versionId),
      resultKey(plan(NO_RULES, '1', 'a', 10), model({ blobName: '', version: 'e' }).versionId),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(resultKey(plan(NO_RULES, '1', 'a', 10), versionId)).toBe(keys[0]);
  });
});

test('a query in flight keeps its session and its file while others push it out', async () => {
  const gate = createGate();
  const { files, isHeld } = createMemoryFiles();
  const memory = createMemoryEngine(async (path) => {
    if (path === 'slow') await gate.passed;
    return [[1]];
  });
  const limits = { ...DEFAULT_LIMITS, modelBytes: 1500 };
  const small = createQueryEngine({ files, engine: memory.engine, clock: { now: () => new Date(now) } }, limits);
  const slow = ask(small, readGrant(), model({ blobName: 'slow', version: '1' }), asked, never);
  await settle();
  await ask(small, readGrant(), model({ blobName: 'quick', version: '2' }), asked, never);
  expect([memory.isOpen('slow'), isHeld('slow'), isHeld('quick')]).toEqual([true, true, false]);
  gate.open();
  await expect(slow).resolves.toMatchObject({ fromCache: false });
  await ask(small, readGrant(), model({ blobName: 'third', version: '3' }), asked, never);
  expect([memory.isOpen('slow'), isHeld('slow'), isHeld('third')]).toEqual([false, false, true]);
  expect(small.statistics()).toMatchObject({ queries: 3, opens: 3, evictions: 2 });
});

test('a database that failed is opened anew for the next question', async () => {
  let fails = true;
  const { files, opened } = createMemoryFiles();
  const memory = createMemoryEngine(async () => {
    if (fails) throw new Error('The database has been invalidated.');
    return [[1]];
  });
  const one = createQueryEngine({ files, engine: memory.engine, clock: { now: () => new Date(now) } });
  await expect(ask(one, readGrant(), model({ blobName: 'a' }), asked, never)).rejects.toThrow('invalidated');
  fails = false;
  await expect(ask(one, readGrant(), model({ blobName: 'a' }), asked, never)).resolves.toMatchObject({
    fromCache: false,
  });
  expect(opened).toEqual(['a', 'a']);
});

test('the same question asked by many at once runs at most once per place in the queue', async () => {
  const gate = createGate();
  const { files } = createMemoryFiles();
  const memory = createMemoryEngine(() => gate.passed.then(() => [[1]]));
  const one = createQueryEngine({ files, engine: memory.engine, clock: { now: () => new Date(now) } });
  const all = Array.from({ length: 20 }, () => ask(one, readGrant(), model({ blobName: 'a' }), asked, never));
  await settle();
  gate.open();
  await Promise.all(all);
  expect(one.statistics()).toMatchObject({ queries: 2, cacheHits: 18, opens: 1 });
});

test('an engine with a full queue says when to come back', async () => {
  const gate = createGate();
  const { files } = createMemoryFiles();
  const memory = createMemoryEngine(() => gate.passed.then(() => [[1]]));
  const limits = { ...DEFAULT_LIMITS, concurrency: 1, waiting: 1 };
  const small = createQueryEngine({ files, engine: memory.engine, clock: { now: () => new Date(now) } }, limits);
  const askFor = (limit: number) => ask(small, readGrant(), model({ blobName: 'a' }), { ...asked, limit }, never);
  const first = askFor(1);
  await settle();
  const second = askFor(2);
  await settle();
  expect(small.statistics()).toMatchObject({ running: 1, waiting: 1 });
  const thrown = await askFor(3).catch((cause: unknown) => cause);
  expect(hasCode(thrown, 'engine-busy') && thrown.detail.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  gate.open();
  await Promise.all([first, second]);
});

test('the result cache drops the least recently used, and takes no answer that fills it alone', () => {
  const answer = (length: number): Answer => ({
    columns: [{ name: 'x', dataType: 'Int64', formatString: '', values: Array.from({ length }, () => 1) }],
    rowCount: length,
    isPartial: false,
  });
  const cache = createResultCache(10_000);
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']) {
    cache.put(key, { answer: answer(40), asOf: '' });
    cache.get('a');
  }
  expect(cache.size()).toEqual({ count: 9, bytes: 9 * 1044 });
  expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
  cache.put('large', { answer: answer(1000), asOf: '' });
  expect(cache.get('large')).toBeUndefined();
});
