import type { BoundEvaluate, BoundTable } from '../bound.ts';
import type { Definition, Evaluate, Query } from '../syntax.ts';
import { type BindResult, bindParts } from './bind-parts.ts';
import {
  BROKEN,
  type Definitions,
  type Env,
  isBrokenTable,
  newVariable,
  openRow,
  report,
  type Session,
  type VariableEntry,
} from './environment.ts';
import { findMeasure, referToMeasure, topEnv } from './measures.ts';
import { fold, type ModelIndex } from './model-index.ts';
import { resolveTable } from './names.ts';
import { type BindOptions, openSession } from './open-session.ts';
import { definedTableKey, type HeldVariables, holdVariables } from './variables.ts';

/**
 * Binds a query to a model: every name becomes a position, every expression gets a type. Gives the bound query, or all
 * its problems; those in a measure of the model name the measure.
 */
export function bindQuery(
  index: ModelIndex,
  query: Query,
  text: string,
  options: BindOptions = {},
): BindResult<{ readonly evaluates: readonly BoundEvaluate[] }> {
  const source = { text, object: undefined };
  const first = openSession(index, options);
  const found = definitionsOf(topEnv(first, source, {}), query);
  if (first.problems.length > 0) return { kind: 'problems', problems: first.problems };
  const bind = (session: Session) => bindAll(session, query, topEnv(session, source, {}));
  return bindParts(index, options, bind, found);
}

function definitionsOf(env: Env, { definitions }: Query): Definitions {
  const measures = new Map<string, { table: number; name: string; value: Definition['value'] }>();
  const columns: { table: number; name: string; value: Definition['value'] }[] = [];
  for (const definition of definitions) {
    if (definition.kind === 'var' || definition.kind === 'table') continue;
    const table = resolveTable(env, definition.table);
    if (table === undefined) continue;
    const { name, value } = { name: definition.name.name, value: definition.value };
    if (definition.kind === 'column') columns.push({ table, name, value });
    else if (measures.has(fold(name))) {
      report(env, 'name-duplicate', definition.name.span, `Measure [${name}] is defined twice.`);
    } else measures.set(fold(name), { table, name, value });
  }
  return { measures, columns, constants: constantsOf(env, definitions), source: env.source };
}

/** Variables that are constants from the start; measures of the query may use them, wherever they are called. */
function constantsOf(env: Env, definitions: readonly Definition[]): ReadonlyMap<string, VariableEntry> {
  const constants = new Map<string, VariableEntry>();
  for (const { kind, name, value } of definitions) {
    if (kind !== 'var' || !/^(number|text|dateTime|parameter)$/.test(value.kind)) continue;
    const constant = env.session.binder.scalar(value, env);
    if (constant !== BROKEN) constants.set(fold(name.name), { kind: 'value', value: constant });
  }
  return constants;
}

/** The variables and tables of DEFINE: where they are known, and what writes them around a table or a value. */
type Defined = Pick<HeldVariables, 'env' | 'around' | 'aroundTable'>;

function bindAll(session: Session, query: Query, top: Env): { readonly evaluates: readonly BoundEvaluate[] } {
  const nothing: Defined = { env: top, around: (body) => body, aroundTable: (body) => body };
  const defined = query.definitions.reduce((outer, definition) => define(session, outer, definition), nothing);
  return { evaluates: query.evaluates.map((evaluate) => bindEvaluate(evaluate, defined)) };
}

function define(session: Session, outer: Defined, definition: Definition): Defined {
  switch (definition.kind) {
    case 'var': {
      const { env, around, aroundTable } = holdVariables([definition], outer.env);
      return {
        env,
        around: (body) => outer.around(around(body)),
        aroundTable: (body) => outer.aroundTable(aroundTable(body)),
      };
    }
    case 'table':
      return defineTable(session, outer, definition);
    case 'measure':
      checkMeasure(outer.env, definition.name);
      return outer;
    case 'column':
      return outer;
  }
}

/** A table of the query is a variable whose columns bear its name. */
function defineTable(session: Session, outer: Defined, definition: Extract<Definition, { kind: 'table' }>): Defined {
  const { name } = definition.name;
  const made = session.binder.table(definition.value, outer.env);
  const columns = made.columns.map((column) => ({ ...column, qualifier: name, lineage: undefined }));
  const picked = columns.map((_, position) => position);
  const value: BoundTable = isBrokenTable(made)
    ? made
    : { kind: 'pick', columns, base: undefined, table: made, picked };
  const variable = newVariable(outer.env);
  const entry: VariableEntry = { kind: 'table', id: variable, table: value };
  const variables = new Map([...outer.env.variables, [definedTableKey(name), entry]]);
  return {
    env: { ...outer.env, variables },
    around: (body) => outer.around({ kind: 'letTable', type: body.type, variable, value, body }),
    aroundTable: (body) =>
      outer.aroundTable({ kind: 'letTable', columns: body.columns, base: body.base, variable, value, body }),
  };
}

/** A measure of the query is bound even if nothing uses it, so that its problems are told. */
function checkMeasure(env: Env, { name, span }: Definition['name']): void {
  const measure = findMeasure(env, name);
  if (measure !== undefined) referToMeasure(env, measure, { span, reportMissing: () => BROKEN });
}

/** The keys of ORDER BY are outside of the variables; START AT has its own. */
function bindEvaluate(evaluate: Evaluate, { env, around, aroundTable }: Defined): BoundEvaluate {
  const { binder, definitions } = env.session;
  const table = binder.table(evaluate.table, env);
  const row = openRow({ ...env, variables: definitions.constants }, table);
  const orderBy = evaluate.orderBy.map(({ by, direction }) => ({ by: binder.scalar(by, row.env), direction }));
  const startAt = evaluate.startAt.map((value) => around(binder.scalar(value, env)));
  return { table: aroundTable(table), scope: row.scope, orderBy, startAt };
}
