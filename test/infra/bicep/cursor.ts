import type { Token } from './tokens.ts';

/** A place in a list of tokens that moves forward. */
export type Cursor = {
  readonly peek: () => Token | undefined;
  readonly next: () => Token;
  readonly takeIf: (text: string) => boolean;
  readonly expect: (text: string) => void;
  readonly skipNewlines: () => void;
  /** Whether the next line goes on with this one: it begins with `?` or `:` of a choice, or with a dot. */
  readonly goesOn: () => boolean;
  readonly mark: () => number;
  readonly back: (mark: number) => void;
};

export function createCursor(list: readonly Token[]): Cursor {
  let at = 0;
  const peek = () => list[at];
  const next = () => {
    const token = list[at];
    if (token === undefined) throw new Error('the file ends within a declaration');
    at += 1;
    return token;
  };
  const afterNewlines = () => {
    let there = at;
    while (list[there]?.kind === 'newline') there += 1;
    return there;
  };
  return {
    peek,
    next,
    takeIf: (text) => {
      if (peek()?.text !== text) return false;
      at += 1;
      return true;
    },
    expect: (text) => {
      const token = next();
      if (token.text !== text) throw new Error(`line ${token.line}: "${text}" was expected, not "${token.text}"`);
    },
    skipNewlines: () => {
      at = afterNewlines();
    },
    goesOn: () => {
      const there = afterNewlines();
      return there > at && /^[?:.]$/.test(list[there]?.text ?? '');
    },
    mark: () => at,
    back: (mark) => {
      at = mark;
    },
  };
}

const OPEN = ['{', '[', '('];
export const CLOSE = ['}', ']', ')'];

/** The text up to the end of the line, or a comma or a closing bracket, that is not within brackets. */
export function restOfLine(cursor: Cursor): string {
  const parts: string[] = [];
  let depth = 0;
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    if (depth === 0 && (token.text === ',' || CLOSE.includes(token.text))) break;
    if (token.kind === 'newline') {
      if (depth === 0 && !cursor.goesOn()) break;
    } else parts.push(token.text);
    if (OPEN.includes(token.text)) depth += 1;
    if (CLOSE.includes(token.text)) depth -= 1;
    cursor.next();
  }
  return parts.join(' ');
}

/** Passes over a condition in parentheses. */
export function skipGroup(cursor: Cursor): void {
  cursor.expect('(');
  for (let depth = 1; depth > 0; ) {
    const { text } = cursor.next();
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
  }
}
