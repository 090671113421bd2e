import type { DaxType } from '../../dax/bound.ts';
import type { OperationName } from '../../dax/operations.ts';
import { cast, ERROR_MARK, filled, given, once, one, raiseText, two, typeName } from './duckdb-parts.ts';
import type { Printer, SqlArg } from './sql-dialect.ts';

/**
 * Both blank is blank, one blank is false. The engine may compute the right side first, or for rows that the left side
 * has settled, so that a right side which can fail is put behind a CASE.
 */
const and: Printer = two((left, right) => {
  if (left.isNeverBlank === true || right.isNeverBlank === true) return both(filled(left), filled(right), right);
  return once([left, right], (a, b) => {
    const [first, second] = [filled({ ...left, sql: a }), filled({ ...right, sql: b })];
    return `CASE WHEN ${a} IS NOT NULL OR ${b} IS NOT NULL THEN ${both(first, second, right)} END`;
  });
});

function both(first: string, second: string, right: SqlArg): string {
  return right.canFail === true ? `CASE WHEN ${first} THEN ${second} ELSE FALSE END` : `(${first} AND ${second})`;
}

/** Blank where both are: TRUE with a blank is true, FALSE with one false. */
const or: Printer = two((left, right) => {
  if (right.canFail === true) return `CASE WHEN ${filled(left)} THEN TRUE ELSE ${filled(right)} END`;
  if (left.isNeverBlank === true || right.isNeverBlank === true) return `(${filled(left)} OR ${filled(right)})`;
  return once([left, right], (a, b) => `coalesce(${a} OR ${b}, ${a}, ${b})`);
});

const choose: Printer = ([condition, whenTrue, whenFalse]) => {
  if (condition === undefined || whenTrue === undefined)
    throw new Error('IF was bound without its first two arguments.');
  const otherwise = whenFalse === undefined ? '' : ` ELSE ${whenFalse.sql}`;
  return `CASE WHEN ${condition.sql} THEN ${whenTrue.sql}${otherwise} END`;
};

/** The value in a box, or no box where it fails. A value that cannot fail needs none of the cost of trying. */
function attempt({ sql, canFail }: SqlArg): string {
  return canFail === false ? `{'v': ${sql}}` : `TRY(${given('0', 'try', () => `{'v': ${sql}}`)})`;
}

/** Whether the box holds a value that is no error: neither infinite nor no number. */
function isGood(box: string, type: DaxType): string {
  return type === 'Double' ? `${box} IS NOT NULL AND coalesce(isfinite(${box}.v), TRUE)` : `${box} IS NOT NULL`;
}

const ifError: Printer = two((value, otherwise, type) => {
  // What differs each time cannot be tried, and is given as it is.
  if (value.isVolatile === true) return value.sql;
  const other = cast(otherwise.sql, type);
  return given(attempt(value), 'box', (box) => `CASE WHEN ${isGood(box, value.type)} THEN ${box}.v ELSE ${other} END`);
});

const isError: Printer = one((value) => {
  if (value.isVolatile === true) return 'FALSE';
  return given(attempt(value), 'box', (box) => `NOT (${isGood(box, value.type)})`);
});

/** Those after the first that can fail are behind a CASE. */
const coalesce: Printer = (args) => {
  const [first, ...rest] = args;
  if (first === undefined) throw new Error('COALESCE was bound without arguments.');
  if (rest.length === 0) return first.sql;
  if (!rest.some((arg) => arg.canFail === true)) return `coalesce(${args.map(({ sql }) => sql).join(', ')})`;
  return once(
    [first],
    (value) => `CASE WHEN ${value} IS NOT NULL THEN ${value} ELSE ${coalesce(rest, first.type)} END`,
  );
};

const tagged = (...tags: readonly string[]) =>
  one(({ sql }) => `coalesce(union_tag(${sql}) IN (${tags.map((tag) => `'${tag}'`).join(', ')}), FALSE)`);

export const DUCKDB_LOGIC = {
  and,
  or,
  not: one((value) => `(NOT ${filled(value)})`),
  isError,
  ifError,
  error: one((message, type) => raiseText(`'${ERROR_MARK}' || coalesce(${message.sql}, '')`, type)),
  coalesce,
  if: choose,
  isNumber: tagged('i', 'd', 'c', 't'),
  isText: tagged('s'),
  isLogical: tagged('b'),
} satisfies Partial<Record<OperationName, Printer>>;

/** Where a blank is as good as false, the engine's own AND and OR will do, unless a side can fail. */
export const DUCKDB_BARE_LOGIC = {
  and: two((left, right, type) =>
    right.canFail === true ? and([left, right], type) : `(${left.sql} AND ${right.sql})`,
  ),
  or: two((left, right, type) => (right.canFail === true ? or([left, right], type) : `(${left.sql} OR ${right.sql})`)),
} satisfies Partial<Record<OperationName, Printer>>;

/** BLANK() as a value of the type. */
export function blankOf(type: SqlArg['type']): string {
  return `CAST(NULL AS ${typeName(type)})`;
}
