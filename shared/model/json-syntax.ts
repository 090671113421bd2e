/** A JSON text as it is written: each value knows where it stands, so that every character between can be kept. */
export type JsonNode = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly elements: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number' }
  | { readonly kind: 'word'; readonly word: 'true' | 'false' | 'null' }
);

export type JsonMember = { readonly key: string; readonly at: number; readonly value: JsonNode };

export type JsonReading =
  | { readonly kind: 'read'; readonly node: JsonNode }
  | { readonly kind: 'failed'; readonly at: number; readonly expected: string };

const DEEPEST = 200;
const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings hold no control characters.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const WORD = /true|false|null/y;

/** Reads a JSON text (with or without byte order mark). Throws nothing: what is wrong is in the answer. */
export function readJson(text: string): JsonReading {
  const cursor = { text, at: text.startsWith('\ufeff') ? 1 : 0 };
  const node = readNode(cursor, 0);
  if (node.kind === 'failed') return node;
  skip(cursor, SPACE);
  return cursor.at === text.length ? { kind: 'read', node } : failed(cursor, 'the end of the file');
}

type Cursor = { readonly text: string; at: number };
type Failed = Extract<JsonReading, { kind: 'failed' }>;

const failed = ({ at }: Cursor, expected: string): Failed => ({ kind: 'failed', at, expected });

function skip(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

function take(cursor: Cursor, mark: string): boolean {
  skip(cursor, SPACE);
  const isThere = cursor.text.startsWith(mark, cursor.at);
  if (isThere) cursor.at += mark.length;
  return isThere;
}

function readNode(cursor: Cursor, depth: number): JsonNode | Failed {
  skip(cursor, SPACE);
  if (depth > DEEPEST) return failed(cursor, 'fewer values inside each other');
  const start = cursor.at;
  if (take(cursor, '{')) return readMembers(cursor, start, depth);
  if (take(cursor, '[')) return readElements(cursor, start, depth);
  const string = skip(cursor, STRING);
  if (string !== undefined) return { kind: 'string', value: parsed(string), start, end: cursor.at };
  if (skip(cursor, NUMBER) !== undefined) return { kind: 'number', start, end: cursor.at };
  const word = skip(cursor, WORD);
  return word === 'true' || word === 'false' || word === 'null'
    ? { kind: 'word', word, start, end: cursor.at }
    : failed(cursor, 'a value');
}

function readMembers(cursor: Cursor, start: number, depth: number): JsonNode | Failed {
  const members: JsonMember[] = [];
  if (take(cursor, '}')) return { kind: 'object', members, start, end: cursor.at };
  do {
    skip(cursor, SPACE);
    const at = cursor.at;
    const key = skip(cursor, STRING);
    if (key === undefined) return failed(cursor, 'a key in double quotes');
    if (!take(cursor, ':')) return failed(cursor, "':'");
    const value = readNode(cursor, depth + 1);
    if (value.kind === 'failed') return value;
    members.push({ key: parsed(key), at, value });
  } while (take(cursor, ','));
  return take(cursor, '}') ? { kind: 'object', members, start, end: cursor.at } : failed(cursor, "',' or '}'");
}

function readElements(cursor: Cursor, start: number, depth: number): JsonNode | Failed {
  const elements: JsonNode[] = [];
  if (take(cursor, ']')) return { kind: 'array', elements, start, end: cursor.at };
  do {
    const element = readNode(cursor, depth + 1);
    if (element.kind === 'failed') return element;
    elements.push(element);
  } while (take(cursor, ','));
  return take(cursor, ']') ? { kind: 'array', elements, start, end: cursor.at } : failed(cursor, "',' or ']'");
}

function parsed(literal: string): string {
  const value: unknown = JSON.parse(literal);
  return typeof value === 'string' ? value : '';
}

/** The JSON text again, one value a line. Numbers and texts stay as they are spelled; what is no JSON stays. */
export function layoutJson(
  text: string,
  { newline, indent }: { readonly newline: string; readonly indent: string },
): string {
  const reading = readJson(text);
  if (reading.kind === 'failed') return text;
  const put = (node: JsonNode, margin: string): string => {
    const inside = margin + indent;
    const list = (open: string, items: readonly string[], close: string): string =>
      items.length === 0
        ? open + close
        : `${open}${newline}${items.map((item) => inside + item).join(`,${newline}`)}${newline}${margin}${close}`;
    if (node.kind === 'array')
      return list(
        '[',
        node.elements.map((element) => put(element, inside)),
        ']',
      );
    if (node.kind !== 'object') return text.slice(node.start, node.end);
    return list(
      '{',
      node.members.map(({ key, value }) => `${JSON.stringify(key)}: ${put(value, inside)}`),
      '}',
    );
  };
  return put(reading.node, '');
}
