import type { DaxType } from '../../dax/bound.ts';
import type { OperationName } from '../../dax/operations.ts';
import { comparable } from './duckdb-compare.ts';
import { cast, filled, once, one, raise, two } from './duckdb-parts.ts';
import type { Printer, SqlArg } from './sql-dialect.ts';

/** A sum of fixed decimals has a digit more than its type. */
function narrowed(sql: string, type: DaxType): string {
  return type === 'Decimal' ? cast(sql, type) : sql;
}

/** Blank where both sides are; a blank side is zero. */
function termwise(sign: '+' | '-'): Printer {
  return two((left, right, type) => {
    if (left.isNeverBlank === true || right.isNeverBlank === true) {
      return narrowed(`(${filled(left)} ${sign} ${filled(right)})`, type);
    }
    const alone = (operand: string) => (sign === '-' ? `-(${operand})` : operand);
    return once([left, right], (a, b) => narrowed(`coalesce(${a} ${sign} ${b}, ${a}, ${alone(b)})`, type));
  });
}

const MICROSECONDS = 86_400_000_000;

/** A whole number of days, or days with a fraction to the microsecond. */
function interval({ sql, type }: SqlArg): string {
  if (type === 'Int64') return `to_days(CAST(${sql} AS INTEGER))`;
  return `to_microseconds(CAST(round(${sql} * ${MICROSECONDS}) AS BIGINT))`;
}

function shifted(sign: '+' | '-'): Printer {
  return two((date, days) =>
    once([date, days], (d, n) => {
      const moved = `${filled({ ...date, sql: d })} ${sign} ${interval({ ...days, sql: filled({ ...days, sql: n }) })}`;
      if (date.isNeverBlank === true || days.isNeverBlank === true) return `(${moved})`;
      return `CASE WHEN ${d} IS NOT NULL OR ${n} IS NOT NULL THEN ${moved} END`;
    }),
  );
}

const divide: Printer = two((left, right, type) => {
  if (type !== 'Decimal') return `(${left.sql} / ${filled(right)})`;
  const zero = raise('A fixed decimal number was divided by zero.', type);
  return once(
    [right],
    (b) => `CASE WHEN ${filled({ ...right, sql: b })} = 0 THEN ${zero} ELSE ${cast(`${left.sql} / ${b}`, type)} END`,
  );
});

const safeDivide: Printer = (args) => {
  const [dividend, divisor, otherwise] = args;
  if (dividend === undefined || divisor === undefined) throw new Error('A division was bound without its two sides.');
  const quotient = `(${dividend.sql} / nullif(${divisor.sql}, 0))`;
  if (otherwise === undefined) return quotient;
  return once(
    [divisor],
    (b) => `CASE WHEN coalesce(${b}, 0) = 0 THEN ${otherwise.sql} ELSE ${dividend.sql} / ${b} END`,
  );
};

/** The greater or lesser side; where both are equal, the first. */
function extreme(sign: '>=' | '<='): Printer {
  return two((left, right) =>
    once([left, right], (a, b) => {
      const sides = [
        { ...left, sql: a },
        { ...right, sql: b },
      ] as const;
      const [first, second] = [comparable(sides[0]), comparable(sides[1])];
      const chosen = `CASE WHEN ${first} ${sign} ${second} THEN ${filled(sides[0])} ELSE ${filled(sides[1])} END`;
      if (left.isNeverBlank === true || right.isNeverBlank === true) return chosen;
      return `CASE WHEN ${a} IS NOT NULL OR ${b} IS NOT NULL THEN ${chosen} END`;
    }),
  );
}

export const DUCKDB_ARITHMETIC = {
  add: termwise('+'),
  subtract: termwise('-'),
  addDays: shifted('+'),
  subtractDays: shifted('-'),
  multiply: two((left, right, type) => narrowed(`(${left.sql} * ${right.sql})`, type)),
  divide,
  negate: one(({ sql }) => `(-${sql})`),
  power: two((left, right) => `pow(${left.sql}, ${filled(right)})`),
  safeDivide,
  greatest: extreme('>='),
  least: extreme('<='),
} satisfies Partial<Record<OperationName, Printer>>;
