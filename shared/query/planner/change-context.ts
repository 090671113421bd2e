import type { FilterTarget } from '../../dax/bound.ts';
import type { ColumnRef, TabularModel } from '../../model/tabular-model.ts';
import { type Filter, type FilterContext, isAmong, type SetFilter } from './filter-context.ts';
import { expansion, type RelationshipUse } from './relationship-paths.ts';

export type IsTarget = (column: ColumnRef) => boolean;

/** Which columns a modifier speaks of. A table's are those of its expansion. */
export function targetOf(model: TabularModel, use: RelationshipUse, target: FilterTarget): IsTarget {
  switch (target.kind) {
    case 'everything':
      return () => true;
    case 'columns':
      return (column) => isAmong(column, target.columns);
    case 'table':
    case 'allExcept': {
      const tables = expansion(model, use, target.table);
      const kept = target.kind === 'allExcept' ? target.columns : [];
      return (column) => tables.has(column.table) && !isAmong(column, kept);
    }
  }
}

/** A predicate over several columns as the set of their combinations that fulfil it. */
export type AsSet = (filter: Extract<Filter, { kind: 'predicate' }>) => SetFilter;

/** The context without any filter of these columns; filters of other columns too keep what they say of those. */
export function withoutColumns(
  model: TabularModel,
  context: FilterContext,
  isTarget: IsTarget,
  asSet: AsSet,
): FilterContext {
  return {
    ...context,
    filters: context.filters.flatMap((filter) => without(model, context.use, filter, isTarget, asSet)),
    grouping: context.grouping.filter((column) => !isTarget(column)),
  };
}

/** What the filter says of other columns than these; nothing where it speaks of no other. */
function without(
  model: TabularModel,
  use: RelationshipUse,
  filter: Filter,
  isTarget: IsTarget,
  asSet: AsSet,
): readonly Filter[] {
  switch (filter.kind) {
    case 'equals':
      return isTarget(filter.column) ? [] : [filter];
    case 'predicate': {
      if (!filter.columns.some(isTarget)) return [filter];
      return filter.columns.every(isTarget) ? [] : without(model, use, asSet(filter), isTarget, asSet);
    }
    case 'set': {
      const left = filter.columns.flatMap((column, index) => (isTarget(column) ? [] : [{ column, index }]));
      if (left.length === filter.columns.length) return [filter];
      if (left.length === 0) return [];
      const ids = left.flatMap(({ index }) => filter.ids[index] ?? []);
      return [{ ...filter, columns: left.map(({ column }) => column), ids }];
    }
    case 'rows':
    case 'row': {
      const all = columnsOfExpansion(model, use, filter.base.table);
      const removed = all.filter((column) => isTarget(column) || isAmong(column, filter.removed));
      if (removed.length === filter.removed.length) return [filter];
      return removed.length === all.length ? [] : [{ ...filter, removed }];
    }
  }
}

/** Only what the filters say of these columns. */
export function onlyColumns(
  model: TabularModel,
  use: RelationshipUse,
  filters: readonly Filter[],
  isTarget: IsTarget,
  asSet: AsSet,
): readonly Filter[] {
  return filters.flatMap((filter) => without(model, use, filter, (column) => !isTarget(column), asSet));
}

export function columnsOfExpansion(model: TabularModel, use: RelationshipUse, table: number): readonly ColumnRef[] {
  return [...expansion(model, use, table).keys()].flatMap((one) =>
    (model.tables[one]?.columns ?? []).map((_, column): ColumnRef => ({ table: one, column })),
  );
}

/** The columns that a filter speaks of. */
export function columnsOf(model: TabularModel, use: RelationshipUse, filter: Filter): readonly ColumnRef[] {
  switch (filter.kind) {
    case 'equals':
      return [filter.column];
    case 'predicate':
    case 'set':
      return filter.columns;
    case 'rows':
    case 'row':
      return columnsOfExpansion(model, use, filter.base.table).filter((column) => !isAmong(column, filter.removed));
  }
}
