import type { BoundScalar, BoundTable, FilterChange } from '../../dax/bound.ts';
import type { ColumnRef } from '../../model/tabular-model.ts';
import { columnsOf, type IsTarget, onlyColumns, targetOf, withoutColumns } from './change-context.ts';
import { type Filter, type FilterContext, isAmong, type SetFilter } from './filter-context.ts';
import type { Env, PlannedTable } from './planning.ts';
import { planTable } from './planning.ts';
import type { RelationshipUse } from './relationship-paths.ts';

/**
 * The place inside CALCULATE: tables among the changes are computed outside, then row contexts become filters, then
 * modifiers take filters away, then the new filters replace those of their columns or are added to them.
 */
export function calculated(env: Env, changes: readonly FilterChange[]): Env {
  if (changes.length === 0 && env.pending.length === 0) return env;
  const isFixed = env.pending.length === 0 && changes.every(isIndependent);
  const known = isFixed ? env.plan.changed.get(env.context)?.get(changeKey(changes)) : undefined;
  if (known !== undefined) return { ...env, context: known };
  const made = changes.flatMap((change) => newFilters(env, change));
  const asSet = (filter: Extract<Filter, { kind: 'predicate' }>) => predicateSet(env, filter);
  let context = withRows(env, asSet);
  for (const change of changes) context = modified(env, context, change, asSet);
  const { model } = env.plan;
  for (const { filter, keeps } of made) {
    if (keeps) continue;
    const taken = columnsOf(model, context.use, filter);
    context = withoutColumns(model, context, (column) => isAmong(column, taken), asSet);
  }
  const filters = [...context.filters, ...made.map(({ filter }) => filter)];
  // Before any grouping and any row, what is filtered is what is selected.
  const isOutermost = env.context.selected === env.context.filters && env.pending.length === 0;
  context = { ...context, filters, selected: isOutermost ? filters : context.selected };
  if (isFixed) remember(env, changes, context);
  return { ...env, context, pending: [] };
}

/** Row contexts as filters, inner ones in place of outer ones. */
function withRows(env: Env, asSet: (filter: Extract<Filter, { kind: 'predicate' }>) => SetFilter): FilterContext {
  let { context } = env;
  for (const scope of env.pending) {
    const binding = env.scopes.get(scope);
    if (binding === undefined) continue;
    const { base, ids, lineage } = binding;
    const filters: Filter[] =
      base === undefined
        ? lineage.flatMap((column, index): Filter[] => {
            const id = ids[index];
            if (column === undefined || id === undefined) return [];
            return [{ kind: 'equals', column, id, type: env.plan.ids.typeOf(id) }];
          })
        : [{ kind: 'row', base, removed: [] }];
    const taken = filters.flatMap((filter) => columnsOf(env.plan.model, context.use, filter));
    const left = withoutColumns(env.plan.model, context, (column) => isAmong(column, taken), asSet);
    context = { ...left, filters: [...left.filters, ...filters], grouping: context.grouping };
  }
  return context;
}

type Made = { readonly filter: Filter; readonly keeps: boolean };

function newFilters(env: Env, change: FilterChange): readonly Made[] {
  if (change.kind === 'predicate') {
    const { columns, scope, condition, keeps } = change;
    if (isConstantCondition(condition, scope)) {
      return [{ filter: { kind: 'predicate', columns, scope, condition }, keeps }];
    }
    return [{ filter: predicateSet(env, { kind: 'predicate', columns, scope, condition }), keeps }];
  }
  if (change.kind !== 'table') return [];
  const predicate = constantPredicate(change.table);
  if (predicate !== undefined) return [{ filter: predicate, keeps: change.keeps }];
  const filter = filterOfTable(
    planTable(change.table, env),
    change.table.columns.map(({ lineage }) => lineage),
  );
  return filter === undefined ? [] : [{ filter, keeps: change.keeps }];
}

/** Tables that say of columns of one table only what constants say: a list of values, or FILTER over ALL. */
function constantPredicate(table: BoundTable): Extract<Filter, { kind: 'predicate' }> | undefined {
  if (table.kind === 'filter' && table.table.kind === 'all' && !table.table.selected) {
    const { scope, condition } = table;
    return isConstantCondition(condition, scope)
      ? { kind: 'predicate', columns: table.table.of, scope, condition }
      : undefined;
  }
  if (table.kind !== 'treatAs' || table.table.kind !== 'literal') return undefined;
  const { as, table: list, columns } = table;
  const isOfOne = as.every((column) => column.table === as[0]?.table);
  if (!isOfOne || !list.rows.flat().every((cell) => isConstantCondition(cell, LISTED))) return undefined;
  const values = columns.map(({ type }, column): BoundScalar => ({ kind: 'rowColumn', type, scope: LISTED, column }));
  const condition: BoundScalar = { kind: 'isIn', type: 'Boolean', values, table: list };
  return { kind: 'predicate', columns: as, scope: LISTED, condition };
}
/** The scope of such a list: it is only seen by its own condition. */
const LISTED = -1;

/** A table's rows as a filter of the columns of the model that its columns come from. */
export function filterOfTable(
  { relation, ids, on, base }: PlannedTable,
  lineage: readonly (ColumnRef | undefined)[],
): Filter | undefined {
  if (base !== undefined) return { kind: 'rows', base, relation, on, removed: [] };
  const known = lineage.flatMap((column, index) => {
    const id = ids[index];
    return column === undefined || id === undefined ? [] : [{ column, id }];
  });
  if (known.length === 0) return undefined;
  return {
    kind: 'set',
    columns: known.map(({ column }) => column),
    relation,
    ids: known.map(({ id }) => id),
    on,
  };
}

/** The combinations of the columns that fulfil the condition, computed in the context outside. */
export function predicateSet(
  env: Env,
  { columns, scope, condition }: Extract<Filter, { kind: 'predicate' }>,
): SetFilter {
  const names = columns.map(({ table, column }) => {
    const declared = env.plan.model.tables[table]?.columns[column];
    const dataType = declared?.dataType ?? 'Unknown';
    const type = dataType === 'Binary' || dataType === 'Unknown' ? ('Variant' as const) : dataType;
    return { name: declared?.name ?? '', qualifier: undefined, type, lineage: { table, column } };
  });
  const all = {
    kind: 'all',
    columns: names,
    base: undefined,
    of: columns,
    withBlankRow: true,
    selected: false,
  } as const;
  const { relation, ids, on } = planTable(
    { kind: 'filter', columns: names, base: undefined, table: all, scope, condition },
    env,
  );
  return { kind: 'set', columns, relation, ids, on };
}

function modified(
  env: Env,
  context: FilterContext,
  change: FilterChange,
  asSet: (filter: Extract<Filter, { kind: 'predicate' }>) => SetFilter,
): FilterContext {
  const { model } = env.plan;
  switch (change.kind) {
    case 'table':
    case 'predicate':
      return context;
    case 'remove':
      return withoutColumns(model, context, targetOf(model, context.use, change.what), asSet);
    case 'allSelected':
      return withSelected(env, context, targetOf(model, context.use, change.what), asSet);
    case 'useRelationship':
      return { ...context, use: withRelationship(env, context.use, change.relationship) };
    case 'crossFilter': {
      const direction = new Map([...context.use.direction, [change.relationship, change.direction] as const]);
      return { ...context, use: { ...context.use, direction } };
    }
  }
}

/** The columns' filters as they were before the visual's grouping. */
export function withSelected(
  env: Env,
  context: FilterContext,
  isTarget: IsTarget,
  asSet: (filter: Extract<Filter, { kind: 'predicate' }>) => SetFilter,
): FilterContext {
  const { model } = env.plan;
  const left = withoutColumns(model, context, isTarget, asSet);
  const back = onlyColumns(model, context.use, context.selected, isTarget, asSet);
  return { ...left, filters: [...left.filters, ...back] };
}

/** Another relationship between the same two tables is not active meanwhile. */
function withRelationship({ plan }: Env, use: RelationshipUse, relationship: number): RelationshipUse {
  const chosen = plan.model.relationships[relationship];
  const active = new Map(use.active);
  for (const [index, { from, to }] of plan.model.relationships.entries()) {
    if (chosen === undefined) break;
    const isBetween =
      (from.table === chosen.from.table && to.table === chosen.to.table) ||
      (from.table === chosen.to.table && to.table === chosen.from.table);
    if (isBetween) active.set(index, index === relationship);
  }
  return { ...use, active };
}

/** A condition over the columns of its scope and constants alone. */
function isConstantCondition(condition: BoundScalar, scope: number): boolean {
  switch (condition.kind) {
    case 'constant':
    case 'blank':
    case 'caller':
    case 'moment':
      return true;
    case 'rowColumn':
      return condition.scope === scope;
    case 'operation':
      return condition.args.every((part) => isConstantCondition(part, scope));
    case 'isIn':
      return (
        condition.values.every((part) => isConstantCondition(part, scope)) &&
        condition.table.kind === 'literal' &&
        condition.table.rows.flat().every((part) => isConstantCondition(part, scope))
      );
    default:
      return false;
  }
}

/** What can be computed without knowing where it stands. */
function isIndependent(change: FilterChange): boolean {
  if (change.kind === 'predicate') return isConstantCondition(change.condition, change.scope);
  if (change.kind === 'table') return constantPredicate(change.table) !== undefined;
  return true;
}

const changeKey = (changes: readonly FilterChange[]): string => JSON.stringify(changes);

function remember(env: Env, changes: readonly FilterChange[], context: FilterContext): void {
  const of = env.plan.changed.get(env.context) ?? new Map<unknown, FilterContext>();
  of.set(changeKey(changes), context);
  env.plan.changed.set(env.context, of);
}
