import { type DaxProblemCode, MOST_PROBLEMS, type PlacedProblem } from './dax-problem.ts';
import { type Token, type TokenKind, upperCase } from './token.ts';

/** `isCut`: something was not closed, so that what follows it was not read. */
type Tokens = {
  readonly tokens: readonly Token[];
  readonly problems: readonly PlacedProblem[];
  readonly isCut: boolean;
};

const SPACE = /[\s\u0085\u180e]+/y;
const LINE_COMMENT = /(?:--|\/\/)[^\n\r\u0085\u2028\u2029]*/y;
const NUMBER = /(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const NUMBER_TAIL = /[\p{L}\p{M}\p{N}_]+/uy;
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*)*/uy;
const PARAMETER = /@[\p{L}\p{M}\p{N}_]+/uy;
const SYMBOL = /&&|\|\||<>|<=|>=|==|[-+*/^&=<>(){},.]/y;
const WHOLE_WORD = new RegExp(`^${WORD.source}$`, 'u');

const HINTS: Readonly<Record<string, string>> = {
  ';': 'arguments are separated by a comma',
  '!': '“not” is NOT, “not equal” is <>',
  '|': '“or” is ||',
  ':': 'a definition uses =',
  '“': 'text stands in straight quotes: "',
  '”': 'text stands in straight quotes: "',
  '‘': "a table's name stands in straight quotes: '",
  '’': "a table's name stands in straight quotes: '",
};

/** Whether the name is read back as one word when it stands without quotes. */
export function isWord(name: string): boolean {
  return WHOLE_WORD.test(name);
}

type Reading = { at: number; isCut: boolean; readonly tokens: Token[]; readonly problems: PlacedProblem[] };

/** Cuts DAX text into tokens, the last of kind `end`. Never throws, and takes time in proportion to the text. */
export function tokenize(text: string): Tokens {
  const reading: Reading = { at: 0, isCut: false, tokens: [], problems: [] };
  while (reading.at < text.length && reading.problems.length < MOST_PROBLEMS) readNext(text, reading);
  const isCut = reading.isCut || reading.at < text.length;
  reading.tokens.push({ kind: 'end', start: text.length, end: text.length, value: '', key: '' });
  return { tokens: reading.tokens, problems: reading.problems, isCut };
}

function readNext(text: string, reading: Reading): void {
  if (skipSpaceOrComment(text, reading) || readQuoted(text, reading)) return;
  const { at } = reading;
  const number = match(NUMBER, text, at);
  if (number !== undefined) {
    readNumber(text, reading, number);
    return;
  }
  const symbol = match(SYMBOL, text, at);
  if (symbol !== undefined) {
    push(reading, 'symbol', at + symbol.length, symbol, symbol);
    return;
  }
  const word = match(WORD, text, at);
  const parameter = word ?? match(PARAMETER, text, at);
  if (word !== undefined) push(reading, 'word', at + word.length, word, upperCase(word));
  else if (parameter !== undefined) push(reading, 'parameter', at + parameter.length, parameter.slice(1));
  else readUnknown(text, reading);
}

function skipSpaceOrComment(text: string, reading: Reading): boolean {
  const skipped = match(SPACE, text, reading.at) ?? match(LINE_COMMENT, text, reading.at);
  if (skipped !== undefined) {
    reading.at += skipped.length;
    return true;
  }
  if (!text.startsWith('/*', reading.at)) return false;
  const close = text.indexOf('*/', reading.at + 2);
  if (close < 0) cut(text, reading, 'comment-unclosed', 'The comment that begins here has no */.');
  else reading.at = close + 2;
  return true;
}

function readQuoted(text: string, reading: Reading): boolean {
  const first = text.charAt(reading.at);
  if (first === '"') readUntil(text, reading, 'text', reading.at + 1, '"');
  else if (first === "'") readUntil(text, reading, 'quotedName', reading.at + 1, "'");
  else if (first === '[') readUntil(text, reading, 'bracketName', reading.at + 1, ']');
  else if (/[dD]/.test(first) && /^[tT]"$/.test(text.slice(reading.at + 1, reading.at + 3)))
    readUntil(text, reading, 'dateTime', reading.at + 3, '"');
  else return false;
  return true;
}

/** Reads on to the closing character; doubled, it stands for itself. */
function readUntil(text: string, reading: Reading, kind: TokenKind, from: number, close: string): void {
  const isName = kind === 'quotedName' || kind === 'bracketName';
  let end = text.indexOf(close, from);
  while (end >= 0 && text.charAt(end + 1) === close) end = text.indexOf(close, end + 2);
  if (end < 0) {
    const code = isName ? 'name-unclosed' : 'text-unclosed';
    cut(text, reading, code, `The ${isName ? 'name' : 'text'} that begins here has no closing ${close}.`);
    return;
  }
  const value = text.slice(from, end).replaceAll(close + close, close);
  if (isName && value.trim() === '') report(reading, 'name-empty', end + 1, 'A name is missing between the quotes.');
  push(reading, kind, end + 1, value);
}

function readNumber(text: string, reading: Reading, number: string): void {
  const tail = match(NUMBER_TAIL, text, reading.at + number.length) ?? '';
  const end = reading.at + number.length + tail.length;
  if (tail !== '')
    report(
      reading,
      'number-malformed',
      end,
      `The number ${number.slice(0, 20)} runs into ${tail.slice(0, 20)}: separate them.`,
    );
  push(reading, 'number', end, number);
}

function readUnknown(text: string, reading: Reading): void {
  const code = text.codePointAt(reading.at) ?? 0;
  const character = String.fromCodePoint(code);
  const isShown = /^[\p{P}\p{S}\p{N}]$/u.test(character);
  const shown = isShown ? character : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const hint = HINTS[character];
  const end = reading.at + character.length;
  report(reading, 'character-unknown', end, `${shown} means nothing in DAX${hint === undefined ? '.' : `: ${hint}.`}`);
  if (character === ';') push(reading, 'symbol', end, ',', ',');
  reading.at = end;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function push(reading: Reading, kind: TokenKind, end: number, value: string, key = ''): void {
  reading.tokens.push({ kind, start: reading.at, end, value, key });
  reading.at = end;
}

function report(reading: Reading, code: DaxProblemCode, end: number, message: string): void {
  reading.problems.push({ code, message, span: { start: reading.at, end } });
}

function cut(text: string, reading: Reading, code: DaxProblemCode, message: string): void {
  report(reading, code, text.length, message);
  reading.at = text.length;
  reading.isCut = true;
}
