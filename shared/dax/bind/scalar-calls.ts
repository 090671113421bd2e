import type { BoundScalar, DaxType } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import { commonType, convert } from '../scalar/convert.ts';
import { bindOperator, bindUnary } from '../scalar/operators.ts';
import { SCALAR_FUNCTIONS } from '../scalar/scalar-functions.ts';
import { type Bound, isProblem } from '../scalar/scalar-node.ts';
import type { BinaryOperator, Expression, Span } from '../syntax.ts';
import { text } from './build.ts';
import type { Call } from './call.ts';
import { BROKEN, type Env, newVariable, report } from './environment.ts';

/** Functions and operators of values; their problems get a place here, and broken arguments give no second problem. */

export type ValueOperator = Exclude<BinaryOperator, 'IN'>;

/** Comparisons that a blank does not satisfy. */
const STRICT: Readonly<Partial<Record<ValueOperator, OperationName>>> = {
  '=': 'strictEqual',
  '<': 'strictLess',
  '<=': 'strictLessOrEqual',
  '>': 'strictGreater',
  '>=': 'strictGreaterOrEqual',
};

export function applyOperator(
  env: Env,
  span: Span,
  operator: ValueOperator,
  [left, right]: readonly [BoundScalar, BoundScalar],
): BoundScalar {
  if (left === BROKEN || right === BROKEN) return BROKEN;
  const strict = env.isTemplate && left.type === 'DateTime' && right.type === 'DateTime' ? STRICT[operator] : undefined;
  if (strict !== undefined) return { kind: 'operation', type: 'Boolean', operation: strict, args: [left, right] };
  return placed(env, span, bindOperator(operator, left, right));
}

export function applyUnary(env: Env, span: Span, operator: '+' | '-' | 'NOT', operand: BoundScalar): BoundScalar {
  return operand === BROKEN ? BROKEN : placed(env, span, bindUnary(operator, operand));
}

/** Calls a function of values by name with arguments that are bound. */
export function applyFunction(env: Env, span: Span, name: string, args: readonly BoundScalar[]): BoundScalar {
  if (args.includes(BROKEN)) return BROKEN;
  const known = SCALAR_FUNCTIONS[name];
  if (known === undefined) return report(env, 'function-unknown', span, `Function ${name} cannot be found.`);
  return placed(
    env,
    span,
    known.bind(args, () => newVariable(env)),
  );
}

/** Binds a call of a function of values as it is written. */
export function bindValueCall(call: Call): BoundScalar {
  const { env } = call;
  const words = SCALAR_FUNCTIONS[call.name]?.words;
  const args = call.args.map((arg, index) => valueArg(call, arg, words?.[index]));
  return applyFunction(env, call.span, call.name, args);
}

function valueArg(call: Call, arg: Expression | undefined, words: readonly string[] | undefined): BoundScalar {
  if (arg === undefined) return { kind: 'blank', type: 'Blank' };
  if (words !== undefined && arg.kind === 'name') {
    const word = arg.name.toUpperCase();
    if (words.includes(word)) return text(word);
    const message = `${call.name} wants one of ${words.join(', ')} here.`;
    return report(call.env, 'argument-invalid', arg.span, message);
  }
  return call.env.session.binder.scalar(arg, call.env);
}

export function asType(value: BoundScalar, type: DaxType): BoundScalar {
  return value === BROKEN ? BROKEN : convert(value, type);
}

/** The one type that all values can have. */
export function widest(types: readonly DaxType[]): DaxType {
  return types.reduce((left, right) => commonType(left, right), 'Blank');
}

function placed(env: Env, span: Span, bound: Bound): BoundScalar {
  return isProblem(bound) ? report(env, 'types-differ', span, bound.problem) : bound;
}
