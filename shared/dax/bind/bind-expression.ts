import type { BoundRowExpression, BoundTableExpression } from '../bound.ts';
import type { Expression } from '../syntax.ts';
import { type BindResult, bindParts } from './bind-parts.ts';
import type { BindProblem } from './bind-problem.ts';
import { rowsOf } from './build.ts';
import { openRow, type Session } from './environment.ts';
import { topEnv } from './measures.ts';
import type { ModelIndex } from './model-index.ts';
import type { BindOptions } from './open-session.ts';
import { asType } from './scalar-calls.ts';

/** An expression of the model; `object` names it in problems, as `column 'Price' of table 'Sales'`. */
export type ModelExpression = { readonly table: number; readonly expression: string; readonly object: string };

/** Binds a calculated column: its value for each row of its table. */
export function bindCalculatedColumn(
  index: ModelIndex,
  column: ModelExpression,
  options: BindOptions = {},
): BindResult<Omit<BoundRowExpression, 'measures' | 'calculationGroups'>> {
  return bindText(index, column, options, (session, tree) => bindRow(session, tree, column));
}

/** Binds the filter of a role: whether a row of the table may be seen. */
export function bindRowFilter(
  index: ModelIndex,
  filter: ModelExpression,
  options: BindOptions = {},
): BindResult<Omit<BoundRowExpression, 'measures' | 'calculationGroups'>> {
  return bindText(index, filter, options, (session, tree) => {
    const { value, ...rest } = bindRow(session, tree, filter);
    return { ...rest, value: asType(value, 'Boolean') };
  });
}

/** Binds a calculated table. */
export function bindCalculatedTable(
  index: ModelIndex,
  table: Omit<ModelExpression, 'table'>,
  options: BindOptions = {},
): BindResult<Omit<BoundTableExpression, 'measures' | 'calculationGroups'>> {
  const source = { text: table.expression, object: table.object };
  return bindText(index, table, options, (session, tree) => ({
    table: session.binder.table(tree, topEnv(session, source, {})),
  }));
}

function bindRow(session: Session, tree: Expression, { table, expression, object }: ModelExpression) {
  const env = topEnv(session, { text: expression, object }, { home: table });
  const rows = rowsOf(env, table);
  const row = openRow(env, rows);
  return { table: rows, scope: row.scope, value: session.binder.scalar(tree, row.env) };
}

function bindText<Tree extends object>(
  index: ModelIndex,
  { expression, object }: { readonly expression: string; readonly object: string },
  options: BindOptions,
  bind: (session: Session, tree: Expression) => Tree,
): BindResult<Tree> {
  const parsed = index.parse(expression);
  if (parsed.kind === 'parsed') return bindParts(index, options, (session) => bind(session, parsed.tree));
  const problems = parsed.problems.map((problem): BindProblem => ({ ...problem, object }));
  return { kind: 'problems', problems };
}
