import type { BoundScalar } from '../bound.ts';
import { columnOfRows } from './aggregate.ts';
import { type Call, directionArg, type FunctionTable, hasArg, scalarArg, tableArg, wordArg } from './call.ts';
import { BROKEN, isBrokenTable, openRow } from './environment.ts';
import { asType, widest } from './scalar-calls.ts';

/** RANKX(table, expression, value, direction, ties): where the value stands among those of the table's rows. */
function rankEach(call: Call): BoundScalar {
  const table = tableArg(call, 0);
  const row = openRow(call.env, table);
  const by = scalarArg(call, 1, row.env);
  const value = hasArg(call, 2) ? scalarArg(call, 2) : scalarArg(call, 1);
  const direction = directionArg(call, 3, 'descending');
  const isDense = wordArg(call, 4, ['SKIP', 'DENSE'] as const) === 'DENSE';
  if (isBrokenTable(table) || by === BROKEN || value === BROKEN) return BROKEN;
  return { kind: 'rank', type: 'Int64', table, scope: row.scope, ...inOneType(by, value), direction, isDense };
}

/** RANK.EQ(value, column, direction): among the values of a column. */
function rankEqual(call: Call): BoundScalar {
  const value = scalarArg(call, 0);
  const { table, scope, value: by } = columnOfRows(call, 1);
  const direction = directionArg(call, 2, 'descending');
  if (value === BROKEN || by === BROKEN) return BROKEN;
  return { kind: 'rank', type: 'Int64', table, scope, ...inOneType(by, value), direction, isDense: false };
}

function inOneType(by: BoundScalar, value: BoundScalar): { readonly by: BoundScalar; readonly value: BoundScalar } {
  const type = widest([by.type, value.type]);
  return type === 'Variant' ? { by, value } : { by: asType(by, type), value: asType(value, type) };
}

export const RANK_FUNCTIONS: FunctionTable = {
  RANKX: { args: [2, 5], scalar: rankEach },
  'RANK.EQ': { args: [2, 3], scalar: rankEqual },
};
