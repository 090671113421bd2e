import type { ColumnRef, Relationship, TabularModel } from '../../model/tabular-model.ts';
import { isSameColumn } from './model-index.ts';

/** The position of the relationship between two columns, whichever way it points and whether it is active or not. */
export function findRelationship(model: TabularModel, left: ColumnRef, right: ColumnRef): number | undefined {
  const index = model.relationships.findIndex(
    ({ from, to }) =>
      (isSameColumn(from, left) && isSameColumn(to, right)) || (isSameColumn(from, right) && isSameColumn(to, left)),
  );
  return index === -1 ? undefined : index;
}

/** Whether each row of one table has at most one row of the other: RELATED can go there. */
export function leadsTo(model: TabularModel, from: number, to: number): boolean {
  const reached = new Set([from]);
  for (const table of reached) {
    if (table === to) return true;
    for (const relationship of model.relationships) {
      const next = relationship.isActive ? oneSideFrom(relationship, table) : undefined;
      if (next !== undefined) reached.add(next);
    }
  }
  return false;
}

function oneSideFrom(relationship: Relationship, table: number): number | undefined {
  const { from, to, fromCardinality, toCardinality } = relationship;
  if (from.table === table && toCardinality === 'one') return to.table;
  if (to.table === table && fromCardinality === 'one') return from.table;
  return undefined;
}

/**
 * Whether a filter of this column replaces all filters of its table in CALCULATE: the key of a table that is marked as
 * date table, or a date on the one side of a relationship.
 */
export function isDateKey(model: TabularModel, ref: ColumnRef): boolean {
  const table = model.tables[ref.table];
  const column = table?.columns[ref.column];
  if (column?.dataType !== 'DateTime') return false;
  if (table?.dataCategory === 'Time' && column.isKey) return true;
  return model.relationships.some(
    ({ from, to, fromCardinality, toCardinality }) =>
      (toCardinality === 'one' && isSameColumn(to, ref)) || (fromCardinality === 'one' && isSameColumn(from, ref)),
  );
}
