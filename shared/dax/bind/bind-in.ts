import type { BoundScalar, BoundTable } from '../bound.ts';
import type { Expression, Span } from '../syntax.ts';
import { BROKEN, type Env, isBrokenTable, report } from './environment.ts';
import { applyOperator } from './scalar-calls.ts';

/** `value IN table`, `(value, …) IN table`. */
export function bindIn(expression: Extract<Expression, { readonly kind: 'binary' }>, env: Env): BoundScalar {
  const { left, right, span } = expression;
  const items = left.kind === 'tuple' ? left.items : [left];
  const { binder } = env.session;
  const values = items.map((item) => binder.scalar(item, env));
  const table = binder.table(right, env);
  if (values.includes(BROKEN) || isBrokenTable(table)) return BROKEN;
  if (values.length === table.columns.length) return isInRows(env, span, values, table);
  const message = `IN compares ${values.length} values with the rows of a table of ${table.columns.length} columns.`;
  return report(env, 'argument-invalid', span, message);
}

/** Whether a row of the table has these values; a problem where they can never be equal for their types. */
export function isInRows(env: Env, span: Span, values: readonly BoundScalar[], table: BoundTable): BoundScalar {
  const pairs = values.map((value, index) => {
    const other: BoundScalar = {
      kind: 'rowColumn',
      type: table.columns[index]?.type ?? 'Variant',
      scope: 0,
      column: index,
    };
    return applyOperator(env, span, '==', [value, other]);
  });
  return pairs.includes(BROKEN) ? BROKEN : { kind: 'isIn', type: 'Boolean', values, table };
}
