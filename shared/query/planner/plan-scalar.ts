import type { BoundScalar } from '../../dax/bound.ts';
import { columnValue, type JoinPair, type Relation, type Value } from '../relation.ts';
import { columnsOf, targetOf } from './change-context.ts';
import { sameColumn } from './filter-context.ts';
import { attachAggregates, extendFrame, newCopy } from './frame.ts';
import { resolveColumn, resolved } from './frame-rows.ts';
import { planAggregate } from './plan-aggregate.ts';
import { calculated } from './plan-calculate.ts';
import { planMeasure, planSelectedMeasure } from './plan-measure.ts';
import { planPath } from './plan-path.ts';
import { planRank, planWindowNumber } from './plan-rank.ts';
import type { Env, PlannedTable } from './planning.ts';
import { planScalar, planTable } from './planning.ts';
import { isTableReached } from './rows.ts';

/** The expression as a value of the frame's rows; what has to be computed first is attached to them. */
export function scalarOf(bound: BoundScalar, env: Env): Value {
  switch (bound.kind) {
    case 'constant':
    case 'blank':
    case 'caller':
    case 'moment':
      return bound;
    case 'rowColumn': {
      const id = env.scopes.get(bound.scope)?.ids[bound.column];
      if (id === undefined) throw new Error('A row context is missing.');
      return resolved(env.frame, id);
    }
    case 'relatedColumn': {
      const id = env.scopes.get(bound.scope)?.base?.column(bound.column);
      if (id === undefined) throw new Error('A related column is not in the expansion.');
      return resolved(env.frame, id);
    }
    case 'variable': {
      const variable = env.variables.get(bound.variable);
      if (variable?.kind !== 'scalar') throw new Error('A variable is missing.');
      return variable.value.kind === 'column' ? resolved(env.frame, variable.value.id) : variable.value;
    }
    case 'operation':
      return {
        kind: 'operation',
        type: bound.type,
        operation: bound.operation,
        args: bound.args.map((part) => planScalar(part, env)),
      };
    case 'aggregate':
      return planAggregate(bound, env);
    case 'calculate':
      return planScalar(bound.expression, calculated(env, bound.changes));
    case 'measure':
      return planMeasure(env, bound.measure, bound.type);
    case 'let': {
      const value = extendFrame(env.frame, planScalar(bound.value, env));
      const variables = new Map([...env.variables, [bound.variable, { kind: 'scalar', value }] as const]);
      return planScalar(bound.body, { ...env, variables });
    }
    case 'letTable': {
      const table = planTable(bound.value, env);
      const variables = new Map([...env.variables, [bound.variable, { kind: 'table', table }] as const]);
      return planScalar(bound.body, { ...env, variables });
    }
    case 'singleValue':
      return planSingleValue(bound.type, planTable(bound.table, env), env);
    case 'isIn':
      return planIsIn(bound, env);
    case 'isFiltered':
      return known(isFiltered(bound, env));
    case 'isInScope':
      return known(env.context.grouping.some((column) => sameColumn(column, bound.column)));
    case 'rank':
      return planRank(bound, env);
    case 'windowNumber':
      return planWindowNumber(bound, env);
    case 'path':
      return planPath(bound, env);
    case 'selectedMeasure':
      return planSelectedMeasure(env, bound.type);
    case 'selectedMeasureText': {
      const measure = env.plan.measures[env.selectedMeasure?.measure ?? -1];
      const value = bound.what === 'name' ? measure?.name : measure?.formatString;
      return { kind: 'constant', type: 'String', value: value ?? '' };
    }
  }
}

const known = (value: boolean): Value => ({ kind: 'constant', type: 'Boolean', value });

function isFiltered({ what, crossed }: Extract<BoundScalar, { kind: 'isFiltered' }>, env: Env): boolean {
  const { model } = env.plan;
  const { filters, use } = env.context;
  if (crossed) {
    const tables =
      what.kind === 'table' ? [what.table] : what.kind === 'columns' ? what.columns.map(({ table }) => table) : [];
    return tables.some((table) => isTableReached(model, env.context, table));
  }
  const isTarget =
    what.kind === 'table'
      ? (column: { readonly table: number }) => column.table === what.table
      : targetOf(model, use, what);
  return filters.some((filter) => columnsOf(model, use, filter).some(isTarget));
}

/** The value of the one row; the rows are counted, so that a second one is an error where the value is used. */
function planSingleValue(type: BoundScalar['type'], { relation, ids, on }: PlannedTable, env: Env): Value {
  const [id] = ids;
  if (id === undefined) throw new Error('A table without columns has no value.');
  const value = env.plan.ids.next(type);
  const count = env.plan.ids.next('Int64');
  const rest = { argument: undefined, orderBy: [] };
  attachAggregates(env.frame, { relation, on }, [
    { id: value, type, aggregate: 'any', value: columnValue(id, env.plan.ids.typeOf(id)), ...rest },
    { id: count, type: 'Int64', aggregate: 'countRows', value: undefined, ...rest },
  ]);
  return { kind: 'onlyOne', type, value: columnValue(value, type), count: columnValue(count, 'Int64') };
}

function planIsIn({ values, table }: Extract<BoundScalar, { kind: 'isIn' }>, env: Env): Value {
  const wanted = values.map((value) => planScalar(value, env));
  if (table.kind === 'literal') {
    const parts = table.rows.map((row): Value => {
      const equal = row.flatMap((cell, index): Value[] => {
        const left = wanted[index];
        return left === undefined ? [] : [{ kind: 'same', type: 'Boolean', left, right: planScalar(cell, env) }];
      });
      return { kind: 'all', type: 'Boolean', parts: equal };
    });
    return { kind: 'any', type: 'Boolean', parts };
  }
  const { relation, ids, on } = planTable(table, env);
  const copies = new Map([...ids, ...on.values()].map((id) => [id, newCopy(env.plan.ids, id)] as const));
  const distinct: Relation = { kind: 'aggregate', input: relation, keys: [...copies.values()], aggregates: [] };
  const mark = env.plan.ids.next('Boolean');
  const marked: Relation = {
    kind: 'extend',
    input: distinct,
    columns: [{ id: mark, value: { kind: 'constant', type: 'Boolean', value: true } }],
  };
  const copy = (id: number) => copies.get(id)?.id ?? id;
  env.frame.steps.push({
    kind: 'lookUp',
    relation: marked,
    on: new Map([...on].map(([outer, own]) => [outer, copy(own)])),
    matching: ids.flatMap((id, index): JoinPair[] => {
      const left = wanted[index];
      return left === undefined ? [] : [{ left, right: copy(id), blankMatches: true }];
    }),
    made: [mark],
  });
  env.frame.own.add(mark);
  for (const outer of on.keys()) resolveColumn(env.frame, outer);
  return {
    kind: 'isNotTrue',
    type: 'Boolean',
    part: { kind: 'isBlank', type: 'Boolean', value: columnValue(mark, 'Boolean') },
  };
}
