import { Fault, hasCode } from '../domain/faults.ts';
import type { ModelGrant } from '../domain/grants.ts';
import type { ModelId, ModelVersionId, TenantId } from '../domain/ids.ts';
import type { OpenedModel } from '../model/stored-model.ts';
import { type CompiledDax, type CompiledTable, compileDax, rowsAllowed } from '../query/compile-dax.ts';
import { type Asker, type BoundValue, valuesFor } from '../query/emit/asker.ts';
import { duckdbQueries } from '../query/emit/duckdb-relations.ts';
import { type ModelSecurity, UNBOUND } from '../query/model-security.ts';
import { answerStatement } from './ask.ts';
import type { DaxColumns, PreparedModel } from './dax-memory.ts';
import type { ModelFile } from './ports.ts';
import type { QueryEngine } from './query-engine.ts';
import { evaluationFailed, problemsFailed, refusalOf } from './query-refusal.ts';

/** The version of a model that readers see, with its definition. */
export type DaxModel = {
  readonly tenantId: TenantId;
  readonly modelId: ModelId;
  readonly versionId: ModelVersionId;
  readonly file: ModelFile;
  readonly stored: () => OpenedModel;
};

/** For whom a query is asked. */
export type ActingAs = {
  /** The roles of the model that they are in; `unbound` for who is bound by none (F-02). */
  readonly roles: readonly string[] | 'unbound';
  /** What USERPRINCIPALNAME says. */
  readonly name: string;
  readonly objectId: string;
};

export type DaxQuestion = {
  readonly text: string;
  /** Of the answer, whichever comes first. One row more is there where they did not do. */
  readonly limit: number;
  readonly mostValues: number;
};

export type DaxAnswer = {
  readonly table: Pick<CompiledTable, 'columns'>;
  readonly values: DaxColumns;
  readonly rowCount: number;
  /** There are more rows than were allowed. */
  readonly isPartial: boolean;
  /** How many EVALUATE the query has; the first is the one that is answered. */
  readonly tableCount: number;
};

/**
 * Answers the first EVALUATE of a DAX query, under the roles of who it is asked for. Throws `query-failed` with all that
 * is wrong with the query, also where what it computes fails; what it says names nothing that is hidden for them.
 */
export async function askDax(
  engine: QueryEngine,
  grant: ModelGrant,
  model: DaxModel,
  actingAs: ActingAs,
  question: DaxQuestion,
  signal: AbortSignal,
): Promise<DaxAnswer> {
  demandBuild(grant, model);
  return engine.telemetry.within('query', { operation: 'dax', tenantId: model.tenantId }, async (span) => {
    try {
      const startedAt = performance.now();
      const prepared = engine.dax.prepare(model.stored());
      const sight = sightOf(actingAs, prepared);
      const compiled = compileOnce(engine, model, prepared, sight, question);
      if (compiled.kind === 'problems') throw problemsFailed(compiled.problems);
      span.note({ compileMs: performance.now() - startedAt });
      const [table] = compiled.tables;
      if (table === undefined) throw new Error('A query without EVALUATE was compiled.');
      const asker = askerOf(engine, actingAs, prepared);
      const { values, fromCache } = await answerTable(engine, model, table, sight.security, asker, signal);
      const answer = shaped(table, values, compiled.tables.length, question);
      span.note({ rows: answer.rowCount, cache: fromCache ? 'hit' : 'miss' });
      return answer;
    } catch (cause) {
      throw hasCode(cause, 'question-invalid') ? evaluationFailed(cause.detail.what, cause) : cause;
    }
  });
}

/** What a caller gets to see: who may write sees everything, the model's own expressions too. */
type Sight = { readonly security: ModelSecurity; readonly mayReadDefinition: boolean };

function sightOf({ roles }: ActingAs, prepared: PreparedModel): Sight {
  if (roles === 'unbound') return { security: UNBOUND, mayReadDefinition: true };
  return { security: prepared.securityOf(roles), mayReadDefinition: false };
}

/** Equal text for equal sight of the same version of a model is compiled once. */
function compileOnce(
  engine: QueryEngine,
  { tenantId, versionId }: DaxModel,
  prepared: PreparedModel,
  { security, mayReadDefinition }: Sight,
  { text, limit, mostValues }: DaxQuestion,
): CompiledDax {
  const { fingerprint } = security;
  const key = JSON.stringify([tenantId, versionId, fingerprint, mayReadDefinition, limit, mostValues, text]);
  const known = engine.dax.plans.get(key);
  if (known !== undefined) return known;
  const compiled = compileDax(prepared, text, security, duckdbQueries, { limit, mostValues, mayReadDefinition });
  engine.dax.plans.put(key, compiled);
  return compiled;
}

async function answerTable(
  engine: QueryEngine,
  model: DaxModel,
  { statement }: CompiledTable,
  security: ModelSecurity,
  asker: Asker,
  signal: AbortSignal,
): Promise<{ readonly values: DaxColumns; readonly fromCache: boolean }> {
  const parameters = valuesFor(statement.parameters, asker);
  const key = answerKey(model, security, statement.sql, parameters);
  const { sql, columnCount } = statement;
  try {
    const { value, fromCache } = await answerStatement<DaxColumns>(engine, model, signal, {
      cached: () => engine.dax.answers.get(key),
      hidesRows: security.rows !== undefined,
      statement: () => ({ sql, columnCount, parameters }),
      keep: (columns) => {
        if (!statement.isVolatile) engine.dax.answers.put(key, columns);
        return columns;
      },
    });
    return { values: value, fromCache };
  } catch (cause) {
    throw refusalOf(cause, security, statement);
  }
}

/** Everything that an answer depends on: whose data, which version, whose rules, what is asked, and who asks as far as it matters. */
function answerKey(
  { tenantId, modelId, versionId }: DaxModel,
  { fingerprint }: ModelSecurity,
  sql: string,
  parameters: readonly BoundValue[],
): string {
  return JSON.stringify([tenantId, modelId, versionId, fingerprint, parameters, sql]);
}

function askerOf({ clock }: QueryEngine, { name, objectId }: ActingAs, { index }: PreparedModel): Asker {
  const now = clock.now().toISOString().slice(0, 19);
  return { name, objectId, customData: undefined, culture: index.model.culture, now };
}

function shaped(table: CompiledTable, values: DaxColumns, tableCount: number, question: DaxQuestion): DaxAnswer {
  const found = values[0]?.length ?? 0;
  const allowed = rowsAllowed(question, values.length);
  return { table, values, rowCount: Math.min(found, allowed), isPartial: found > allowed, tableCount };
}

/** A grant is good for the model that it was made for, and to ask freely takes the right to build. */
function demandBuild({ tenantId, id, rights }: ModelGrant, model: DaxModel): void {
  if (tenantId === model.tenantId && id === model.modelId && rights.includes('build')) return;
  throw new Fault('not-permitted', { what: 'query this model' });
}
