/** The smallest pieces of a DAX text; spaces and comments are none. */
export type Token = {
  readonly kind: TokenKind;
  /** Offsets of UTF-16 units, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Without quotes and brackets, doubled ones made single; a word as written. */
  readonly value: string;
  /** A word in upper case or a symbol as it is, to compare with; empty for every other kind. */
  readonly key: string;
};

export type TokenKind =
  | 'number'
  | 'text'
  | 'dateTime'
  /** `'A table'` */
  | 'quotedName'
  /** `[A column]` */
  | 'bracketName'
  /** A name without quotes, a function's name or a keyword: the place decides. */
  | 'word'
  | 'parameter'
  | 'symbol'
  | 'end';

/** Words that mean nothing else where an expression may stand; as names they need quotes. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(['DEFINE', 'EVALUATE', 'IN', 'NOT', 'RETURN', 'VAR']);

/** Upper case of A to Z only: no other letter may turn into one of a keyword. */
export function upperCase(word: string): string {
  return word.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** The token as a message shows it, never longer than a few words. */
export function describeToken(token: Token, text: string): string {
  if (token.kind === 'end') return 'the end';
  const written = text.slice(token.start, Math.min(token.end, token.start + 41)).replace(/\s+/g, ' ');
  return written.length > 40 ? `${written.slice(0, 37)}…` : written;
}
