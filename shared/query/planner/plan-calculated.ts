import type { BoundMeasures, BoundScalar, BoundTable, Scope } from '../../dax/bound.ts';
import { physicalColumn } from '../../model/physical-names.ts';
import type { ColumnRef, TabularModel } from '../../model/tabular-model.ts';
import type { BaseRows } from './frame.ts';
import { relationOf } from './frame-rows.ts';
import { type PlannedColumn, type PlannedQuery, rootEnv } from './plan-query.ts';
import { insideRows, planScalar, planTable } from './planning.ts';

/**
 * A calculated column: the rows of its table with the columns `present` as they are and the new one, each under its
 * physical name. The expression is computed for each row, without any filter outside.
 */
export function planCalculatedColumn(
  model: TabularModel,
  measures: BoundMeasures,
  { rows, scope, value, column, present }: CalculatedColumn,
): PlannedQuery {
  const env = rootEnv(model, measures);
  const { ids } = env.plan;
  const table = planTable(rows, env);
  const inside = insideRows(env, scope, rows, { ...table, base: presentOnly(table.base, present) });
  const computed = planScalar(value, inside);
  const id = ids.next(computed.type);
  const kept = present.flatMap((position): PlannedColumn[] => {
    const own = table.ids[position];
    return own === undefined ? [] : [{ name: physicalColumn(position), id: own, type: ids.typeOf(own) }];
  });
  return {
    relation: { kind: 'extend', input: relationOf(inside.frame), columns: [{ id, value: computed }] },
    columns: [...kept, { name: physicalColumn(column), id, type: computed.type }],
    order: [],
    ids,
  };
}

/** The context of a row is made of what is there: a column that is still to be computed says nothing more about the row. */
function presentOnly(base: BaseRows | undefined, present: readonly number[]): BaseRows | undefined {
  if (base === undefined) return undefined;
  const isThere = ({ table, column }: ColumnRef) => table !== base.table || present.includes(column);
  return { ...base, column: (ref) => (isThere(ref) ? base.column(ref) : undefined) };
}

export type CalculatedColumn = {
  /** The rows of the column's table. */
  readonly rows: Extract<BoundTable, { kind: 'rows' }>;
  readonly scope: Scope;
  readonly value: BoundScalar;
  /** Its position in the table. */
  readonly column: number;
  /** Positions of the columns that the table has already. */
  readonly present: readonly number[];
};

/** A calculated table: its rows under the physical names of its columns; `positions` says which column of it is which. */
export function planCalculatedTable(
  model: TabularModel,
  measures: BoundMeasures,
  bound: BoundTable,
  positions: readonly number[],
): PlannedQuery {
  const env = rootEnv(model, measures);
  const { ids } = env.plan;
  const { relation, ids: own } = planTable(bound, env);
  const columns = own.flatMap((id, index): PlannedColumn[] => {
    const position = positions[index];
    return position === undefined ? [] : [{ name: physicalColumn(position), id, type: ids.typeOf(id) }];
  });
  return { relation, columns, order: [], ids };
}
