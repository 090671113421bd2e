import type { Parsed } from './dax-problem.ts';
import { identifier, readExpression, readNewName, spanOf } from './parse-expression.ts';
import { expect, type ParseState, peek, report, reportUnexpected, skipTo, take, takeIf } from './parse-state.ts';
import { parseText, reportRest } from './parse-text.ts';
import type { Definition, Evaluate, Expression, Identifier, OrderBy, Query } from './syntax.ts';

/** A DAX query: `DEFINE` at most once, `EVALUATE` at least once. Gives problems, never throws. */
export function parseQuery(text: string): Parsed<Query> {
  return parseText(text, {
    read: readQuery,
    expressionsOf: (query) => [
      ...query.definitions.map((definition) => definition.value),
      ...query.evaluates.flatMap(({ table, orderBy, startAt }) => [table, ...orderBy.map(({ by }) => by), ...startAt]),
    ],
  });
}

function readQuery(state: ParseState): Query {
  const definitions = takeIf(state, 'DEFINE') ? readDefinitions(state) : [];
  const evaluates: Evaluate[] = [];
  while (peek(state).key === 'EVALUATE') evaluates.push(readEvaluate(state));
  if (evaluates.length === 0)
    reportUnexpected(state, definitions.length === 0 ? 'EVALUATE' : 'a definition or EVALUATE');
  return { definitions, evaluates };
}

const READERS: Readonly<Record<string, (state: ParseState) => Definition>> = {
  MEASURE: (state) => readMemberDefinition(state, 'measure'),
  COLUMN: (state) => readMemberDefinition(state, 'column'),
  TABLE: (state) => readNamedDefinition(state, 'table'),
  VAR: (state) => readNamedDefinition(state, 'var'),
};
const UNSUPPORTED: readonly string[] = ['FUNCTION', 'MPARAMETER'];

function readDefinitions(state: ParseState): readonly Definition[] {
  const definitions: Definition[] = [];
  for (;;) {
    const token = peek(state);
    const read = token.kind === 'word' ? READERS[token.key] : undefined;
    if (read !== undefined) {
      definitions.push(read(state));
      continue;
    }
    if (UNSUPPORTED.includes(token.key)) report(state, 'not-supported', token, `DEFINE ${token.key} is not supported.`);
    else if (definitions.length === 0 || token.key !== 'EVALUATE') {
      reportUnexpected(state, definitions.length === 0 ? 'MEASURE, VAR, TABLE or COLUMN' : 'a definition or EVALUATE');
    }
    skipTo(state, ['EVALUATE']);
    return definitions;
  }
}

function readMemberDefinition(state: ParseState, kind: 'measure' | 'column'): Definition {
  const { start } = take(state);
  const table = readTableName(state);
  const name = readBracketName(state, kind);
  expect(state, '=');
  const value = readExpression(state);
  return { kind, span: { start, end: value.span.end }, table, name, value };
}

function readNamedDefinition(state: ParseState, kind: 'var' | 'table'): Definition {
  const { start } = take(state);
  const name = kind === 'table' ? readTableName(state) : readNewName(state, 'the name of a variable');
  expect(state, '=');
  const value = readExpression(state);
  return { kind, span: { start, end: value.span.end }, name, value };
}

function readTableName(state: ParseState): Identifier {
  if (peek(state).kind === 'quotedName') return identifier(take(state));
  return readNewName(state, "a table's name");
}

function readBracketName(state: ParseState, kind: string): Identifier {
  if (peek(state).kind === 'bracketName') return identifier(take(state));
  reportUnexpected(state, `the name of a ${kind} in square brackets`);
  return { name: '', span: spanOf(peek(state)) };
}

function readEvaluate(state: ParseState): Evaluate {
  const { start } = take(state);
  const table = readExpression(state);
  const orderBy = takePair(state, 'ORDER', 'BY') ? readSeparated(state, readOrderBy) : [];
  const from = peek(state);
  const startAt = takePair(state, 'START', 'AT') ? readSeparated(state, readExpression) : [];
  if (startAt.length > orderBy.length) {
    const message = `START AT gives more values than ORDER BY has expressions: ${startAt.length} for ${orderBy.length}.`;
    report(state, 'unexpected', from, message);
  }
  const end = (startAt.at(-1) ?? orderBy.at(-1)?.by ?? table).span.end;
  if (peek(state).key !== 'EVALUATE') {
    reportRest(state, 'an operator, ORDER BY, EVALUATE or the end');
    skipTo(state, ['EVALUATE']);
  }
  return { span: { start, end }, table, orderBy, startAt };
}

function readOrderBy(state: ParseState): OrderBy {
  const by: Expression = readExpression(state);
  if (takeIf(state, 'DESC')) return { by, direction: 'descending' };
  takeIf(state, 'ASC');
  return { by, direction: 'ascending' };
}

function readSeparated<Item>(state: ParseState, read: (state: ParseState) => Item): readonly Item[] {
  const items: Item[] = [];
  do items.push(read(state));
  while (takeIf(state, ','));
  return items;
}

/** Two words make the keyword: a table may be called Order. */
function takePair(state: ParseState, first: string, second: string): boolean {
  if (peek(state).key !== first || peek(state, 1).key !== second) return false;
  state.at += 2;
  return true;
}
