import type { DaxType } from '../../dax/bound.ts';
import type { Printer, SqlArg } from './sql-dialect.ts';

/** What DuckDB calls the types. A Variant is a union whose tags are ordered as DAX orders kinds of values. */
const TYPE_NAMES: Readonly<Record<DaxType, string>> = {
  Int64: 'BIGINT',
  Double: 'DOUBLE',
  Decimal: 'DECIMAL(18,4)',
  String: 'VARCHAR',
  Boolean: 'BOOLEAN',
  DateTime: 'TIMESTAMP',
  // A blank without a type can be cast to every type, as only text can.
  Blank: 'VARCHAR',
  Variant: 'UNION(i BIGINT, d DOUBLE, c DECIMAL(18,4), t TIMESTAMP, s VARCHAR, b BOOLEAN)',
};

export function typeName(type: DaxType): string {
  return TYPE_NAMES[type];
}

export function cast(sql: string, type: DaxType): string {
  return `CAST(${sql} AS ${TYPE_NAMES[type]})`;
}

/** The value that a blank stands for. */
const ZEROS: Readonly<Record<DaxType, string>> = {
  Int64: '0',
  Double: '0',
  Decimal: '0',
  String: `''`,
  Boolean: 'FALSE',
  DateTime: `TIMESTAMP '1899-12-30 00:00:00'`,
  Blank: `''`,
  Variant: `CAST(0::BIGINT AS ${TYPE_NAMES.Variant})`,
};

/** The value, or what a blank stands for. */
export function filled(arg: SqlArg): string {
  return arg.isNeverBlank === true ? arg.sql : `coalesce(${arg.sql}, ${ZEROS[arg.type]})`;
}

/** Begins every message of ours, so that the adapter tells them from the engine's own. */
export const ERROR_MARK = '!dax ';

/**
 * An expression of the type that fails when it is computed. A failing conversion can be caught by TRY and is not
 * computed in a branch that is not taken; `error()` is volatile, which TRY refuses.
 */
export function raise(message: string, type: DaxType): string {
  return raiseText(`'${`${ERROR_MARK}${message}`.replaceAll("'", "''")}'`, type);
}

/** The same for a message that is computed. */
export function raiseText(message: string, type: DaxType): string {
  const failing = `CAST(${message} AS BIGINT)`;
  if (type === 'Int64') return failing;
  return type === 'DateTime' ? `make_timestamp(${failing})` : cast(failing, type);
}

/** Longer arguments are computed once; a shorter one costs less written again than carried in a lambda. */
const LONGEST_REPEATED = 80;

/**
 * A body that names its operands any number of times, each of them computed once. A body within such a body needs a name
 * of its own. What stands in a lambda is computed only where the lambda is: the engine takes expressions that it finds
 * twice in a projection out of TRY, AND, OR and COALESCE, and computes them for every row, but not out of lambdas, nor
 * out of the branches of a CASE.
 */
export function once(args: readonly SqlArg[], body: (...operands: readonly string[]) => string, name = 'arg'): string {
  const isCheap = args.every((arg) => arg.sql.length <= LONGEST_REPEATED && arg.isVolatile !== true);
  if (isCheap) return body(...args.map(({ sql }) => sql));
  const fields = args.map(({ sql }, index) => `'a${index}': ${sql}`);
  return given(`{${fields.join(', ')}}`, name, (operand) => body(...args.map((_, index) => `${operand}.a${index}`)));
}

/** An expression under a name, computed once whatever its length. */
export function given(sql: string, name: string, body: (operand: string) => string): string {
  const quoted = `"dax ${name}"`;
  return `list_transform([${sql}], lambda ${quoted}: ${body(quoted)})[1]`;
}

/** A printer of so many arguments as the function takes; the last operand is the type of the result. */
export function one(print: (arg: SqlArg, type: DaxType) => string): Printer {
  return (args, type) => print(at(args, 0), type);
}

export function two(print: (left: SqlArg, right: SqlArg, type: DaxType) => string): Printer {
  return (args, type) => print(at(args, 0), at(args, 1), type);
}

export function three(print: (first: SqlArg, second: SqlArg, third: SqlArg, type: DaxType) => string): Printer {
  return (args, type) => print(at(args, 0), at(args, 1), at(args, 2), type);
}

/** The engine's function of that name, which is blank where an argument is. */
export function call(name: string): Printer {
  return (args) => `${name}(${args.map(({ sql }) => sql).join(', ')})`;
}

function at(args: readonly SqlArg[], index: number): SqlArg {
  const arg = args[index];
  if (arg === undefined) throw new Error(`An operation was bound without its argument ${index + 1}.`);
  return arg;
}
