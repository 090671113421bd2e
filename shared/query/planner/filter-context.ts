import type { BoundScalar, DaxType, Scope } from '../../dax/bound.ts';
import type { ColumnRef } from '../../model/tabular-model.ts';
import type { Id, Relation } from '../relation.ts';
import type { BaseRows } from './frame.ts';
import type { RelationshipUse } from './relationship-paths.ts';

/**
 * A filter context: what is filtered while something is computed. All filters hold together. A filter speaks of
 * columns of the model, and its values may depend on the row outside: then it says how by ids of the frame's columns.
 */
export type FilterContext = {
  readonly filters: readonly Filter[];
  readonly use: RelationshipUse;
  /** The filters that are there without the grouping of the current visual: what ALLSELECTED brings back. */
  readonly selected: readonly Filter[];
  /** Columns that the current cell is grouped by: ISINSCOPE. */
  readonly grouping: readonly ColumnRef[];
};

export type Filter =
  /** The column has the value of the frame's column: grouping. */
  | { readonly kind: 'equals'; readonly column: ColumnRef; readonly id: Id; readonly type: DaxType }
  /** The columns, all of one table, fulfil a condition that depends on nothing outside. */
  | {
      readonly kind: 'predicate';
      readonly columns: readonly ColumnRef[];
      readonly scope: Scope;
      readonly condition: BoundScalar;
    }
  /** The columns have, together, the values of one of the relation's rows. */
  | SetFilter
  /** One of some rows of a table, with all that they lead to. `removed` are columns that a later filter took over. */
  | {
      readonly kind: 'rows';
      readonly base: BaseRows;
      readonly relation: Relation;
      readonly on: ReadonlyMap<Id, Id>;
      readonly removed: readonly ColumnRef[];
    }
  /** The row of a table that a row context is at, with all that it leads to. */
  | { readonly kind: 'row'; readonly base: BaseRows; readonly removed: readonly ColumnRef[] };

export type SetFilter = {
  readonly kind: 'set';
  readonly columns: readonly ColumnRef[];
  readonly relation: Relation;
  readonly ids: readonly Id[];
  /** Columns of the frame, and of the relation, that must be equal. */
  readonly on: ReadonlyMap<Id, Id>;
};

export const sameColumn = (one: ColumnRef, other: ColumnRef): boolean =>
  one.table === other.table && one.column === other.column;

export const isAmong = (column: ColumnRef, columns: readonly ColumnRef[]): boolean =>
  columns.some((one) => sameColumn(one, column));
