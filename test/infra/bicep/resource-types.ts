import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Value } from './value.ts';

/** Shapes of Azure's resource types: names, enums and required members. */
const Shape: z.ZodType<Shape> = z.lazy(() =>
  z.looseObject({
    type: z.string().optional(),
    $ref: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), Shape).optional(),
    required: z.array(z.string()).optional(),
    items: Shape.optional(),
    additionalProperties: z.unknown().optional(),
    discriminator: z.string().optional(),
    variants: z.record(z.string(), Shape).optional(),
  }),
);
type Shape = {
  readonly type?: string | undefined;
  readonly $ref?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly properties?: Readonly<Record<string, Shape>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Shape | undefined;
  readonly additionalProperties?: unknown;
  readonly discriminator?: string | undefined;
  readonly variants?: Readonly<Record<string, Shape>> | undefined;
};
const Document = z.object({ resource: z.string(), body: Shape, definitions: z.record(z.string(), Shape) });
export type ResourceType = z.infer<typeof Document>;

const REFERENCE = process.env['AZIMUTH_REFERENCE'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));

/** The types by `Name@version`, in lower case; undefined where the reference material is not beside the repository. */
export function resourceTypes(): ReadonlyMap<string, ResourceType> | undefined {
  const folder = `${REFERENCE}/schemas/azure`;
  if (!existsSync(folder)) return undefined;
  const documents = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => Document.parse(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))));
  return new Map(documents.map((document) => [document.resource.toLowerCase(), document]));
}

/** Everything in a resource's body that its type does not have: a name, a word, a member that is missing. */
export function typeProblems(type: ResourceType, body: Value): readonly string[] {
  return problems(type, type.body, body, '');
}

function problems(type: ResourceType, given: Shape, value: Value, where: string): readonly string[] {
  const shape = resolved(type, given, value);
  if (shape.enum !== undefined && value.kind === 'literal' && !shape.enum.includes(value.value)) {
    return [`${where}: "${String(value.value)}" is none of ${shape.enum.join(', ')}`];
  }
  if (value.kind === 'array') {
    const { items } = shape;
    if (items === undefined)
      return shape.properties === undefined ? [] : [`${where}: an array where an object belongs`];
    return value.items.flatMap((item, index) => problems(type, items, item, `${where}/${index}`));
  }
  if (value.kind !== 'object') return [];
  const { properties = {}, required = [] } = shape;
  const isOpen =
    shape.additionalProperties !== undefined || (shape.type !== 'object' && shape.properties === undefined);
  const unknown = [...value.entries.keys()].filter((key) => properties[key] === undefined && !isOpen);
  return [
    ...unknown.map((key) => `${where}: has no member "${key}"`),
    ...required.filter((key) => !value.entries.has(key)).map((key) => `${where}: lacks "${key}"`),
    ...[...value.entries].flatMap(([key, inner]) => {
      const known = properties[key];
      return known === undefined ? [] : problems(type, known, inner, `${where}/${key}`);
    }),
  ];
}

/** Follows references, and picks the variant that the value names. */
function resolved(type: ResourceType, given: Shape, value: Value): Shape {
  const shape = given.$ref === undefined ? given : (type.definitions[given.$ref] ?? given);
  if (shape.$ref !== undefined && shape !== given) return resolved(type, shape, value);
  if (shape.discriminator === undefined || value.kind !== 'object') return shape;
  const named = value.entries.get(shape.discriminator);
  const variant = named?.kind === 'literal' ? shape.variants?.[String(named.value)] : undefined;
  if (variant === undefined)
    return {
      ...shape,
      properties: { [shape.discriminator]: { enum: Object.keys(shape.variants ?? {}) } },
      required: [shape.discriminator],
    };
  const inner = resolved(type, variant, value);
  return { ...inner, properties: { ...shape.properties, ...inner.properties } };
}
