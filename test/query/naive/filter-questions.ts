import type { BoundScalar } from '../../../shared/dax/bound.ts';
import type { ColumnRef } from '../../../shared/model/tabular-model.ts';
import type { Env } from './environment.ts';
import { isReached } from './visible-rows.ts';
import { isSameRef } from './world.ts';

/** ISFILTERED: a filter on the column, or on a column of the table. ISCROSSFILTERED: one that reaches it. */
export function isFiltered({ what, crossed }: Extract<BoundScalar, { kind: 'isFiltered' }>, env: Env): boolean {
  const { world, context } = env;
  if (what.kind === 'everything') return context.filters.length > 0;
  const tables = what.kind === 'columns' ? what.columns.map(({ table }) => table) : [what.table];
  if (crossed) return tables.some((table) => isReached(world, context, table));
  const isAsked = (column: ColumnRef) =>
    what.kind === 'columns' ? what.columns.some((each) => isSameRef(each, column)) : column.table === what.table;
  return hasFilter(env, isAsked);
}

/** ISINSCOPE: a grouping column of the cell whose filter nothing has taken away. */
export function isColumnInScope(column: ColumnRef, env: Env): boolean {
  const isAsked = (each: ColumnRef) => isSameRef(each, column);
  return env.cell.some(isAsked) && hasFilter(env, isAsked);
}

function hasFilter({ context }: Env, isAsked: (column: ColumnRef) => boolean): boolean {
  return context.filters.some(({ columns }) => columns.some(isAsked));
}
