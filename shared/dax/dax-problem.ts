import type { Span } from './syntax.ts';

/** What can be wrong with a text before anything is known of its model. */
export type DaxProblemCode =
  | 'text-too-long'
  | 'too-deep'
  | 'text-unclosed'
  | 'name-unclosed'
  | 'comment-unclosed'
  | 'character-unknown'
  | 'number-malformed'
  | 'name-empty'
  | 'bracket-unclosed'
  | 'comma-missing'
  | 'word-reserved'
  | 'not-supported'
  | 'unexpected';

/** After so many the rest of a text is left unread. */
export const MOST_PROBLEMS = 20;

/** One mistake and its place; `line` and `column` count from 1, the column in UTF-16 units. */
export type DaxProblem = {
  readonly code: DaxProblemCode;
  readonly message: string;
  readonly span: Span;
  readonly line: number;
  readonly column: number;
};

/** A tree, or everything that kept the text from becoming one. */
export type Parsed<Tree> =
  | { readonly kind: 'parsed'; readonly tree: Tree }
  | { readonly kind: 'problems'; readonly problems: readonly DaxProblem[] };

/** A mistake before its line has been counted. */
export type PlacedProblem = Pick<DaxProblem, 'code' | 'message' | 'span'>;

/** The problem with line and column, counted in the text that its span refers to. */
export function locateProblem(text: string, problem: PlacedProblem): DaxProblem {
  const before = text.slice(0, problem.span.start).split(/\r\n|[\n\r\u0085\u2028\u2029]/);
  return { ...problem, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
