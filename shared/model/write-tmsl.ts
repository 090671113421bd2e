import { layoutJson } from './json-syntax.ts';
import { listOf, nameKey } from './metadata-words.ts';
import type {
  Member,
  MetadataObject,
  MetadataProperty,
  PropertyValue,
  TextLayout,
  TmslFile,
} from './model-document.ts';

/** A `model.bim` as text: what was read and is unchanged comes back as it was, the rest in canonical form. */
export function writeTmsl({ before, root, after, layout }: TmslFile): string {
  return before + objectText(root, { key: undefined, level: 0, layout, isRoot: true }) + after;
}

type Position = {
  /** The key in front of the value; undefined in a list. */
  readonly key: string | undefined;
  readonly level: number;
  readonly layout: TextLayout;
  readonly isRoot?: boolean;
};

function lineStart({ level, layout, isRoot, key }: Position): string {
  const margin = isRoot === true ? '' : layout.newline + layout.indent.repeat(level);
  return key === undefined ? margin : `${margin}${JSON.stringify(key)}: `;
}

/** The object from the white space before it to its closing brace. */
function objectText(object: MetadataObject, position: Position): string {
  const { source } = object;
  const inside = { level: position.level + 1, layout: position.layout };
  const members = memberTexts(object, inside);
  if (source?.format === 'tmsl') return source.open + members.join(',') + source.close;
  if (members.length === 0) return `${lineStart(position)}{}`;
  return `${lineStart(position)}{${members.join(',')}${position.layout.newline}${position.layout.indent.repeat(position.level)}}`;
}

type Inside = { readonly level: number; readonly layout: TextLayout };

function memberTexts(object: MetadataObject, inside: Inside): readonly string[] {
  const key = nameKey(object.type);
  const hasName = object.members.some((member) => member.kind === 'property' && member.name === key);
  const slot: readonly Member[] =
    hasName || object.name === undefined
      ? []
      : [{ kind: 'property', name: key, value: { kind: 'text', text: object.name }, place: object.place }];
  return listed([...slot, ...object.members]).map((member) => {
    if (member.kind === 'object') return objectText(member, { key: member.type, ...inside });
    if (member.kind === 'group') return groupText(member, inside);
    return propertyText(member.name === key ? renamed(member, object.name) : member, inside);
  });
}

const renamed = (property: MetadataProperty, name: string | undefined): MetadataProperty =>
  name === undefined || (property.value.kind === 'text' && property.value.text === name)
    ? property
    : { ...property, value: { kind: 'text', text: name } };

type Listed = Exclude<Member, { kind: 'text' }>;

/** Children that stand alone join the list of their type. */
function listed(members: readonly Member[]): readonly Listed[] {
  const alone = Map.groupBy(members, lonelyKey);
  const joined = new Set<string>();
  const take = (key: string): readonly MetadataObject[] => {
    if (joined.has(key)) return [];
    joined.add(key);
    return (alone.get(key) ?? []).filter((member) => member.kind === 'object');
  };
  const written = new Set(members.flatMap((member) => (member.kind === 'group' ? [member.key] : [])));
  return members.flatMap((member): readonly Listed[] => {
    if (member.kind === 'text') return [];
    if (member.kind === 'group') return [{ ...member, members: [...member.members, ...take(member.key)] }];
    const key = lonelyKey(member);
    if (key === undefined) return [member];
    const children = written.has(key) ? [] : take(key);
    return children.length === 0 ? [] : [{ kind: 'group', key, members: children, open: '', close: '' }];
  });
}

function lonelyKey(member: Member): string | undefined {
  if (member.kind !== 'object' || member.source?.format === 'tmsl') return undefined;
  return listOf(member.type, member.name !== undefined);
}

function groupText(
  { key, members, open, close }: Extract<Member, { kind: 'group' }>,
  { level, layout }: Inside,
): string {
  const start = open === '' ? lineStart({ key, level, layout }) : '';
  const elements = members.map((member) => objectText(member, { key: undefined, level: level + 1, layout }));
  if (open !== '') return open + elements.join(',') + close;
  return `${start}[${elements.join(',')}${layout.newline}${layout.indent.repeat(level)}]`;
}

function propertyText({ name, value, source }: MetadataProperty, { level, layout }: Inside): string {
  if (source?.format === 'tmsl' && source.value === value) return source.text;
  return lineStart({ key: name, level, layout }) + valueText(value, { level, layout });
}

function valueText(value: PropertyValue, { level, layout }: Inside): string {
  switch (value.kind) {
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.spelling;
    case 'json':
      return layoutJson(value.text, { newline: layout.newline, indent: layout.indent }).replaceAll(
        layout.newline,
        layout.newline + layout.indent.repeat(level),
      );
    case 'reference':
      return JSON.stringify(value.path.at(-1) ?? '');
    case 'text':
    case 'expression':
      return linesText(value.text.replaceAll(/\r\n?/g, '\n').split('\n'), { level, layout });
  }
}

function linesText(lines: readonly string[], { level, layout }: Inside): string {
  if (lines.length === 1) return JSON.stringify(lines[0]);
  const margin = layout.newline + layout.indent.repeat(level + 1);
  const texts = lines.map((line) => margin + JSON.stringify(line));
  return `[${texts.join(',')}${layout.newline}${layout.indent.repeat(level)}]`;
}
