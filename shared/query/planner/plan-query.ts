import type { BoundEvaluate, BoundMeasures, DaxType, Direction } from '../../dax/bound.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import { columnValue, filtered, type Id, type NewColumn, type Relation, type Value } from '../relation.ts';
import type { Filter } from './filter-context.ts';
import { createFrame, createIds, type IdMaker } from './frame.ts';
import { relationOf } from './frame-rows.ts';
import { scalarOf } from './plan-scalar.ts';
import { tableOf } from './plan-table.ts';
import { type Env, insideRows, type Planning, planScalar, planTable } from './planning.ts';
import { AS_MODELLED } from './relationship-paths.ts';

/** One EVALUATE as a relation, before any rule of security is in it. */
export type PlannedQuery = {
  readonly relation: Relation;
  readonly columns: readonly PlannedColumn[];
  readonly order: readonly { readonly id: Id; readonly direction: Direction }[];
  readonly ids: IdMaker;
};

/** A column of the answer: `Table[Column]` or `[Name]`. */
export type PlannedColumn = { readonly name: string; readonly id: Id; readonly type: DaxType };

/** Plans one EVALUATE of a bound query. */
export function planEvaluate(model: TabularModel, measures: BoundMeasures, evaluate: BoundEvaluate): PlannedQuery {
  const env = rootEnv(model, measures);
  const { ids } = env.plan;
  const table = planTable(evaluate.table, env);
  const inside = insideRows(env, evaluate.scope, evaluate.table, table);
  const keys = evaluate.orderBy.map(({ by, direction }) => {
    const value = planScalar(by, inside);
    const column: NewColumn = { id: ids.next(value.type), value };
    return { column, direction };
  });
  const start = startCondition(
    keys.map(({ column, direction }) => ({ by: columnValue(column.id, column.value.type), direction })),
    evaluate.startAt.map((value) => planScalar(value, inside)),
  );
  const rows = relationOf(inside.frame);
  const ordered: Relation =
    keys.length === 0 ? rows : { kind: 'extend', input: rows, columns: keys.map(({ column }) => column) };
  return {
    relation: start === undefined ? ordered : filtered(ordered, [start]),
    columns: evaluate.table.columns.map(({ name, qualifier, type }, index): PlannedColumn => {
      const id = table.ids[index];
      if (id === undefined) throw new Error('A column of the answer has no values.');
      return { name: qualifier === undefined ? `[${name}]` : `${qualifier}[${name}]`, id, type };
    }),
    order: keys.map(({ column, direction }) => ({ id: column.id, direction })),
    ids,
  };
}

/** The place of a whole query: one row, no filters. */
export function rootEnv(model: TabularModel, bound: BoundMeasures, ids: IdMaker = createIds()): Env {
  const calculationGroups = [...bound.calculationGroups].sort((one, other) => other.precedence - one.precedence);
  const { measures } = bound;
  const plan: Planning = {
    model,
    measures,
    calculationGroups,
    ids,
    found: new Map(),
    changed: new Map(),
    scalar: scalarOf,
    table: tableOf,
  };
  return {
    plan,
    frame: createFrame(undefined, ids, [], []),
    context: { filters: NO_FILTERS, use: AS_MODELLED, selected: NO_FILTERS, grouping: [] },
    scopes: new Map(),
    pending: [],
    variables: new Map(),
    selectedMeasure: undefined,
  };
}

const NO_FILTERS: readonly Filter[] = [];

type Key = { readonly by: Value; readonly direction: Direction };

/** START AT: rows that come at or after these values in the order. */
function startCondition(keys: readonly Key[], values: readonly Value[]): Value | undefined {
  const [key, ...others] = keys;
  const [value, ...rest] = values;
  if (key === undefined || value === undefined) return undefined;
  const inner = startCondition(others, rest);
  const operator = key.direction === 'ascending' ? '>' : '<';
  const after: Value = { kind: 'compare', type: 'Boolean', operator, left: key.by, right: value };
  const here: Value = { kind: 'same', type: 'Boolean', left: key.by, right: value };
  const parts: Value[] = [after, inner === undefined ? here : { kind: 'all', type: 'Boolean', parts: [here, inner] }];
  return { kind: 'any', type: 'Boolean', parts };
}
