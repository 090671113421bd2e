import type { Direction, Ordering, Scope } from '../../../shared/dax/bound.ts';
import { type Env, type Relation, type Row, withRow } from './environment.ts';
import { compareValues, type Value } from './value.ts';

export type Sorted = { readonly row: Row; readonly keys: readonly Value[] };

/** The rows with the values that order them, in that order; rows that tie stay as they were. */
export function sortRows(env: Env, relation: Relation, scope: Scope, orderBy: readonly Ordering[]): readonly Sorted[] {
  const keyed = relation.rows.map((row): Sorted => {
    const inRow = withRow(env, scope, relation, row);
    return { row, keys: orderBy.map(({ by }) => env.run.scalar(by, inRow)) };
  });
  const directions = orderBy.map(({ direction }) => direction);
  return keyed.toSorted((left, right) => compareKeys(left.keys, right.keys, directions));
}

export function compareKeys(left: readonly Value[], right: readonly Value[], directions: readonly Direction[]): number {
  for (const [place, direction] of directions.entries()) {
    const order = compareValues(left[place] ?? null, right[place] ?? null);
    if (order !== 0) return direction === 'ascending' ? order : -order;
  }
  return 0;
}
