import type { BoundTable } from '../../dax/bound.ts';
import { columnValue, type JoinPair, type Relation, type Value } from '../relation.ts';
import { relationOf } from './frame-rows.ts';
import { type Env, insideUnit, type PlannedTable, planScalar, planTable } from './planning.ts';
import { copyOfTable, dependingOn, distinctRows, sharedPairs, unionOf } from './table-parts.ts';

type Kind<K extends BoundTable['kind']> = Extract<BoundTable, { kind: K }>;

/** Every row of the one with every row of the other. */
export function planCrossJoin({ left, right }: Kind<'crossJoin'>, env: Env): PlannedTable {
  return joined(env, planTable(left, env), planTable(right, env), [], 'inner');
}

function joined(
  env: Env,
  left: PlannedTable,
  right: PlannedTable,
  pairs: readonly JoinPair[],
  join: 'inner' | 'left',
): PlannedTable {
  const outers = join === 'left' ? [...right.on.keys()] : [];
  const { relation, on } = dependingOn(env, left, outers);
  return {
    relation: {
      kind: 'join',
      join,
      left: relation,
      right: right.relation,
      on: [...sharedPairs(env, on, right.on), ...pairs],
    },
    ids: [...left.ids, ...right.ids],
    on: new Map([...right.on, ...on]),
    base: undefined,
    rows: undefined,
  };
}

/** Rows of the left that are, or are not, in the right; duplicates of the left stay. */
export function planDifference(bound: Kind<'intersect' | 'except'>, env: Env): PlannedTable {
  const left = planTable(bound.left, env);
  const right = planTable(bound.right, env);
  const { relation, on } = dependingOn(env, left, [...right.on.keys()]);
  const columns = left.ids.flatMap((id, index): JoinPair[] => {
    const other = right.ids[index];
    if (other === undefined) return [];
    return [{ left: columnValue(id, env.plan.ids.typeOf(id)), right: other, blankMatches: true }];
  });
  const made: Relation = {
    kind: 'join',
    join: bound.kind === 'intersect' ? 'semi' : 'anti',
    left: relation,
    right: right.relation,
    on: [...sharedPairs(env, on, right.on), ...columns],
  };
  return { relation: made, ids: left.ids, on, base: undefined, rows: undefined };
}

export function planNaturalJoin(bound: Kind<'naturalJoin'>, env: Env): PlannedTable {
  const left = planTable(bound.left, env);
  const right = planTable(bound.right, env);
  const pairs = bound.on.flatMap(({ left: mine, right: other }): JoinPair[] => {
    const [id, right_] = [left.ids[mine], right.ids[other]];
    if (id === undefined || right_ === undefined) return [];
    return [{ left: columnValue(id, env.plan.ids.typeOf(id)), right: right_, blankMatches: true }];
  });
  const both = joined(env, left, right, pairs, bound.outer ? 'left' : 'inner');
  const taken = new Set(bound.on.map(({ right: other }) => other));
  return { ...both, ids: [...left.ids, ...right.ids.filter((_, position) => !taken.has(position))] };
}

/** The values as those of columns of the model; what no row of the model has is left out. */
export function planTreatAs(bound: Kind<'treatAs'>, env: Env): PlannedTable {
  const { ids } = env.plan;
  const table = copyOfTable(env, planTable(bound.table, env));
  const tables = [...new Set(bound.as.map((column) => column.table))];
  const relation = tables.reduce((left: Relation, one): Relation => {
    const of = bound.as.flatMap((column, index) => (column.table === one ? [{ column, id: table.ids[index] }] : []));
    const all = planTable(
      {
        kind: 'all',
        columns: bound.columns.filter((_, index) => bound.as[index]?.table === one),
        base: undefined,
        of: of.map(({ column }) => column),
        withBlankRow: true,
        selected: false,
      },
      env,
    );
    const on = of.flatMap(({ id }, index): JoinPair[] => {
      const right = all.ids[index];
      if (id === undefined || right === undefined) return [];
      return [{ left: columnValue(id, ids.typeOf(id)), right, blankMatches: true }];
    });
    return { kind: 'join', join: 'semi', left, right: all.relation, on };
  }, table.relation);
  return distinctRows(env, { ...table, relation });
}

/** Of two tables the one that the condition chooses. */
export function planIf(bound: Kind<'if'>, env: Env): PlannedTable {
  const parts = ([bound.then, bound.else] as const).map((part, index) => {
    const table = planTable(part, env);
    const place = insideUnit(env);
    const condition = planScalar(bound.condition, place);
    const chosen: Value = index === 0 ? condition : { kind: 'isNotTrue', type: 'Boolean', part: condition };
    const where: PlannedTable = {
      relation: { kind: 'filter', input: relationOf(place.frame), condition: chosen },
      ids: [],
      on: place.frame.on,
      base: undefined,
      rows: undefined,
    };
    return joined(env, table, where, [], 'inner');
  });
  return unionOf(env, bound, parts);
}
