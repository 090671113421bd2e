import { nameKey, propertyClass } from './metadata-words.ts';
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

/** A tree read from TMSL in the arrangement of TMDL: the way back from `tmslShape`. */
export function tmdlShape(object: MetadataObject, isTranslated = false): MetadataObject {
  const below = isTranslated || object.type === 'translations';
  const inside = childrenOf(object).map((child) => tmdlShape(child, below));
  const properties = propertiesOf(object)
    .filter(({ name }) => object.name === undefined || name !== nameKey(object.type))
    .map((property) => plain(property, isTranslated))
    .toSorted((left, right) => lateness(left) - lateness(right));
  const { source: _, ...rest } = object;
  const whole = { ...rest, members: [...properties, ...inside.toSorted((left, right) => rank(left) - rank(right))] };
  return isTranslated ? whole : (SHAPES.get(object.type)?.(whole) ?? whole);
}

/** The usual order of children; what is not listed keeps its place between. */
const RANKS = new Map(
  Object.entries({
    measure: 1,
    column: 3,
    hierarchy: 4,
    partition: 5,
    member: 6,
    changedProperty: 7,
    annotation: 8,
  }),
);
const rank = ({ type }: MetadataObject): number => RANKS.get(type) ?? 2;

/** References follow what an object says of itself. */
const LATE = ['sourceColumn', 'column', 'sortByColumn'];
const lateness = ({ name }: MetadataProperty): number => LATE.indexOf(name);

function plain({ source: _, ...property }: MetadataProperty, isTranslated: boolean): MetadataProperty {
  const { name, value } = property;
  if (isTranslated && /^translated[A-Z]/.test(name))
    return { ...property, name: name.slice(10, 11).toLowerCase() + name.slice(11) };
  if (value.kind === 'text' && propertyClass(name) === 'reference')
    return { ...property, value: { kind: 'reference', path: [value.text] } };
  return property;
}

const text = (object: MetadataObject, name: string): string => {
  const value = propertyOf(object, name)?.value;
  if (value === undefined) return '';
  return value.kind === 'reference' ? value.path.join('.') : plainText(value);
};

function dropped(object: MetadataObject, drop: (property: MetadataProperty) => boolean): MetadataObject {
  return { ...object, members: object.members.filter((member) => member.kind !== 'property' || !drop(member)) };
}

function replaced(
  object: MetadataObject,
  change: (property: MetadataProperty) => PropertyValue | undefined,
): MetadataObject {
  const members = object.members.map((member): Member => {
    const value = member.kind === 'property' ? change(member) : undefined;
    return member.kind === 'property' && value !== undefined ? { ...member, value } : member;
  });
  return { ...object, members };
}

type Shape = (object: MetadataObject) => MetadataObject;

const SHAPES: ReadonlyMap<string, Shape> = new Map(
  Object.entries<Shape>({
    model: (object) => ({ ...object, name: object.name ?? 'Model' }),
    partition,
    column: (object) =>
      dropped(
        object,
        ({ name, value }) =>
          name === 'type' && ['calculated', 'calculatedTableColumn', 'data'].includes(plainText(value)),
      ),
    relationship: (object) => ends(object, ['from', 'to']),
    alternateOf: (object) => ends(object, ['base']),
    expression: (object) => dropped(object, ({ name, value }) => name === 'kind' && plainText(value) === 'm'),
    hierarchy: (object) => {
      const levels = childrenOf(object).filter(({ type }) => type === 'level');
      const sorted = levels.toSorted((left, right) => Number(text(left, 'ordinal')) - Number(text(right, 'ordinal')));
      const others = object.members.filter((member) => member.kind !== 'object' || member.type !== 'level');
      return {
        ...object,
        members: [...others, ...sorted.map((level) => dropped(level, ({ name }) => name === 'ordinal'))],
      };
    },
    extendedProperty: (object) => dropped(object, ({ name }) => name === 'type'),
    variation: (object) =>
      replaced(object, ({ name, value }) => (name.startsWith('default') ? jsonReference(plainName(value)) : undefined)),
    relatedColumnDetails: (object) => ({
      ...object,
      members: object.members.map(
        (member): Member =>
          member.kind === 'object' && member.type === 'groupByColumn' && member.name !== undefined
            ? {
                kind: 'property',
                name: member.type,
                value: { kind: 'reference', path: [member.name] },
                place: member.place,
              }
            : member,
      ),
    }),
  }),
);

const plainName = (value: PropertyValue): string =>
  value.kind === 'reference' ? value.path.join('.') : plainText(value);

/** `{"table": "Date", "hierarchy": "Calendar"}` is `Date.Calendar`. */
function jsonReference(said: string): PropertyValue | undefined {
  let value: unknown;
  try {
    value = JSON.parse(said);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const path = Object.values(value).filter((part) => typeof part === 'string');
  return path.length === 0 ? undefined : { kind: 'reference', path };
}

/** `fromTable` and `fromColumn` are `fromColumn: Table.Column`. */
function ends(object: MetadataObject, sides: readonly string[]): MetadataObject {
  const columns = sides.filter((side) => propertyOf(object, `${side}Column`) && propertyOf(object, `${side}Table`));
  const joined = replaced(object, ({ name }) => {
    const side = columns.find((word) => name === `${word}Column`);
    return side === undefined
      ? undefined
      : { kind: 'reference', path: [text(object, `${side}Table`), text(object, name)] };
  });
  return dropped(joined, ({ name }) => columns.some((side) => name === `${side}Table`));
}

/** Types of sources that are an expression and nothing else. */
const EXPRESSION_SOURCES = ['m', 'calculated'];

function partition(object: MetadataObject): MetadataObject {
  const source = childrenOf(object).find(({ type }) => type === 'source');
  if (source === undefined) return object;
  const type = propertyOf(source, 'type');
  const sourceType: readonly Member[] = type === undefined ? [] : [{ ...type, name: 'sourceType' }];
  const others = object.members.filter((member) => member !== source);
  const inner = source.members.filter((member) => member !== type);
  const expression = propertyOf(source, 'expression');
  if (inner.length === 0) return { ...object, members: [...sourceType, ...others] };
  const isPlain = inner.length === 1 && expression !== undefined && EXPRESSION_SOURCES.includes(text(source, 'type'));
  const held: Member = isPlain ? { ...expression, name: 'source' } : { ...source, members: inner };
  return { ...object, members: [...sourceType, ...others, held] };
}
