import { DefaultSettings, TaskUtils, TimedCancellationToken } from '@microsoft/powerquery-parser';
import { expressionOf } from './expression-of.ts';
import type { MExpression, Unreadable } from './m-syntax.ts';
import { measureM } from './measure-m.ts';

/** Data that was entered by hand is part of the text, as Base64 of a deflated table. */
const LONGEST_TEXT = 2_000_000;
const MOST_SIGNS = 40_000;
const DEEPEST = 200;
/** Many times what the largest expression takes, for a machine that has other work. */
const LONGEST_MS = 20_000;

/** Reads an M expression. Whatever the text is, this ends soon, and says what is wrong with it rather than throw. */
export async function parseM(text: string, longestMs = LONGEST_MS): Promise<MExpression | Unreadable> {
  if (text.length > LONGEST_TEXT) return unreadable('The expression is longer than 2 million characters');
  const { depth, signs } = measureM(text);
  if (depth > DEEPEST) return unreadable(`The expression is nested more than ${DEEPEST} levels deep`);
  if (signs > MOST_SIGNS) return unreadable(`The expression has more than ${MOST_SIGNS} parts`);
  const cancellationToken = new TimedCancellationToken(longestMs);
  try {
    const task = await TaskUtils.tryLexParse({ ...DefaultSettings, cancellationToken }, text);
    if (TaskUtils.isParseStageOk(task)) return expressionOf(task.ast);
  } catch (cause) {
    // The parser's own errors come back as values; what is thrown is its end by time, or a text beyond it.
    if (!(cause instanceof Error)) throw cause;
  }
  const isLate = cancellationToken.isCancelled();
  return unreadable(isLate ? 'The expression takes too long to read' : 'The expression is not well-formed M');
}

function unreadable(why: string): Unreadable {
  return { kind: 'unreadable', why };
}
