import type { ColumnRef } from '../../../shared/model/tabular-model.ts';
import { keyOf, type Value } from './value.ts';
import { isSameRef } from './world.ts';

/** Combinations of values of columns that are let through; no other is. */
export type Filter = { readonly columns: readonly ColumnRef[]; readonly rows: readonly (readonly Value[])[] };

/** The filter with some of its columns alone, or nothing where none is left. */
export function projectFilter(filter: Filter, keeps: (column: ColumnRef) => boolean): Filter | undefined {
  const places = filter.columns.flatMap((column, place) => (keeps(column) ? [place] : []));
  if (places.length === filter.columns.length) return filter;
  if (places.length === 0) return undefined;
  const columns = filter.columns.filter(keeps);
  const rows = new Map(
    filter.rows.map((row) => {
      const left = places.map((place) => row[place] ?? null);
      return [left.map(keyOf).join('\u0001'), left] as const;
    }),
  );
  return { columns, rows: [...rows.values()] };
}

export function withoutColumns(filters: readonly Filter[], isGone: (column: ColumnRef) => boolean): readonly Filter[] {
  return filters.flatMap((filter) => projectFilter(filter, (column) => !isGone(column)) ?? []);
}

/** New filters take the place of what there is on their columns, and intersect one another. */
export function replaceFilters(filters: readonly Filter[], fresh: readonly Filter[]): readonly Filter[] {
  const columns = fresh.flatMap((filter) => filter.columns);
  return [...withoutColumns(filters, (column) => columns.some((each) => isSameRef(each, column))), ...fresh];
}

/** What a filter asks of the rows of an expanded table: the places of its columns there, and the keys let through. */
export type Demand = { readonly places: readonly number[]; readonly keys: ReadonlySet<string> };

export function demandOf(filter: Filter, columns: readonly ColumnRef[]): Demand | undefined {
  const placeOf = (column: ColumnRef) => columns.findIndex((each) => isSameRef(each, column));
  const part = projectFilter(filter, (column) => placeOf(column) !== -1);
  if (part === undefined) return undefined;
  const keys = new Set(part.rows.map((row) => row.map(keyOf).join('\u0001')));
  return { places: part.columns.map(placeOf), keys };
}
