import type { BoundScalar } from '../../dax/bound.ts';
import type { Value } from '../relation.ts';
import { columnValue, type Relation } from '../relation.ts';
import { attachAggregates, extendFrame, newCopy } from './frame.ts';
import { relationOf, resolveColumn } from './frame-rows.ts';
import { type Env, insideRows, insideUnit, planScalar, planTable } from './planning.ts';

/** How many rows come before the value, plus one. Blank ranks as zero. */
export function planRank(bound: Extract<BoundScalar, { kind: 'rank' }>, env: Env): Value {
  const { ids } = env.plan;
  const zeroed = (value: Value): Value =>
    value.kind === 'constant'
      ? value
      : { kind: 'blankAsZero', type: value.type === 'Blank' ? 'Int64' : value.type, value };
  const value = extendFrame(env.frame, zeroed(planScalar(bound.value, env)));
  // The rank is counted in a place of its own, which takes the value along.
  const place = insideUnit(env);
  const inner = insideRows(place, bound.scope, bound.table, planTable(bound.table, place));
  const by = zeroed(planScalar(bound.by, inner));
  const byId = ids.next(by.type);
  const rows: Relation = { kind: 'extend', input: relationOf(inner.frame), columns: [{ id: byId, value: by }] };
  const outer = place.frame;
  const own = value.kind === 'column' ? columnValue(resolveColumn(outer, value.id), value.type) : value;
  for (const original of inner.frame.on.keys()) resolveColumn(outer, original);
  const on = [...inner.frame.on].map(([original, right]) => {
    const left = resolveColumn(outer, original);
    return { left: columnValue(left, ids.typeOf(left)), right, blankMatches: true };
  });
  const joined: Relation = {
    kind: 'join',
    join: 'inner',
    left: relationOf(outer),
    right: rows,
    on,
    condition: {
      kind: 'compare',
      type: 'Boolean',
      operator: bound.direction === 'descending' ? '>' : '<',
      left: columnValue(byId, by.type),
      right: own,
    },
  };
  const before = ids.next('Int64');
  attachAggregates(env.frame, { relation: joined, on: outer.on }, [
    {
      id: before,
      type: 'Int64',
      aggregate: bound.isDense ? 'countDistinct' : 'countRows',
      value: bound.isDense ? columnValue(byId, by.type) : undefined,
      argument: undefined,
      orderBy: [],
    },
  ]);
  const count: Value = { kind: 'blankAsZero', type: 'Int64', value: columnValue(before, 'Int64') };
  return {
    kind: 'operation',
    type: 'Int64',
    operation: 'add',
    args: [count, { kind: 'constant', type: 'Int64', value: 1 }],
  };
}

/** ROWNUMBER and RANK: the numbers of all rows of the relation, looked up for the current one. */
export function planWindowNumber(bound: Extract<BoundScalar, { kind: 'windowNumber' }>, env: Env): Value {
  const { ids } = env.plan;
  const { relation, scope, orderBy, partitionBy, current } = bound.window;
  const table = planTable(relation, env);
  const inner = insideRows(env, scope, relation, table);
  const keys = orderBy.map(({ by, direction }) => ({ by: planScalar(by, inner), direction }));
  const number = ids.next('Int64');
  const numbered: Relation = {
    kind: 'window',
    input: relationOf(inner.frame),
    id: number,
    number: bound.number,
    partitionBy: [...inner.frame.on.values(), ...partitionBy.flatMap((position) => table.ids[position] ?? [])],
    orderBy: keys,
  };
  const matched = current.flatMap((value, position) => {
    const id = table.ids[position];
    return value === undefined || id === undefined ? [] : [{ id, left: planScalar(value, env) }];
  });
  const copies = new Map(
    [...matched.map(({ id }) => id), ...inner.frame.on.values()].map((id) => [id, newCopy(ids, id)] as const),
  );
  const copy = (id: number): number => copies.get(id)?.id ?? id;
  const result = ids.next('Int64');
  const first = { aggregate: 'min', value: columnValue(number, 'Int64'), argument: undefined, orderBy: [] } as const;
  const unique: Relation = {
    kind: 'aggregate',
    input: numbered,
    keys: [...copies.values()],
    aggregates: [{ id: result, type: 'Int64', ...first }],
  };
  env.frame.steps.push({
    kind: 'lookUp',
    relation: unique,
    on: new Map([...inner.frame.on].map(([outer, own]) => [outer, copy(own)])),
    matching: matched.map(({ id, left }) => ({ left, right: copy(id), blankMatches: true })),
    made: [result],
  });
  env.frame.own.add(result);
  return columnValue(result, 'Int64');
}
