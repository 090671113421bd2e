import type { ColumnRef } from '../../model/tabular-model.ts';
import type { BoundScalar, BoundTable } from '../bound.ts';
import { isInRows } from './bind-in.ts';
import { allRowsOf, countRows, distinctOf, modelColumn, onlyValue, pick, wholeNumber } from './build.ts';
import { type Call, columnArg, type FunctionTable, MANY, scalarArg, tableArg } from './call.ts';
import { columnPlace } from './column-place.ts';
import { BROKEN, BROKEN_TABLE, type Env, isBrokenTable, openRow, report } from './environment.ts';
import { columnInRow, countRowsWith, namedInRow, relatedInRow } from './row-context.ts';
import { applyFunction, applyOperator } from './scalar-calls.ts';
import { tableLet } from './table-let.ts';

/** Functions that go to another row or table. */

function related(call: Call): BoundScalar {
  const column = columnArg(call, 0);
  return column === undefined ? BROKEN : relatedInRow(call.env, column, call.args[0]?.span ?? call.span);
}

/** EARLIER(column, 1): the column in a row context outside of the innermost that has it. */
function earlier(call: Call): BoundScalar {
  const [arg, steps] = call.args;
  const skip = steps === undefined ? 1 : steps.kind === 'number' ? Number(steps.value.text) : Number.NaN;
  if (!Number.isInteger(skip) || skip < 1) {
    return report(call.env, 'argument-invalid', call.span, 'EARLIER wants a constant whole number of rows to go out.');
  }
  const isMade = arg?.kind === 'member' && arg.table === undefined;
  const made = isMade ? namedInRow(call.env, arg.member.name, { skip }) : undefined;
  if (made !== undefined) return made;
  const column = columnArg(call, 0);
  return column === undefined ? BROKEN : outerRow(call, column, skip);
}

function earliest(call: Call): BoundScalar {
  const column = columnArg(call, 0);
  return column === undefined ? BROKEN : outerRow(call, column, Math.max(0, countRowsWith(call.env, column) - 1));
}

function outerRow(call: Call, column: ColumnRef, skip: number): BoundScalar {
  const value = columnInRow(call.env, column, skip);
  if (value !== undefined) return value;
  const { qualifier, name } = modelColumn(call.env.session, column);
  const message = `${call.name}: there is no earlier row context with ${qualifier}[${name}]; a variable outside the iterator does the same.`;
  return report(call.env, 'row-context-missing', call.span, message);
}

/** LOOKUPVALUE(result, search, value, …, alternate): over the whole table, whatever its filters. */
function lookupValue(call: Call): BoundScalar {
  const { env, span } = call;
  const result = columnArg(call, 0);
  const pairs = Math.floor((call.args.length - 1) / 2);
  const table = result === undefined ? BROKEN_TABLE : allRowsOf(env, result.table, { withBlankRow: false });
  const row = openRow(env, table);
  const conditions = Array.from({ length: pairs }, (_, pair) => searchCondition(call, 1 + 2 * pair, row.env));
  const condition = conditions.reduce((left, right) => applyOperator(env, span, '&&', [left, right]));
  const alternate = call.args.length % 2 === 0 ? scalarArg(call, call.args.length - 1) : undefined;
  const place =
    result === undefined ? undefined : table.columns.findIndex(({ lineage }) => lineage?.column === result.column);
  if (place === undefined || condition === BROKEN || alternate === BROKEN) return BROKEN;
  const { columns, base } = table;
  const found: BoundTable = { kind: 'filter', columns, base, table, scope: row.scope, condition };
  const values = distinctOf(pick(found, [place]));
  const type = values.columns[0]?.type ?? 'Variant';
  if (alternate === undefined) return { kind: 'singleValue', type, table: values };
  return tableLet(env, values, (held) => {
    const isOne = applyOperator(env, span, '=', [countRows(env, held), wholeNumber(1)]);
    return applyFunction(env, span, 'IF', [isOne, onlyValue(env, held), alternate]);
  });
}

function searchCondition(call: Call, index: number, inRow: Env): BoundScalar {
  const column = columnArg(call, index);
  const value = scalarArg(call, index + 1);
  if (column === undefined) return BROKEN;
  const found = relatedInRow({ ...inRow, rows: inRow.rows.slice(-1) }, column, call.args[index]?.span ?? call.span);
  return applyOperator(call.env, call.span, '==', [found, value]);
}

/** CONTAINS(table, column, value, …). */
function contains(call: Call): BoundScalar {
  const table = tableArg(call, 0);
  const picked: number[] = [];
  const values: BoundScalar[] = [];
  for (let index = 1; index < call.args.length; index += 2) {
    const place = isBrokenTable(table) ? undefined : columnPlace(call, index, table);
    if (place !== undefined) picked.push(place);
    values.push(scalarArg(call, index + 1));
  }
  if (picked.length < values.length || values.includes(BROKEN)) return BROKEN;
  return isInRows(call.env, call.span, values, pick(table, picked));
}

function containsRow(call: Call): BoundScalar {
  const table = tableArg(call, 0);
  const values = call.args.slice(1).map((_, index) => scalarArg(call, index + 1));
  if (isBrokenTable(table) || values.includes(BROKEN)) return BROKEN;
  if (values.length === table.columns.length) return isInRows(call.env, call.span, values, table);
  const message = `CONTAINSROW wants ${table.columns.length} values, as many as the table has columns.`;
  return report(call.env, 'argument-count', call.span, message);
}

/** PATH(key, parent): from the topmost ancestor of the current row down to itself. */
function path(call: Call): BoundScalar {
  const key = columnArg(call, 0);
  const parent = columnArg(call, 1);
  if (key === undefined || parent === undefined) return BROKEN;
  if (key.table !== parent.table) {
    return report(call.env, 'argument-invalid', call.span, 'PATH wants two columns of one table.');
  }
  const current = columnInRow(call.env, key);
  if (current === undefined) return outerRow(call, key, 0);
  return current === BROKEN ? BROKEN : { kind: 'path', type: 'String', table: key.table, key, parent, current };
}

export const LOOKUP_FUNCTIONS: FunctionTable = {
  RELATED: { args: [1, 1], scalar: related },
  EARLIER: { args: [1, 2], scalar: earlier },
  EARLIEST: { args: [1, 1], scalar: earliest },
  LOOKUPVALUE: { args: [3, MANY], scalar: lookupValue },
  CONTAINS: { args: [3, MANY], scalar: contains },
  CONTAINSROW: { args: [2, MANY], scalar: containsRow },
  PATH: { args: [2, 2], scalar: path },
};
