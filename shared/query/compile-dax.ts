import type { BindProblem } from '../dax/bind/bind-problem.ts';
import { bindQuery } from '../dax/bind/bind-query.ts';
import type { ModelIndex } from '../dax/bind/model-index.ts';
import type { ConstantValue, DaxType } from '../dax/bound.ts';
import type { DaxProblem } from '../dax/dax-problem.ts';
import { parseQuery } from '../dax/parse-query.ts';
import { type EmittedAnswer, emitAnswer } from './emit/emit-query.ts';
import type { RelationDialect } from './emit/relation-dialect.ts';
import type { ModelSecurity } from './model-security.ts';
import type { PhysicalFacts } from './physical-facts.ts';
import { planEvaluate } from './planner/plan-query.ts';
import { restrictQuery } from './restrict-relation.ts';

/** A model as queries are compiled against: what it means, and what is known of the data of one version. */
export type CompileModel = { readonly index: ModelIndex; readonly facts: PhysicalFacts };

/** One table of the answer: `Table[Column]` and `[Name]` by column, and the statement that gives its rows. */
export type CompiledTable = {
  readonly columns: readonly { readonly name: string; readonly type: DaxType }[];
  readonly statement: EmittedAnswer;
};

export type CompiledDax =
  | { readonly kind: 'compiled'; readonly tables: readonly CompiledTable[] }
  | { readonly kind: 'problems'; readonly problems: readonly (DaxProblem | BindProblem)[] };

export type CompileOptions = {
  /** Rows of each table at most; the statement gives one more, which tells that there were more. */
  readonly limit: number;
  /** Values of each table at most, all columns together. */
  readonly mostValues?: number;
  readonly parameters?: ReadonlyMap<string, ConstantValue>;
  /** The caller may see the model's own expressions: the functions that list them are for who may write. */
  readonly mayReadDefinition?: boolean;
};

/**
 * Compiles a DAX query for a caller with these rules: text to tokens to syntax tree to bound tree to plan, the rules
 * into the plan, and SQL. Depends on nothing else, so that equal arguments may share what was compiled.
 */
export function compileDax(
  { index, facts }: CompileModel,
  text: string,
  security: ModelSecurity,
  dialect: RelationDialect,
  options: CompileOptions,
): CompiledDax {
  const parsed = parseQuery(text);
  if (parsed.kind === 'problems') return parsed;
  const { hidden, rows } = security;
  const { parameters = new Map(), mayReadDefinition = false } = options;
  const bound = bindQuery(index, parsed.tree, text, { hidden, parameters, mayReadDefinition });
  if (bound.kind === 'problems') return bound;
  const { model } = index;
  const tables = bound.tree.evaluates.map((evaluate): CompiledTable => {
    const planned = planEvaluate(model, bound.tree, evaluate);
    const limit = rowsAllowed(options, planned.columns.length);
    const statement = emitAnswer(model, restrictQuery(model, planned, rows), dialect, { facts, limit });
    return { columns: planned.columns.map(({ name, type }) => ({ name, type })), statement };
  });
  return { kind: 'compiled', tables };
}

/** How many rows of so many columns the limits let through. */
export function rowsAllowed(
  { limit, mostValues = Number.POSITIVE_INFINITY }: CompileOptions,
  columnCount: number,
): number {
  return Math.min(limit, Math.floor(mostValues / Math.max(1, columnCount)));
}
