import type { BoundScalar, BoundTable } from '../bound.ts';
import { aggregateOf } from './aggregate.ts';
import { countRows, firstRows, onlyValue, rowColumn, valuesOf, wholeNumber } from './build.ts';
import { type Call, columnArg, type FunctionTable, scalarArg, tableArg } from './call.ts';
import { BROKEN, BROKEN_TABLE, isBrokenTable, openRow } from './environment.ts';
import { filterTarget } from './filter-target.ts';
import { applyFunction, applyOperator } from './scalar-calls.ts';

/** Functions that ask what the filter context holds. */

function hasOneValue(call: Call): BoundScalar {
  const column = columnArg(call, 0);
  if (column === undefined) return BROKEN;
  const count = countRows(call.env, valuesOf(call.env, [column], true));
  return applyOperator(call.env, call.span, '=', [count, wholeNumber(1)]);
}

/** The only value of the column, or else the other argument. */
function selectedValue(call: Call): BoundScalar {
  const { env, span } = call;
  const column = columnArg(call, 0);
  const otherwise = scalarArg(call, 1);
  if (column === undefined) return BROKEN;
  const count = countRows(env, valuesOf(env, [column], true));
  const isOne = applyOperator(env, span, '=', [count, wholeNumber(1)]);
  const value = onlyValue(env, valuesOf(env, [column], true));
  return applyFunction(env, span, 'IF', [isOne, value, otherwise]);
}

function hasOneFilter(call: Call): BoundScalar {
  const column = columnArg(call, 0);
  if (column === undefined) return BROKEN;
  const isFiltered: BoundScalar = {
    kind: 'isFiltered',
    type: 'Boolean',
    what: { kind: 'columns', columns: [column] },
    crossed: false,
  };
  return applyOperator(call.env, call.span, '&&', [isFiltered, hasOneValue(call)]);
}

function isFiltered(crossed: boolean): (call: Call) => BoundScalar {
  return (call) => {
    const what = filterTarget(call);
    return what === undefined ? BROKEN : { kind: 'isFiltered', type: 'Boolean', what, crossed };
  };
}

function isInScope(call: Call): BoundScalar {
  const column = columnArg(call, 0);
  return column === undefined ? BROKEN : { kind: 'isInScope', type: 'Boolean', column };
}

function isEmpty(call: Call): BoundScalar {
  const table = tableArg(call, 0);
  return isBrokenTable(table) ? BROKEN : applyFunction(call.env, call.span, 'ISBLANK', [countRows(call.env, table)]);
}

/** The values of a column, or of a table of one column, for which the expression is not blank. */
function nonBlankValues(call: Call): BoundTable {
  const { env, span } = call;
  const table = valuesArg(call);
  const row = openRow(env, table);
  const isBlank = applyFunction(env, span, 'ISBLANK', [scalarArg(call, 1, row.env)]);
  const condition = applyFunction(env, span, 'NOT', [isBlank]);
  if (isBrokenTable(table) || condition === BROKEN) return BROKEN_TABLE;
  return { kind: 'filter', columns: table.columns, base: undefined, table, scope: row.scope, condition };
}

function valuesArg(call: Call): BoundTable {
  if (call.args[0]?.kind !== 'member') return tableArg(call, 0);
  const column = columnArg(call, 0);
  return column === undefined ? BROKEN_TABLE : valuesOf(call.env, [column], true);
}

function nonBlank(direction: 'ascending' | 'descending'): (call: Call) => BoundTable {
  return (call) => {
    const table = nonBlankValues(call);
    return isBrokenTable(table) ? table : firstRows(call.env, table, { column: 0, direction });
  };
}

/** The first or last value of an expression that is not blank, each value of the column being a filter for it. */
function nonBlankValue(direction: 'ascending' | 'descending'): (call: Call) => BoundScalar {
  return (call) => {
    const { env, span } = call;
    const values = valuesArg(call);
    const row = openRow(env, values);
    const expression = scalarArg(call, 1, row.env);
    if (isBrokenTable(values) || expression === BROKEN) return BROKEN;
    const value: BoundScalar = { kind: 'calculate', type: expression.type, expression, changes: [] };
    const made = { name: 'Value', qualifier: undefined, type: value.type, lineage: undefined };
    const columns = [...values.columns, made];
    const pairs: BoundTable = {
      kind: 'addColumns',
      columns,
      base: undefined,
      table: values,
      scope: row.scope,
      values: [{ name: 'Value', value }],
    };
    const inner = openRow(env, pairs);
    const isBlank = applyFunction(env, span, 'ISBLANK', [rowColumn(inner.scope, columns, 1)]);
    const condition = applyFunction(env, span, 'NOT', [isBlank]);
    const known: BoundTable = { kind: 'filter', columns, base: undefined, table: pairs, scope: inner.scope, condition };
    const first = firstRows(env, known, { column: 0, direction });
    const last = openRow(env, first);
    return aggregateOf('max', { table: first, scope: last.scope, value: rowColumn(last.scope, columns, 1) });
  };
}

/** ISONORAFTER(value, limit, direction, …): the row is not before the limits in that order. */
function isAfter(orEqual: boolean): (call: Call) => BoundScalar {
  return (call) => {
    const apply = (operator: '<' | '>' | '==' | '&&' | '||', left: BoundScalar, right: BoundScalar) =>
      applyOperator(call.env, call.span, operator, [left, right]);
    const conditions = keysOf(call).map(({ value, limit, isDescending }) => ({
      after: apply(isDescending ? '<' : '>', value, limit),
      same: apply('==', value, limit),
    }));
    const last = conditions.at(-1);
    if (last === undefined) return BROKEN;
    const start = orEqual ? apply('||', last.after, last.same) : last.after;
    return conditions
      .slice(0, -1)
      .reduceRight((rest, { after, same }) => apply('||', after, apply('&&', same, rest)), start);
  };
}

type Key = { readonly value: BoundScalar; readonly limit: BoundScalar; readonly isDescending: boolean };

function keysOf(call: Call): readonly Key[] {
  const keys: Key[] = [];
  for (let index = 0; index < call.args.length; index += 2) {
    const [value, limit] = [scalarArg(call, index), scalarArg(call, index + 1)];
    const word = call.args[index + 2];
    const written = word?.kind === 'name' ? word.name.toUpperCase() : '';
    keys.push({ value, limit, isDescending: written === 'DESC' });
    const isGap = word === undefined && index + 2 < call.args.length;
    if (isGap || written === 'DESC' || written === 'ASC') index += 1;
  }
  return keys;
}

export const CONTEXT_FUNCTIONS: FunctionTable = {
  HASONEVALUE: { args: [1, 1], scalar: hasOneValue },
  SELECTEDVALUE: { args: [1, 2], scalar: selectedValue },
  HASONEFILTER: { args: [1, 1], scalar: hasOneFilter },
  ISFILTERED: { args: [1, 1], scalar: isFiltered(false) },
  ISCROSSFILTERED: { args: [1, 1], scalar: isFiltered(true) },
  ISINSCOPE: { args: [1, 1], scalar: isInScope },
  ISEMPTY: { args: [1, 1], scalar: isEmpty },
  FIRSTNONBLANK: { args: [2, 2], table: nonBlank('ascending') },
  LASTNONBLANK: { args: [2, 2], table: nonBlank('descending') },
  FIRSTNONBLANKVALUE: { args: [2, 2], scalar: nonBlankValue('ascending') },
  LASTNONBLANKVALUE: { args: [2, 2], scalar: nonBlankValue('descending') },
  ISONORAFTER: { args: [2, Number.POSITIVE_INFINITY], scalar: isAfter(true) },
  ISAFTER: { args: [2, Number.POSITIVE_INFINITY], scalar: isAfter(false) },
};
