import { type JsonMember, type JsonNode, readJson } from './json-syntax.ts';
import { isJsonProperty, isSingle, nameKey, propertyClass, typeOfList } from './metadata-words.ts';
import type { Member, MetadataObject, Place, PropertyValue, TextLayout, TmslFile } from './model-document.ts';
import { problemAt, type Report } from './model-problem.ts';

const SCRIPTS = ['createOrReplace', 'create', 'alter'];

/**
 * Reads a `model.bim`: a database, a model alone, or a script that creates one. Undefined, with the reason reported,
 * where the text is no JSON or holds no model. Throws nothing.
 */
export function readTmsl(path: string, text: string, report: Report): TmslFile | undefined {
  const lineOf = lineFinder(text);
  const refuse = (at: number, code: 'syntax' | 'model-missing', what: string, todo: string): undefined => {
    report(problemAt({ file: path, line: lineOf(at) }, '', { code, what, todo }));
  };
  const reading = readJson(text);
  if (reading.kind === 'failed')
    return refuse(reading.at, 'syntax', `This is no JSON: ${reading.expected} should stand here.`, 'Repair the text.');
  const found = findModel(reading.node, 0);
  if (found === undefined) {
    const todo = 'Save a database with compatibility level 1200 or above, which holds `model`.';
    return refuse(reading.node.start, 'model-missing', 'The file holds no tabular model.', todo);
  }
  const { node, type } = found;
  const file: Source = { path, text, lineOf, report };
  const open = text.slice(node.start, node.start + 1);
  const root = readObject(file, { type, node, open, rest: '' });
  return {
    kind: 'tmsl',
    path,
    layout: layoutOf(text),
    before: text.slice(0, node.start),
    root,
    after: text.slice(node.end),
  };
}

function layoutOf(text: string): TextLayout {
  const indent = /\n([ \t]+)"/.exec(text)?.[1];
  return { newline: text.includes('\r\n') ? '\r\n' : '\n', indent: indent ?? '  ' };
}

function lineFinder(text: string): (at: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

function findModel(node: JsonNode, depth: number): { node: ObjectNode; type: 'database' | 'model' } | undefined {
  if (node.kind !== 'object' || depth > 2) return undefined;
  const inside = (keys: readonly string[]) => node.members.find(({ key }) => keys.includes(key))?.value;
  if (inside(['model'])?.kind === 'object') return { node, type: 'database' };
  if (inside(['tables'])?.kind === 'array') return { node, type: 'model' };
  const inner = inside([...SCRIPTS, 'database']);
  return inner === undefined ? undefined : findModel(inner, depth + 1);
}

type Source = {
  readonly path: string;
  readonly text: string;
  readonly lineOf: (at: number) => number;
  readonly report: Report;
};

/** `isListed`: an element of a list, which has a name by that. */
type Opened = {
  readonly type: string;
  readonly node: ObjectNode;
  readonly open: string;
  readonly rest: string;
  readonly isListed?: boolean;
};

/** What stands before, between and after the values of a list or object, so that joining with commas repeats it. */
function segments(text: string, node: ObjectNode | ArrayNode): { readonly start: number; readonly end: number }[] {
  const values = node.kind === 'object' ? node.members.map(({ value }) => value) : node.elements;
  let start = node.start + 1;
  return values.map((value, index) => {
    const end = index === values.length - 1 ? value.end : text.indexOf(',', value.end);
    const segment = { start, end };
    start = end + 1;
    return segment;
  });
}

type ArrayNode = Extract<JsonNode, { kind: 'array' }>;

function readObject(file: Source, { type, node, open, rest, isListed = false }: Opened): MetadataObject {
  const { text } = file;
  const cuts = segments(text, node);
  const key = nameKey(type);
  const named = node.members.find((member) => member.key === key)?.value;
  const name = named?.kind === 'string' && (isListed || isSingle(type)) ? named.value : undefined;
  const place: Place = { file: file.path, line: file.lineOf(node.start) };
  reportRepeats(file, node);
  const members = node.members.map((member, index): Member => {
    const cut = cuts[index] ?? { start: member.at, end: member.value.end };
    return readMember(file, { parent: type, member, ...cut });
  });
  const last = cuts.at(-1)?.end;
  const opening = last === undefined ? open + text.slice(node.start + 1, node.end - 1) : open;
  const close = text.slice(last ?? node.end - 1, node.end) + rest;
  return {
    kind: 'object',
    type,
    name,
    isReference: false,
    members,
    place,
    source: { format: 'tmsl', open: opening, close },
  };
}

function reportRepeats({ path, lineOf, report }: Source, { members }: ObjectNode): void {
  const seen = new Set<string>();
  for (const { key, at } of members) {
    if (seen.has(key)) {
      const said = {
        code: 'property-repeated',
        what: `'${key}' is said twice.`,
        todo: 'Keep one of the two.',
      } as const;
      report(problemAt({ file: path, line: lineOf(at) }, '', said));
    }
    seen.add(key);
  }
}

type Found = { readonly parent: string; readonly member: JsonMember; readonly start: number; readonly end: number };

function readMember(file: Source, { parent, member, start, end }: Found): Member {
  const { text } = file;
  const { key, value } = member;
  const open = text.slice(start, value.start + 1);
  const rest = text.slice(value.end, end);
  if (value.kind === 'object' && !isJsonProperty(key)) return readObject(file, { type: key, node: value, open, rest });
  const type = value.kind === 'array' ? listType(value, key, parent) : undefined;
  if (type !== undefined && value.kind === 'array') return readList(file, { type, key, node: value, open, rest });
  const said = propertyValue(key, value, text);
  const place = { file: file.path, line: file.lineOf(member.at) };
  const source = { format: 'tmsl', text: text.slice(start, end), value: said } as const;
  return { kind: 'property', name: key, value: said, place, source };
}

/** The type of the objects in a list; undefined where the list is a value. */
function listType({ elements }: ArrayNode, key: string, parent: string): string | undefined {
  if (elements.some(({ kind }) => kind !== 'object') || isJsonProperty(key)) return undefined;
  const known = typeOfList(key, parent);
  if (known !== undefined || elements.length === 0 || !key.endsWith('s')) return known;
  const areNamed = elements.every(
    (element) =>
      element.kind === 'object' &&
      element.members.some((member) => member.key === 'name' && member.value.kind === 'string'),
  );
  return areNamed ? key.slice(0, -1) : undefined;
}

type List = {
  readonly type: string;
  readonly key: string;
  readonly node: ArrayNode;
  readonly open: string;
  readonly rest: string;
};

function readList(file: Source, { type, key, node, open, rest }: List): Member {
  const { text } = file;
  const cuts = segments(text, node);
  const members = node.elements.flatMap((element, index) => {
    const cut = cuts[index];
    if (element.kind !== 'object' || cut === undefined) return [];
    const opened = text.slice(cut.start, element.start + 1);
    return [
      readObject(file, { type, node: element, open: opened, rest: text.slice(element.end, cut.end), isListed: true }),
    ];
  });
  const last = cuts.at(-1)?.end;
  const opening = last === undefined ? open + text.slice(node.start + 1, node.end - 1) : open;
  return { kind: 'group', key, members, open: opening, close: text.slice(last ?? node.end - 1, node.end) + rest };
}

function propertyValue(key: string, node: JsonNode, text: string): PropertyValue {
  const written = text.slice(node.start, node.end);
  if (node.kind === 'number') return { kind: 'number', spelling: written };
  if (node.kind === 'word' && node.word !== 'null') return { kind: 'boolean', value: node.word === 'true' };
  const said = node.kind === 'string' ? node.value : linesOf(node);
  if (said === undefined) return { kind: 'json', text: written };
  return propertyClass(key) === 'expression' ? { kind: 'expression', text: said } : { kind: 'text', text: said };
}

/** A list of texts is a text of several lines. */
function linesOf(node: JsonNode): string | undefined {
  if (node.kind !== 'array' || node.elements.length === 0) return undefined;
  const lines = node.elements.flatMap((element) => (element.kind === 'string' ? [element.value] : []));
  return lines.length === node.elements.length ? lines.join('\n') : undefined;
}
