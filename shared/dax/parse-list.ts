import { isEnd, type ParseState, peek, report, reportUnexpected, skipTo, take, takeIf } from './parse-state.ts';
import { describeToken, RESERVED_WORDS, type Token } from './token.ts';

const OPERAND_KINDS: ReadonlySet<string> = new Set([
  'number',
  'text',
  'dateTime',
  'quotedName',
  'bracketName',
  'parameter',
]);

/** Whether an operand may begin with the token, so that a comma before it was forgotten. */
function beginsOperand(token: Token): boolean {
  if (token.kind === 'word') return !RESERVED_WORDS.has(token.key) || token.key === 'VAR' || token.key === 'NOT';
  return OPERAND_KINDS.has(token.kind) || token.key === '(' || token.key === '{';
}

/**
 * Reads `item, item, …` from an opening bracket, which stands here, to the closing one. Goes on after a wrong item with
 * the next, and after a missing bracket with what follows. `end` is where the list ends.
 */
export function parseList<Item>(
  state: ParseState,
  close: ')' | '}',
  parseItem: () => Item,
): { readonly items: readonly Item[]; readonly end: number } {
  const open = take(state);
  const items: Item[] = [];
  if (peek(state).key === close) return { items, end: take(state).end };
  do items.push(parseItem());
  while (goesOn(state, close));
  const last = peek(state);
  if (takeIf(state, close)) return { items, end: last.end };
  const found = describeToken(last, state.text);
  report(state, 'bracket-unclosed', open, `This ${open.key} is not closed: expected ${close}, found ${found}.`);
  if (last.key === ')' || last.key === '}') take(state);
  return { items, end: last.end };
}

/** Passes what separates the item just read from another one; false at the end of the list. */
function goesOn(state: ParseState, close: string): boolean {
  if (takeIf(state, ',')) return true;
  const token = peek(state);
  if (isEnd(state) || token.key === ')' || token.key === '}') return false;
  const isFresh = state.lastProblemAt !== state.at;
  if (isFresh && beginsOperand(token)) {
    report(
      state,
      'comma-missing',
      token,
      `A comma or an operator is missing before ${describeToken(token, state.text)}.`,
    );
    return true;
  }
  if (token.key === 'EVALUATE' || token.key === 'RETURN') return false;
  reportUnexpected(state, `, or ${close}`);
  skipTo(state, [',', ')', '}', 'EVALUATE']);
  return takeIf(state, ',');
}
