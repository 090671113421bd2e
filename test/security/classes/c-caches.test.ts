import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { authoriseItem } from '../../../shared/access/authorise.ts';
import type { TileResult } from '../../../shared/dashboard/ports.ts';
import { showTiles } from '../../../shared/dashboard/show-tiles.ts';
import {
  type DashboardId,
  type ModelId,
  type ModelVersionId,
  newId,
  parseId,
  type TenantId,
} from '../../../shared/domain/ids.ts';
import type { Caller } from '../../../shared/domain/principal.ts';
import { type AskedModel, answerPlan } from '../../../shared/engine/ask.ts';
import { createQueryEngine, type QueryEngine } from '../../../shared/engine/query-engine.ts';
import { resultKey } from '../../../shared/engine/result-cache.ts';
import type { SemanticModel } from '../../../shared/model/semantic-model.ts';
import type { Selection } from '../../../shared/query/question.ts';
import { resolveQuestion } from '../../../shared/query/resolve-question.ts';
import { type RestrictedPlan, restrict } from '../../../shared/query/restrict.ts';
import { NO_RULES, type SecurityRules, securityFingerprint } from '../../../shared/query/security-rules.ts';
import { createMemoryEngine, createMemoryFiles } from '../../engine/memory-engine.ts';
import {
  column,
  createModelFolder,
  engine as duckdb,
  id,
  question,
  readGrant,
  rowsOf,
  table,
} from '../../query/model-file.ts';
import { type Principal, principal, TENANT } from '../principals.ts';
import { createThings } from '../things.ts';
import { openWorld } from './open-world.ts';

const MODEL: SemanticModel = { tables: [table('T', [column('Owner', 'String'), column('N', 'Int64')])] };
const total: Selection = { kind: 'aggregate', aggregation: 'sum', field: { table: 'T', field: 'N' }, as: 'n' };
const only = (names: readonly string[]): SecurityRules => ({
  rowFilters: [
    {
      table: 0,
      predicate: {
        kind: 'oneOf',
        operand: { kind: 'column', table: 0, column: 0, type: 'String' },
        values: names.map((value) => ({ type: 'String', value })),
        isBlankIncluded: false,
      },
    },
  ],
  hiddenFields: [],
});
const planOf = (rules: SecurityRules, tenant = '1', model = 'a'): RestrictedPlan =>
  restrict(resolveQuestion(MODEL, question({ select: [total] }), rules), readGrant(tenant, model), rules);

const folder = await createModelFolder();
const blobName = await folder.write(MODEL, [
  [
    ['ann', 1],
    ['ben', 2],
    ['eve', 4],
  ],
]);
const versionId = newId<ModelVersionId>();
const model = (tenant = '1'): AskedModel => ({
  tenantId: id<TenantId>(tenant),
  modelId: id<ModelId>('a'),
  versionId,
  definition: MODEL,
  file: { blobName, bytes: 1000 },
});
let engine: QueryEngine;
beforeEach(() => {
  const ports = { files: createMemoryFiles().files, engine: duckdb, clock: { now: () => new Date() } };
  engine = createQueryEngine(ports);
  return () => engine.close();
});
afterAll(() => folder.remove());

const never = new AbortController().signal;
async function sumFor(rules: SecurityRules) {
  const { answer, fromCache } = await answerPlan(engine, planOf(rules), model(), never);
  return { sum: rowsOf(answer)[0]?.[0], fromCache };
}

/** Everybody's rules, and what they must see, whoever came before them. */
const READERS = [
  [NO_RULES, 7],
  [only(['ann']), 1],
  [only(['ben']), 2],
  [only(['ann', 'ben']), 3],
  [only([]), null],
] as const;

test('C08: no pair of readers under different rules shares an answer, cold or warm', async () => {
  for (const [first, firstSum] of READERS) {
    for (const [second, secondSum] of READERS) {
      expect((await sumFor(first)).sum).toBe(firstSum);
      expect((await sumFor(second)).sum).toBe(secondSum);
    }
  }
  expect((await sumFor(NO_RULES)).fromCache).toBe(true);
});

test('C08: tenant, model, version and question are in the key too', () => {
  const other = newId<ModelVersionId>();
  const keys = [
    resultKey(planOf(NO_RULES), versionId),
    resultKey(planOf(NO_RULES, '2'), versionId),
    resultKey(planOf(NO_RULES, '1', 'b'), versionId),
    resultKey(planOf(NO_RULES), other),
    resultKey(planOf(only(['ann'])), versionId),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('C09: a rule that is tightened is another key at once: what was kept under the wide one is not answered', async () => {
  expect((await sumFor(only(['ann', 'ben']))).sum).toBe(3);
  expect(await sumFor(only(['ann']))).toEqual({ sum: 1, fromCache: false });
});

test('C09: a key holds no more and no less than what the answer depends on, whatever order it came in', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { maxLength: 5 }),
      fc.uniqueArray(fc.string(), { maxLength: 5 }),
      (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b);
        expect(securityFingerprint(only(a)) === securityFingerprint(only(b))).toBe(isSame);
      },
    ),
  );
});

test('C11: who may see less warms the cache, and who may see all gets all of it', async () => {
  const hidden: SecurityRules = { ...only(['eve']), hiddenFields: [{ kind: 'column', table: 0, column: 0 }] };
  expect((await sumFor(hidden)).sum).toBe(4);
  expect(await sumFor(NO_RULES)).toEqual({ sum: 7, fromCache: false });
});

test('C25: a tile that is kept is found by who would get the same from the engine, in each tenant and version apart', async () => {
  const world = await openWorld();
  const [who, other] = [principal('Admin'), principal('reader')];
  const { dashboardId, datasetId } = await createThings(world, who);
  const kept = new Map<string, TileResult>();
  let computed = 0;
  const running = createMemoryEngine(async () => {
    computed += 1;
    return [[computed]];
  });
  const ports = { files: createMemoryFiles().files, engine: running.engine, clock: { now: world.now } };
  const show = async (asker: Principal) => {
    const deps = {
      metadata: world.metadata,
      isEnabled: async () => true,
      engine: createQueryEngine(ports),
      tileCache: {
        get: async (...key: readonly string[]) => kept.get(key.join(' ')),
        put: async (blob: string, tile: string, key: string, result: TileResult) =>
          void kept.set([blob, tile, key].join(' '), result),
      },
    };
    const grant = await world.metadata.read(TENANT, (stores) =>
      authoriseItem(stores, callerOf(asker), 'dashboard', itemId(dashboardId), 'read'),
    );
    if (grant.kind !== 'dashboard') throw new Error('No dashboard.');
    const [outcome] = (await showTiles(deps, callerOf(asker), grant, never)).values();
    return outcome !== undefined && 'answer' in outcome ? outcome.answer.columns[0]?.values : outcome;
  };
  expect([await show(who), await show(other), await show(who)]).toEqual([[1], [1], [1]]);
  await world.metadata.write(TENANT, undefined, async ({ versions }) => {
    const current = await versions.current(itemId(datasetId));
    if (current !== undefined) await versions.publish({ ...current, id: newId(), blobName: `${TENANT}/new.duckdb` });
  });
  expect([await show(who), await show(other)]).toEqual([[2], [2]]);
  for (const key of kept.keys()) expect(key).toMatch(new RegExp(`^${TENANT}/.*"${TENANT}".*${NO_RULES_TEXT}`));
  await world.close();
});

const NO_RULES_TEXT = JSON.stringify(securityFingerprint(NO_RULES)).replace(/[[\]{}\\]/g, '\\$&');

function itemId<I extends ModelId | DashboardId>(text: string): I {
  const found = parseId<I>(text);
  if (found === undefined) throw new Error('No id.');
  return found;
}

function callerOf({ tenantId, objectId, signInName }: Principal): Caller {
  const about = { displayName: '', signInName, effectiveUserName: signInName, isAdministrator: false };
  return { kind: 'user', tenantId, objectId, groupIds: [], mayEdit: true, ...about };
}
