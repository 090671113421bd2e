import { locateProblem, MOST_PROBLEMS, type Parsed, type PlacedProblem } from './dax-problem.ts';
import { DEEPEST_TREE, findTooDeep } from './parse-depth.ts';
import { isEnd, type ParseState, peek, report, reportUnexpected } from './parse-state.ts';
import type { Expression } from './syntax.ts';
import { tokenize } from './tokenize.ts';

const LONGEST = 1_048_576;

/** How a text is read: as what, and which expressions are in it. */
type Reader<Tree> = {
  readonly read: (state: ParseState) => Tree;
  readonly expressionsOf: (tree: Tree) => readonly Expression[];
};

/** The whole text as one tree, or its problems in the order of their places. Never throws. */
export function parseText<Tree>(text: string, reader: Reader<Tree>): Parsed<Tree> {
  if (text.length > LONGEST) {
    const message = `The text has ${text.length} characters; ${LONGEST} are allowed.`;
    return failed(text, [{ code: 'text-too-long', message, span: { start: 0, end: text.length } }]);
  }
  const { tokens, problems, isCut } = tokenize(text);
  if (isCut) return failed(text, problems);
  const state: ParseState = { text, tokens, at: 0, depth: 0, problems: [], lastProblemAt: -1, isStopped: false };
  const tree = reader.read(state);
  reportRest(state, 'an operator or the end');
  const found = [...problems, ...state.problems]
    .toSorted((one, other) => one.span.start - other.span.start)
    .slice(0, MOST_PROBLEMS);
  if (found.length > 0) return failed(text, found);
  const tooDeep = tokens.length <= DEEPEST_TREE ? undefined : findTooDeep(reader.expressionsOf(tree));
  if (tooDeep === undefined) return { kind: 'parsed', tree };
  const message = `More than ${DEEPEST_TREE} operators and calls build on each other.`;
  return failed(text, [{ code: 'too-deep', message, span: tooDeep }]);
}

/** Says that something stands where the text should end, if something does. */
export function reportRest(state: ParseState, expected: string): void {
  const token = peek(state);
  if (token.key === ')' || token.key === '}') report(state, 'unexpected', token, `Nothing opens this ${token.key}.`);
  else if (!isEnd(state)) reportUnexpected(state, expected);
}

function failed(text: string, problems: readonly PlacedProblem[]): Parsed<never> {
  return { kind: 'problems', problems: problems.map((problem) => locateProblem(text, problem)) };
}
