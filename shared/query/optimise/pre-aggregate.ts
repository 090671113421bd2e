import type { AggregateName } from '../../dax/bound.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import { columnsIn } from '../emit/needed-columns.ts';
import type { PhysicalFacts } from '../physical-facts.ts';
import { type IdMaker, newCopy } from '../planner/frame.ts';
import { type Aggregate, columnValue, type Id, type NewColumn, type Relation, type SourceColumn } from '../relation.ts';
import { mapInputs } from './map-inputs.ts';

type Source = Extract<Relation, { kind: 'source' }>;
type Grouped = Extract<Relation, { kind: 'aggregate' }>;
/** What happens to the rows between the source and the aggregate, innermost first. */
type Link = Extract<Relation, { kind: 'filter' | 'join' }>;

/** Aggregates that can be made of parts, and from what. */
const COMBINED: Readonly<Partial<Record<Grouped['aggregates'][number]['aggregate'], AggregateName>>> = {
  sum: 'sum',
  count: 'sum',
  countRows: 'sum',
  min: 'min',
  max: 'max',
};

/** Rows are grouped first where each group stands for this many of them, and no more groups than this are kept. */
const WORTH = 16;
const MOST_GROUPS = 150_000;

/**
 * Groups the rows of a large table by its own keys before anything is looked up for them, wherever that leaves far
 * fewer rows: then related tables, filters on them and the groups themselves cost next to nothing.
 */
export function preAggregate(model: TabularModel, facts: PhysicalFacts, ids: IdMaker, relation: Relation): Relation {
  const done = new Map<Relation, Relation>();
  const visit = (one: Relation): Relation => {
    const known = done.get(one);
    if (known !== undefined) return known;
    const inner = mapInputs(one, visit);
    const made = inner.kind === 'aggregate' ? (groupedFirst(model, facts, ids, inner) ?? inner) : inner;
    done.set(one, made);
    return made;
  };
  return visit(relation);
}

function groupedFirst(model: TabularModel, facts: PhysicalFacts, ids: IdMaker, grouped: Grouped): Relation | undefined {
  const chain = chainOf(grouped.input);
  if (chain === undefined || grouped.aggregates.length === 0) return undefined;
  const { source, links } = chain;
  const own = new Map(source.columns.filter(({ path }) => path.length === 0).map((one) => [one.id, one]));
  const far = source.columns.filter(({ path }) => path.length > 0);
  const isOwn = (used: ReadonlySet<Id>) => [...used].every((id) => own.has(id));
  if (!grouped.aggregates.every((one) => isMadeOfParts(one, isOwn))) return undefined;
  // Filters of the table's own columns come first; the rest looks at the groups.
  const early = links.filter((link) => link.kind === 'filter' && isOwn(columnsIn([link.condition])));
  const late = links.filter((link) => !early.includes(link));
  const used = new Set<Id>(columnsIn(grouped.keys.map(({ value }) => value)));
  // Different values of a column are counted among the groups, which keep it.
  for (const { aggregate, value } of grouped.aggregates) if (aggregate === 'countDistinct') columnsIn([value], used);
  for (const link of late)
    columnsIn(link.kind === 'filter' ? [link.condition] : [...link.on.map(({ left }) => left), link.condition], used);
  const kept = [...own.values()].filter(({ id }) => used.has(id));
  const wanted = far.filter(({ id }) => used.has(id));
  const keys = keysOfPaths(model, source, wanted, kept, ids);
  if (wanted.length === 0 || keys === undefined || !isWorthIt(model, facts, source, [...kept, ...keys]))
    return undefined;
  return rebuilt(grouped, source, { early, late, kept, wanted, keys }, ids);
}

function isMadeOfParts(
  { aggregate, value, argument, orderBy }: Aggregate,
  isOwn: (used: ReadonlySet<Id>) => boolean,
): boolean {
  if (argument !== undefined || orderBy.length > 0 || !isOwn(columnsIn([value]))) return false;
  return aggregate === 'countDistinct' ? value?.kind === 'column' : COMBINED[aggregate] !== undefined;
}

/** Filters, and joins with sets, down to the rows of one table. */
function chainOf(
  relation: Relation,
  links: readonly Link[] = [],
): { source: Source; links: readonly Link[] } | undefined {
  switch (relation.kind) {
    case 'source':
      return relation.withBlankRow ? undefined : { source: relation, links };
    case 'filter':
      return chainOf(relation.input, [relation, ...links]);
    case 'join':
      return relation.join === 'semi' || relation.join === 'inner'
        ? chainOf(relation.left, [relation, ...links])
        : undefined;
    default:
      return undefined;
  }
}

/** The table's own columns that the paths begin at; those that are grouped by already are taken. */
function keysOfPaths(
  { relationships }: TabularModel,
  { table, columns }: Source,
  wanted: readonly SourceColumn[],
  kept: readonly SourceColumn[],
  ids: IdMaker,
): readonly SourceColumn[] | undefined {
  const found = new Map<number, SourceColumn>();
  for (const { path } of wanted) {
    const first = relationships[path[0] ?? -1];
    if (first === undefined || first.from.table !== table) return undefined;
    const { column } = first.from;
    if (kept.some((one) => one.column === column)) continue;
    const known = columns.find((one) => one.path.length === 0 && one.column === column);
    found.set(column, known ?? { id: ids.next('Variant', first.from), path: [], table, column });
  }
  return [...found.values()];
}

function isWorthIt(
  model: TabularModel,
  facts: PhysicalFacts,
  { table }: Source,
  columns: readonly SourceColumn[],
): boolean {
  const rows = facts.rowCount(table);
  if (rows === undefined) return false;
  let groups = 1;
  for (const { column } of columns) {
    const leads = model.relationships.find(
      ({ from, toCardinality }) => from.table === table && from.column === column && toCardinality === 'one',
    );
    const count = leads === undefined ? undefined : facts.rowCount(leads.to.table);
    if (count === undefined) return false;
    groups *= count + 1;
  }
  return groups * WORTH <= rows && groups <= MOST_GROUPS;
}

type Parts = {
  readonly early: readonly Link[];
  readonly late: readonly Link[];
  readonly kept: readonly SourceColumn[];
  readonly wanted: readonly SourceColumn[];
  readonly keys: readonly SourceColumn[];
};

function rebuilt(grouped: Grouped, source: Source, { early, late, kept, wanted, keys }: Parts, ids: IdMaker): Relation {
  const columns = [...source.columns, ...keys.filter((key) => !source.columns.includes(key))];
  const rows = early.reduce((input: Relation, link) => relinked(link, input), { ...source, columns });
  const by = [...kept, ...keys].map((column) => ({ column, key: newCopy(ids, column.id) }));
  const partial = grouped.aggregates.flatMap((one): Aggregate[] =>
    one.aggregate === 'countDistinct' ? [] : [{ ...one, id: ids.next(one.type) }],
  );
  const parts = [...partial];
  const first: Relation = { kind: 'aggregate', input: rows, keys: by.map(({ key }) => key), aggregates: partial };
  // The table's own columns under the ids that the rest knows them by.
  const own = by.map(
    ({ column, key }): NewColumn => ({ id: column.id, value: columnValue(key.id, ids.typeOf(key.id)) }),
  );
  const named: Relation = { kind: 'extend', input: first, columns: own };
  const related: Relation = {
    kind: 'related',
    input: named,
    table: source.table,
    keys: by.map(({ column }) => ({ column: column.column, id: column.id })),
    columns: wanted,
  };
  const aggregates = grouped.aggregates.map((one): Aggregate => {
    if (one.aggregate === 'countDistinct') return one;
    const part = parts.shift();
    const aggregate = COMBINED[one.aggregate];
    if (part === undefined || aggregate === undefined) throw new Error('An aggregate has no parts.');
    return { ...one, aggregate, value: columnValue(part.id, one.type), orderBy: [] };
  });
  return { ...grouped, input: late.reduce((input: Relation, link) => relinked(link, input), related), aggregates };
}

const relinked = (link: Link, input: Relation): Relation =>
  link.kind === 'filter' ? { ...link, input } : { ...link, left: input };
