import { defaultProperty } from './metadata-words.ts';
import type {
  Member,
  MetadataObject,
  MetadataProperty,
  ModelFile,
  Place,
  PropertyValue,
  TmdlFile,
} from './model-document.ts';
import { problemAt, type Report } from './model-problem.ts';
import { readDeclaration } from './tmdl-declaration.ts';
import { type Blocks, FENCE, readBlock } from './tmdl-expression.ts';
import { type TmdlLine, tmdlLines } from './tmdl-lines.ts';
import { readValue } from './tmdl-text.ts';

/** Models nest five deep; what nests deeper than this is kept as text. */
const DEEPEST = 40;

/**
 * Reads one TMDL file. Every character of it is in the result; a line that is not understood is kept as text and
 * reported. Throws nothing.
 */
export function readTmdl(path: string, text: string, report: Report): TmdlFile {
  const { lines, layout } = tmdlLines(text);
  const lastFence = lines.findLastIndex(({ said }) => said === FENCE);
  const cursor: Cursor = { path, lines, lastFence, at: 0, report };
  const members = readMembers(cursor, -1, 0);
  return { kind: 'tmdl', path, layout, members, tail: textOf(lines.slice(cursor.at)) };
}

/** The UTF-8 text of a file with its byte order mark, or undefined where the bytes are no such text. */
export function textOfFile({ bytes }: ModelFile): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

type Cursor = Blocks & { readonly path: string; at: number; readonly report: Report };

const textOf = (lines: readonly TmdlLine[]): string => lines.map(({ text }) => text).join('');

function readMembers(cursor: Cursor, parentLevel: number, depth: number): readonly Member[] {
  const members: Member[] = [];
  for (;;) {
    const lead = readLead(cursor);
    const line = cursor.lines[lead.end];
    if (line === undefined || (line.level <= parentLevel && parentLevel >= 0)) return members;
    cursor.at = lead.end;
    if (line.level > parentLevel + 1)
      complain(cursor, lead.end, 'The line is indented more than one step.', 'Indent it by one step below its parent.');
    members.push(readMember(cursor, { ...lead, depth }));
  }
}

type Lead = { readonly start: number; readonly end: number; readonly description: string | undefined };

/** Blank lines, comments and the description before a member. */
function readLead(cursor: Cursor): Lead {
  const description: string[] = [];
  let end = cursor.at;
  for (let line = cursor.lines[end]; line !== undefined; line = cursor.lines[++end]) {
    if (line.said.startsWith('///')) description.push(line.bare.replace(/^\ufeff?\s*\/\/\/ ?/, ''));
    else if (line.said !== '' && !line.said.startsWith('//')) break;
  }
  return { start: cursor.at, end, description: description.length === 0 ? undefined : description.join('\n') };
}

type Context = Lead & { readonly depth: number };

function readMember(cursor: Cursor, context: Context): Member {
  const line = cursor.lines[context.end];
  if (line === undefined) return { kind: 'text', text: '' };
  cursor.at = context.end + 1;
  const declaration = context.depth > DEEPEST ? undefined : readDeclaration(line.said);
  const place = { file: cursor.path, line: context.end + 1 };
  if (declaration === undefined) {
    const what = context.depth > DEEPEST ? 'Objects nest too deep.' : `'${shorten(line.said)}' is not TMDL.`;
    complain(cursor, context.end, what, 'Write `property: value`, `type name` or `type name = expression`.');
    return { kind: 'text', text: textSince(cursor, context.start) };
  }
  const common = { cursor, context, place, level: line.level };
  switch (declaration.kind) {
    case 'object':
      return readObject(common, declaration);
    case 'property':
      return readProperty(common, declaration);
    case 'word':
      return hasMembers(cursor, line.level)
        ? readObject(common, { type: declaration.word, name: undefined, isReference: false, assigned: undefined })
        : property(common, declaration.word, { kind: 'boolean', value: true });
  }
}

type Common = { readonly cursor: Cursor; readonly context: Context; readonly place: Place; readonly level: number };

function readProperty(
  common: Common,
  { name, delimiter, said }: { readonly name: string; readonly delimiter: ':' | '='; readonly said: string },
): MetadataProperty {
  if (delimiter === ':') return property(common, name, readValue(name, said));
  return property(common, name, { kind: 'expression', text: readAssigned(common, said, common.level) });
}

function property({ cursor, context, place }: Common, name: string, value: PropertyValue): MetadataProperty {
  return {
    kind: 'property',
    name,
    value,
    place,
    source: { format: 'tmdl', text: textSince(cursor, context.start), value },
  };
}

function readObject(
  common: Common,
  declared: Pick<MetadataObject, 'type' | 'name' | 'isReference'> & { readonly assigned: string | undefined },
): MetadataObject {
  const { cursor, context, place, level } = common;
  const { type, name, isReference, assigned } = declared;
  const value: PropertyValue | undefined =
    assigned === undefined ? undefined : { kind: 'expression', text: readAssigned(common, assigned, level + 1) };
  const description: PropertyValue | undefined =
    context.description === undefined ? undefined : { kind: 'text', text: context.description };
  const head = textSince(cursor, context.start);
  const said = [
    ...(description === undefined ? [] : [headProperty('description', description, place)]),
    ...(value === undefined ? [] : [headProperty(defaultProperty(type), value, place)]),
  ];
  const members = [...said, ...readMembers(cursor, level, context.depth + 1)];
  const source = { format: 'tmdl', head, name, description, value } as const;
  return { kind: 'object', type, name, isReference, members, place, source };
}

function headProperty(name: string, value: PropertyValue, place: Place): MetadataProperty {
  return { kind: 'property', name, value, place, source: { format: 'head' } };
}

/** The text behind `=`: on the line, between fences, or in the lines deeper than a level. */
function readAssigned({ cursor, place }: Common, said: string, level: number): string {
  const block = readBlock(cursor, said, level);
  cursor.at = block.end;
  if (!block.isClosed)
    complain(
      cursor,
      place.line - 1,
      'The expression opens with ``` and has no end.',
      'End it with ``` on its own line.',
    );
  return block.text;
}

function hasMembers({ lines, at }: Cursor, level: number): boolean {
  const next = lines.slice(at, at + 50).find(({ said }) => said !== '');
  return next !== undefined && next.level > level;
}

function textSince(cursor: Cursor, start: number): string {
  return textOf(cursor.lines.slice(start, cursor.at));
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

function complain({ path, report }: Cursor, index: number, what: string, todo: string): void {
  report(problemAt({ file: path, line: index + 1 }, '', { code: 'syntax', what, todo }));
}
