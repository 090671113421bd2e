import { type DaxProblemCode, MOST_PROBLEMS, type PlacedProblem } from './dax-problem.ts';
import type { Span } from './syntax.ts';
import { describeToken, type Token } from './token.ts';

/** Where a parser stands in its tokens, and what it has found wrong so far. */
export type ParseState = {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
  /** How many brackets, calls, prefixes and variables are open around this place. */
  depth: number;
  readonly problems: PlacedProblem[];
  /** Where the last mistake was found: one place is complained about once. */
  lastProblemAt: number;
  isStopped: boolean;
};

const DEEPEST = 500;
const HINTS: Readonly<Record<string, string>> = {
  AND: ' “And” between two conditions is &&.',
  OR: ' “Or” between two conditions is ||.',
  NOT: ' NOT stands before the value: NOT x IN {…}.',
};
const CLOSE_OF: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

/** The token here, or so many places on; beyond the last one it stays the last, of kind `end`. */
export function peek(state: ParseState, ahead = 0): Token {
  const token = state.tokens[state.at + ahead] ?? state.tokens.at(-1);
  return token ?? { kind: 'end', start: 0, end: 0, value: '', key: '' };
}

/** The token here; the parser goes on to the next. */
export function take(state: ParseState): Token {
  const token = peek(state);
  if (token.kind !== 'end') state.at += 1;
  return token;
}

/** Whether the keyword or symbol stood here; if so, it is passed. */
export function takeIf(state: ParseState, key: string): boolean {
  if (peek(state).key !== key) return false;
  state.at += 1;
  return true;
}

/** Passes the keyword or symbol, or says that it is missing. */
export function expect(state: ParseState, key: string): void {
  if (!takeIf(state, key)) reportUnexpected(state, key);
}

export function isEnd(state: ParseState): boolean {
  return peek(state).kind === 'end';
}

/** Notes a mistake; after too many the rest of the text is left unread. */
export function report(state: ParseState, code: DaxProblemCode, span: Span, message: string): void {
  if (state.isStopped || state.lastProblemAt === state.at) return;
  state.lastProblemAt = state.at;
  state.problems.push({ code, message, span: { start: span.start, end: span.end } });
  if (state.problems.length >= MOST_PROBLEMS) stop(state);
}

/** Notes that the token here is not what the grammar wants. */
export function reportUnexpected(state: ParseState, expected: string): void {
  const token = peek(state);
  const hint = HINTS[token.key] ?? '';
  report(state, 'unexpected', token, `Expected ${expected}, found ${describeToken(token, state.text)}.${hint}`);
}

/** What `parse` makes of what is nested here; `undefined`, and the end of all reading, where it is nested too deep. */
export function nested<Result>(state: ParseState, parse: () => Result): Result | undefined {
  if (state.depth >= DEEPEST) {
    report(state, 'too-deep', peek(state), `More than ${DEEPEST} levels are nested in each other.`);
    stop(state);
    return undefined;
  }
  state.depth += 1;
  const result = parse();
  state.depth -= 1;
  return result;
}

/** Passes all up to one of the keys that is not inside of brackets opened on the way. */
export function skipTo(state: ParseState, keys: readonly string[]): void {
  const open: string[] = [];
  while (!isEnd(state)) {
    const { key } = peek(state);
    if (open.length === 0 && keys.includes(key)) return;
    const close = CLOSE_OF[key];
    if (close !== undefined) open.push(close);
    else if (open.at(-1) === key) open.pop();
    state.at += 1;
  }
}

function stop(state: ParseState): void {
  state.isStopped = true;
  state.at = state.tokens.length - 1;
}
