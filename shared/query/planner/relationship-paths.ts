import type { Relationship, TabularModel } from '../../model/tabular-model.ts';

/** What CALCULATE did to relationships in the current context; the rest is as the model says. */
export type RelationshipUse = {
  readonly active: ReadonlyMap<number, boolean>;
  readonly direction: ReadonlyMap<number, 'none' | 'oneWay' | 'both'>;
};

export const AS_MODELLED: RelationshipUse = Object.freeze({ active: new Map(), direction: new Map() });

/** The relationships on the way from a table to another, each from its many side to its one side. */
export type Path = readonly number[];

/** A way by which filters of one table reach another that is not in its expansion. */
export type FilterHop = {
  readonly relationship: number;
  /** The table whose rows decide. */
  readonly from: number;
  readonly fromColumn: number;
  readonly toColumn: number;
  /** Along many-to-many relationships a blank matches nothing. */
  readonly blankMatches: boolean;
};

export function isActive({ relationships }: TabularModel, use: RelationshipUse, index: number): boolean {
  if (use.direction.get(index) === 'none') return false;
  return use.active.get(index) ?? relationships[index]?.isActive ?? false;
}

/**
 * The table's expansion: itself and every table that active many-to-one (and one-to-one) relationships lead to, with
 * the shortest way there. `without` are relationships that are not taken.
 */
export function expansion(
  model: TabularModel,
  use: RelationshipUse,
  table: number,
  without: ReadonlySet<number> = NONE,
): ReadonlyMap<number, Path> {
  const found = new Map<number, Path>([[table, []]]);
  const waiting = [table];
  const active = model.relationships.flatMap((one, index) =>
    without.has(index) || !isActive(model, use, index) ? [] : [{ ...one, index }],
  );
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const { index, far } of active.flatMap((one) => oneSides(one, at ?? table))) {
      if (found.has(far)) continue;
      found.set(far, [...(found.get(at) ?? []), index]);
      waiting.push(far);
    }
  }
  return found;
}

/** The tables at the other end of which each row of this one has one row at most. */
function oneSides(
  { index, from, to, fromCardinality, toCardinality }: Relationship & { readonly index: number },
  table: number,
): readonly { readonly index: number; readonly far: number }[] {
  if (toCardinality !== 'one') return [];
  const isBack = to.table === table && fromCardinality === 'one';
  return [...(from.table === table ? [{ index, far: to.table }] : []), ...(isBack ? [{ index, far: from.table }] : [])];
}
const NONE: ReadonlySet<number> = new Set();

/** Ways by which filters come to the table other than from its expansion: both-directional and many-to-many ones. */
export function hopsTo(
  model: TabularModel,
  use: RelationshipUse,
  table: number,
  without: ReadonlySet<number>,
): readonly FilterHop[] {
  return model.relationships.flatMap((relationship, index): readonly FilterHop[] => {
    if (without.has(index) || !isActive(model, use, index)) return [];
    const { from, to, fromCardinality, toCardinality, crossFilter } = relationship;
    const direction = use.direction.get(index) ?? (crossFilter === 'bothDirections' ? 'both' : 'oneWay');
    const isLimited = toCardinality === 'many';
    const hop = (far: typeof from, near: typeof from): FilterHop => ({
      relationship: index,
      from: far.table,
      fromColumn: far.column,
      toColumn: near.column,
      blankMatches: !isLimited,
    });
    if (from.table === table && isLimited) return [hop(to, from)];
    const isOneToOne = fromCardinality === 'one' && toCardinality === 'one';
    return to.table === table && direction === 'both' && !isOneToOne ? [hop(from, to)] : [];
  });
}
