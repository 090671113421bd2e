import { type DaxProblemCode, locateProblem } from '../dax-problem.ts';
import type { Span } from '../syntax.ts';

/** What can be wrong with an expression that is well written, once its model is known. */
export type BindProblemCode =
  | 'table-unknown'
  | 'column-unknown'
  | 'measure-unknown'
  | 'function-unknown'
  | 'parameter-unknown'
  | 'relationship-unknown'
  | 'not-supported'
  | 'argument-count'
  | 'argument-invalid'
  | 'row-context-missing'
  | 'table-expected'
  | 'value-expected'
  | 'predicate-invalid'
  | 'types-differ'
  | 'name-duplicate'
  | 'measure-circular'
  | 'too-deep';

/** One mistake, its place in the text of `object` (the query itself without one), and what to do about it. */
export type BindProblem = {
  readonly code: BindProblemCode | DaxProblemCode;
  readonly message: string;
  readonly span: Span;
  readonly line: number;
  readonly column: number;
  /** The object of the model whose expression this is: `measure 'Margin %' of table 'Sales'`. */
  readonly object: string | undefined;
};

/** A text that is being bound, and whose it is. */
export type Source = { readonly text: string; readonly object: string | undefined };

export function bindProblem(source: Source, code: BindProblemCode, span: Span, message: string): BindProblem {
  const { line, column } = locateProblem(source.text, { code: 'unexpected', message, span });
  return { code, message, span, line, column, object: source.object };
}

/** The name that was probably meant: the nearest by letters changed, dropped or added; at most a third of them. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of names) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < least) [least, best] = [distance, candidate];
  }
  return best;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
