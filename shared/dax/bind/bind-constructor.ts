import type { BoundColumn, BoundScalar, BoundTable, DaxType } from '../bound.ts';
import type { Expression, Span } from '../syntax.ts';
import { madeColumn } from './build.ts';
import { BROKEN_TABLE, type Env, report } from './environment.ts';
import { asType, widest } from './scalar-calls.ts';

/** `{1, 2}` with the column Value, `{(1, "a")}` with Value1 and Value2. */
export function bindTableConstructor(
  expression: Extract<Expression, { readonly kind: 'tableConstructor' }>,
  env: Env,
): BoundTable {
  const rows = expression.rows.map((row) => row.map((item) => env.session.binder.scalar(item, env)));
  const width = rows[0]?.length ?? 0;
  const names = width === 1 ? ['Value'] : Array.from({ length: width }, (_, index) => `Value${index + 1}`);
  return literalTable(env, expression.span, names, rows);
}

/** Rows of values, each column of the one type that its values have in common. */
export function literalTable(
  env: Env,
  span: Span,
  names: readonly string[],
  rows: readonly (readonly BoundScalar[])[],
): BoundTable {
  if (rows.length === 0 || rows.some((row) => row.length !== names.length)) {
    report(env, 'argument-invalid', span, 'The rows of a table need one or more values, in each row as many.');
    return BROKEN_TABLE;
  }
  const types = names.map((_, index) => widest(rows.map((row) => row[index]?.type ?? 'Blank')));
  const columns = names.map((name, index): BoundColumn => madeColumn(name, columnType(types[index])));
  const typed = rows.map((row) => row.map((value, index) => asType(value, columnType(types[index]))));
  return { kind: 'literal', columns, base: undefined, rows: typed };
}

/** A column of blanks alone is one of texts. */
function columnType(type: DaxType | undefined): DaxType {
  return type === undefined || type === 'Blank' ? 'String' : type;
}
