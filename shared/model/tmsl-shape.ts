import { nameKey } from './metadata-words.ts';
import {
  childrenOf,
  type Member,
  type MetadataObject,
  type MetadataProperty,
  type PropertyValue,
  propertiesOf,
  propertyOf,
} from './model-document.ts';
import { plainText } from './plain-text.ts';

/**
 * A tree read from TMDL in the arrangement of TMSL, where the two differ: sources of partitions are objects, columns
 * say their kind, ends of relationships are two texts, levels have ordinals. Places stay, texts as written do not.
 */
export function tmslShape(object: MetadataObject): MetadataObject {
  return shaped(object, { parent: undefined, index: 0, isTranslated: false });
}

type Context = {
  readonly parent: MetadataObject | undefined;
  /** Among the children of the same type. */
  readonly index: number;
  readonly isTranslated: boolean;
};

function shaped(object: MetadataObject, context: Context): MetadataObject {
  const counts = new Map<string, number>();
  const inside = childrenOf(object).map((child) => {
    const index = counts.get(child.type) ?? 0;
    counts.set(child.type, index + 1);
    return shaped(child, {
      parent: object,
      index,
      isTranslated: context.isTranslated || object.type === 'translations',
    });
  });
  const properties = propertiesOf(object)
    .filter(({ name }) => object.name === undefined || name !== nameKey(object.type))
    .map((property) => plain(property, context.isTranslated));
  const whole = without(object, [...properties, ...inside]);
  return context.isTranslated ? whole : (SHAPES.get(object.type)?.(whole, context) ?? whole);
}

function without({ source: _, ...object }: MetadataObject, members: readonly Member[]): MetadataObject {
  return { ...object, members };
}

const JSON_TEXTS = new Set(['connectionDetails', 'credential', 'options', 'content']);

/** References become the name that they end with where TMSL knows no path; texts that are JSON become JSON. */
function plain({ source: _, ...property }: MetadataProperty, isTranslated: boolean): MetadataProperty {
  const { name, value } = property;
  if (isTranslated)
    return {
      ...property,
      name: `translated${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
      value: text(plainText(value)),
    };
  if (value.kind === 'reference' && value.path.length === 1) return { ...property, value: text(value.path.join('.')) };
  if (value.kind === 'expression' && JSON_TEXTS.has(name)) return { ...property, value: jsonOrText(value.text) };
  return property;
}

const text = (said: string): PropertyValue => ({ kind: 'text', text: said });

function jsonOrText(said: string): PropertyValue {
  return isJsonObject(said) ? { kind: 'json', text: said } : text(said);
}

/** Whether a text is a JSON object or list. */
export function isJsonObject(said: string): boolean {
  try {
    const value: unknown = JSON.parse(said);
    return typeof value === 'object' && value !== null;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

type Shape = (object: MetadataObject, context: Context) => MetadataObject;

/** Replaces properties by what a function makes of each. */
function changed(
  object: MetadataObject,
  change: (property: MetadataProperty) => readonly Member[] | undefined,
): MetadataObject {
  return {
    ...object,
    members: object.members.flatMap((member) => (member.kind === 'property' && change(member)) || [member]),
  };
}

function added(object: MetadataObject, name: string, value: PropertyValue): MetadataObject {
  if (propertyOf(object, name) !== undefined) return object;
  const property: MetadataProperty = { kind: 'property', name, value, place: object.place };
  return { ...object, members: [property, ...object.members] };
}

const SHAPES: ReadonlyMap<string, Shape> = new Map(
  Object.entries<Shape>({
    model: (object) => (object.name === 'Model' ? { ...object, name: undefined } : object),
    partition,
    column: (object, { parent }) => {
      if (propertyOf(object, 'expression') !== undefined) return added(object, 'type', text('calculated'));
      const isCalculated = parent !== undefined && childrenOf(parent).some(isCalculatedPartition);
      return isCalculated ? added(object, 'type', text('calculatedTableColumn')) : object;
    },
    relationship: (object) => changed(object, ends('Table', 'Column')),
    alternateOf: (object) => changed(object, ends('Table', 'Column')),
    expression: (object) => added(object, 'kind', text('m')),
    level: (object, { index }) => added(object, 'ordinal', { kind: 'number', spelling: String(index) }),
    extendedProperty: (object) => {
      const said = plainText(propertyOf(object, 'value')?.value ?? text(''));
      const typed = added(object, 'type', text(isJsonObject(said) ? 'json' : 'string'));
      return changed(typed, (property) =>
        property.name === 'value' ? [{ ...property, value: jsonOrText(said) }] : undefined,
      );
    },
    variation: (object) =>
      changed(object, (property) => {
        const { name, value } = property;
        if (value.kind !== 'reference' || !name.startsWith('default')) return undefined;
        const [table = '', inner = ''] = value.path;
        const key = name === 'defaultHierarchy' ? 'hierarchy' : 'column';
        return [{ ...property, value: { kind: 'json', text: JSON.stringify({ table, [key]: inner }) } }];
      }),
    relatedColumnDetails: (object) =>
      changed(object, ({ name, value, place }) =>
        name === 'groupByColumn'
          ? [{ kind: 'object', type: name, name: plainName(value), isReference: false, members: [], place }]
          : undefined,
      ),
  }),
);

const plainName = (value: PropertyValue): string =>
  value.kind === 'reference' ? value.path.join('.') : plainText(value);

const isCalculatedPartition = (child: MetadataObject): boolean =>
  child.type === 'partition' && propertyOf(child, 'sourceType')?.value.kind === 'expression'
    ? plainText(propertyOf(child, 'sourceType')?.value ?? text('')) === 'calculated'
    : false;

/** `fromColumn: Sales.Key` is `fromTable` and `fromColumn`. */
function ends(outer: string, inner: string) {
  return (property: MetadataProperty): readonly Member[] | undefined => {
    const { name, value } = property;
    if (value.kind !== 'reference' || value.path.length !== 2 || !name.endsWith(inner)) return undefined;
    const [table = '', column = ''] = value.path;
    const first = { ...property, name: name.slice(0, -inner.length) + outer, value: text(table) };
    return [first, { ...property, value: text(column) }];
  };
}

/** `partition X = m` with `source = …` holds an object `source` of type `m`. */
function partition(object: MetadataObject): MetadataObject {
  const type = propertyOf(object, 'sourceType');
  const said = propertyOf(object, 'source');
  const inner = childrenOf(object).find((child) => child.type === 'source');
  const rest = object.members.filter((member) => member !== type && member !== said && member !== inner);
  const typed = type === undefined ? [] : [{ ...type, name: 'type', value: text(plainText(type.value)) }];
  const expression = said === undefined ? [] : [{ ...said, name: 'expression' }];
  const place = said?.place ?? inner?.place ?? object.place;
  const members = [...typed, ...expression, ...(inner?.members ?? [])];
  const source: MetadataObject = {
    kind: 'object',
    type: 'source',
    name: undefined,
    isReference: false,
    members,
    place,
  };
  return { ...object, members: [...rest, source] };
}
