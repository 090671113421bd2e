import type { OperationName } from '../../dax/operations.ts';
import { filled, once, one, two } from './duckdb-parts.ts';
import type { Printer, SqlArg } from './sql-dialect.ts';

/** The form in which texts that differ in case only are equal. */
export function foldText(operand: string): string {
  return `lower(${operand})`;
}

/** What texts are ordered by, first key first: letters with accents beside those without. */
export function textOrder(operand: string): readonly string[] {
  return [`strip_accents(lower(${operand}))`, `lower(${operand})`];
}

/** Number before text before logical value, and within a kind by value. */
function variantKey(operand: string): string {
  const number = `coalesce(CAST(union_extract(${operand}, 'i') AS DOUBLE), union_extract(${operand}, 'd'), CAST(union_extract(${operand}, 'c') AS DOUBLE), date_diff('microsecond', TIMESTAMP '1899-12-30', union_extract(${operand}, 't')) / 86400000000.0, CAST(CAST(union_extract(${operand}, 'b') AS INTEGER) AS DOUBLE), 0)`;
  const rank = `CASE WHEN union_extract(${operand}, 's') IS NOT NULL THEN 1 WHEN union_extract(${operand}, 'b') IS NOT NULL THEN 2 ELSE 0 END`;
  return `(${rank}, ${number}, lower(coalesce(union_extract(${operand}, 's'), '')))`;
}

/** A side of `=`. */
function equatable({ sql, type }: SqlArg): string {
  return type === 'String' ? foldText(sql) : sql;
}

/** A side of `<`, its blank being what a blank stands for. */
export function comparable(arg: SqlArg): string {
  return arg.type === 'String' ? `(${textOrder(filled(arg)).join(', ')})` : filled(arg);
}

function ordered({ sql, type }: SqlArg): string {
  return type === 'String' ? `(${textOrder(sql).join(', ')})` : sql;
}

/**
 * Variants are compared by the kind of their values. A blank stands for the zero of the other side's kind: an empty text
 * beside a text, FALSE beside a logical value.
 */
function ofVariants(sign: string): Printer {
  return two((left, right) =>
    once([left, right], (a, b) => {
      const side = (own: string, other: string) =>
        `CASE WHEN ${own} IS NOT NULL THEN ${variantKey(own)} WHEN union_extract(${other}, 's') IS NOT NULL THEN (1, 0.0::DOUBLE, '') ` +
        `WHEN union_extract(${other}, 'b') IS NOT NULL THEN (2, 0.0::DOUBLE, '') ELSE (0, 0.0::DOUBLE, '') END`;
      return `(${side(a, b)} ${sign} ${side(b, a)})`;
    }),
  );
}

const isVariant = (args: readonly SqlArg[]) => args.some(({ type }) => type === 'Variant');

function loose(sign: string): Printer {
  const side = sign === '=' || sign === '<>' ? (arg: SqlArg) => equatable({ ...arg, sql: filled(arg) }) : comparable;
  const plain = two((left, right) => `(${side(left)} ${sign} ${side(right)})`);
  const variants = ofVariants(sign);
  return (args, type) => (isVariant(args) ? variants(args, type) : plain(args, type));
}

const strictEqual: Printer = two((left, right) => {
  if (isVariant([left, right])) {
    const equal = ofVariants('=')([left, right], 'Boolean');
    return `(${equal} AND ((${left.sql} IS NULL) = (${right.sql} IS NULL)))`;
  }
  const [a, b] = [equatable(left), equatable(right)];
  if (left.isNeverBlank === true && right.isNeverBlank === true) return `(${a} = ${b})`;
  const isKnown = left.isNeverBlank === true || right.isNeverBlank === true;
  return isKnown ? `coalesce(${a} = ${b}, FALSE)` : `(${a} IS NOT DISTINCT FROM ${b})`;
});

const strict = (sign: string): Printer =>
  two((left, right) => {
    const compared = `${ordered(left)} ${sign} ${ordered(right)}`;
    const isFilled = left.isNeverBlank === true && right.isNeverBlank === true;
    // A row of keys with a blank in it is no blank itself.
    if (left.type === 'String' && !isFilled) {
      return `(${left.sql} IS NOT NULL AND ${right.sql} IS NOT NULL AND ${compared})`;
    }
    return isFilled ? `(${compared})` : `coalesce(${compared}, FALSE)`;
  });

const STRICT_SIGNS = {
  strictLess: '<',
  strictLessOrEqual: '<=',
  strictGreater: '>',
  strictGreaterOrEqual: '>=',
} as const satisfies Partial<Record<OperationName, string>>;

/** The strict comparison as the bare one of the engine, which is blank where a side is. */
const bare = (sign: string): Printer =>
  two((left, right, type) => {
    if (left.type === 'String') return strict(sign)([left, right], type);
    return `(${left.sql} ${sign} ${right.sql})`;
  });

export const DUCKDB_COMPARISONS = {
  equal: loose('='),
  notEqual: loose('<>'),
  less: loose('<'),
  lessOrEqual: loose('<='),
  greater: loose('>'),
  greaterOrEqual: loose('>='),
  strictEqual,
  strictLess: strict(STRICT_SIGNS.strictLess),
  strictLessOrEqual: strict(STRICT_SIGNS.strictLessOrEqual),
  strictGreater: strict(STRICT_SIGNS.strictGreater),
  strictGreaterOrEqual: strict(STRICT_SIGNS.strictGreaterOrEqual),
  exact: two((left, right) => `(${filled(left)} = ${filled(right)})`),
  isBlank: one(({ sql }) => `(${sql} IS NULL)`),
} satisfies Partial<Record<OperationName, Printer>>;

export const DUCKDB_BARE_COMPARISONS = {
  strictEqual: two((left, right, type) => {
    const isKnown = left.isNeverBlank === true || right.isNeverBlank === true;
    if (!isKnown || isVariant([left, right])) return strictEqual([left, right], type);
    return `(${equatable(left)} = ${equatable(right)})`;
  }),
  strictLess: bare(STRICT_SIGNS.strictLess),
  strictLessOrEqual: bare(STRICT_SIGNS.strictLessOrEqual),
  strictGreater: bare(STRICT_SIGNS.strictGreater),
  strictGreaterOrEqual: bare(STRICT_SIGNS.strictGreaterOrEqual),
} satisfies Partial<Record<OperationName, Printer>>;
