import { Fault, isFault } from '../domain/faults.ts';
import type { ReadGrant } from '../domain/grants.ts';
import type { ModelId, ModelVersionId, TenantId } from '../domain/ids.ts';
import type { SemanticModel } from '../model/semantic-model.ts';
import { compileQuestion } from '../query/compile-question.ts';
import { emit } from '../query/emit.ts';
import type { Answer, Question } from '../query/question.ts';
import type { RestrictedPlan } from '../query/restrict.ts';
import { shapeAnswer } from '../query/shape-answer.ts';
import type { ModelFile, Session } from './ports.ts';
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

/** Answers a plan that is already compiled and restricted. DAX comes in here. */
export async function answerPlan(
  engine: QueryEngine,
  restricted: RestrictedPlan,
  model: AskedModel,
  signal: AbortSignal,
): Promise<Asked> {
  demandSameModel(restricted, model);
  signal.throwIfAborted();
  const key = resultKey(restricted, model.versionId);
  const cached = takeCached(engine, key);
  if (cached !== undefined) return cached;
  const lease = await engine.models.lease(model, signal);
  try {
    return await engine.queue.run(model.tenantId, signal, async () => {
      // The same may have been asked and answered while this one waited for its turn.
      return takeCached(engine, key) ?? (await runPlan(engine, restricted, key, lease.session, signal));
    });
  } catch (cause) {
    // A bug or a broken file: a database that failed once in such a way may never answer again.
    if (!isFault(cause) && !signal.aborted) lease.discard();
    throw cause;
  } finally {
    await lease.release();
  }
}

function takeCached(engine: QueryEngine, key: string): Asked | undefined {
  const cached = engine.results.get(key);
  if (cached === undefined) return undefined;
  engine.counters.cacheHits += 1;
  return { ...cached, fromCache: true };
}

async function runPlan(
  engine: QueryEngine,
  restricted: RestrictedPlan,
  key: string,
  session: Session,
  signal: AbortSignal,
): Promise<Asked> {
  const asOf = engine.clock.now().toISOString();
  engine.counters.queries += 1;
  const query = emit(restricted, engine.dialect);
  const columns = await engine.telemetry.within('engine', { operation: 'run', store: 'models' }, () =>
    session.run(query, engine.limits, signal),
  );
  const answer = shapeAnswer(restricted.plan, columns);
  engine.results.put(key, { answer, asOf });
  return { answer, fromCache: false, asOf };
}

/** A grant or a plan is good for the model that it was made for. */
function demandSameModel(made: { readonly tenantId: TenantId; readonly modelId: ModelId }, model: AskedModel): void {
  if (made.tenantId !== model.tenantId || made.modelId !== model.modelId) {
    throw new Fault('not-permitted', { what: 'read this model' });
  }
}
