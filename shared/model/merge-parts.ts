import {
  childrenOf,
  childrenOfType,
  type Member,
  type MetadataObject,
  type ModelDocument,
  type Place,
  propertiesOf,
} from './model-document.ts';
import { pathWords, problemAt, type Report } from './model-problem.ts';

/**
 * The whole model as one tree: `database`, with `model` in it and everything else in that. TMDL spreads it over files
 * (an object may be declared in several); `ref` lines give the order, and what they do not name follows. Undefined
 * where the document holds no model.
 */
export function modelTree({ files }: ModelDocument, report: Report): MetadataObject | undefined {
  const tmsl = files.find((file) => file.kind === 'tmsl');
  if (tmsl?.kind === 'tmsl')
    return tmsl.root.type === 'database' ? tmsl.root : bare('database', tmsl.root.place, [tmsl.root]);
  const roots = files.flatMap((file) => (file.kind === 'tmdl' ? file.members : [])).flatMap(unwrapped);
  const objects = roots.filter((member) => member.kind === 'object');
  const first = objects[0];
  if (first === undefined) return undefined;
  const { place } = first;
  const inDatabase = (member: Member): boolean => member.kind === 'object' && member.type === 'database';
  const inModel = (member: Member): boolean => member.kind === 'object' && member.type === 'model';
  const database = joined([bare('database', place, []), ...objects.filter(inDatabase)]);
  const loose = roots.filter((member) => !inDatabase(member) && !inModel(member));
  const models = [...objects.filter(inModel), ...childrenOfType(database, 'model')];
  const model = joined([...models, bare('model', place, loose)]);
  const members = database.members.filter((member) => !inModel(member));
  const tree = { ...database, members: [...members, withParts(model)] };
  reportRepeats(tree, [], report);
  return tree;
}

/** The one property that may be said more than once: each names a column. */
const MANY = 'groupByColumn';

function reportRepeats(object: MetadataObject, path: readonly MetadataObject[], report: Report): void {
  const here = [...path, object];
  const seen = new Set<string>();
  for (const { name, place } of propertiesOf(object)) {
    const said = { code: 'property-repeated', what: `'${name}' is said twice.`, todo: 'Keep one of the two.' } as const;
    if (seen.has(name) && name !== MANY) report(problemAt(place, pathWords(here.slice(2)), said));
    seen.add(name);
  }
  for (const child of childrenOf(object)) reportRepeats(child, here, report);
}

/** A script's command holds what would otherwise stand at the root. */
function unwrapped(member: Member): readonly Member[] {
  return member.kind === 'object' && /^createOrReplace$/i.test(member.type) ? member.members : [member];
}

function bare(type: string, place: Place, members: readonly Member[]): MetadataObject {
  return { kind: 'object', type, name: undefined, isReference: false, members, place };
}

/** Types that may be declared in parts. */
const PARTIAL = new Set(['table', 'role', 'perspective', 'cultureInfo']);

const identity = ({ type, name }: MetadataObject): string => `${type}\n${name?.toLowerCase() ?? ''}`;

/** The same object with its children's parts joined and in the order of the `ref` lines. */
function withParts(object: MetadataObject): MetadataObject {
  const children = object.members.filter((member) => member.kind === 'object');
  const order = new Map<string, number>();
  for (const child of children)
    if (child.isReference) order.set(identity(child), order.get(identity(child)) ?? order.size);
  const isJoined = (child: MetadataObject): boolean => PARTIAL.has(child.type) || order.has(identity(child));
  const parts = Map.groupBy(children.filter(isJoined), identity);
  const whole = children.flatMap((child) => {
    const same = parts.get(identity(child));
    if (same === undefined) return [child];
    if (same[0] !== child || same.every(isEmptyReference)) return [];
    return [joined(same.filter((part) => !isEmptyReference(part)))];
  });
  const place = (child: MetadataObject): number => order.get(identity(child)) ?? order.size;
  const others = object.members.filter((member) => member.kind !== 'object');
  return { ...object, members: [...others, ...whole.toSorted((left, right) => place(left) - place(right))] };
}

const isEmptyReference = ({ isReference, members }: MetadataObject): boolean => isReference && members.length === 0;

/** One object from its parts. */
function joined(parts: readonly MetadataObject[]): MetadataObject {
  const main = parts.find(({ isReference, name }) => !isReference && name !== undefined) ?? parts[0];
  if (main === undefined) throw new RangeError('an object has at least one part');
  return { ...main, isReference: false, members: parts.flatMap((part) => part.members) };
}
