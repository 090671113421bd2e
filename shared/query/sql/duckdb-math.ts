import type { OperationName } from '../../dax/operations.ts';
import { call, cast, filled, once, one, raise, two } from './duckdb-parts.ts';
import type { Printer, SqlArg } from './sql-dialect.ts';

/** Of a size that fifteen digits can tell, a double counts as what those digits say: 1.005 × 100 is 100.5. */
const NUDGE = '4e-16';
const LONGEST_EXACT = '1e13';

/** A number moved outwards by less than fifteen digits show, or inwards. */
export function nudged(operand: string, sign: '+' | '-' = '+'): string {
  return `(CASE WHEN abs(${operand}) < ${LONGEST_EXACT} THEN ${operand} * (1 ${sign} ${NUDGE}) ELSE ${operand} END)`;
}

type Step = (operand: string) => string;

const half: Step = (operand) => `round(${nudged(operand)})`;
const outwards: Step = (operand) => `(sign(${operand}) * ceil(abs(${nudged(operand, '-')})))`;
const inwards: Step = (operand) => `trunc(${nudged(operand)})`;

/** To so many digits after the point, or before it where the number of digits is negative. */
function roundTo(step: Step): Printer {
  return two((number, digits, type) => {
    const value = { ...number, sql: cast(number.sql, 'Double') };
    return once([value, digits], (x, n) => {
      const places = filled({ ...digits, sql: n });
      const [up, down] = [`pow(10, ${places})`, `pow(10, -${places})`];
      return cast(
        `CASE WHEN ${places} >= 0 THEN ${step(`(${x} * ${up})`)} / ${up} ELSE ${step(`(${x} / ${down})`)} * ${down} END`,
        type,
      );
    });
  });
}

/** To a multiple of the second number. */
function multiple(step: Step, guard: (x: string, s: string) => string | undefined): Printer {
  return two((number, size, type) =>
    once([asDouble(number), asDouble(size)], (x, s) => {
      const rounded = `${step(`(${x} / ${s})`)} * ${s}`;
      const bad = guard(x, s);
      const refuse =
        bad === undefined ? '' : `WHEN ${bad} THEN ${raise('The two numbers must have the same sign.', type)} `;
      return cast(`CASE WHEN coalesce(${s}, 0) = 0 THEN 0 * ${x} ${refuse}ELSE ${rounded} END`, type);
    }),
  );
}

const asDouble = (arg: SqlArg): SqlArg => ({ ...arg, sql: cast(arg.sql, 'Double'), type: 'Double' });

const upwards: Step = (operand) => `ceil(${operand} - abs(${operand}) * ${NUDGE})`;
const downwards: Step = (operand) => `floor(${operand} + abs(${operand}) * ${NUDGE})`;
const unlikeSigns = (x: string, s: string) => `${x} * ${s} < 0`;

const real = (print: (operand: string) => string): Printer => one((arg) => once([arg], print));

/** A number with the sign of the divisor. */
const modulo: Printer = two((number, divisor, type) =>
  once([number, divisor], (n, d) => {
    const zero = raise('A number was divided by zero.', type);
    return `CASE WHEN ${filled({ ...divisor, sql: d })} = 0 THEN ${zero} ELSE ${cast(`((${n} % ${d}) + ${d}) % ${d}`, type)} END`;
  }),
);

const quotient: Printer = two((number, divisor, type) =>
  once([number, divisor], (n, d) => {
    const zero = raise('A number was divided by zero.', type);
    const whole = number.type === 'Int64' ? `(${n} // ${d})` : `CAST(trunc(${n} / ${d}) AS BIGINT)`;
    return `CASE WHEN ${filled({ ...divisor, sql: d })} = 0 THEN ${zero} ELSE ${whole} END`;
  }),
);

const toInteger = (name: 'floor' | 'trunc'): Printer =>
  one(({ sql, type }) => (type === 'Int64' ? sql : `CAST(${name}(${sql}) AS BIGINT)`));

/** By logarithms of the gamma function, and rounded: right to fifteen digits where a double holds it. */
const choices = (divisor: (k: string) => string): Printer =>
  two((number, chosen, type) =>
    once([number, chosen], (n, k) => {
      const bad = raise('The number chosen must lie between 0 and the number.', type);
      const count = `round(exp(lgamma(${n} + 1) - lgamma(${n} - ${k} + 1)${divisor(k)}))`;
      return `CASE WHEN ${k} < 0 OR ${k} > ${n} THEN ${bad} ELSE ${count} END`;
    }),
  );

/** A shift by a negative number of places is one in the other direction; beyond all 64 nothing is left. */
const shift = (forward: '<<' | '>>'): Printer =>
  two((number, places) =>
    once([number, places], (n, by) => {
      const power = `pow(2::DOUBLE, abs(${by}))`;
      const left = `CASE WHEN abs(${by}) > 63 THEN 0 ELSE CAST((CAST(${n} AS HUGEINT) * CAST(${power} AS HUGEINT)) & 18446744073709551615 AS UBIGINT) END`;
      const right = `CASE WHEN abs(${by}) > 63 THEN 0 ELSE CAST(floor(${n} / ${power}) AS BIGINT) END`;
      const isLeft = forward === '<<' ? `${by} >= 0` : `${by} < 0`;
      return `CASE WHEN ${isLeft} THEN CAST(${left} AS BIGINT) ELSE ${right} END`;
    }),
  );

const infix = (sign: string): Printer => two((left, right) => `(${left.sql} ${sign} ${right.sql})`);

export const DUCKDB_MATH = {
  absolute: call('abs'),
  sign: one(({ sql }) => `CAST(sign(${sql}) AS BIGINT)`),
  round: roundTo(half),
  roundUp: roundTo(outwards),
  roundDown: roundTo(inwards),
  floorToInteger: toInteger('floor'),
  truncateToInteger: toInteger('trunc'),
  ceiling: multiple(upwards, (x, s) => `${x} > 0 AND ${s} < 0`),
  floor: multiple(downwards, unlikeSigns),
  isoCeiling: two((number, size, type) =>
    once([asDouble(number), asDouble(size)], (x, s) =>
      cast(`coalesce(${upwards(`(${x} / nullif(abs(${s}), 0))`)} * abs(${s}), 0 * ${x})`, type),
    ),
  ),
  roundToMultiple: multiple(half, unlikeSigns),
  even: real((x) => `CAST(sign(${x}) * ceil(abs(${x}) / 2) * 2 AS BIGINT)`),
  odd: real(
    (x) => `CAST(CASE WHEN ${x} = 0 THEN 1 ELSE sign(${x}) * (ceil((abs(${x}) - 1) / 2) * 2 + 1) END AS BIGINT)`,
  ),
  modulo,
  quotient,
  greatestCommonDivisor: call('gcd'),
  leastCommonMultiple: call('lcm'),
  squareRoot: call('sqrt'),
  exponential: one((arg) => `exp(${filled(arg)})`),
  naturalLogarithm: call('ln'),
  logarithm: two((number, base) =>
    once([number, base], (x, b) => `CASE WHEN ${b} = 10 THEN log10(${x}) ELSE ln(${x}) / ln(${b}) END`),
  ),
  factorial: one((arg) =>
    once([arg], (x) => {
      const n = `trunc(${filled({ ...arg, sql: x })})`;
      const bad = raise('The number must not be negative.', 'Double');
      return `CASE WHEN ${n} < 0 THEN ${bad} WHEN ${n} < 19 THEN round(gamma(${n} + 1)) ELSE gamma(${n} + 1) END`;
    }),
  ),
  combinations: choices((k) => ` - lgamma(${k} + 1)`),
  permutations: choices(() => ''),
  sine: call('sin'),
  cosine: one((arg) => `cos(${filled(arg)})`),
  tangent: call('tan'),
  cotangent: call('cot'),
  arcSine: call('asin'),
  arcCosine: one((arg) => `acos(${filled(arg)})`),
  arcTangent: call('atan'),
  arcCotangent: one(({ sql }) => `(pi() / 2 - atan(${sql}))`),
  hyperbolicSine: call('sinh'),
  hyperbolicCosine: one((arg) => `cosh(${filled(arg)})`),
  hyperbolicTangent: call('tanh'),
  hyperbolicCotangent: one(({ sql }) => `(1 / tanh(${sql}))`),
  inverseHyperbolicSine: call('asinh'),
  inverseHyperbolicCosine: call('acosh'),
  inverseHyperbolicTangent: call('atanh'),
  inverseHyperbolicCotangent: real((x) => `(ln((${x} + 1) / (${x} - 1)) / 2)`),
  random: () => 'random()',
  randomBetween: two((bottom, top) => {
    const [low, high] = [filled(bottom), filled(top)];
    return `CAST(floor(${low} + random() * (${high} - ${low} + 1)) AS BIGINT)`;
  }),
  bitAnd: infix('&'),
  bitOr: infix('|'),
  bitXor: call('xor'),
  bitShiftLeft: shift('<<'),
  bitShiftRight: shift('>>'),
} satisfies Partial<Record<OperationName, Printer>>;
