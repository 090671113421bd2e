import { layoutJson } from './json-syntax.ts';
import { defaultProperty, propertyClass } from './metadata-words.ts';
import {
  type Member,
  type MetadataObject,
  type MetadataProperty,
  type PropertyValue,
  propertiesOf,
  type TextLayout,
  type TmdlFile,
} from './model-document.ts';
import { plainText } from './plain-text.ts';
import { quoteName, writeExpression, writeText } from './tmdl-text.ts';

/** A TMDL file as text: what was read and is unchanged comes back as it was, the rest in canonical form. */
export function writeTmdl(file: TmdlFile): string {
  const output: Output = { layout: file.layout, parts: [] };
  for (const member of file.members) putMember(output, member, 0);
  keep(output, file.tail);
  return output.parts.join('');
}

type Output = { readonly layout: TextLayout; readonly parts: string[] };

function startLine({ parts, layout }: Output): void {
  const last = parts.at(-1);
  if (last !== undefined && !last.endsWith('\n')) parts.push(layout.newline);
}

/** Text that was read, as it is. */
function keep(output: Output, text: string): void {
  if (text === '') return;
  startLine(output);
  output.parts.push(text);
}

function putLine(output: Output, text: string, level: number): void {
  const { newline, indent } = output.layout;
  startLine(output);
  output.parts.push(`${text === '' ? '' : indent.repeat(level)}${text}${newline}`);
}

function putMember(output: Output, member: Member, level: number): void {
  switch (member.kind) {
    case 'text':
      keep(output, member.text);
      break;
    case 'group':
      for (const child of member.members) putObject(output, child, level);
      break;
    case 'object':
      putObject(output, member, level);
      break;
    case 'property':
      if (member.source?.format === 'tmdl' && member.source.value === member.value) keep(output, member.source.text);
      else putProperty(output, member, level);
  }
}

function putObject(output: Output, object: MetadataObject, level: number): void {
  const { source, name, type } = object;
  const headed = propertiesOf(object).filter((property) => isHead(property, type));
  const description = headed.find((property) => property.name === 'description')?.value;
  const value = headed.find((property) => property.name === defaultProperty(type))?.value;
  const isSame =
    source?.format === 'tmdl' && source.name === name && source.description === description && source.value === value;
  if (isSame) keep(output, source.head);
  else putHead(output, object, { level, description, value });
  const inHead = new Set<Member>(headed);
  for (const member of object.members) if (!inHead.has(member)) putMember(output, member, level + 1);
}

/** A property that the lines above or at the declaration say. */
function isHead({ name, source }: MetadataProperty, type: string): boolean {
  return (
    source?.format === 'head' || (source?.format !== 'tmdl' && [defaultProperty(type), 'description'].includes(name))
  );
}

type Head = { readonly level: number; readonly description: Value; readonly value: Value };
type Value = PropertyValue | undefined;

function putHead(output: Output, { type, name, isReference }: MetadataObject, head: Head): void {
  const { level, description, value } = head;
  const follows = isReference && output.parts.at(-1)?.startsWith(`ref ${type} `) === true;
  if (output.parts.length > 0 && !follows) putLine(output, '', 0);
  const described = description === undefined ? [] : plainText(description).split('\n');
  for (const line of described) putLine(output, `/// ${line}`, level);
  const declared = `${isReference ? 'ref ' : ''}${type}${name === undefined ? '' : ` ${quoteName(name)}`}`;
  putLine(output, value === undefined ? declared : `${declared} =${expression(output, value, level)}`, level);
}

function putProperty(output: Output, { name, value }: MetadataProperty, level: number): void {
  if (value.kind === 'boolean' && value.value) putLine(output, name, level);
  else if (isExpression(name, value)) putLine(output, `${name} =${expression(output, value, level)}`, level);
  else putLine(output, `${name}: ${value.kind === 'text' ? writeText(name, value.text) : plainText(value)}`, level);
}

function isExpression(name: string, value: PropertyValue): boolean {
  if (value.kind === 'text') return propertyClass(name) === 'expression' || /[\r\n]/.test(value.text);
  return value.kind === 'expression' || value.kind === 'json';
}

function expression({ layout }: Output, value: PropertyValue, level: number): string {
  const text = value.kind === 'json' ? layoutJson(value.text, { newline: '\n', indent: '  ' }) : plainText(value);
  return writeExpression(text, { newline: layout.newline, margin: layout.indent.repeat(level + 2) });
}
