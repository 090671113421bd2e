import { CLOSE, type Cursor, restOfLine, skipGroup } from './cursor.ts';
import type { Token } from './tokens.ts';
import type { Value } from './value.ts';

/** The value that begins here: a literal where nothing but a literal stands, else the text of the expression. */
export function readValue(cursor: Cursor): Value {
  const start = cursor.mark();
  const literal = readLiteral(cursor);
  if (literal !== undefined && endsHere(cursor)) return literal;
  cursor.back(start);
  return { kind: 'expression', text: restOfLine(cursor) };
}

/** A declaration's body: an object, perhaps behind a condition, perhaps in a loop. */
export function readBody(cursor: Cursor): Value {
  if (cursor.takeIf('if')) skipGroup(cursor);
  if (!cursor.takeIf('[')) return readValue(cursor);
  cursor.skipNewlines();
  cursor.expect('for');
  while (!cursor.takeIf(':')) cursor.next();
  if (cursor.takeIf('if')) skipGroup(cursor);
  const inner = readValue(cursor);
  cursor.skipNewlines();
  cursor.expect(']');
  return inner;
}

function endsHere(cursor: Cursor): boolean {
  const after = cursor.peek();
  if (after === undefined || CLOSE.includes(after.text) || after.text === ',') return true;
  return after.kind === 'newline' && !cursor.goesOn();
}

function readLiteral(cursor: Cursor): Value | undefined {
  const token = cursor.next();
  if (token.text === '{') return readObject(cursor);
  if (token.text === '[') return cursor.peek()?.text === 'for' ? undefined : readArray(cursor);
  return scalar(token);
}

function scalar({ kind, text }: Token): Value | undefined {
  if (kind === 'string') return text.includes(`\${`) ? undefined : { kind: 'literal', value: text.slice(1, -1) };
  if (kind === 'number') return { kind: 'literal', value: Number(text) };
  if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
  return text === 'null' ? { kind: 'literal', value: null } : undefined;
}

function readObject(cursor: Cursor): Value {
  const entries = new Map<string, Value>();
  while (!endOfList(cursor, '}')) {
    const key = cursor.next();
    if (key.text === 'resource') {
      // A child declared within its parent: passed over here, and left to the compiler.
      for (let token = cursor.next(); token.text !== '='; ) token = cursor.next();
      readBody(cursor);
    } else {
      cursor.expect(':');
      entries.set(key.kind === 'string' ? key.text.slice(1, -1) : key.text, readValue(cursor));
    }
  }
  return { kind: 'object', entries };
}

function readArray(cursor: Cursor): Value {
  const items: Value[] = [];
  while (!endOfList(cursor, ']')) items.push(readValue(cursor));
  return { kind: 'array', items };
}

function endOfList(cursor: Cursor, close: string): boolean {
  cursor.skipNewlines();
  cursor.takeIf(',');
  cursor.skipNewlines();
  return cursor.takeIf(close);
}
