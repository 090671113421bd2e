import type { OperationName } from '../../dax/operations.ts';
import { nudged } from './duckdb-math.ts';
import { given, once } from './duckdb-parts.ts';
import type { Printer, SqlArg } from './sql-dialect.ts';

function five(args: readonly SqlArg[]): readonly [SqlArg, SqlArg, SqlArg, SqlArg, SqlArg] {
  const [value, first, second, third, fourth] = args;
  if (
    value === undefined ||
    first === undefined ||
    second === undefined ||
    third === undefined ||
    fourth === undefined
  ) {
    throw new Error('Digits were bound without their five arguments.');
  }
  return [value, first, second, third, fourth];
}

/** The digits of |number| × 10^places, nothing for zero. */
function scaledDigits(operand: string, places: string, type: SqlArg['type']): string {
  if (type === 'Int64') return `CAST(nullif(abs(CAST(${operand} AS HUGEINT)), 0) AS VARCHAR) || repeat('0', ${places})`;
  const scaled = `round(${nudged(`(abs(CAST(${operand} AS DOUBLE)) * pow(10, ${places}))`)})`;
  return `CAST(nullif(CAST(${scaled} AS HUGEINT), 0) AS VARCHAR)`;
}

/** A comma before every third digit from the right. */
function grouped(digits: string): string {
  return `reverse(rtrim(regexp_replace(reverse(${digits}), '(\\d{3})', '\\1,', 'g'), ','))`;
}

/** Without a sign, rounded half away from zero. The point is there where the format has places after it. */
const digits: Printer = (args) => {
  const [value, minInteger, minFraction, maxFraction, isGrouped] = five(args);
  return once([value, minInteger, minFraction, maxFraction, isGrouped], (x, least, some, most, groups) => {
    const all = `coalesce(${scaledDigits(x, most, value.type)}, '')`;
    return given(all, 'all', (shown) => {
      const padded = `repeat('0', greatest(0, ${least} + ${most} - length(${shown}))) || ${shown}`;
      return given(padded, 'padded', (places) => {
        const whole = `"left"(${places}, length(${places}) - ${most})`;
        const fraction = `"right"(${places}, ${most})`;
        const kept = `"left"(${fraction}, greatest(${some}, length(rtrim(${fraction}, '0'))))`;
        const thousands = `CASE WHEN ${groups} THEN ${grouped(whole)} ELSE ${whole} END`;
        return `CASE WHEN ${x} IS NOT NULL THEN ${thousands} || CASE WHEN ${most} > 0 THEN '.' || ${kept} ELSE '' END END`;
      });
    });
  });
};

/** One digit before the point, and an exponent. */
const exponentDigits: Printer = (args) => {
  const [value, minFraction, maxFraction, minExponent, hasPlus] = five(args);
  return once([value, minFraction, maxFraction, minExponent, hasPlus], (x, some, most, least, plus) =>
    given(`format('{:.' || ${most} || 'e}', abs(${x}))`, 'all', (shown) => {
      const mantissa = `split_part(${shown}, 'e', 1)`;
      const fraction = `split_part(${mantissa}, '.', 2)`;
      const kept = `"left"(${fraction}, greatest(${some}, length(rtrim(${fraction}, '0'))))`;
      const written = `split_part(${mantissa}, '.', 1) || CASE WHEN ${most} > 0 THEN '.' || ${kept} ELSE '' END`;
      const exponent = `CAST(split_part(${shown}, 'e', 2) AS INTEGER)`;
      const size = `CAST(abs(${exponent}) AS VARCHAR)`;
      const sign = `CASE WHEN ${exponent} < 0 THEN '-' WHEN ${plus} THEN '+' ELSE '' END`;
      return `${written} || 'E' || ${sign} || repeat('0', greatest(0, ${least} - length(${size}))) || ${size}`;
    }),
  );
};

export const DUCKDB_FORMATS = { digits, exponentDigits } satisfies Partial<Record<OperationName, Printer>>;
