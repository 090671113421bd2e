import { type Cursor, createCursor, restOfLine } from './cursor.ts';
import { readBody, readValue } from './read-value.ts';
import { tokens } from './tokens.ts';
import type { Value } from './value.ts';

export type Resource = {
  readonly symbol: string;
  readonly type: string;
  readonly version: string;
  readonly isExisting: boolean;
  readonly body: Value;
};
export type Module = { readonly symbol: string; readonly path: string; readonly params: ReadonlyMap<string, Value> };
export type Parameter = { readonly name: string; readonly isRequired: boolean };
export type BicepFile = {
  readonly resources: readonly Resource[];
  readonly modules: readonly Module[];
  readonly parameters: readonly Parameter[];
  readonly variables: ReadonlyMap<string, Value>;
};
type Declaration =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'module'; readonly module: Module }
  | { readonly kind: 'param'; readonly parameter: Parameter }
  | { readonly kind: 'var'; readonly name: string; readonly value: Value }
  | { readonly kind: 'other' };

/**
 * The declarations of a Bicep file, as far as our checks need them: not a compiler, which runs in CI. Throws where the
 * text is not what this reads.
 */
export function parseBicep(text: string): BicepFile {
  const cursor = createCursor(tokens(text));
  const found: Declaration[] = [];
  for (cursor.skipNewlines(); cursor.peek() !== undefined; cursor.skipNewlines()) found.push(declaration(cursor));
  return {
    resources: found.flatMap((one) => (one.kind === 'resource' ? [one.resource] : [])),
    modules: found.flatMap((one) => (one.kind === 'module' ? [one.module] : [])),
    parameters: found.flatMap((one) => (one.kind === 'param' ? [one.parameter] : [])),
    variables: new Map(found.flatMap((one) => (one.kind === 'var' ? [[one.name, one.value]] : []))),
  };
}

function declaration(cursor: Cursor): Declaration {
  const { text, line } = cursor.next();
  switch (text) {
    case 'resource':
      return { kind: 'resource', resource: resource(cursor) };
    case 'module':
      return { kind: 'module', module: module(cursor) };
    case 'param': {
      const name = cursor.next().text;
      return { kind: 'param', parameter: { name, isRequired: !restOfLine(cursor).includes(' = ') } };
    }
    case 'var': {
      const name = cursor.next().text;
      cursor.expect('=');
      return { kind: 'var', name, value: readValue(cursor) };
    }
    case '@':
    case 'targetScope':
    case 'import':
    case 'output':
    case 'type':
    case 'func':
      restOfLine(cursor);
      return { kind: 'other' };
    default:
      throw new Error(`line ${line}: "${text}" begins no declaration`);
  }
}

function resource(cursor: Cursor): Resource {
  const symbol = cursor.next().text;
  const [type = '', version = ''] = cursor.next().text.slice(1, -1).split('@');
  const isExisting = cursor.takeIf('existing');
  cursor.expect('=');
  return { symbol, type, version, isExisting, body: readBody(cursor) };
}

function module(cursor: Cursor): Module {
  const symbol = cursor.next().text;
  const path = cursor.next().text.slice(1, -1);
  cursor.expect('=');
  const body = readBody(cursor);
  const params = body.kind === 'object' ? body.entries.get('params') : undefined;
  return { symbol, path, params: params?.kind === 'object' ? params.entries : new Map() };
}
