import { compareValues, daxError, fillBlank, isDaxError, isTrue, keyOf, textOf, type Value } from '../value.ts';
import { always, byAny, type Operation, type OperationTable } from './operation.ts';

type Test = (order: number) => boolean;

/** A blank is zero, empty text or FALSE beside a value. */
function order(left: Value, right: Value): number {
  return compareValues(fillBlank(left, right), fillBlank(right, left));
}

const compare = (test: Test): Operation => always(([left = null, right = null]) => test(order(left, right)));

/** A blank is like nothing but a blank, and neither more nor less than anything. */
const strictly = (test: Test): Operation =>
  always(([left = null, right = null]) => {
    if (left === null || right === null) return left === right && test(0) && test(1) === test(-1);
    return test(compareValues(left, right));
  });

/** Conditions are computed from left to right, only as far as they decide. */
const logical = (deciding: boolean): Operation => ({
  lazy: (args) => (args.some((arg) => isTrue(arg()) === deciding) ? deciding : !deciding),
});

function failsOrNothing(compute: (() => Value) | undefined): { readonly value: Value; readonly failed: boolean } {
  try {
    const value = compute?.() ?? null;
    return { value, failed: typeof value === 'number' && !Number.isFinite(value) };
  } catch (error) {
    if (!isDaxError(error)) throw error;
    return { value: null, failed: true };
  }
}

const extreme = (sign: 1 | -1): Operation =>
  byAny(([left = null, right = null]) => {
    const [a, b] = [fillBlank(left, right), fillBlank(right, left)];
    return compareValues(a, b) * sign >= 0 ? a : b;
  });

const isOfType = (type: string): Operation => always(([value]) => typeof value === type);

export const LOGIC_OPERATIONS: OperationTable = {
  equal: compare((each) => each === 0),
  notEqual: compare((each) => each !== 0),
  less: compare((each) => each < 0),
  lessOrEqual: compare((each) => each <= 0),
  greater: compare((each) => each > 0),
  greaterOrEqual: compare((each) => each >= 0),
  strictEqual: always(([left, right]) => keyOf(left) === keyOf(right)),
  strictLess: strictly((each) => each < 0),
  strictLessOrEqual: strictly((each) => each <= 0),
  strictGreater: strictly((each) => each > 0),
  strictGreaterOrEqual: strictly((each) => each >= 0),
  exact: always(([left, right]) => textOf(left) === textOf(right)),
  and: logical(false),
  or: logical(true),
  not: always(([value]) => !isTrue(value)),
  isBlank: always(([value]) => value === null),
  isError: { lazy: ([value]) => failsOrNothing(value).failed },
  ifError: {
    lazy: ([value, otherwise]) => {
      const first = failsOrNothing(value);
      return first.failed ? (otherwise?.() ?? null) : first.value;
    },
  },
  error: {
    values: ([message]) => {
      throw daxError(textOf(message));
    },
  },
  coalesce: {
    lazy: (args) => {
      for (const arg of args) {
        const value = arg();
        if (value !== null) return value;
      }
      return null;
    },
  },
  if: {
    lazy: ([condition, whenTrue, whenFalse]) => (isTrue(condition?.()) ? whenTrue?.() : whenFalse?.()) ?? null,
  },
  greatest: extreme(1),
  least: extreme(-1),
  isNumber: isOfType('number'),
  isText: isOfType('string'),
  isLogical: isOfType('boolean'),
};
