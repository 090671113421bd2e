import { asNumberType, daxError, numberOf, roundHalfAway, type Value } from '../value.ts';
import { byAny, byFirst, type Operation, type OperationTable, strict } from './operation.ts';

type OfTwo = (left: number, right: number) => number;

const two =
  (compute: OfTwo) =>
  (args: readonly Value[]): number =>
    compute(numberOf(args[0]), numberOf(args[1]));

const one = (compute: (value: number) => number): Operation => strict(([value]) => compute(numberOf(value)));

/** A sum is blank only where both sides are. */
const sum = (compute: OfTwo): Operation => byAny((args, { type }) => asNumberType(two(compute)(args), type));

function known(value: number): number {
  if (Number.isNaN(value))
    throw daxError('An argument of a function has the wrong data type or the result is too large or too small.');
  return value;
}

/** What is divided by zero is infinite, zero by zero is no number; a fixed decimal can be neither. */
const divide: Operation = byFirst((args, { type }) => {
  const result = numberOf(args[0]) / numberOf(args[1]);
  if (type === 'Decimal' && !Number.isFinite(result)) throw daxError('A fixed decimal cannot be divided by zero.');
  return asNumberType(result, type);
});

const safeDivide: Operation = {
  lazy: ([numerator, denominator, alternate]) => {
    const divisor = denominator?.() ?? null;
    if (numberOf(divisor) === 0) return alternate?.() ?? null;
    const dividend = numerator?.() ?? null;
    return dividend === null ? null : numberOf(dividend) / numberOf(divisor);
  },
};

const rounding = (compute: (value: number, digits: number) => number): Operation =>
  byFirst((args, { type }) => asNumberType(two(compute)(args), type));

const roundedBy =
  (round: (scaled: number) => number): ((value: number, digits: number) => number) =>
  (value, digits) => {
    const scaled = Number((Math.abs(value) * 10 ** digits).toPrecision(15));
    return (Math.sign(value) * round(scaled)) / 10 ** digits;
  };

function modulo(value: number, divisor: number): number {
  if (divisor === 0) throw daxError('MOD cannot divide by zero.');
  return value - divisor * Math.floor(value / divisor);
}

function quotient(value: number, divisor: number): number {
  if (divisor === 0) throw daxError('QUOTIENT cannot divide by zero.');
  return Math.trunc(value / divisor);
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? Math.abs(left) : commonDivisor(right, left % right);
}

function factorial(value: number): number {
  if (value < 0) throw daxError('FACT needs a number that is not negative.');
  const whole = Math.trunc(value);
  return whole < 2 ? 1 : whole * factorial(whole - 1);
}

/** The nearest multiple away from zero (`ceil`) or towards it. */
function toMultiple(round: (value: number) => number): OfTwo {
  return (value, step) => (step === 0 ? 0 : round(Number((value / step).toPrecision(15))) * step);
}

export const NUMBER_OPERATIONS: OperationTable = {
  add: sum((left, right) => left + right),
  subtract: sum((left, right) => left - right),
  multiply: strict((args, { type }) => asNumberType(two((left, right) => left * right)(args), type)),
  divide,
  safeDivide,
  negate: one((value) => -value),
  power: byFirst(two((base, exponent) => known(base ** exponent))),
  absolute: one(Math.abs),
  sign: one(Math.sign),
  round: rounding(roundHalfAway),
  roundUp: rounding(roundedBy(Math.ceil)),
  roundDown: rounding(roundedBy(Math.floor)),
  floorToInteger: one(Math.floor),
  truncateToInteger: one(Math.trunc),
  ceiling: byFirst(two(toMultiple(Math.ceil))),
  floor: byFirst(two(toMultiple(Math.floor))),
  roundToMultiple: byFirst(two(toMultiple((value) => roundHalfAway(value, 0)))),
  even: one((value) => Math.sign(value) * Math.ceil(Math.abs(value) / 2) * 2),
  odd: one((value) => (value < 0 ? -1 : 1) * (Math.ceil((Math.abs(value) + 1) / 2) * 2 - 1)),
  modulo: byFirst((args, { type }) => asNumberType(two(modulo)(args), type)),
  quotient: byFirst(two(quotient)),
  greatestCommonDivisor: strict(two(commonDivisor)),
  leastCommonMultiple: strict(
    two((left, right) => (left * right === 0 ? 0 : Math.abs(left * right) / commonDivisor(left, right))),
  ),
  squareRoot: one((value) => known(Math.sqrt(value))),
  exponential: { values: ([value]) => Math.exp(numberOf(value)) },
  naturalLogarithm: one((value) => positive(value, Math.log(value))),
  logarithm: strict(two((value, base) => positive(value, Math.log(value) / Math.log(base)))),
  factorial: { values: ([value]) => factorial(numberOf(value)) },
  combinations: strict(two((all, chosen) => factorial(all) / (factorial(chosen) * factorial(all - chosen)))),
  permutations: strict(two((all, chosen) => factorial(all) / factorial(all - chosen))),
  sine: one(Math.sin),
  cosine: { values: ([value]) => Math.cos(numberOf(value)) },
  tangent: one(Math.tan),
};

function positive(value: number, result: number): number {
  if (value <= 0) throw daxError('The logarithm needs a positive number.');
  return result;
}
