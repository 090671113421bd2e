import type { FilterChange, FilterTarget } from '../../../shared/dax/bound.ts';
import type { ColumnRef } from '../../../shared/model/tabular-model.ts';
import type { CurrentRow, Env, Relation } from './environment.ts';
import { isAlwaysBoth, type RelationshipState, type RelationshipStates } from './expansion.ts';
import { type Filter, projectFilter, replaceFilters, withoutColumns } from './filter.ts';
import { isTrue, keyOfRow, type Value } from './value.ts';
import { standardExpansion } from './visible-rows.ts';
import { isSameRef, valueAt, type World } from './world.ts';

/**
 * The context in which CALCULATE computes its expression: filters are computed outside, the current rows become
 * filters, then modifiers take away or bring back, and last the new filters are put in.
 */
export function changeContext(env: Env, changes: readonly FilterChange[]): Env {
  const fresh = changes.flatMap((change) => filterOfChange(env, change) ?? []);
  const moved = changes.reduce(modify, transition(env));
  const replacing = fresh.filter(({ keeps }) => !keeps).map(({ filter }) => filter);
  const kept = fresh.filter(({ keeps }) => keeps).map(({ filter }) => filter);
  const isReplaced = (column: ColumnRef) =>
    replacing.some(({ columns }) => columns.some((each) => isSameRef(each, column)));
  const filters = [...replaceFilters(moved.context.filters, replacing), ...kept];
  return { ...moved, context: { ...moved.context, filters }, cell: moved.cell.filter((column) => !isReplaced(column)) };
}

/** Context transition: the current rows become filters of all their columns. */
export function transition(env: Env): Env {
  if (env.pending.length === 0) return env;
  const filters = env.pending.reduce((before, scope) => {
    const filter = filterOfRow(env.world, env.rows.get(scope));
    return filter === undefined ? before : replaceFilters(before, [filter]);
  }, env.context.filters);
  return { ...env, pending: [], context: { ...env.context, filters }, selected: env.selected ?? env.context.filters };
}

function filterOfRow(world: World, current: CurrentRow | undefined): Filter | undefined {
  return current === undefined ? undefined : filterOfRelation(world, { ...current.relation, rows: [current.row] });
}

/** Rows of a table of the model filter all columns of the expanded table, other rows those columns that are the model's. */
export function filterOfRelation(world: World, { base, columns, rows }: Relation): Filter | undefined {
  if (base !== undefined) {
    const { columns: all } = rows[0]?.source?.expansion ?? standardExpansion(world, base);
    return { columns: all, rows: rows.map(({ source }) => source?.expansion.valuesOf(source.place) ?? []) };
  }
  const places = columns.flatMap(({ lineage }, place) => (lineage === undefined ? [] : [{ lineage, place }]));
  if (places.length === 0) return undefined;
  return {
    columns: places.map(({ lineage }) => lineage),
    rows: rows.map(({ values }) => places.map(({ place }) => values[place] ?? null)),
  };
}

type Fresh = { readonly filter: Filter; readonly keeps: boolean };

function filterOfChange(env: Env, change: FilterChange): Fresh | undefined {
  if (change.kind === 'table') {
    const filter = filterOfRelation(env.world, env.run.table(change.table, env));
    return filter === undefined ? undefined : { filter, keeps: change.keeps };
  }
  return change.kind === 'predicate' ? { filter: filterOfPredicate(env, change), keeps: change.keeps } : undefined;
}

function filterOfPredicate(
  env: Env,
  { columns, scope, condition }: Extract<FilterChange, { kind: 'predicate' }>,
): Filter {
  const relation = { columns: [], base: undefined, rows: [] };
  const rows = combinations(env.world, columns).filter((values) => {
    const row = { values, source: undefined };
    return isTrue(env.run.scalar(condition, { ...env, rows: new Map([...env.rows, [scope, { relation, row }]]) }));
  });
  return { columns, rows };
}

/** All combinations that columns of one table have, those of the blank row among them. */
export function combinations(world: World, columns: readonly ColumnRef[]): readonly (readonly Value[])[] {
  const allowed = [...(world.allowed[columns[0]?.table ?? -1] ?? [])];
  const rows = allowed.map((row) => columns.map((column) => valueAt(world, column, row)));
  return [...new Map(rows.map((row) => [keyOfRow(row), row])).values()];
}

function modify(env: Env, change: FilterChange): Env {
  const { context, world } = env;
  switch (change.kind) {
    case 'remove':
      return {
        ...env,
        context: { ...context, filters: withoutColumns(context.filters, inTarget(world, change.what)) },
      };
    case 'allSelected':
      return { ...env, context: { ...context, filters: asSelected(env, change.what) } };
    case 'useRelationship':
      return { ...env, context: { ...context, states: useRelationship(world, context.states, change.relationship) } };
    case 'crossFilter': {
      const state: RelationshipState = change.direction === 'none' ? 'off' : change.direction;
      return { ...env, context: { ...context, states: context.states.with(change.relationship, state) } };
    }
    case 'table':
    case 'predicate':
      return env;
  }
}

/** Which columns ALL, REMOVEFILTERS and their like are about. */
export function inTarget(world: World, target: FilterTarget): (column: ColumnRef) => boolean {
  const isAmong = (columns: readonly ColumnRef[]) => (column: ColumnRef) =>
    columns.some((each) => isSameRef(each, column));
  switch (target.kind) {
    case 'everything':
      return () => true;
    case 'columns':
      return isAmong(target.columns);
    case 'table':
      return isAmong(standardExpansion(world, target.table).columns);
    case 'allExcept': {
      const isOfTable = isAmong(standardExpansion(world, target.table).columns);
      const isExcepted = isAmong(target.columns);
      return (column) => isOfTable(column) && !isExcepted(column);
    }
  }
}

function asSelected({ world, context, selected }: Env, target: FilterTarget): readonly Filter[] {
  if (selected === undefined) return context.filters;
  const isTarget = inTarget(world, target);
  return [
    ...withoutColumns(context.filters, isTarget),
    ...selected.flatMap((filter) => projectFilter(filter, isTarget) ?? []),
  ];
}

/** The relationship filters; others between the same two tables do not. */
function useRelationship({ model }: World, states: RelationshipStates, used: number): RelationshipStates {
  const chosen = model.relationships[used];
  return model.relationships.map((relationship, place) => {
    const before = states[place] ?? 'off';
    if (place === used) {
      return isAlwaysBoth(relationship) || relationship.crossFilter === 'bothDirections' ? 'both' : 'oneWay';
    }
    const tables = [relationship.from.table, relationship.to.table];
    const isRival = tables.includes(chosen?.from.table ?? -1) && tables.includes(chosen?.to.table ?? -1);
    return isRival ? 'off' : before;
  });
}
