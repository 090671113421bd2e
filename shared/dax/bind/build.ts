import type { ColumnRef, ColumnType } from '../../model/tabular-model.ts';
import type { AggregateName, BoundColumn, BoundScalar, BoundTable, DaxType, Ordering, Scope } from '../bound.ts';
import { type Env, isHiddenColumn, newScope, type Session } from './environment.ts';

/** Small parts of bound trees. */

export function wholeNumber(value: number): BoundScalar {
  return { kind: 'constant', type: 'Int64', value };
}

export function text(value: string): BoundScalar {
  return { kind: 'constant', type: 'String', value };
}

export const BLANK: BoundScalar = { kind: 'blank', type: 'Blank' };

export function rowColumn(scope: Scope, columns: readonly BoundColumn[], column: number): BoundScalar {
  return { kind: 'rowColumn', type: columns[column]?.type ?? 'Variant', scope, column };
}

export function modelColumn(session: Session, ref: ColumnRef): BoundColumn {
  const table = session.index.model.tables[ref.table];
  const column = table?.columns[ref.column];
  const type = typeOfColumn(column?.dataType ?? 'Unknown');
  return { name: column?.name ?? '', qualifier: table?.name, type, lineage: ref };
}

/** A column that an expression makes. */
export function madeColumn(name: string, type: DaxType): BoundColumn {
  return { name, qualifier: undefined, type, lineage: undefined };
}

function typeOfColumn(type: ColumnType): DaxType {
  return type === 'Unknown' || type === 'Binary' ? 'Variant' : type;
}

export function modelColumns(session: Session, refs: readonly ColumnRef[]): readonly BoundColumn[] {
  return refs.map((ref) => modelColumn(session, ref));
}

/** The columns of a table that the caller may know of. */
export function refsOfTable(session: Session, table: number): readonly ColumnRef[] {
  const columns = session.index.model.tables[table]?.columns ?? [];
  return columns.map((_, column) => ({ table, column })).filter((ref) => !isHiddenColumn(session, ref));
}

function columnsOfTable(session: Session, table: number): readonly BoundColumn[] {
  const known = session.tableColumns.get(table) ?? modelColumns(session, refsOfTable(session, table));
  session.tableColumns.set(table, known);
  return known;
}

export function rowsOf(env: Env, table: number, withBlankRow = false): BoundTable {
  const columns = columnsOfTable(env.session, table);
  return { kind: 'rows', columns, base: table, table, withBlankRow };
}

export function valuesOf(env: Env, of: readonly ColumnRef[], withBlankRow: boolean): BoundTable {
  return { kind: 'values', columns: modelColumns(env.session, of), base: undefined, of, withBlankRow };
}

export function allOf(
  env: Env,
  of: readonly ColumnRef[],
  { withBlankRow, selected = false }: { readonly withBlankRow: boolean; readonly selected?: boolean },
): BoundTable {
  return { kind: 'all', columns: modelColumns(env.session, of), base: undefined, of, withBlankRow, selected };
}

export function allRowsOf(
  env: Env,
  table: number,
  { withBlankRow, selected = false }: { readonly withBlankRow: boolean; readonly selected?: boolean },
): BoundTable {
  const columns = columnsOfTable(env.session, table);
  return { kind: 'allRows', columns, base: table, table, withBlankRow, selected };
}

export function countRows(env: Env, table: BoundTable): BoundScalar {
  return aggregate({ name: 'countRows', type: 'Int64', table, scope: newScope(env), value: undefined });
}

export function aggregate(parts: {
  readonly name: AggregateName;
  readonly type: DaxType;
  readonly table: BoundTable;
  readonly scope: Scope;
  readonly value: BoundScalar | undefined;
  readonly argument?: BoundScalar | undefined;
  readonly orderBy?: readonly Ordering[];
}): BoundScalar {
  const { name, type, table, scope, value, argument, orderBy = [] } = parts;
  return { kind: 'aggregate', type, aggregate: name, table, scope, value, argument, orderBy };
}

/** The value in the only column of a table that has one row. */
export function onlyValue(env: Env, table: BoundTable): BoundScalar {
  const scope = newScope(env);
  const value = rowColumn(scope, table.columns, 0);
  return aggregate({ name: 'max', type: value.type, table, scope, value });
}

/** The same rows under other columns' names, types or lineage. */
export function withColumns(table: BoundTable, columns: readonly BoundColumn[]): BoundTable {
  return { ...table, columns };
}

/** The first rows by one column, with those that tie. */
export function firstRows(
  env: Env,
  table: BoundTable,
  order: { readonly column: number; readonly direction: 'ascending' | 'descending' },
): BoundTable {
  const scope = newScope(env);
  const orderBy = [{ by: rowColumn(scope, table.columns, order.column), direction: order.direction }];
  return { kind: 'topN', columns: table.columns, base: table.base, count: wholeNumber(1), table, scope, orderBy };
}

export function distinctOf(table: BoundTable): BoundTable {
  return { kind: 'distinct', columns: table.columns, base: undefined, table };
}

/** Some columns of a table by position; the rows stay as many as they are. */
export function pick(table: BoundTable, picked: readonly number[]): BoundTable {
  const columns = picked.flatMap((index) => table.columns[index] ?? []);
  return { kind: 'pick', columns, base: undefined, table, picked };
}
