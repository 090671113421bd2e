import type { BoundTable, SummarizeGroup } from '../../dax/bound.ts';
import type { ColumnRef } from '../../model/tabular-model.ts';
import {
  columnValue,
  filtered,
  type Id,
  type JoinPair,
  type NewColumn,
  type Relation,
  type Value,
} from '../relation.ts';
import { type Filter, type FilterContext, sameColumn } from './filter-context.ts';
import { createFrame, newCopy, type Part } from './frame.ts';
import { relationOf } from './frame-rows.ts';
import { calculated } from './plan-calculate.ts';
import type { Env, PlannedTable } from './planning.ts';
import { planScalar } from './planning.ts';
import { distinctRows, rowsFor, unionOf } from './table-parts.ts';

type Summarize = Extract<BoundTable, { kind: 'summarizeColumns' }>;

/** Groups, their subtotals, and a value for each of them; groups for which every value is blank are left out. */
export function planSummarizeColumns(bound: Summarize, env: Env): PlannedTable {
  const outside = calculated(env, bound.filters);
  return unionOf(
    env,
    bound,
    groupingSets(bound.groups).map((groups) => planLevel(bound, groups, outside)),
  );
}

/** All groups, then without the innermost level, and so on out; those of different axes in every combination. */
function groupingSets(groups: readonly SummarizeGroup[]): readonly (readonly SummarizeGroup[])[] {
  const axes = [...new Set(groups.flatMap(({ rollup, axis = 0 }) => (rollup === undefined ? [] : axis)))];
  return axes.reduce<readonly (readonly SummarizeGroup[])[]>(
    (sets, axis) => sets.flatMap((set) => setsOfAxis(set, axis)),
    [groups],
  );
}

function setsOfAxis(groups: readonly SummarizeGroup[], of: number): readonly (readonly SummarizeGroup[])[] {
  const levels = groups.flatMap(({ rollup, axis = 0 }) => (rollup === undefined || axis !== of ? [] : rollup));
  const sets = [groups];
  for (const level of [...new Set(levels)].sort((one, other) => other - one)) {
    sets.push((sets.at(-1) ?? []).filter(({ rollup }) => rollup !== level));
  }
  return sets;
}

function planLevel(bound: Summarize, groups: readonly SummarizeGroup[], env: Env): PlannedTable {
  const { ids } = env.plan;
  const made = partsOf(env, groups);
  const idOf = (column: ColumnRef): Id | undefined => made.ids.find((one) => sameColumn(one.column, column))?.id;
  const equals = made.ids.map(({ column, id }): Filter => ({ kind: 'equals', column, id, type: ids.typeOf(id) }));
  const context: FilterContext = {
    ...env.context,
    filters: [...env.context.filters, ...equals],
    selected: env.context.filters,
    grouping: [...env.context.grouping, ...groups.map(({ column }) => column)],
  };
  const parts = made.parts.map(
    (part): Part => ({ relation: part.relation, on: part.on, groups: { ids: part.ids, under: context } }),
  );
  const own = made.parts.flatMap((part) => [...part.ids, ...part.on.values()]);
  const frame = createFrame(env.frame, ids, parts, own);
  const inside: Env = { ...env, frame, context, pending: [] };
  const values = bound.values.map(({ value }) => planScalar(value, inside));
  const wanted = values.filter((_, index) => bound.values[index]?.isIgnored !== true);
  const rows = relationOf(frame, wanted.length === 0 ? undefined : wanted);
  const kept = wanted.length === 0 ? rows : filtered(rows, [anyNotBlank(wanted)]);
  const columns = bound.columns.map((column): NewColumn => {
    const value = shownValue(bound, groups, column, idOf, values, ids.typeOf);
    return { id: ids.next(column.type, column.lineage), value };
  });
  const relation: Relation = { kind: 'extend', input: kept, columns };
  return { relation, ids: columns.map(({ id }) => id), on: frame.on, base: undefined, rows: undefined };
}

function anyNotBlank(values: readonly Value[]): Value {
  const parts = values.map(
    (value): Value => ({ kind: 'isNotTrue', type: 'Boolean', part: { kind: 'isBlank', type: 'Boolean', value } }),
  );
  return { kind: 'any', type: 'Boolean', parts };
}

/** A group's value, whether it is subtotalled here, or a computed value. */
function shownValue(
  bound: Summarize,
  groups: readonly SummarizeGroup[],
  { name, lineage, type }: Summarize['columns'][number],
  idOf: (column: ColumnRef) => Id | undefined,
  values: readonly Value[],
  typeOf: (id: Id) => Value['type'],
): Value {
  if (lineage !== undefined && bound.groups.some(({ column }) => sameColumn(column, lineage))) {
    const id = groups.some(({ column }) => sameColumn(column, lineage)) ? idOf(lineage) : undefined;
    return id === undefined ? { kind: 'blank', type } : columnValue(id, typeOf(id));
  }
  const told = bound.groups.find(({ subtotalName }) => subtotalName === name);
  if (told !== undefined) return { kind: 'constant', type: 'Boolean', value: !groups.includes(told) };
  const value = values[bound.values.findIndex((one) => one.name === name)];
  if (value === undefined) throw new Error('A column of the groups has no value.');
  return value;
}

type GroupPart = Pick<PlannedTable, 'relation' | 'ids' | 'on'>;
type Parts = {
  readonly parts: readonly GroupPart[];
  readonly ids: readonly { readonly column: ColumnRef; readonly id: Id }[];
};

/**
 * Groups of one table are the combinations that its rows have; groups of several tables stand in every combination,
 * but for those that one filter over columns of several of them leaves out.
 */
function partsOf(env: Env, groups: readonly SummarizeGroup[]): Parts {
  const tables = [...new Set(groups.map(({ column }) => column.table))];
  const found = tables.map((table) => {
    const columns = groups.map(({ column }) => column).filter((column) => column.table === table);
    const rows = rowsFor(env, table, true);
    const own = columns.map((column): Id => {
      const id = rows.base.column(column);
      if (id === undefined) throw new Error('A group is not a column of its table.');
      return id;
    });
    const part = distinctRows(env, {
      relation: rows.relation,
      ids: own,
      on: rows.on,
      base: undefined,
      rows: undefined,
    });
    return { table, columns, part };
  });
  const ids = found.flatMap(({ columns, part }) =>
    columns.flatMap((column, index) => {
      const id = part.ids[index];
      return id === undefined ? [] : [{ column, id }];
    }),
  );
  const spanning = env.context.filters.filter(
    (filter) =>
      filter.kind === 'set' && tables.filter((table) => filter.columns.some((one) => one.table === table)).length > 1,
  );
  let parts: readonly GroupPart[] = found.map(({ part }) => part);
  for (const filter of spanning) if (filter.kind === 'set') parts = [spanned(env, parts, filter, ids)];
  return { parts, ids };
}

function spanned(
  env: Env,
  parts: readonly GroupPart[],
  filter: Extract<Filter, { kind: 'set' }>,
  groups: Parts['ids'],
): GroupPart {
  const { ids } = env.plan;
  const all = parts.reduce<GroupPart | undefined>((left, right) => {
    if (left === undefined) return right;
    const on = [...right.on].flatMap(([outer, own]): JoinPair[] => {
      const known = left.on.get(outer);
      return known === undefined
        ? []
        : [{ left: columnValue(known, ids.typeOf(known)), right: own, blankMatches: true }];
    });
    return {
      relation: { kind: 'join', join: 'inner', left: left.relation, right: right.relation, on },
      ids: [...left.ids, ...right.ids],
      on: new Map([...right.on, ...left.on]),
    };
  }, undefined);
  if (all === undefined) throw new Error('There are no groups.');
  const matched = filter.columns.flatMap((column, index) => {
    const group = groups.find((one) => sameColumn(one.column, column));
    const id = filter.ids[index];
    return group === undefined || id === undefined ? [] : [{ group: group.id, key: newCopy(ids, id) }];
  });
  const outers = [...filter.on].map(([outer, id]) => ({ outer, key: newCopy(ids, id) }));
  const right: Relation = {
    kind: 'aggregate',
    input: filter.relation,
    keys: [...matched, ...outers].map(({ key }) => key),
    aggregates: [],
  };
  const known = outers.flatMap(({ outer, key }) => {
    const own = all.on.get(outer);
    return own === undefined ? [] : [{ group: own, key }];
  });
  const on = [...matched, ...known].map(
    ({ group, key }): JoinPair => ({ left: columnValue(group, ids.typeOf(group)), right: key.id, blankMatches: true }),
  );
  const rest = outers.filter(({ outer }) => !all.on.has(outer));
  return {
    relation: { kind: 'join', join: rest.length === 0 ? 'semi' : 'inner', left: all.relation, right, on },
    ids: all.ids,
    on: new Map([...all.on, ...rest.map(({ outer, key }) => [outer, key.id] as const)]),
  };
}
