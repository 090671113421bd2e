import type { ColumnRef, TabularModel } from '../../../shared/model/tabular-model.ts';
import { keyOf, type Value } from './value.ts';
import { valueAt, type World } from './world.ts';

/** How the relationships stand in a filter context: for each, whether it filters, and which ways. */
export type RelationshipState = 'off' | 'oneWay' | 'both';
export type RelationshipStates = readonly RelationshipState[];

export function statesOf(model: TabularModel): RelationshipStates {
  return model.relationships.map((relationship) => {
    if (!relationship.isActive) return 'off';
    return isAlwaysBoth(relationship) || relationship.crossFilter === 'bothDirections' ? 'both' : 'oneWay';
  });
}

export function isAlwaysBoth({ fromCardinality, toCardinality }: TabularModel['relationships'][number]): boolean {
  return fromCardinality === 'one' && toCardinality === 'one';
}

/** A step from a row to the one row that a relationship leads to. */
type Step = { readonly relationship: number; readonly isForward: boolean };

/** A table that is part of an expanded table, and the steps to it. */
type Part = { readonly table: number; readonly steps: readonly Step[] };

/**
 * An expanded table: a table with all columns of the tables that it leads to by many-to-one relationships, except those
 * behind the relationships in `without`.
 */
export type Expansion = {
  readonly table: number;
  readonly columns: readonly ColumnRef[];
  /** The values of a row of the table, and their keys, in the order of `columns`. */
  readonly valuesOf: (row: number) => readonly Value[];
  readonly keysOf: (row: number) => readonly string[];
};

export function expand(world: World, states: RelationshipStates, table: number, without: readonly number[]): Expansion {
  const parts = partsOf(world.model, states, table, without);
  const columns = parts.flatMap((part) =>
    (world.model.tables[part.table]?.columns ?? []).map((_, column) => ({ table: part.table, column })),
  );
  const valuesOf = remember((row: number) =>
    parts.flatMap((part) => {
      const place = follow(world, part.steps, row);
      const width = world.model.tables[part.table]?.columns.length ?? 0;
      return Array.from({ length: width }, (_, column) => valueAt(world, { table: part.table, column }, place));
    }),
  );
  return { table, columns, valuesOf, keysOf: remember((row: number) => valuesOf(row).map(keyOf)) };
}

function partsOf(
  model: TabularModel,
  states: RelationshipStates,
  table: number,
  without: readonly number[],
): readonly Part[] {
  const parts: Part[] = [{ table, steps: [] }];
  for (const part of parts) {
    model.relationships.forEach(({ from, to, fromCardinality, toCardinality }, relationship) => {
      if (states[relationship] === 'off' || without.includes(relationship)) return;
      const isKnown = (next: number) => parts.some((each) => each.table === next);
      if (from.table === part.table && toCardinality === 'one' && !isKnown(to.table)) {
        parts.push({ table: to.table, steps: [...part.steps, { relationship, isForward: true }] });
      } else if (to.table === part.table && fromCardinality === 'one' && !isKnown(from.table)) {
        parts.push({ table: from.table, steps: [...part.steps, { relationship, isForward: false }] });
      }
    });
  }
  return parts;
}

function follow(world: World, steps: readonly Step[], row: number): number {
  return steps.reduce((place, { relationship, isForward }) => {
    const link = world.links[relationship];
    return (isForward ? link?.forward : link?.backward)?.[place] ?? -1;
  }, row);
}

function remember<Result>(compute: (row: number) => Result): (row: number) => Result {
  const known = new Map<number, Result>();
  return (row) => {
    const found = known.get(row) ?? compute(row);
    known.set(row, found);
    return found;
  };
}
