import type { ColumnRef } from '../../model/tabular-model.ts';
import type { BoundColumn, BoundScalar } from '../bound.ts';
import type { Span } from '../syntax.ts';
import { modelColumn, rowColumn } from './build.ts';
import { BROKEN, BROKEN_TABLE, type Env, type RowContext, report } from './environment.ts';
import { fold, isSameColumn } from './model-index.ts';
import { leadsTo } from './relationships.ts';

/**
 * The value of a model's column in the innermost row context that has it, not counting the first `skip` of them
 * (EARLIER). `undefined` where no row context has it.
 */
export function columnInRow(env: Env, ref: ColumnRef, skip = 0): BoundScalar | undefined {
  let left = skip;
  for (const row of env.rows.toReversed()) {
    if (isBrokenRow(row)) return BROKEN;
    const place = placeOfColumn(env, row, ref);
    if (place === undefined) continue;
    if (left === 0) return rowColumn(row.scope, row.gathered ?? row.columns, place);
    left -= 1;
  }
  return undefined;
}

/** How many row contexts have the column. */
export function countRowsWith(env: Env, ref: ColumnRef): number {
  return env.rows.filter((row) => placeOfColumn(env, row, ref) !== undefined).length;
}

/** Whether the row is of a table that could not be bound, and could have any column. */
function isBrokenRow(row: RowContext): boolean {
  return row.columns === BROKEN_TABLE.columns && row.gathered === undefined;
}

function placeOfColumn(env: Env, row: RowContext, ref: ColumnRef): number | undefined {
  if (row.gathered === undefined) {
    const place = row.columns.findIndex((column) => isColumnItself(column, ref));
    return place === -1 ? undefined : place;
  }
  const known = row.gathered.findIndex((column) => isSameColumn(column.lineage, ref));
  return known === -1 ? row.gathered.push(modelColumn(env.session, ref)) - 1 : known;
}

/** True for the column under its own name; under a new name it is found by that alone. */
export function isColumnItself(column: BoundColumn, ref: ColumnRef): boolean {
  return column.qualifier !== undefined && isSameColumn(column.lineage, ref);
}

/** A column that an expression made, or that a table defined by the query has, by its name in the row contexts. */
export function namedInRow(
  env: Env,
  name: string,
  { qualifier, skip = 0 }: { readonly qualifier?: string | undefined; readonly skip?: number },
): BoundScalar | undefined {
  let left = skip;
  for (const row of env.rows.toReversed()) {
    if (isBrokenRow(row)) return BROKEN;
    const place = placeOfName(row.columns, name, qualifier);
    if (place === undefined) continue;
    if (left === 0) return rowColumn(row.scope, row.columns, place);
    left -= 1;
  }
  return undefined;
}

export function placeOfName(
  columns: readonly BoundColumn[],
  name: string,
  qualifier: string | undefined,
): number | undefined {
  const place = columns.findIndex(
    (column) =>
      fold(column.name) === fold(name) &&
      (qualifier === undefined
        ? column.qualifier === undefined
        : column.qualifier !== undefined && fold(column.qualifier) === fold(qualifier)),
  );
  return place === -1 ? undefined : place;
}

/** A column of the model under its bare name, in the innermost row that has one. */
export function bareNameInRow(env: Env, name: string): BoundScalar | undefined {
  for (const row of env.rows.toReversed()) {
    const place = row.columns.findIndex((column) => fold(column.name) === fold(name));
    if (place !== -1) return rowColumn(row.scope, row.columns, place);
  }
  return undefined;
}

/** RELATED: the column of a table that a row's table leads to, or a problem. */
export function relatedInRow(env: Env, ref: ColumnRef, span: Span): BoundScalar {
  if (env.rows.some(isBrokenRow)) return BROKEN;
  const { type, name, qualifier } = modelColumn(env.session, ref);
  for (const { base, scope } of env.rows.toReversed()) {
    if (base === undefined || !leadsTo(env.session.index.model, base, ref.table)) continue;
    if (base === ref.table) break;
    return { kind: 'relatedColumn', type, scope, column: ref };
  }
  const here = columnInRow(env, ref);
  if (here !== undefined) return here;
  const message = `No row here leads to ${qualifier}[${name}]: RELATED needs the rows of a table with an active many-to-one relationship to '${qualifier}'.`;
  return report(env, 'row-context-missing', span, message);
}
