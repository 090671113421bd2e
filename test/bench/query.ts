import { join } from 'node:path';
import { makeReadGrant } from '../../shared/access/make-grant.ts';
import { createDuckdbEngine } from '../../shared/adapters/duckdb/engine-duckdb.ts';
import { type ModelId, type ModelVersionId, newId, type TenantId } from '../../shared/domain/ids.ts';
import { type AskedModel, ask } from '../../shared/engine/ask.ts';
import { createQueryEngine, DEFAULT_LIMITS } from '../../shared/engine/query-engine.ts';
import { compileQuestion } from '../../shared/query/compile-question.ts';
import { duckdbDialect } from '../../shared/query/duckdb-dialect.ts';
import { emit } from '../../shared/query/emit.ts';
import type { Bench } from './bench.ts';
import { SALES_MODEL, withDatabase, writeModelFile } from './sales-model.ts';
import { geometricMean, median, timed } from './statistics.ts';
import { TYPICAL } from './typical-questions.ts';

const ROWS = 1_000_000;
const RUNS = 15;
const COMPILES = 500;
const never = new AbortController().signal;

/** Six typical questions over a million rows: through the engine, and as SQL written by hand, in the same run. */
export const query: Bench = async (context) => {
  const path = join(context.folder, 'sales.duckdb');
  context.say('a model of a million rows');
  await writeModelFile(path, ROWS);
  // No answer is kept: each asking is a query.
  const engine = createQueryEngine(
    {
      files: { open: async () => ({ path, release: async () => undefined }) },
      engine: createDuckdbEngine({ memoryBytes: 1024 ** 3, threads: 2 }),
      clock: { now: () => new Date() },
    },
    { ...DEFAULT_LIMITS, resultBytes: 0 },
  );
  context.atEnd(() => engine.close());
  const [tenantId, modelId] = [newId<TenantId>(), newId<ModelId>()];
  const model: AskedModel = {
    tenantId,
    modelId,
    versionId: newId<ModelVersionId>(),
    definition: SALES_MODEL,
    file: { blobName: 'sales', bytes: 1 },
  };
  const grant = makeReadGrant(tenantId, modelId, 'model');

  // The hand-written side has a copy of its own, so that neither waits for the other's file.
  const copy = join(context.folder, 'by-hand.duckdb');
  await writeModelFile(copy, ROWS);
  const measured = await withDatabase(copy, async (connection) => {
    const results: { readonly name: string; readonly ours: number; readonly byHand: number }[] = [];
    for (const { name, question, sql } of TYPICAL) {
      context.say(name);
      const ours: number[] = [];
      const byHand: number[] = [];
      for (let index = 0; index <= RUNS; index += 1) {
        const mine = await timed(() => ask(engine, grant, model, question, never));
        const theirs = await timed(async () => (await connection.runAndReadAll(sql)).getRowsJson());
        // The first of each is the warm-up.
        if (index > 0) {
          ours.push(mine);
          byHand.push(theirs);
        }
      }
      results.push({ name, ours: median(ours), byHand: median(byHand) });
    }
    return results;
  });
  const { queries } = engine.statistics();
  if (queries !== TYPICAL.length * (RUNS + 1)) throw new Error(`${queries} queries ran: some came from the cache.`);

  const compiles: number[] = [];
  for (let index = 0; index < COMPILES; index += 1) {
    for (const { question } of TYPICAL) {
      const startedAt = performance.now();
      emit(compileQuestion(SALES_MODEL, question, grant), duckdbDialect);
      compiles.push((performance.now() - startedAt) * 1000);
    }
  }
  return [
    ...measured.map(({ name, ours, byHand }) => ({
      what: name,
      figure: ours,
      unit: 'ms',
      note: `by hand ${byHand.toFixed(1)} ms: ${(ours / byHand).toFixed(2)} x`,
    })),
    {
      what: 'all six, geometric mean',
      figure: geometricMean(measured.map(({ ours }) => ours)),
      unit: 'ms',
      note: `1 M rows, median of ${RUNS} runs each`,
    },
    {
      what: 'against SQL written by hand',
      figure: geometricMean(measured.map(({ ours, byHand }) => ours / byHand)),
      unit: 'x',
    },
    { what: 'from question to SQL, median', figure: median(compiles), unit: 'µs' },
  ];
};
