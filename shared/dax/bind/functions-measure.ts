import type { BoundScalar } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { modelColumn, text } from './build.ts';
import { type Call, type FunctionTable, MANY, scalarArg } from './call.ts';
import { BROKEN, report } from './environment.ts';
import { findMeasure, referToMeasure } from './measures.ts';
import { findColumn, findTable, type Member, reportUnknownColumn, resolveColumn, resolveTable } from './names.ts';
import { applyOperator } from './scalar-calls.ts';

/** Functions about measures and names. */

function selectedMeasure(call: Call): BoundScalar {
  const { selectedMeasure: type } = call.env;
  return type === undefined ? notInItem(call) : { kind: 'selectedMeasure', type };
}

function selectedText(what: 'name' | 'formatString'): (call: Call) => BoundScalar {
  return (call) =>
    call.env.selectedMeasure === undefined ? notInItem(call) : { kind: 'selectedMeasureText', type: 'String', what };
}

function notInItem(call: Call): BoundScalar {
  const message = `${call.name} has a meaning in calculation items only.`;
  return report(call.env, 'argument-invalid', call.span, message);
}

/** ISSELECTEDMEASURE([a], [b], …) */
function isSelectedMeasure(call: Call): BoundScalar {
  if (call.env.selectedMeasure === undefined) return notInItem(call);
  const selected: BoundScalar = { kind: 'selectedMeasureText', type: 'String', what: 'name' };
  const tests = call.args.map((arg) => {
    const name = arg === undefined ? undefined : measureName(call, arg);
    return name === undefined ? BROKEN : applyOperator(call.env, call.span, '==', [selected, text(name)]);
  });
  return tests.reduce((left, right) => applyOperator(call.env, call.span, '||', [left, right]));
}

function measureName(call: Call, arg: Expression): string | undefined {
  const { env } = call;
  const measure = arg.kind === 'member' ? findMeasure(env, arg.member.name) : undefined;
  if (arg.kind !== 'member') {
    report(env, 'argument-invalid', arg.span, `${call.name} wants a measure here.`);
    return undefined;
  }
  const home = arg.table === undefined ? undefined : findTable(env, arg.table.name);
  const table = typeof home === 'number' ? home : undefined;
  const reportMissing = () => reportUnknownColumn(env, arg, table, true);
  if (measure === undefined) reportUnknownColumn(env, arg, table, false);
  else if (referToMeasure(env, measure, { span: arg.span, reportMissing }) !== BROKEN) return measure.name;
  return undefined;
}

/** NAMEOF: the full name in DAX, the table always in quotes. */
function nameOf(call: Call): BoundScalar {
  const [arg] = call.args;
  if (arg?.kind === 'name') {
    const table = resolveTable(call.env, arg);
    return table === undefined ? BROKEN : text(quoteTable(call, table));
  }
  if (arg?.kind === 'member') return nameOfMember(call, arg);
  return report(call.env, 'argument-invalid', arg?.span ?? call.span, 'NAMEOF wants a table, a column or a measure.');
}

function nameOfMember(call: Call, arg: Member): BoundScalar {
  const { env } = call;
  const home = arg.table === undefined ? env.home : findTable(env, arg.table.name);
  const isColumn = typeof home === 'number' && typeof findColumn(env, home, arg.member.name) === 'object';
  const measure = isColumn ? undefined : findMeasure(env, arg.member.name);
  if (measure !== undefined) {
    if (measureName(call, arg) === undefined) return BROKEN;
    return text(`${quoteTable(call, measure.table)}${bracket(measure.name)}`);
  }
  if (!isColumn && arg.table === undefined) return reportUnknownColumn(env, arg, undefined, false);
  const column = resolveColumn(env, arg, call.span);
  if (column === undefined) return BROKEN;
  return text(`${quoteTable(call, column.table)}${bracket(modelColumn(env.session, column).name)}`);
}

function quoteTable(call: Call, table: number): string {
  const name = call.env.session.index.model.tables[table]?.name ?? '';
  return `'${name.replaceAll("'", "''")}'`;
}

function bracket(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

export const MEASURE_FUNCTIONS: FunctionTable = {
  SELECTEDMEASURE: { args: [0, 0], scalar: selectedMeasure },
  SELECTEDMEASURENAME: { args: [0, 0], scalar: selectedText('name') },
  SELECTEDMEASUREFORMATSTRING: { args: [0, 0], scalar: selectedText('formatString') },
  ISSELECTEDMEASURE: { args: [1, MANY], scalar: isSelectedMeasure },
  NAMEOF: { args: [1, 1], scalar: nameOf },
  EVALUATEANDLOG: { args: [1, 3], scalar: (call) => scalarArg(call, 0) },
};
