import { Fault, hasCode, isFault } from '../domain/faults.ts';
import type { ReadGrant } from '../domain/grants.ts';
import type { ModelId, ModelVersionId, TenantId } from '../domain/ids.ts';
import type { SemanticModel } from '../model/semantic-model.ts';
import { compileQuestion } from '../query/compile-question.ts';
import { emit } from '../query/emit.ts';
import type { Answer, Question, Scalar } from '../query/question.ts';
import type { RestrictedPlan } from '../query/restrict.ts';
import { shapeAnswer } from '../query/shape-answer.ts';
import type { BoundStatement, ModelFile, RunLimits, Session } from './ports.ts';
import type { QueryEngine } from './query-engine.ts';
import { resultKey } from './result-cache.ts';

/** The version of a model that readers see, as the catalog knows it. */
export type AskedModel = {
  readonly tenantId: TenantId;
  readonly modelId: ModelId;
  readonly versionId: ModelVersionId;
  readonly definition: SemanticModel;
  readonly file: ModelFile;
};

export type Asked = {
  readonly answer: Answer;
  readonly fromCache: boolean;
  /** When the engine computed the answer, ISO 8601 in UTC. */
  readonly asOf: string;
};

/** Answers a visual's question, from the cache where the same was asked of the same version under the same rules. */
export async function ask(
  engine: QueryEngine,
  grant: ReadGrant,
  model: AskedModel,
  question: Question,
  signal: AbortSignal,
): Promise<Asked> {
  demandSameModel(grant, model);
  return engine.telemetry.within('query', { operation: 'visual', tenantId: model.tenantId }, async (span) => {
    const startedAt = performance.now();
    const restricted = compileQuestion(model.definition, question, grant);
    const compileMs = performance.now() - startedAt;
    const asked = await answerPlan(engine, restricted, model, signal);
    span.note({ compileMs, rows: asked.answer.rowCount, cache: asked.fromCache ? 'hit' : 'miss' });
    return asked;
  });
}

/** Answers a plan that is already compiled and restricted. */
export async function answerPlan(
  engine: QueryEngine,
  restricted: RestrictedPlan,
  model: AskedModel,
  signal: AbortSignal,
): Promise<Asked> {
  demandSameModel(restricted, model);
  const key = resultKey(restricted, model.versionId);
  const { value, fromCache } = await answerStatement(engine, model, signal, {
    cached: () => engine.results.get(key),
    hidesRows: false,
    statement: () => emit(restricted, engine.dialect),
    keep: (columns, asOf) => {
      const made = { answer: shapeAnswer(restricted.plan, columns), asOf };
      engine.results.put(key, made);
      return made;
    },
  });
  return { ...value, fromCache };
}

/** How an answer is found among those that are kept, asked for where it is not, and kept. */
export type Answering<T> = {
  readonly cached: () => T | undefined;
  readonly statement: () => BoundStatement;
  /** `asOf`: when the engine was asked, ISO 8601 in UTC. */
  readonly keep: (columns: readonly (readonly Scalar[])[], asOf: string) => T;
  /** Some rows are hidden from the caller: a failure must come from the others, or tell nothing. */
  readonly hidesRows: boolean;
};

/**
 * The one way to the engine: what is cached is answered at once; everything else waits for the tenant's turn and for the
 * model to be open. A statement that fails for another reason than the query's own costs the session, not the next one
 * who asks.
 */
export async function answerStatement<T>(
  engine: QueryEngine,
  model: Pick<AskedModel, 'tenantId' | 'versionId' | 'file'>,
  signal: AbortSignal,
  answering: Answering<T>,
): Promise<{ readonly value: T; readonly fromCache: boolean }> {
  signal.throwIfAborted();
  const cached = takeCached(engine, answering);
  if (cached !== undefined) return cached;
  const lease = await engine.models.lease(model, signal);
  try {
    return await engine.queue.run(model.tenantId, signal, async () => {
      // The same may have been asked and answered while this one waited for its turn.
      return takeCached(engine, answering) ?? (await runStatement(engine, answering, lease.session, signal));
    });
  } catch (cause) {
    // A bug or a broken file: a database that failed once in such a way may never answer again.
    if (!isFault(cause) && !signal.aborted) lease.discard();
    throw cause;
  } finally {
    await lease.release();
  }
}

function takeCached<T>(
  engine: QueryEngine,
  { cached }: Answering<T>,
): { readonly value: T; readonly fromCache: boolean } | undefined {
  const value = cached();
  if (value === undefined) return undefined;
  engine.counters.cacheHits += 1;
  return { value, fromCache: true };
}

async function runStatement<T>(
  engine: QueryEngine,
  { statement, keep, hidesRows }: Answering<T>,
  session: Session,
  signal: AbortSignal,
): Promise<{ readonly value: T; readonly fromCache: boolean }> {
  const asOf = engine.clock.now().toISOString();
  engine.counters.queries += 1;
  const { timeoutMs } = engine.limits;
  const run = (limits: RunLimits) =>
    engine.telemetry.within('engine', { operation: 'run', store: 'models' }, () =>
      session.run(statement(), limits, signal),
    );
  const columns = await run({ timeoutMs }).catch((cause: unknown) => {
    if (hidesRows && isOfQuery(cause)) return run({ timeoutMs, isInOrder: true });
    throw cause;
  });
  return { value: keep(columns, asOf), fromCache: false };
}

/** Something that the query computes fails, and that may be for a row that the caller must know nothing of. */
function isOfQuery(cause: unknown): boolean {
  return hasCode(cause, 'query-failed') || hasCode(cause, 'question-invalid');
}

/** A grant or a plan is good for the model that it was made for. */
function demandSameModel(made: { readonly tenantId: TenantId; readonly modelId: ModelId }, model: AskedModel): void {
  if (made.tenantId !== model.tenantId || made.modelId !== model.modelId) {
    throw new Fault('not-permitted', { what: 'read this model' });
  }
}
