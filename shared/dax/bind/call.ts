import type { ColumnRef } from '../../model/tabular-model.ts';
import type { BoundScalar, BoundTable } from '../bound.ts';
import type { Expression, Span } from '../syntax.ts';
import { BLANK } from './build.ts';
import { BROKEN_TABLE, type Env, report } from './environment.ts';
import { resolveColumn } from './names.ts';

/** A call that is being bound. */
export type Call = {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly args: readonly (Expression | undefined)[];
  readonly env: Env;
};

/** How a function binds: to a value or to a table. */
export type DaxFunction = {
  /** The least and the most arguments. */
  readonly args: readonly [number, number];
  readonly scalar?: (call: Call) => BoundScalar;
  readonly table?: (call: Call) => BoundTable;
};

export type FunctionTable = Readonly<Record<string, DaxFunction>>;

export const MANY = Number.POSITIVE_INFINITY;

export function hasArg(call: Call, index: number): boolean {
  return call.args[index] !== undefined;
}

/** The value of an argument; blank where it is left out. */
export function scalarArg(call: Call, index: number, env: Env = call.env): BoundScalar {
  const arg = call.args[index];
  return arg === undefined ? BLANK : env.session.binder.scalar(arg, env);
}

export function tableArg(call: Call, index: number, env: Env = call.env): BoundTable {
  const arg = call.args[index];
  if (arg !== undefined) return env.session.binder.table(arg, env);
  report(env, 'argument-invalid', call.span, `${call.name} needs a table as argument ${index + 1}.`);
  return BROKEN_TABLE;
}

export function columnArg(call: Call, index: number): ColumnRef | undefined {
  return resolveColumn(call.env, call.args[index], call.span);
}

/** One of the words that the function knows, as ASC or BOTH; `undefined` where the argument is left out. */
export function wordArg<Word extends string>(call: Call, index: number, words: readonly Word[]): Word | undefined {
  const arg = call.args[index];
  if (arg === undefined) return undefined;
  const written = arg.kind === 'name' || arg.kind === 'call' ? arg.name.toUpperCase() : undefined;
  const word = words.find((each) => each === written);
  if (word === undefined) {
    report(call.env, 'argument-invalid', arg.span, `${call.name} wants one of ${words.join(', ')} here.`);
  }
  return word;
}

/** A text that is written as a constant, as the name of a column. */
export function textArg(call: Call, index: number): string {
  const arg = call.args[index];
  if (arg?.kind === 'text') return arg.value;
  const message = `${call.name} wants a constant text as argument ${index + 1}.`;
  report(call.env, 'argument-invalid', arg?.span ?? call.span, message);
  return '';
}

/** Pairs of a name and an expression from one argument on; a problem where the last has no expression. */
export function namedArgs(call: Call, from: number): readonly { readonly name: string; readonly value: Expression }[] {
  const pairs: { readonly name: string; readonly value: Expression }[] = [];
  for (let index = from; index < call.args.length; index += 2) {
    const name = textArg(call, index);
    const value = call.args[index + 1];
    if (value === undefined) {
      report(call.env, 'argument-count', call.span, `${call.name}: the column "${name}" has no expression.`);
    } else pairs.push({ name, value });
  }
  return pairs;
}

/** The direction of an order: ASC, 1 or TRUE, and DESC, 0 or FALSE. */
export function directionArg(
  call: Call,
  index: number,
  standard: 'ascending' | 'descending',
): 'ascending' | 'descending' {
  const arg = call.args[index];
  if (arg === undefined) return standard;
  const written = arg.kind === 'name' || arg.kind === 'call' ? arg.name.toUpperCase() : undefined;
  const number = arg.kind === 'number' ? Number(arg.value.text) : undefined;
  if (written === 'ASC' || written === 'TRUE' || number === 1) return 'ascending';
  if (written === 'DESC' || written === 'FALSE' || number === 0) return 'descending';
  report(call.env, 'argument-invalid', arg.span, `${call.name} wants ASC or DESC here.`);
  return standard;
}

export function isDirection(expression: Expression | undefined): boolean {
  if (expression?.kind === 'number') return true;
  if (expression?.kind === 'call') return expression.name === 'TRUE' || expression.name === 'FALSE';
  return expression?.kind === 'name' && /^(ASC|DESC)$/i.test(expression.name);
}
