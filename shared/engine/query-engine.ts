import type { Dialect } from '../query/dialect.ts';
import { duckdbDialect } from '../query/duckdb-dialect.ts';
import { NO_TELEMETRY, type Telemetry } from '../telemetry/telemetry.ts';
import { createDaxMemory, type DaxMemory } from './dax-memory.ts';
import { createModelCache, type ModelCache, type ModelCacheStatistics } from './model-cache.ts';
import type { Clock, Engine, ModelFiles } from './ports.ts';
import { createResultCache, type ResultCache } from './result-cache.ts';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';

export type QueryEngineLimits = {
  /** Queries at the same time on this instance. */
  readonly concurrency: number;
  /** Queries that wait at most; the one beyond is refused with `engine-busy`. */
  readonly waiting: number;
  readonly timeoutMs: number;
  /** Bytes of model files that are kept open. */
  readonly modelBytes: number;
  /** Bytes of answers that are kept: of visuals, and of DAX queries as many. */
  readonly resultBytes: number;
};

export const DEFAULT_LIMITS: QueryEngineLimits = Object.freeze({
  concurrency: 2,
  waiting: 64,
  timeoutMs: 60_000,
  modelBytes: 1024 ** 3,
  resultBytes: 64 * 1024 ** 2,
});

/** What `ask` needs: one per instance, made when the role starts. */
export type QueryEngine = {
  readonly models: ModelCache;
  readonly results: ResultCache;
  readonly dax: DaxMemory;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly dialect: Dialect;
  readonly limits: QueryEngineLimits;
  readonly telemetry: Telemetry;
  readonly counters: { queries: number; cacheHits: number };
  readonly statistics: () => EngineStatistics;
  readonly close: () => Promise<void>;
};

/** What the instance has done since it started, and what it holds now. */
export type EngineStatistics = ModelCacheStatistics & {
  /** Queries that the engine has been given; an answer from the cache is none. */
  readonly queries: number;
  readonly cacheHits: number;
  readonly waiting: number;
  readonly running: number;
  readonly cachedAnswers: number;
  readonly cachedBytes: number;
  /** Compiled DAX queries. */
  readonly cachedPlans: number;
};

export function createQueryEngine(
  ports: {
    readonly files: ModelFiles;
    readonly engine: Engine;
    readonly clock: Clock;
    readonly telemetry?: Telemetry;
  },
  limits: QueryEngineLimits = DEFAULT_LIMITS,
): QueryEngine {
  const { concurrency, waiting } = limits;
  const queue = createWorkQueue({ concurrency, waiting });
  // Files arrive beside the queries, not in their place: a large model that is fetched delays nobody else.
  const opening = createWorkQueue({ concurrency, waiting });
  const models = createModelCache({ files: ports.files, engine: ports.engine, opening }, limits.modelBytes);
  const results = createResultCache(limits.resultBytes);
  const dax = createDaxMemory(limits.resultBytes);
  const counters = { queries: 0, cacheHits: 0 };
  return {
    models,
    results,
    dax,
    queue,
    clock: ports.clock,
    dialect: duckdbDialect,
    limits,
    telemetry: ports.telemetry ?? NO_TELEMETRY,
    counters,
    statistics: () => {
      const [visual, ofDax] = [results.size(), dax.answers.size()];
      const cachedAnswers = visual.count + ofDax.count;
      const cachedBytes = visual.bytes + ofDax.bytes;
      return {
        ...models.statistics(),
        ...queue.length(),
        ...counters,
        cachedAnswers,
        cachedBytes,
        cachedPlans: dax.plans.size().count,
      };
    },
    close: () => models.close(),
  };
}
