import { indexModel, type ModelIndex } from '../dax/bind/model-index.ts';
import type { OpenedModel } from '../model/stored-model.ts';
import type { CompiledDax, CompileModel } from '../query/compile-dax.ts';
import { type ModelSecurity, modelSecurity } from '../query/model-security.ts';
import { physicalFacts } from '../query/physical-facts.ts';
import type { Scalar } from '../query/question.ts';
import { type BoundedMemory, cellBytes, createBoundedMemory } from './bounded-memory.ts';

/** What is remembered between DAX queries, each by everything that it depends on. */
export type DaxMemory = {
  readonly plans: BoundedMemory<CompiledDax>;
  readonly answers: BoundedMemory<DaxColumns>;
  /** The names of a model as queries look them up. */
  readonly prepare: (opened: OpenedModel) => PreparedModel;
};

/** The columns of an answer, in their order. */
export type DaxColumns = readonly (readonly Scalar[])[];

export type PreparedModel = CompileModel & {
  /** The rules of the caller's roles. Throws `question-invalid` where they cannot be told together (F-16). */
  readonly securityOf: (roleNames: readonly string[]) => ModelSecurity;
};

const PLAN_BYTES = 32 * 1024 ** 2;
const MOST_ROLE_SETS = 200;

export function createDaxMemory(answerBytes: number): DaxMemory {
  // It lives exactly as long as the opened definition, which others hold.
  const prepared = new WeakMap<OpenedModel, PreparedModel>();
  return {
    plans: createBoundedMemory(PLAN_BYTES, planBytes),
    answers: createBoundedMemory(answerBytes, (columns) =>
      columns.reduce((sum, values) => sum + 100 + cellBytes(values), 100),
    ),
    prepare: (opened) => {
      const known = prepared.get(opened) ?? prepareModel(opened);
      prepared.set(opened, known);
      return known;
    },
  };
}

function prepareModel({ tabular, facts }: OpenedModel): PreparedModel {
  const index = indexModel(tabular);
  return { index, facts: physicalFacts(tabular, facts), securityOf: rememberRoles(index) };
}

function rememberRoles(index: ModelIndex): PreparedModel['securityOf'] {
  const known = new Map<string, ModelSecurity>();
  return (roleNames) => {
    const key = JSON.stringify([...new Set(roleNames)].sort());
    const found = known.get(key) ?? modelSecurity(index, roleNames);
    if (known.size >= MOST_ROLE_SETS) known.clear();
    known.set(key, found);
    return found;
  };
}

/** An estimate; a tree of problems or of columns is small beside its SQL. */
function planBytes(compiled: CompiledDax): number {
  if (compiled.kind === 'problems')
    return compiled.problems.reduce((sum, { message }) => sum + 400 + 2 * message.length, 200);
  return compiled.tables.reduce(
    (sum, { columns, statement }) =>
      sum + 400 + 2 * statement.sql.length + 200 * columns.length + parameterBytes(statement),
    200,
  );
}

function parameterBytes({ parameters }: { readonly parameters: readonly unknown[] }): number {
  return parameters.reduce<number>((sum, parameter) => sum + 64 + 2 * JSON.stringify(parameter).length, 0);
}
