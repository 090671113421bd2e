import type { BoundScalar, BoundTable } from '../bound.ts';
import { SCALAR_FUNCTIONS } from '../scalar/scalar-functions.ts';
import type { Expression } from '../syntax.ts';
import { nearestName } from './bind-problem.ts';
import type { Call } from './call.ts';
import { BROKEN, BROKEN_TABLE, type Env, report } from './environment.ts';
import { FUNCTIONS } from './functions.ts';
import { bindValueCall } from './scalar-calls.ts';
import { NOT_SUPPORTED } from './unsupported.ts';

type CallNode = Extract<Expression, { readonly kind: 'call' }>;

/** Whether the call means a table, wherever it stands. IF and SWITCH do only where a table is needed. */
export function isTableCall({ name }: CallNode): boolean {
  const known = FUNCTIONS[name];
  return known?.table !== undefined && known.scalar === undefined && SCALAR_FUNCTIONS[name] === undefined;
}

/** Whether the call can give a table. */
export function canBeTable({ name }: CallNode): boolean {
  return FUNCTIONS[name]?.table !== undefined;
}

export function bindCallToValue(node: CallNode, env: Env): BoundScalar {
  if (!isCallable(node, env)) return BROKEN;
  const scalar = FUNCTIONS[node.name]?.scalar;
  const call = callOf(node, env);
  return scalar === undefined ? bindValueCall(call) : scalar(call);
}

export function bindCallToTable(node: CallNode, env: Env): BoundTable {
  const table = FUNCTIONS[node.name]?.table;
  return table === undefined || !isCallable(node, env) ? BROKEN_TABLE : table(callOf(node, env));
}

function callOf({ name, span, nameSpan, args }: CallNode, env: Env): Call {
  return { name, span, nameSpan, args, env };
}

/** False, and a problem, where the function is unknown or gets too few or too many arguments. */
function isCallable(node: CallNode, env: Env): boolean {
  const limits = (FUNCTIONS[node.name] ?? SCALAR_FUNCTIONS[node.name])?.args;
  if (limits === undefined) {
    reportUnknownFunction(node, env);
    return false;
  }
  const [least, most] = limits;
  const count = node.args.length;
  if (count >= least && count <= most) return true;
  report(env, 'argument-count', node.span, `${node.name} takes ${range(least, most)}, and gets ${count}.`);
  return false;
}

function range(least: number, most: number): string {
  const plural = (count: number) => `${count} argument${count === 1 ? '' : 's'}`;
  if (least === most) return most === 0 ? 'no argument' : plural(most);
  return most === Number.POSITIVE_INFINITY ? `${plural(least)} or more` : `${least} to ${plural(most)}`;
}

function reportUnknownFunction({ name, nameSpan }: CallNode, env: Env): void {
  if (NOT_SUPPORTED.has(name)) {
    report(env, 'not-supported', nameSpan, `Function ${name} is not supported.`);
    return;
  }
  const near = nearestName(name, [...Object.keys(FUNCTIONS), ...Object.keys(SCALAR_FUNCTIONS)]);
  const advice = near === undefined ? 'Check the name.' : `Did you mean ${near}?`;
  report(env, 'function-unknown', nameSpan, `Function ${name} cannot be found. ${advice}`);
}
