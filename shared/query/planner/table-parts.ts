import type { BoundTable } from '../../dax/bound.ts';
import type { ColumnRef } from '../../model/tabular-model.ts';
import { columnValue, type Id, type JoinPair, type NewColumn, type Relation, type Value } from '../relation.ts';
import type { Filter } from './filter-context.ts';
import { copyOf, type Frame, newCopy } from './frame.ts';
import { relationOf, resolveColumn } from './frame-rows.ts';
import { type Env, type PlannedTable, planScalar } from './planning.ts';
import { type FilteredRows, filteredRows } from './rows.ts';

/** Rows of a table in the current context; one and the same relation wherever the context is the same. */
export function rowsFor(env: Env, table: number, withBlankRow: boolean): FilteredRows {
  const { found } = env.plan;
  const of = found.get(env.context) ?? new Map<string, FilteredRows>();
  found.set(env.context, of);
  const key = `${table} ${withBlankRow}`;
  const known = of.get(key);
  if (known !== undefined) return known;
  const rows = filteredRows(rowsPlan(env), table, env.context, withBlankRow);
  of.set(key, rows);
  return rows;
}

export function rowsPlan(env: Env) {
  const { model, ids } = env.plan;
  return {
    model,
    ids,
    conditionOf: (filter: Extract<Filter, { kind: 'predicate' }>, find: (column: ColumnRef) => Id): Value => {
      const frame: Frame = { parent: undefined, ids, on: new Map(), parts: [], own: new Set(), steps: [] };
      const own = filter.columns.map(find);
      for (const id of own) frame.own.add(id);
      const binding = { frame, ids: own, lineage: filter.columns, base: undefined };
      const inside: Env = {
        ...env,
        frame,
        scopes: new Map([[filter.scope, binding]]),
        pending: [],
        variables: new Map(),
      };
      return planScalar(filter.condition, inside);
    },
  };
}

/** The same rows as everywhere in this context: for what is computed from them and put under ids of its own. */
export function planSharedRows(bound: Extract<BoundTable, { kind: 'rows' }>, env: Env): PlannedTable {
  return wholeRows(bound, rowsFor(env, bound.table, bound.withBlankRow));
}

/** All columns of the table's rows, found when they are asked for. */
export function wholeRows(bound: BoundTable, rows: FilteredRows): PlannedTable {
  const ids = bound.columns.map(({ lineage }): Id => {
    const id = lineage === undefined ? undefined : rows.base.column(lineage);
    if (id === undefined) throw new Error('A column is not one of its table.');
    return id;
  });
  return { relation: rows.relation, ids, on: rows.on, base: rows.base, rows };
}

/** The different rows, under ids of their own. */
export function distinctRows(env: Env, { relation: input, ids, on }: PlannedTable): PlannedTable {
  const keys = ids.map((id) => newCopy(env.plan.ids, id));
  const outer = [...on].map(([original, id]) => ({ original, key: newCopy(env.plan.ids, id) }));
  return {
    relation: { kind: 'aggregate', input, keys: [...keys, ...outer.map(({ key }) => key)], aggregates: [] },
    ids: keys.map(({ id }) => id),
    on: new Map(outer.map(({ original, key }) => [original, key.id])),
    base: undefined,
    rows: undefined,
  };
}

/** The same rows under ids of their own, so that they can stand beside themselves. */
export function copyOfTable(env: Env, { relation, ids, on, base }: PlannedTable): PlannedTable {
  const columns: NewColumn[] = [];
  const made = new Map<Id, Id>();
  const copy = (id: Id): Id => {
    const known = made.get(id);
    if (known !== undefined) return known;
    const column = newCopy(env.plan.ids, id);
    columns.push(column);
    made.set(id, column.id);
    return column.id;
  };
  const column = (of: ColumnRef): Id | undefined => {
    const id = base?.column(of);
    return id === undefined ? undefined : copy(id);
  };
  return {
    relation: { kind: 'project', input: relation, columns },
    ids: ids.map(copy),
    on: new Map([...on].map(([outer, own]) => [outer, copy(own)])),
    base: base === undefined ? undefined : { table: base.table, column },
    rows: undefined,
  };
}

/** Pairs for the columns outside that both depend on. */
export function sharedPairs(env: Env, left: ReadonlyMap<Id, Id>, right: ReadonlyMap<Id, Id>): readonly JoinPair[] {
  return [...right].flatMap(([outer, own]): JoinPair[] => {
    const known = left.get(outer);
    if (known === undefined) return [];
    return [{ left: columnValue(known, env.plan.ids.typeOf(known)), right: own, blankMatches: true }];
  });
}

/** Tables below each other; each takes along the columns outside that any of them depends on. */
export function unionOf(env: Env, bound: BoundTable, tables: readonly PlannedTable[]): PlannedTable {
  const [only, ...others] = tables;
  if (only !== undefined && others.length === 0) return only;
  const { ids } = env.plan;
  const outers = [...new Set(tables.flatMap(({ on }) => [...on.keys()]))];
  const inputs = tables.map((table) => {
    const { relation, on } = dependingOn(env, table, outers);
    return { relation, ids: [...table.ids, ...outers.map((outer) => on.get(outer) ?? outer)] };
  });
  const own = bound.columns.map(({ type, lineage }) => ids.next(type, lineage));
  const kept = outers.map((outer) => copyOf(ids, outer));
  const columns = [...own, ...kept].map((id) => ({ id, type: ids.typeOf(id) }));
  const on = new Map(outers.map((outer, index) => [outer, kept[index] ?? outer]));
  return { relation: { kind: 'union', columns, inputs }, ids: own, on, base: undefined, rows: undefined };
}

/** The table for every combination of these columns outside. */
export function dependingOn(
  env: Env,
  table: PlannedTable,
  outers: readonly Id[],
): { readonly relation: Relation; readonly on: ReadonlyMap<Id, Id> } {
  if (outers.every((outer) => table.on.has(outer))) return table;
  const frame: Frame = {
    parent: env.frame,
    ids: env.plan.ids,
    on: new Map(table.on),
    parts: [{ relation: table.relation, on: table.on, groups: undefined }],
    own: new Set([...table.ids, ...table.on.values()]),
    steps: [],
  };
  for (const outer of outers) resolveColumn(frame, outer);
  return { relation: relationOf(frame), on: frame.on };
}
