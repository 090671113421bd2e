import type { ColumnRef, TabularModel } from '../../model/tabular-model.ts';
import type { Id } from '../relation.ts';
import { type Filter, isAmong, sameColumn } from './filter-context.ts';
import { expansion, type Path, type RelationshipUse } from './relationship-paths.ts';

/**
 * What the row of a table says about the rows of another: equalities between columns of the row (`outer`) and of the
 * other's expansion. A row filters its whole expansion, so the nearest tables that both lead to are compared, each by
 * its key where that is still in the filter, else by all its columns.
 */
export function rowEqualities(
  model: TabularModel,
  use: RelationshipUse,
  { base, removed }: Extract<Filter, { kind: 'row' | 'rows' }>,
  paths: ReadonlyMap<number, Path>,
): readonly { readonly outer: Id; readonly column: ColumnRef }[] {
  const own = expansion(model, use, base.table);
  const common = [...own.keys()].filter((one) => paths.has(one));
  // What another common table leads to follows from its row.
  const nearest = common.filter(
    (one) => !common.some((other) => other !== one && expansion(model, use, other).has(one)),
  );
  return nearest.flatMap((one) =>
    columnsToCompare(model, one, removed).flatMap((column) => {
      const outer = base.column(column);
      return outer === undefined ? [] : [{ outer, column }];
    }),
  );
}

function columnsToCompare(model: TabularModel, table: number, removed: readonly ColumnRef[]): readonly ColumnRef[] {
  const columns = model.tables[table]?.columns ?? [];
  const key = columns.findIndex((_, column) => isUnique(model, { table, column }));
  const isUntouched = !removed.some((column) => column.table === table);
  if (key >= 0 && isUntouched) return [{ table, column: key }];
  const all = columns.map((_, column): ColumnRef => ({ table, column }));
  return all.filter((column) => !isAmong(column, removed));
}

/** A key, by its mark or because a relationship takes it for one. */
function isUnique({ tables, relationships }: TabularModel, column: ColumnRef): boolean {
  if (tables[column.table]?.columns[column.column]?.isKey === true) return true;
  return relationships.some(({ to, toCardinality }) => toCardinality === 'one' && sameColumn(to, column));
}
