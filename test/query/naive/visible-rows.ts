import { type Expansion, expand, type RelationshipStates, statesOf } from './expansion.ts';
import { type Demand, demandOf, type Filter } from './filter.ts';
import { keyOf } from './value.ts';
import { valueAt, type World } from './world.ts';

/** A filter context, but for what is known of the visual around it. Never changed, so that answers can be remembered. */
export type FilterContext = {
  readonly filters: readonly Filter[];
  readonly states: RelationshipStates;
  /** No blank row is reached from the many side: it stands for anything, and a role has to name what may be seen. */
  readonly hidesBlankRows?: boolean;
};

export function noFilters(world: World): FilterContext {
  return { filters: [], states: memo(world).standard };
}

type Memo = {
  readonly standard: RelationshipStates;
  readonly expansions: WeakMap<RelationshipStates, Map<string, Expansion>>;
  readonly demands: WeakMap<Filter, Map<Expansion, Demand | undefined>>;
  readonly visible: WeakMap<FilterContext, Map<string, ReadonlySet<number>>>;
};

const memos = new WeakMap<World, Memo>();

function memo(world: World): Memo {
  const known = memos.get(world);
  if (known !== undefined) return known;
  const made: Memo = {
    standard: statesOf(world.model),
    expansions: new WeakMap(),
    demands: new WeakMap(),
    visible: new WeakMap(),
  };
  memos.set(world, made);
  return made;
}

/** The expanded table by the active relationships, whatever a filter context says of them. */
export function standardExpansion(world: World, table: number): Expansion {
  return expansionOf(world, memo(world).standard, table, []);
}

/** The expanded table by the relationships of a filter context. */
export function expansionIn(world: World, { states }: FilterContext, table: number): Expansion {
  return expansionOf(world, states, table, []);
}

function expansionOf(world: World, states: RelationshipStates, table: number, without: readonly number[]): Expansion {
  const { expansions } = memo(world);
  const known = getOrMake(expansions, states, () => new Map<string, Expansion>());
  return getOrMake(known, keyOfPlace(table, without), () => expand(world, states, table, without));
}

const keyOfPlace = (table: number, path: readonly number[]) => `${table}:${path.join()}`;

type Cache<Key, Result> = { get: (key: Key) => Result | undefined; set: (key: Key, result: Result) => unknown };

function getOrMake<Key, Result>(cache: Cache<Key, Result>, key: Key, make: () => Result): Result {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}

function demandFor(world: World, filter: Filter, expansion: Expansion): Demand | undefined {
  const known = getOrMake(memo(world).demands, filter, () => new Map<Expansion, Demand | undefined>());
  if (!known.has(expansion)) known.set(expansion, demandOf(filter, expansion.columns));
  return known.get(expansion);
}

/** The rows of a table that the filter context leaves, the blank row among them. */
export function visibleRows(world: World, context: FilterContext, table: number): ReadonlySet<number> {
  return visibleFrom(world, context, table, []);
}

/** Whether a filter is on the table, expanded, or reaches it over other relationships. */
export function isReached(world: World, context: FilterContext, table: number, path: readonly number[] = []): boolean {
  const expansion = expansionOf(world, context.states, table, path);
  return (
    context.filters.some((filter) => demandFor(world, filter, expansion) !== undefined) ||
    inflows(world, context, table, path).some(({ other, relationship }) =>
      isReached(world, context, other, [...path, relationship]),
    )
  );
}

/** `path`: the relationships that were taken to come here; a filter does not go back over them. */
function visibleFrom(
  world: World,
  context: FilterContext,
  table: number,
  path: readonly number[],
): ReadonlySet<number> {
  const known = getOrMake(memo(world).visible, context, () => new Map<string, ReadonlySet<number>>());
  return getOrMake(known, keyOfPlace(table, path), () => {
    const expansion = expansionOf(world, context.states, table, path);
    const demands = context.filters.flatMap((filter) => demandFor(world, filter, expansion) ?? []);
    const tests = [
      ...demands.map((demand) => (row: number) => demand.keys.has(keyAt(expansion, demand, row))),
      ...inflows(world, context, table, path).flatMap((inflow) => inflowTest(world, context, inflow, path)),
    ];
    return new Set([...(world.allowed[table] ?? [])].filter((row) => tests.every((test) => test(row))));
  });
}

function keyAt(expansion: Expansion, { places }: Demand, row: number): string {
  const keys = expansion.keysOf(row);
  return places.map((place) => keys[place]).join('\u0001');
}

/** A relationship over which filters come into a table, from another. */
type Inflow = {
  readonly relationship: number;
  readonly table: number;
  readonly other: number;
  readonly isFromTo: boolean;
};

function inflows(world: World, { states }: FilterContext, table: number, path: readonly number[]): readonly Inflow[] {
  return world.model.relationships.flatMap(({ from, to }, relationship): Inflow[] => {
    const state = states[relationship];
    if (state === 'off' || path.includes(relationship)) return [];
    if (from.table === table) return [{ relationship, table, other: to.table, isFromTo: true }];
    return to.table === table && state === 'both' ? [{ relationship, table, other: from.table, isFromTo: false }] : [];
  });
}

/** No test where nothing filters the other table: rows without a match are then left alone. */
function inflowTest(
  world: World,
  context: FilterContext,
  { relationship, table, other, isFromTo }: Inflow,
  path: readonly number[],
): readonly ((row: number) => boolean)[] {
  const onward = [...path, relationship];
  if (!isReached(world, context, other, onward)) return [];
  const rows = visibleFrom(world, context, other, onward);
  const link = world.links[relationship];
  const [leads, comes] = isFromTo ? [link?.forward, link?.backward] : [link?.backward, link?.forward];
  if (leads !== undefined) return [(row) => rows.has(leads[row] ?? -1)];
  if (comes !== undefined) {
    const reached = new Set([...rows].map((row) => comes[row]));
    const blankRow = context.hidesBlankRows === true ? world.tables[table]?.blankRow : undefined;
    return [(row) => reached.has(row) && row !== blankRow];
  }
  return [byEqualValues(world, relationship, isFromTo, rows)];
}

/** Many to many: rows match by the values of the two columns. */
function byEqualValues(
  world: World,
  relationship: number,
  isFromTo: boolean,
  rows: ReadonlySet<number>,
): (row: number) => boolean {
  const ends = world.model.relationships[relationship];
  if (ends === undefined) return () => true;
  const [own, other] = isFromTo ? [ends.from, ends.to] : [ends.to, ends.from];
  const keys = new Set([...rows].map((row) => keyOf(valueAt(world, other, row))));
  return (row) => keys.has(keyOf(valueAt(world, own, row)));
}
