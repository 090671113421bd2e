import type { BoundScalar, DaxType } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import { commonType, convert, toNumber } from './convert.ts';
import { bindOperator } from './operators.ts';
import { define, type ParameterType, row, type ScalarFunction } from './scalar-function.ts';
import { double, integer, isNumeric, operation, problem } from './scalar-node.ts';

const typeOfFirst = (args: readonly BoundScalar[]): DaxType => args[0]?.type ?? 'Double';

/** Fixed decimals stay fixed, other numbers become doubles. */
const fixedOrDouble = (args: readonly BoundScalar[]): DaxType =>
  typeOfFirst(args) === 'Decimal' ? 'Decimal' : 'Double';

const real = (name: OperationName) => row(name, 'Double', [['number', 'Double']]);

const rounding = (name: OperationName, omitted?: number) =>
  row(name, fixedOrDouble, [
    ['number', 'number'],
    omitted === undefined ? ['num_digits', 'Int64'] : ['num_digits', 'Int64', omitted],
  ]);

const bits = (name: OperationName) =>
  row(name, 'Int64', [
    ['number', 'Int64'],
    ['number', 'Int64'],
  ]);

/** Both numbers as the wider kind, which the result has too. */
function ofBoth(name: OperationName, names: readonly [string, string], result?: DaxType): ScalarFunction {
  const parameters = names.map((each) => [each, 'number'] as const satisfies readonly [string, ParameterType]);
  return define(parameters, ([left, right]) => {
    if (left === undefined || right === undefined) return problem('Two numbers are needed.');
    const type = commonType(left.type, right.type);
    return operation(name, result ?? type, convert(left, type), convert(right, type));
  });
}

/** The greater or lesser of two values; logical values have no order here. */
function extreme(name: OperationName): ScalarFunction {
  return define(
    [
      ['expression1', 'value'],
      ['expression2', 'value'],
    ],
    ([left, right]) => {
      if (left === undefined || right === undefined) return problem('Two values are needed.');
      if (left.type === 'Boolean' || right.type === 'Boolean') return problem('Logical values have no MIN or MAX.');
      const common = commonType(left.type, right.type);
      const isDate =
        common === 'Variant' && [left, right].every((each) => isNumeric(each.type) || each.type === 'DateTime');
      if (common === 'Variant' && !isDate)
        return problem('MIN and MAX compare numbers with numbers and text with text.');
      const type = isDate ? 'DateTime' : common;
      return operation(name, type, convert(left, type), convert(right, type));
    },
  );
}

const asDouble = (value: BoundScalar | undefined) => (value === undefined ? [] : [convert(toNumber(value), 'Double')]);

/** Numbers and trigonometry. MIN and MAX with one argument are aggregates, which the binder tells apart. */
export const MATH_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  ABS: row('absolute', typeOfFirst, [['number', 'number']]),
  SIGN: row('sign', 'Int64', [['number', 'number']]),
  DIVIDE: {
    args: [2, 3],
    names: ['numerator', 'denominator', 'alternateresult'],
    bind: ([numerator, denominator, alternate]) => {
      const isPlain = alternate === undefined || alternate.kind === 'blank';
      const used = isPlain ? [numerator, denominator] : [numerator, denominator, alternate];
      return operation('safeDivide', 'Double', ...used.flatMap(asDouble));
    },
  },
  ROUND: rounding('round'),
  ROUNDUP: rounding('roundUp'),
  ROUNDDOWN: rounding('roundDown'),
  INT: row('floorToInteger', 'Int64', [['number', 'number']]),
  TRUNC: {
    args: [1, 2],
    names: ['number', 'num_digits'],
    bind: ([number, digits], fresh) => {
      if (number === undefined) return problem('TRUNC needs a number.');
      if (digits === undefined) return operation('truncateToInteger', 'Int64', toNumber(number));
      return rounding('roundDown').bind([number, digits], fresh);
    },
  },
  CEILING: ofBoth('ceiling', ['number', 'significance']),
  FLOOR: ofBoth('floor', ['number', 'significance']),
  // Without a second argument to a whole number.
  'ISO.CEILING': {
    args: [1, 2],
    names: ['number', 'significance'],
    bind: ([number, significance]) => {
      if (number === undefined) return problem('ISO.CEILING needs a number.');
      const value = toNumber(number);
      const size = significance === undefined ? integer(1) : toNumber(significance);
      const type = significance === undefined ? 'Int64' : fixedOrDouble([value]);
      return operation('isoCeiling', type, value, size);
    },
  },
  MROUND: ofBoth('roundToMultiple', ['number', 'multiple']),
  EVEN: row('even', 'Int64', [['number', 'number']]),
  ODD: row('odd', 'Int64', [['number', 'number']]),
  MOD: ofBoth('modulo', ['number', 'divisor']),
  QUOTIENT: ofBoth('quotient', ['numerator', 'denominator'], 'Int64'),
  GCD: row('greatestCommonDivisor', 'Int64', [
    ['number1', 'Int64'],
    ['number2', 'Int64'],
  ]),
  LCM: row('leastCommonMultiple', 'Int64', [
    ['number1', 'Int64'],
    ['number2', 'Int64'],
  ]),
  SQRT: real('squareRoot'),
  SQRTPI: define([['number', 'Double']], ([number]) =>
    number === undefined
      ? problem('SQRTPI needs a number.')
      : operation('squareRoot', 'Double', operation('multiply', 'Double', number, double(Math.PI))),
  ),
  POWER: define(
    [
      ['number', 'value'],
      ['power', 'value'],
    ],
    ([number, power]) =>
      number === undefined || power === undefined
        ? problem('POWER needs two numbers.')
        : bindOperator('^', number, power),
  ),
  EXP: real('exponential'),
  LN: real('naturalLogarithm'),
  LOG: row('logarithm', 'Double', [
    ['number', 'Double'],
    ['base', 'Double', 10],
  ]),
  LOG10: define([['number', 'Double']], ([number]) =>
    number === undefined ? problem('LOG10 needs a number.') : operation('logarithm', 'Double', number, double(10)),
  ),
  FACT: real('factorial'),
  COMBIN: row('combinations', 'Double', [
    ['number', 'truncated'],
    ['number_chosen', 'truncated'],
  ]),
  COMBINA: define(
    [
      ['number', 'truncated'],
      ['number_chosen', 'truncated'],
    ],
    ([number, chosen]) => {
      if (number === undefined || chosen === undefined) return problem('COMBINA needs two numbers.');
      const less = operation('subtract', 'Int64', chosen, { kind: 'constant', type: 'Int64', value: 1 });
      return operation('combinations', 'Double', operation('add', 'Int64', number, less), chosen);
    },
  ),
  PERMUT: row('permutations', 'Double', [
    ['number', 'truncated'],
    ['number_chosen', 'truncated'],
  ]),
  PI: { args: [0, 0], names: [], bind: () => double(Math.PI) },
  DEGREES: define([['angle', 'Double']], ([angle]) =>
    angle === undefined
      ? problem('DEGREES needs an angle.')
      : operation('multiply', 'Double', angle, double(180 / Math.PI)),
  ),
  RADIANS: define([['angle', 'Double']], ([angle]) =>
    angle === undefined
      ? problem('RADIANS needs an angle.')
      : operation('multiply', 'Double', angle, double(Math.PI / 180)),
  ),
  SIN: real('sine'),
  COS: real('cosine'),
  TAN: real('tangent'),
  COT: real('cotangent'),
  ASIN: real('arcSine'),
  ACOS: real('arcCosine'),
  ATAN: real('arcTangent'),
  ACOT: real('arcCotangent'),
  SINH: real('hyperbolicSine'),
  COSH: real('hyperbolicCosine'),
  TANH: real('hyperbolicTangent'),
  COTH: real('hyperbolicCotangent'),
  ASINH: real('inverseHyperbolicSine'),
  ACOSH: real('inverseHyperbolicCosine'),
  ATANH: real('inverseHyperbolicTangent'),
  ACOTH: real('inverseHyperbolicCotangent'),
  RAND: row('random', 'Double', []),
  RANDBETWEEN: row('randomBetween', 'Int64', [
    ['bottom', 'Int64'],
    ['top', 'Int64'],
  ]),
  BITAND: bits('bitAnd'),
  BITOR: bits('bitOr'),
  BITXOR: bits('bitXor'),
  BITLSHIFT: bits('bitShiftLeft'),
  BITRSHIFT: bits('bitShiftRight'),
  MIN: extreme('least'),
  MAX: extreme('greatest'),
};
