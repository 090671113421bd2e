import type { BoundColumn, BoundTable } from '../bound.ts';
import { modelColumns } from './build.ts';
import { type Call, type FunctionTable, MANY, tableArg } from './call.ts';
import { BROKEN_TABLE, isBrokenTable, report } from './environment.ts';
import { columnsFrom } from './filter-target.ts';
import { fold, isSameColumn } from './model-index.ts';
import { widest } from './scalar-calls.ts';

/** Functions that put tables together by the values of whole rows. */

/** The tables of the arguments, if all have as many columns. */
function tablesOf(call: Call): readonly BoundTable[] | undefined {
  const tables = call.args.map((_, index) => tableArg(call, index));
  if (tables.some(isBrokenTable)) return undefined;
  const counts = tables.map(({ columns }) => columns.length);
  if (counts.every((count) => count === counts[0])) return tables;
  const message = `${call.name} wants tables of as many columns; these have ${counts.join(' and ')}.`;
  report(call.env, 'argument-invalid', call.span, message);
  return undefined;
}

/** Columns are those of the first table; they are the model's only where all tables agree on that. */
function union(call: Call): BoundTable {
  const tables = tablesOf(call);
  const [first] = tables ?? [];
  if (tables === undefined || first === undefined) return BROKEN_TABLE;
  const columns = first.columns.map((column, index): BoundColumn => {
    const others = tables.flatMap((table) => table.columns[index] ?? []);
    const type = widest(others.map((each) => each.type));
    if (others.every((each) => isSameColumn(each.lineage, column.lineage))) return { ...column, type };
    return { name: column.name, qualifier: undefined, type, lineage: undefined };
  });
  return { kind: 'union', columns, base: undefined, tables };
}

function leftOf(kind: 'intersect' | 'except'): (call: Call) => BoundTable {
  return (call) => {
    const [left, right] = tablesOf(call) ?? [];
    if (left === undefined || right === undefined) return BROKEN_TABLE;
    return { kind, columns: left.columns, base: left.base, left, right };
  };
}

/** On the columns that both have: of one lineage, or of one name where no lineage is. The left's columns stay. */
function naturalJoin(outer: boolean): (call: Call) => BoundTable {
  return (call) => {
    const [left, right] = [tableArg(call, 0), tableArg(call, 1)];
    if (isBrokenTable(left) || isBrokenTable(right)) return BROKEN_TABLE;
    const common = left.columns.flatMap((column, index) => {
      const other = right.columns.findIndex((each) => isCommon(column, each));
      return other === -1 ? [] : [{ left: index, right: other }];
    });
    const on = common.length > 0 ? common : relatedColumns(call, left, right);
    if (on.length === 0) {
      const message = `${call.name} finds no column that both tables have, and no relationship between them.`;
      report(call.env, 'argument-invalid', call.span, message);
      return BROKEN_TABLE;
    }
    const added = right.columns.filter((_, index) => !on.some((pair) => pair.right === index));
    return { kind: 'naturalJoin', columns: [...left.columns, ...added], base: undefined, left, right, on, outer };
  };
}

function isCommon(left: BoundColumn, right: BoundColumn): boolean {
  if (left.lineage !== undefined || right.lineage !== undefined) return isSameColumn(left.lineage, right.lineage);
  return fold(left.name) === fold(right.name);
}

function relatedColumns(call: Call, left: BoundTable, right: BoundTable): readonly { left: number; right: number }[] {
  const relationship = call.env.session.index.model.relationships.find(
    ({ from, to, isActive }) =>
      isActive &&
      ((from.table === left.base && to.table === right.base) || (from.table === right.base && to.table === left.base)),
  );
  if (relationship === undefined) return [];
  const ends = [relationship.from, relationship.to];
  const place = (table: BoundTable) =>
    table.columns.findIndex(({ lineage }) => ends.some((end) => isSameColumn(end, lineage)));
  const pair = { left: place(left), right: place(right) };
  return pair.left === -1 || pair.right === -1 ? [] : [pair];
}

function treatAs(call: Call): BoundTable {
  const table = tableArg(call, 0);
  const as = columnsFrom(call, 1);
  if (as === undefined || isBrokenTable(table)) return BROKEN_TABLE;
  if (as.length === table.columns.length) {
    return { kind: 'treatAs', columns: modelColumns(call.env.session, as), base: undefined, table, as };
  }
  const message = `TREATAS wants ${table.columns.length} columns, as many as its table has, and gets ${as.length}.`;
  report(call.env, 'argument-count', call.span, message);
  return BROKEN_TABLE;
}

export const SET_FUNCTIONS: FunctionTable = {
  UNION: { args: [2, MANY], table: union },
  INTERSECT: { args: [2, 2], table: leftOf('intersect') },
  EXCEPT: { args: [2, 2], table: leftOf('except') },
  NATURALINNERJOIN: { args: [2, 2], table: naturalJoin(false) },
  NATURALLEFTOUTERJOIN: { args: [2, 2], table: naturalJoin(true) },
  TREATAS: { args: [2, MANY], table: treatAs },
};
