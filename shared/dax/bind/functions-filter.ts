import type { BoundScalar, BoundTable } from '../bound.ts';
import { columnOfRows } from './aggregate.ts';
import { allOf, allRowsOf, distinctOf, pick, refsOfTable, rowsOf, valuesOf } from './build.ts';
import { type Call, columnArg, type FunctionTable, MANY, scalarArg, tableArg } from './call.ts';
import { BROKEN, BROKEN_TABLE, isBrokenTable, openRow, report } from './environment.ts';
import { filterChanges, MODIFIERS_ONLY } from './filter-changes.ts';
import { allButTarget, filterTarget, isOneTable } from './filter-target.ts';
import { isSameColumn } from './model-index.ts';
import { asType } from './scalar-calls.ts';
import { definedTableKey } from './variables.ts';

/** Functions that read or change the filter context. */

function calculate(call: Call): BoundScalar {
  const { env, span } = call;
  if (env.isPredicate) {
    const message = 'CALCULATE cannot be part of a condition of CALCULATE; put its value into a variable before.';
    return report(env, 'predicate-invalid', span, message);
  }
  const changes = filterChanges(env, call.args.slice(1));
  const expression = scalarArg(call, 0);
  return expression === BROKEN ? BROKEN : { kind: 'calculate', type: expression.type, expression, changes };
}

function calculateTable(call: Call): BoundTable {
  const changes = filterChanges(call.env, call.args.slice(1));
  const table = tableArg(call, 0);
  if (isBrokenTable(table)) return table;
  return { kind: 'calculateTable', columns: table.columns, base: table.base, table, changes };
}

function filter(call: Call): BoundTable {
  const table = tableArg(call, 0);
  const row = openRow(call.env, table);
  const condition = asType(scalarArg(call, 1, row.env), 'Boolean');
  if (isBrokenTable(table)) return table;
  return { kind: 'filter', columns: table.columns, base: table.base, table, scope: row.scope, condition };
}

function all(withBlankRow: boolean, selected: boolean): (call: Call) => BoundTable {
  return (call) => {
    const target = filterTarget(call);
    if (target?.kind === 'table') return allRowsOf(call.env, target.table, { withBlankRow, selected });
    if (target?.kind === 'columns') {
      if (!isOneTable(call.env, call, target.columns)) return BROKEN_TABLE;
      return allOf(call.env, target.columns, { withBlankRow, selected });
    }
    if (target !== undefined) {
      const message = `${call.name} without a table or column stands only in the arguments of CALCULATE.`;
      report(call.env, 'argument-invalid', call.span, message);
    }
    return BROKEN_TABLE;
  };
}

function allExcept(call: Call): BoundTable {
  const target = allButTarget(call);
  if (target === undefined) return BROKEN_TABLE;
  const columns = refsOfTable(call.env.session, target.table).filter(
    (ref) => !target.columns.some((column) => isSameColumn(column, ref)),
  );
  return allOf(call.env, columns, { withBlankRow: true });
}

/** VALUES and DISTINCT, of a column or of a table. */
function different(withBlankRow: boolean): (call: Call) => BoundTable {
  return (call) => {
    const [arg] = call.args;
    if (arg?.kind !== 'member') return differentRows(call, withBlankRow);
    if (arg.table !== undefined && call.env.variables.has(definedTableKey(arg.table.name))) {
      const { table, value } = columnOfRows(call, 0);
      return value.kind === 'rowColumn' ? distinctOf(pick(table, [value.column])) : BROKEN_TABLE;
    }
    const column = columnArg(call, 0);
    return column === undefined ? BROKEN_TABLE : valuesOf(call.env, [column], withBlankRow);
  };
}

function differentRows(call: Call, withBlankRow: boolean): BoundTable {
  const table = tableArg(call, 0);
  if (table.kind === 'rows' && withBlankRow) return rowsOf(call.env, table.table, true);
  return withBlankRow || isBrokenTable(table) ? table : distinctOf(table);
}

function relatedTable(call: Call): BoundTable {
  const table = tableArg(call, 0);
  if (isBrokenTable(table)) return table;
  return { kind: 'calculateTable', columns: table.columns, base: table.base, table, changes: [] };
}

export const FILTER_FUNCTIONS: FunctionTable = {
  ...MODIFIERS_ONLY,
  CALCULATE: { args: [1, MANY], scalar: calculate },
  CALCULATETABLE: { args: [1, MANY], table: calculateTable },
  FILTER: { args: [2, 2], table: filter },
  ALL: { args: [0, MANY], table: all(true, false) },
  ALLNOBLANKROW: { args: [1, MANY], table: all(false, false) },
  ALLSELECTED: { args: [0, MANY], table: all(true, true) },
  ALLEXCEPT: { args: [2, MANY], table: allExcept },
  VALUES: { args: [1, 1], table: different(true) },
  DISTINCT: { args: [1, 1], table: different(false) },
  FILTERS: { args: [1, 1], table: different(true) },
  RELATEDTABLE: { args: [1, 1], table: relatedTable },
};
