import type { BindProblem } from '../../shared/dax/bind/bind-problem.ts';
import { bindQuery } from '../../shared/dax/bind/bind-query.ts';
import type { BindOptions } from '../../shared/dax/bind/open-session.ts';
import type { BoundQuery } from '../../shared/dax/bound.ts';
import { parseQuery } from '../../shared/dax/parse-query.ts';
import { INDEX } from './bind-model.ts';
import { printColumns, printer } from './print-bound.ts';

export function bound(query: string, options: BindOptions = {}): BoundQuery {
  const result = bindText(query, options);
  if (result.kind === 'bound') return result.tree;
  throw new Error(result.problems.map(({ message }) => message).join('\n'));
}

/** The problems of a query, the syntax being right. */
export function problemsOf(query: string, options: BindOptions = {}): readonly BindProblem[] {
  const result = bindText(query, options);
  return result.kind === 'problems' ? result.problems : [];
}

function bindText(query: string, options: BindOptions) {
  const parsed = parseQuery(query);
  if (parsed.kind === 'problems') throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return bindQuery(INDEX, parsed.tree, query, options);
}

/** The bound tree of a table expression in one line. */
export function tableShape(expression: string): string {
  const [evaluate] = bound(`EVALUATE ${expression}`).evaluates;
  return evaluate === undefined ? '' : printer().table(evaluate.table);
}

/** The bound tree of a value in one line. */
export function valueShape(expression: string): string {
  return tableShape(`{ ${expression} }`).replace(/^\{(.*)\}$/s, '$1');
}

/** The columns of a table expression, with their types. */
export function columnsOf(expression: string): string {
  const [evaluate] = bound(`EVALUATE ${expression}`).evaluates;
  return evaluate === undefined ? '' : printColumns(evaluate.table);
}
