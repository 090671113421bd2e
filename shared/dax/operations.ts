/**
 * What can be computed from the values of one row. The binder chooses an operation by the types of its arguments and
 * converts them; a dialect prints it. To add one is to add its row here, its row in each dialect, and a test.
 *
 * `blank` says when the result is blank for certain, which lets the planner leave rows out that have nothing in them:
 * - `any`: where one argument is blank (`*`);
 * - `all`: where all are (`+`);
 * - `first`: where the first is (`/`, LEFT);
 * - `branches`: IF: where the branch that is taken is blank, a missing third argument being one;
 * - `never`: not for certain.
 *
 * `isNeverBlank`: the result is a value whatever the arguments are, so that nothing need guard against a blank.
 * `canFail`: there are arguments of the right type that stop the query with an error; such an operation must not be
 * computed where DAX would not compute it. `isVolatile`: differs from one computation to the next.
 */
export type BlankRule = 'any' | 'all' | 'first' | 'branches' | 'never';

type OperationFacts = {
  readonly blank: BlankRule;
  readonly isNeverBlank?: true;
  readonly canFail?: true;
  readonly isVolatile?: true;
};

const any = { blank: 'any' } as const;
const anyFails = { blank: 'any', canFail: true } as const;
const first = { blank: 'first' } as const;
const firstFails = { blank: 'first', canFail: true } as const;
const value = { blank: 'never', isNeverBlank: true } as const;
const valueFails = { blank: 'never', isNeverBlank: true, canFail: true } as const;

export const OPERATIONS = {
  // Arithmetic: `add` and `subtract` take a blank for zero where the other side is not blank.
  add: { blank: 'all', canFail: true },
  subtract: { blank: 'all', canFail: true },
  // A date and a number of days; a blank date is day zero.
  addDays: { blank: 'all', canFail: true },
  subtractDays: { blank: 'all', canFail: true },
  multiply: anyFails,
  // A blank divisor is zero, and what is divided by zero is infinite; a fixed decimal cannot be, and fails.
  divide: firstFails,
  negate: anyFails,
  power: first,
  // DIVIDE(): blank, or the third argument, where the divisor is zero or blank.
  safeDivide: { blank: 'never' },
  // MIN and MAX of two values: a blank is zero where the other is not blank.
  greatest: { blank: 'all' },
  least: { blank: 'all' },

  // Comparison: a blank equals zero, empty text and FALSE; two texts are compared without case.
  equal: value,
  notEqual: value,
  less: value,
  lessOrEqual: value,
  greater: value,
  greaterOrEqual: value,
  // A blank equals a blank alone, and is neither more nor less than anything. `=` and `>` against a known value that a
  // blank does not satisfy are these, because they cost less.
  strictEqual: value,
  strictLess: value,
  strictLessOrEqual: value,
  strictGreater: value,
  strictGreaterOrEqual: value,
  // EXACT: texts with case.
  exact: value,

  // Logic
  and: { blank: 'all' },
  or: { blank: 'all' },
  not: value,
  isBlank: value,
  isError: value,
  // IFERROR: the second where the first fails, is infinite or no number. The first may hold no aggregate.
  ifError: { blank: 'never' },
  // ERROR(text)
  error: { blank: 'never', canFail: true },
  coalesce: { blank: 'all' },
  if: { blank: 'branches' },
  // Of a Variant, whose type is known row by row.
  isNumber: value,
  isText: value,
  isLogical: value,

  // Conversion, by the type of the argument and of the result. Text that is no number, date or logical value fails.
  toText: any,
  toDouble: anyFails,
  toInt64: anyFails,
  toDecimal: anyFails,
  toDateTime: anyFails,
  toBoolean: anyFails,
  toVariant: any,
  // VALUE: text as a number, or as the number of a date.
  parseValue: anyFails,

  // Numbers
  absolute: any,
  sign: any,
  round: first,
  roundUp: first,
  roundDown: first,
  // To an integer: INT goes down, TRUNC towards zero.
  floorToInteger: anyFails,
  truncateToInteger: anyFails,
  ceiling: firstFails,
  floor: firstFails,
  isoCeiling: firstFails,
  roundToMultiple: firstFails,
  even: any,
  odd: any,
  modulo: firstFails,
  quotient: firstFails,
  greatestCommonDivisor: any,
  leastCommonMultiple: anyFails,
  squareRoot: anyFails,
  exponential: value,
  naturalLogarithm: anyFails,
  logarithm: anyFails,
  factorial: valueFails,
  combinations: anyFails,
  permutations: anyFails,
  sine: any,
  cosine: value,
  tangent: any,
  cotangent: anyFails,
  arcSine: anyFails,
  arcCosine: valueFails,
  arcTangent: any,
  arcCotangent: any,
  hyperbolicSine: any,
  hyperbolicCosine: value,
  hyperbolicTangent: any,
  hyperbolicCotangent: anyFails,
  inverseHyperbolicSine: any,
  inverseHyperbolicCosine: anyFails,
  inverseHyperbolicTangent: anyFails,
  inverseHyperbolicCotangent: anyFails,
  random: { blank: 'never', isNeverBlank: true, isVolatile: true },
  randomBetween: { blank: 'never', isNeverBlank: true, isVolatile: true, canFail: true },
  bitAnd: any,
  bitOr: any,
  bitXor: any,
  bitShiftLeft: any,
  bitShiftRight: any,

  // Text; positions count characters from 1.
  concatenate: { blank: 'all' },
  length: value,
  left: firstFails,
  right: firstFails,
  middle: firstFails,
  lower: any,
  upper: any,
  trim: any,
  repeat: firstFails,
  replaceAt: firstFails,
  substitute: first,
  // SUBSTITUTE with a fourth argument: one occurrence.
  substituteOne: firstFails,
  // Position of the first text in the second from the third on; blank where it is not found. `search` ignores case and
  // knows `?`, `*` and `~`.
  find: { blank: 'never', canFail: true },
  search: { blank: 'never', canFail: true },
  containsText: value,
  containsTextExact: value,
  // UNICHAR and UNICODE
  character: anyFails,
  codePoint: anyFails,

  // Moments
  makeDate: valueFails,
  makeTime: valueFails,
  year: any,
  quarter: any,
  month: any,
  day: any,
  hour: any,
  minute: any,
  second: any,
  // 1 is Sunday.
  weekday: any,
  dayOfYear: any,
  // The second argument says on which weekday, 1 being Sunday, weeks begin; week 1 is the one with January 1.
  weekOfYear: first,
  isoWeekOfYear: any,
  addMonths: firstFails,
  endOfMonth: firstFails,
  // Boundaries between the second and the first moment.
  secondsBetween: any,
  minutesBetween: any,
  hoursBetween: any,
  daysBetween: any,
  weeksBetween: any,
  monthsBetween: any,
  quartersBetween: any,
  yearsBetween: any,
  // The third argument is the basis, 0 to 4.
  yearFraction: firstFails,
  timeOfDay: any,
  startOfDay: any,
  dayName: any,
  monthName: any,

  // Paths: texts between bars.
  pathLength: value,
  pathItem: first,
  pathItemReverse: first,
  pathContains: value,

  // FORMAT. The size of a number in digits: how many before the point at least, after it at least and at most, and
  // whether thousands are grouped. `exponentDigits`: after the point at least and at most, of the exponent at least, and
  // whether it shows a plus.
  digits: first,
  exponentDigits: first,
} as const satisfies Readonly<Record<string, OperationFacts>>;

export type OperationName = keyof typeof OPERATIONS;

/** The row of an operation, with every fact readable. */
export function factsOf(operation: OperationName): OperationFacts {
  return OPERATIONS[operation];
}
