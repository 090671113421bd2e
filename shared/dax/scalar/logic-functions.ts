import type { BoundScalar, DaxType } from '../bound.ts';
import { bindComparison } from './compare.ts';
import { commonType, convert } from './convert.ts';
import { bindOperator, bindUnary } from './operators.ts';
import { define, type FreshVariable, once, row, type ScalarFunction } from './scalar-function.ts';
import { type Bound, blank, logical, operation, problem } from './scalar-node.ts';

const ofTwo = (operator: '&&' | '||'): ScalarFunction => ({
  args: [2, 2],
  names: ['logical1', 'logical2'],
  bind: ([left, right]) =>
    left === undefined || right === undefined
      ? problem('Two conditions are needed.')
      : bindOperator(operator, left, right),
});

const IF: ScalarFunction = {
  args: [2, 3],
  names: ['logical_test', 'value_if_true', 'value_if_false'],
  bind: ([condition, whenTrue, whenFalse]) =>
    condition === undefined || whenTrue === undefined
      ? problem('IF needs a condition and a value.')
      : choose(convert(condition, 'Boolean'), whenTrue, whenFalse),
};

/** One of two values, as one type: number kinds widen, other unlike types become Variant. */
export function choose(condition: BoundScalar, whenTrue: BoundScalar, whenFalse: BoundScalar | undefined): BoundScalar {
  const type = commonType(whenTrue.type, whenFalse?.type ?? 'Blank');
  const branches = whenFalse === undefined ? [whenTrue] : [whenTrue, whenFalse];
  return operation('if', type, condition, ...branches.map((branch) => convert(branch, type)));
}

function isTrue(value: BoundScalar): boolean {
  return value.kind === 'constant' && value.value === true;
}

/** SWITCH as nested IFs; the value is computed once, and `=` decides, so that a blank matches 0 and empty text. */
function bindSwitch(args: readonly BoundScalar[], fresh: FreshVariable): Bound {
  const [value, ...rest] = args;
  if (value === undefined) return problem('SWITCH needs an expression, a value and a result.');
  const isSearched = isTrue(value);
  return once(value, fresh, (known) => {
    const whenOf = (candidate: BoundScalar) =>
      isSearched && candidate.type === 'Boolean' ? candidate : bindComparison('=', known, candidate);
    return chain(rest, whenOf);
  });
}

function chain(rest: readonly BoundScalar[], whenOf: (candidate: BoundScalar) => Bound): Bound {
  const pairs = Math.floor(rest.length / 2);
  let result: BoundScalar | undefined = rest.length % 2 === 1 ? rest[rest.length - 1] : undefined;
  for (let index = pairs - 1; index >= 0; index--) {
    const [candidate, chosen] = rest.slice(2 * index, 2 * index + 2);
    if (candidate === undefined || chosen === undefined) break;
    const condition = whenOf(candidate);
    if ('problem' in condition) return condition;
    result = choose(condition, chosen, result);
  }
  return result ?? problem('SWITCH needs an expression, a value and a result.');
}

/** Values of all arguments as one type. */
function alike(args: readonly BoundScalar[]): { readonly type: DaxType; readonly values: readonly BoundScalar[] } {
  const type = args.reduce<DaxType>((common, each) => commonType(common, each.type), 'Blank');
  return { type, values: args.map((each) => convert(each, type)) };
}

/** Conditions, choices and errors. */
export const LOGIC_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  IF,
  'IF.EAGER': IF,
  SWITCH: { args: [3, 255], names: ['expression', 'value', 'result'], bind: bindSwitch },
  AND: ofTwo('&&'),
  OR: ofTwo('||'),
  NOT: define([['logical', 'value']], ([value]) =>
    value === undefined ? problem('NOT needs a condition.') : bindUnary('NOT', value),
  ),
  TRUE: { args: [0, 0], names: [], bind: () => logical(true) },
  FALSE: { args: [0, 0], names: [], bind: () => logical(false) },
  BLANK: { args: [0, 0], names: [], bind: () => blank('Blank') },
  COALESCE: {
    args: [2, 255],
    names: ['expression'],
    bind: (args) => {
      const { type, values } = alike(args);
      return operation('coalesce', type, ...values);
    },
  },
  // It has the type of whatever stands beside it.
  ERROR: row('error', 'Blank', [['text', 'String']]),
  ISERROR: row('isError', 'Boolean', [['value', 'value']]),
  IFERROR: define(
    [
      ['value', 'value'],
      ['value_if_error', 'value'],
    ],
    (args) => {
      const { type, values } = alike(args);
      return operation('ifError', type, ...values);
    },
  ),
};
