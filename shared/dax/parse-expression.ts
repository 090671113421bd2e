import type { Parsed } from './dax-problem.ts';
import { parseList } from './parse-list.ts';
import { parseOperators } from './parse-operators.ts';
import { expect, nested, type ParseState, peek, report, reportUnexpected, take, takeIf } from './parse-state.ts';
import { parseText } from './parse-text.ts';
import type { Expression, Identifier, Span, Variable } from './syntax.ts';
import { RESERVED_WORDS, type Token } from './token.ts';

/**
 * The text of a measure, a calculated column or table, or a role's filter as a tree; a leading `=` is passed over. Gives
 * problems, never throws.
 */
export function parseExpression(text: string): Parsed<Expression> {
  return parseText(text, {
    read: (state) => {
      takeIf(state, '=');
      return readExpression(state);
    },
    expressionsOf: (tree) => [tree],
  });
}

/** An expression at this place of a larger text. What is no expression gives an empty text, and a problem. */
export function readExpression(state: ParseState): Expression {
  return parseOperators(state, () => readOperand(state));
}

/** A name that is being defined: a word that is not reserved, without quotes. */
export function readNewName(state: ParseState, what: string): Identifier {
  const token = peek(state);
  if (token.kind !== 'word') {
    reportUnexpected(state, what);
    return { name: '', span: spanOf(token) };
  }
  if (RESERVED_WORDS.has(token.key))
    report(state, 'word-reserved', token, `${token.value} is reserved; use another name.`);
  if (!RESERVED_WORDS.has(token.key) || peek(state, 1).key === '=') take(state);
  return identifier(token);
}

function readOperand(state: ParseState): Expression {
  const token = peek(state);
  switch (token.kind) {
    case 'number':
      return { kind: 'number', span: spanOf(take(state)), value: numberOf(token.value) };
    case 'text':
    case 'dateTime':
      return { kind: token.kind, span: spanOf(take(state)), value: token.value };
    case 'parameter':
      return { kind: 'parameter', span: spanOf(take(state)), name: token.value };
    case 'bracketName':
      return readMember(state, undefined);
    case 'quotedName':
      return readName(state, true);
    case 'word':
      return readWord(state, token);
    case 'symbol':
      if (token.key === '(') return readParentheses(state);
      if (token.key === '{') return readTableConstructor(state);
      return readNothing(state);
    case 'end':
      return readNothing(state);
  }
}

function readWord(state: ParseState, token: Token): Expression {
  if (token.key === 'VAR') return nested(state, () => readVariables(state)) ?? nothingAt(token);
  if (RESERVED_WORDS.has(token.key)) return readReserved(state, token);
  if (peek(state, 1).key === '(') return readCall(state);
  const isConstant = token.key === 'TRUE' || token.key === 'FALSE';
  if (!isConstant || peek(state, 1).kind === 'bracketName') return readName(state, false);
  take(state);
  return { kind: 'call', span: spanOf(token), name: token.key, nameSpan: spanOf(token), args: [] };
}

function readName(state: ParseState, isQuoted: boolean): Expression {
  const token = take(state);
  if (peek(state).kind === 'bracketName') return readMember(state, identifier(token));
  return { kind: 'name', span: spanOf(token), name: token.value, isQuoted };
}

function readMember(state: ParseState, table: Identifier | undefined): Expression {
  const member = identifier(take(state));
  const start = table?.span.start ?? member.span.start;
  if (peek(state).key !== '.' || peek(state, 1).kind !== 'bracketName') {
    return { kind: 'member', span: { start, end: member.span.end }, table, member };
  }
  take(state);
  const variation = identifier(take(state));
  return { kind: 'member', span: { start, end: variation.span.end }, table, member, variation };
}

function readCall(state: ParseState): Expression {
  const name = take(state);
  const readArgument = () => (isEmptyArgument(state) ? undefined : readExpression(state));
  const list = nested(state, () => parseList(state, ')', readArgument));
  const { items: args, end } = list ?? { items: [], end: name.end };
  return { kind: 'call', span: { start: name.start, end }, name: name.key, nameSpan: spanOf(name), args };
}

function isEmptyArgument(state: ParseState): boolean {
  return peek(state).key === ',' || peek(state).key === ')';
}

/** Parentheses leave no trace but in the span; around several items they make a tuple. */
function readParentheses(state: ParseState): Expression {
  const open = peek(state);
  const list = nested(state, () => parseList(state, ')', () => readExpression(state)));
  if (list === undefined) return nothingAt(open);
  const span = { start: open.start, end: list.end };
  const [first, second] = list.items;
  if (first === undefined) {
    report(state, 'unexpected', span, 'Expected an expression between ( and ).');
    return nothingAt(open);
  }
  return second === undefined ? { ...first, span } : { kind: 'tuple', span, items: list.items };
}

function readTableConstructor(state: ParseState): Expression {
  const open = peek(state);
  const readRow = () => {
    const row = readExpression(state);
    return row.kind === 'tuple' ? row.items : [row];
  };
  const { items: rows, end } = nested(state, () => parseList(state, '}', readRow)) ?? { items: [], end: open.end };
  return { kind: 'tableConstructor', span: { start: open.start, end }, rows };
}

function readVariables(state: ParseState): Expression {
  const { start } = peek(state);
  const variables: Variable[] = [];
  while (takeIf(state, 'VAR')) {
    const name = readNewName(state, 'the name of a variable');
    expect(state, '=');
    variables.push({ name, value: readExpression(state) });
  }
  expect(state, 'RETURN');
  const result = readExpression(state);
  return { kind: 'var', span: { start, end: result.span.end }, variables, result };
}

function readReserved(state: ParseState, token: Token): Expression {
  const message = `Expected an expression, found the reserved word ${token.value}; a table of that name needs quotes.`;
  report(state, 'word-reserved', token, message);
  return nothingAt(token);
}

function readNothing(state: ParseState): Expression {
  reportUnexpected(state, 'an expression');
  return nothingAt(peek(state));
}

/** Stands in a tree that nobody will see, because its problems are given instead. */
function nothingAt(token: Token): Expression {
  return { kind: 'text', span: spanOf(token), value: '' };
}

function numberOf(text: string): { readonly text: string; readonly isInteger: boolean } {
  return { text, isInteger: /^[0-9]+$/.test(text) };
}

export function identifier(token: Token): Identifier {
  return { name: token.value, span: spanOf(token) };
}

export function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}
