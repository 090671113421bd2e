import { propertyClass } from './metadata-words.ts';
import type { PropertyValue } from './model-document.ts';

/** A name as TMDL writes it: in single quotes where it holds more than a plain word. */
export function quoteName(name: string): string {
  return /^[^\s.=:'"`/]+$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

const QUOTED = /^'((?:[^']|'')*)'/;
const BARE = /^[^\s=:'][^\s=:]*/;

/** The name at the start of a text, and what follows it; undefined where there is none. */
export function readName(text: string): { readonly name: string; readonly rest: string } | undefined {
  const quoted = QUOTED.exec(text);
  if (quoted !== null)
    return { name: (quoted[1] ?? '').replaceAll("''", "'"), rest: text.slice(quoted[0].length).trimStart() };
  const bare = BARE.exec(text);
  return bare === null ? undefined : { name: bare[0], rest: text.slice(bare[0].length).trimStart() };
}

const PART = /^(?:'((?:[^']|'')*)'|([^'.]+))(?:\.|$)/;

/** The names of a reference: `Sales.'Order Date'` has two. Undefined where the text is none. */
export function readReference(text: string): readonly string[] | undefined {
  const path: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const part = PART.exec(rest);
    if (part === null) return undefined;
    path.push(part[1]?.replaceAll("''", "'") ?? part[2] ?? '');
    rest = rest.slice(part[0].length);
  }
  return path.length === 0 ? undefined : path;
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The value behind a colon. */
export function readValue(property: string, text: string): PropertyValue {
  const kind = propertyClass(property);
  if (kind === 'reference') {
    const path = readReference(unquote(text));
    return path === undefined ? { kind: 'text', text } : { kind: 'reference', path };
  }
  if (kind === 'other' && /^(true|false)$/i.test(text))
    return { kind: 'boolean', value: text.toLowerCase() === 'true' };
  if (kind === 'other' && NUMBER.test(text)) return { kind: 'number', spelling: text };
  return { kind: 'text', text: unquote(text) };
}

const unquote = (text: string): string =>
  text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;

/** Text behind a colon, in double quotes where it would otherwise be read as something else. */
export function writeText(property: string, text: string): string {
  const looksOther =
    propertyClass(property) === 'other' ? /^(true|false)$/i.test(text) || NUMBER.test(text) : text.startsWith("'");
  return text === '' || text !== text.trim() || text.startsWith('"') || looksOther
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

const FENCE = '```';

/**
 * An expression as TMDL writes it behind its `=`: on the same line, as a block two steps deeper, or between fences
 * where the block rules would change it.
 */
export function writeExpression(text: string, layout: { readonly newline: string; readonly margin: string }): string {
  const lines = text.split('\n');
  if (text === '') return '';
  const isPlain = text === text.trim() && !text.startsWith(FENCE);
  if (lines.length === 1 && isPlain) return ` ${text}`;
  const put = (line: string): string => (line === '' ? '' : layout.margin + line);
  const needsFence =
    text !== text.trimEnd() ||
    lines.some((line) => line !== '' && line.trim() === '') ||
    lines[0] === '' ||
    lines.every((line) => line === '' || /^\s/.test(line));
  if (!needsFence) return ['', ...lines.map(put)].join(layout.newline);
  const fenced = lines.map((line) => layout.margin + line);
  return [` ${FENCE}`, ...fenced, layout.margin + FENCE].join(layout.newline);
}

/** The text of an expression that stands in lines: the common indentation and the white space at the end go. */
export function dedent(lines: readonly string[]): string {
  const cleaned = lines.map((line) => (line.trim() === '' ? '' : line));
  let margin: string | undefined;
  for (const line of cleaned) if (line !== '') margin = commonStart(margin, /^[ \t]*/.exec(line)?.[0] ?? '');
  return cleaned
    .map((line) => line.slice(margin?.length ?? 0))
    .join('\n')
    .trimEnd();
}

function commonStart(left: string | undefined, right: string): string {
  if (left === undefined) return right;
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return left.slice(0, length);
}
