import type { BoundTable } from '../../dax/bound.ts';
import { columnValue, type Id, type JoinPair, type Relation, type Value } from '../relation.ts';
import { copyOf, extendFrame } from './frame.ts';
import { relationOf, resolveColumn } from './frame-rows.ts';
import { type Env, insideRows, insideUnit, type PlannedTable, planScalar, planTable } from './planning.ts';
import { copyOfTable } from './table-parts.ts';

type Window = Extract<BoundTable, { kind: 'window' }>;
type Numbered = { readonly table: PlannedTable; readonly number: Id };

/** The rows between two places of an order, counted from the current row or from an end of its partition. */
export function planWindow(bound: Window, env: Env): PlannedTable {
  const { ids } = env.plan;
  const { window } = bound;
  const place = insideUnit(env);
  const current = window.current.map((value) =>
    value === undefined ? undefined : extendFrame(place.frame, planScalar(value, place)),
  );
  const [from, to] = [bound.from, bound.to].map(({ distance }) =>
    extendFrame(place.frame, planScalar(distance, place)),
  );
  if (from === undefined || to === undefined) throw new Error('A window has no ends.');
  const numbered = numberedRows(bound, place);
  for (const outer of numbered.table.on.keys()) resolveColumn(place.frame, outer);
  const isRelative = bound.from.kind === 'relative' || bound.to.kind === 'relative';
  let left = relationOf(place.frame);
  let here: Value | undefined;
  const pair = (value: Value, right: Id): JoinPair => ({ left: value, right, blankMatches: true });
  const outerPairs = (on: ReadonlyMap<Id, Id>): JoinPair[] =>
    [...on].map(([outer, own]) => {
      const id = resolveColumn(place.frame, outer);
      return pair(columnValue(id, ids.typeOf(id)), own);
    });
  if (isRelative) {
    // The current row's own number.
    const mine = copyWithNumber(place, numbered);
    const on = current.flatMap((value, position): JoinPair[] => {
      const id = mine.table.ids[position];
      return value === undefined || id === undefined ? [] : [pair(value, id)];
    });
    left = { kind: 'join', join: 'inner', left, right: mine.table.relation, on: [...outerPairs(mine.table.on), ...on] };
    here = columnValue(mine.number, 'Int64');
  }
  const rows = copyWithNumber(place, numbered);
  const number = columnValue(rows.number, 'Int64');
  const total = countOfPartition(rows, window.partitionBy, ids.next('Int64'), place);
  const partition = window.partitionBy.flatMap((position): JoinPair[] => {
    const [value, id] = [current[position], rows.table.ids[position]];
    return value === undefined || id === undefined ? [] : [pair(value, id)];
  });
  const joined: Relation = {
    kind: 'join',
    join: 'inner',
    left,
    right: total.relation,
    on: [...outerPairs(rows.table.on), ...partition],
  };
  const end = ({ kind }: Window['from'], distance: Value): Value =>
    kind === 'relative' && here !== undefined ? sum(here, distance) : fromEnd(distance, total.count);
  const condition: Value = {
    kind: 'all',
    type: 'Boolean',
    parts: [
      { kind: 'compare', type: 'Boolean', operator: '>=', left: number, right: end(bound.from, from) },
      { kind: 'compare', type: 'Boolean', operator: '<=', left: number, right: end(bound.to, to) },
    ],
  };
  const relation: Relation = { kind: 'filter', input: joined, condition };
  return { relation, ids: rows.table.ids, on: place.frame.on, base: undefined, rows: undefined };
}

const sum = (left: Value, right: Value): Value => ({
  kind: 'operation',
  type: 'Int64',
  operation: 'add',
  args: [left, right],
});

/** 1 is the first row and -1 the last. */
function fromEnd(distance: Value, count: Value): Value {
  const zero: Value = { kind: 'constant', type: 'Int64', value: 0 };
  const one: Value = { kind: 'constant', type: 'Int64', value: 1 };
  return {
    kind: 'operation',
    type: 'Int64',
    operation: 'if',
    args: [
      { kind: 'compare', type: 'Boolean', operator: '<', left: distance, right: zero },
      sum(sum(count, distance), one),
      distance,
    ],
  };
}

function numberedRows({ window }: Window, env: Env): Numbered {
  const table = planTable(window.relation, env);
  const inside = insideRows(env, window.scope, window.relation, table);
  const orderBy = window.orderBy.map(({ by, direction }) => ({ by: planScalar(by, inside), direction }));
  const number = env.plan.ids.next('Int64');
  const relation: Relation = {
    kind: 'window',
    input: relationOf(inside.frame),
    id: number,
    number: 'rowNumber',
    partitionBy: [...inside.frame.on.values(), ...window.partitionBy.flatMap((position) => table.ids[position] ?? [])],
    orderBy,
  };
  return { table: { ...table, relation, on: inside.frame.on, base: undefined, rows: undefined }, number };
}

function copyWithNumber(env: Env, { table, number }: Numbered): Numbered {
  const copy = copyOfTable(env, { ...table, ids: [...table.ids, number] });
  return { table: { ...copy, ids: copy.ids.slice(0, -1) }, number: copy.ids.at(-1) ?? number };
}

/** The rows with how many there are in their partition. */
function countOfPartition(
  { table, number }: Numbered,
  partitionBy: readonly number[],
  count: Id,
  env: Env,
): { readonly relation: Relation; readonly count: Value } {
  const { ids } = env.plan;
  const keys = [...table.on.values(), ...partitionBy.flatMap((position) => table.ids[position] ?? [])];
  const copies = keys.map((id) => ({ id: copyOf(ids, id), of: id }));
  const counted: Relation = {
    kind: 'aggregate',
    input: table.relation,
    keys: copies.map(({ id, of }) => ({ id, value: columnValue(of, ids.typeOf(of)) })),
    aggregates: [
      {
        id: count,
        type: 'Int64',
        aggregate: 'max',
        value: columnValue(number, 'Int64'),
        argument: undefined,
        orderBy: [],
      },
    ],
  };
  const on = copies.map(
    ({ id, of }): JoinPair => ({ left: columnValue(of, ids.typeOf(of)), right: id, blankMatches: true }),
  );
  return {
    relation: { kind: 'join', join: 'inner', left: table.relation, right: counted, on },
    count: columnValue(count, 'Int64'),
  };
}
