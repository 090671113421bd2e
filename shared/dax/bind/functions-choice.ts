import type { BoundScalar, BoundTable } from '../bound.ts';
import { type Call, type FunctionTable, MANY, scalarArg, tableArg } from './call.ts';
import { BROKEN, BROKEN_TABLE, isBrokenTable, report } from './environment.ts';
import { applyOperator, asType } from './scalar-calls.ts';
import { scalarEntry } from './variables.ts';

/** IF and SWITCH where a table is needed; elsewhere they are functions of values. */

function choose(call: Call, condition: BoundScalar, then: BoundTable, otherwise: BoundTable): BoundTable {
  if (condition === BROKEN || isBrokenTable(then) || isBrokenTable(otherwise)) return BROKEN_TABLE;
  if (then.columns.length !== otherwise.columns.length) {
    report(call.env, 'argument-invalid', call.span, `The tables of ${call.name} need as many columns.`);
    return BROKEN_TABLE;
  }
  const base = then.base === otherwise.base ? then.base : undefined;
  return { kind: 'if', columns: then.columns, base, condition, then, else: otherwise };
}

function ifTable(call: Call): BoundTable {
  const condition = asType(scalarArg(call, 0), 'Boolean');
  return choose(call, condition, tableArg(call, 1), tableArg(call, 2));
}

function switchTable(call: Call): BoundTable {
  const { env, span } = call;
  const value = scalarArg(call, 0);
  const entry = scalarEntry(env, value);
  const subject: BoundScalar =
    entry.kind === 'value' ? entry.value : { kind: 'variable', type: entry.type, variable: entry.id };
  const count = Math.floor((call.args.length - 1) / 2);
  if (call.args.length % 2 === 1) {
    report(env, 'argument-count', span, 'SWITCH between tables needs a last table for every other value.');
    return BROKEN_TABLE;
  }
  const branches = Array.from({ length: count }, (_, index) => ({
    condition: applyOperator(env, span, '=', [value === BROKEN ? BROKEN : subject, scalarArg(call, 1 + 2 * index)]),
    table: tableArg(call, 2 + 2 * index),
  }));
  const last = tableArg(call, call.args.length - 1);
  const body = branches.reduceRight((rest, { condition, table }) => choose(call, condition, table, rest), last);
  if (entry.kind === 'value' || isBrokenTable(body)) return body;
  return { kind: 'let', columns: body.columns, base: body.base, variable: entry.id, value, body };
}

export const CHOICE_FUNCTIONS: FunctionTable = {
  IF: { args: [2, 3], table: ifTable },
  SWITCH: { args: [3, MANY], table: switchTable },
};
