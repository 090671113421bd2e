import type { ColumnRef, TabularModel } from '../../model/tabular-model.ts';
import type { Id } from '../relation.ts';
import { type Filter, isAmong, sameColumn } from './filter-context.ts';
import { expansion, type Path, type RelationshipUse } from './relationship-paths.ts';

/**
 * What the row of a table says about the rows of another: equalities between columns of the row (`outer`) and of the
 * other's expansion. A row filters its whole expansion. Of the tables that both lead to, the nearest are compared, each
 * by its key, from which what it leads to follows; where a later filter took columns of one over, what is left of it
 * is compared, and what it leads to by itself.
 */
export function rowEqualities(
  model: TabularModel,
  use: RelationshipUse,
  { base, removed }: Extract<Filter, { kind: 'row' | 'rows' }>,
  paths: ReadonlyMap<number, Path>,
): readonly { readonly outer: Id; readonly column: ColumnRef }[] {
  const common = [...expansion(model, use, base.table).keys()].filter((one) => paths.has(one));
  const isWhole = (table: number) =>
    !removed.some((column) => column.table === table) && keyOf(model, table) !== undefined;
  const follows = (one: number) =>
    common.some((other) => other !== one && isWhole(other) && expansion(model, use, other).has(one));
  return common
    .filter((one) => !follows(one))
    .flatMap((one) => columnsToCompare(model, one, isWhole(one), removed))
    .flatMap((column) => {
      const outer = base.column(column);
      return outer === undefined ? [] : [{ outer, column }];
    });
}

function columnsToCompare(
  model: TabularModel,
  table: number,
  isWhole: boolean,
  removed: readonly ColumnRef[],
): readonly ColumnRef[] {
  const key = keyOf(model, table);
  if (isWhole && key !== undefined) return [{ table, column: key }];
  const all = (model.tables[table]?.columns ?? []).map((_, column): ColumnRef => ({ table, column }));
  return all.filter((column) => !isAmong(column, removed));
}

function keyOf(model: TabularModel, table: number): number | undefined {
  const key = (model.tables[table]?.columns ?? []).findIndex((_, column) => isUnique(model, { table, column }));
  return key < 0 ? undefined : key;
}

/** A key, by its mark or because a relationship takes it for one. */
function isUnique({ tables, relationships }: TabularModel, column: ColumnRef): boolean {
  if (tables[column.table]?.columns[column.column]?.isKey === true) return true;
  return relationships.some(({ to, toCardinality }) => toCardinality === 'one' && sameColumn(to, column));
}
