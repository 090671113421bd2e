import type { ColumnRelations } from '../model/column-profile.ts';
import type { Field, Telling } from './first-report-fields.ts';
import { isAverage, type Shown } from './first-report-selections.ts';

/** Above it two columns are the same thing twice, as a price with and without tax. */
const STRONGEST = 0.995;
const ALMOST_ALL = 0.95;
const ALMOST_EQUAL = 0.02;
const DAY = 86_400_000;
/** Lengths in days of the steps in which moments are usually recorded. */
const STEPS = [365.2425, 91.31, 30.437, 7, 1, 1 / 24];

/** Whether slices show something: no value below zero, not one slice that is nearly all, not slices that are all alike. */
export function isWorthSlicing(label: Field, shown: Shown, { relations }: Telling): boolean {
  if (shown.kind === 'number' && Number(shown.field.profile.min) < 0) return false;
  const share = shareOf(relations, label, shown.kind === 'number' ? shown.field.profile.name : undefined);
  return share === undefined || (share.largest <= ALMOST_ALL && !isAlike(share));
}

/** Whether the values of a label have as many rows each, near enough. */
export function hasEqualRows(label: Field, { relations }: Telling): boolean {
  const share = shareOf(relations, label, undefined);
  return share !== undefined && isAlike(share);
}

/** Whether the number of rows over time is a flat line: as many rows at each moment, and the moments a step apart. */
export function isSteady({ time, relations, rowCount }: Telling): boolean {
  if (time === undefined) return false;
  const { profile } = time.field;
  const share = shareOf(relations, time.field, undefined);
  const isOnceEach = profile.isDistinctExact && profile.nulls === 0 && profile.distinct === rowCount;
  const isEven = share === undefined ? isOnceEach : share.largest - share.smallest < 1e-9;
  if (!isEven || time.grain === undefined) return isEven;
  const days = (Date.parse(`${profile.max}Z`) - Date.parse(`${profile.min}Z`)) / DAY;
  return STEPS.some((step) => Math.abs(days / step + 1 - profile.distinct) <= Math.max(0.5, 0.002 * profile.distinct));
}

/**
 * The two numbers that are worth setting against each other, the more telling first: those that go together most;
 * where that is not known, two levels rather than totals, which mostly tell how large a thing is.
 */
export function pairToCompare({ numbers, relations }: Telling): readonly [Field, Field] | undefined {
  const varied = numbers.filter(({ profile }) => profile.distinct > 2);
  const pairs = varied.flatMap((left, index) => varied.slice(index + 1).map((right) => [left, right] as const));
  const strength = ([left, right]: readonly [Field, Field]) => {
    const names = [left.profile.name, right.profile.name];
    const found = relations?.correlations.find((pair) => names.includes(pair.left) && names.includes(pair.right));
    return found === undefined || Math.abs(found.rank) > STRONGEST ? 0 : Math.abs(found.rank);
  };
  const [best] = pairs
    .map((pair) => ({ pair, strength: strength(pair) }))
    .sort((left, right) => right.strength - left.strength);
  if (best !== undefined && best.strength > 0) return best.pair;
  const averaged = pairs.find((pair) => pair.every((field) => isAverage({ kind: 'number', field })));
  return averaged ?? pairs[0];
}

/** Whether each value of the one column goes with one value of the other. */
export function areTwins(left: Field, right: Field, relations: ColumnRelations | undefined): boolean {
  const names = [left.profile.name, right.profile.name];
  return relations?.twins.some((twin) => names.includes(twin.left) && names.includes(twin.right)) ?? false;
}

type Share = ColumnRelations['shares'][number];

function shareOf(relations: ColumnRelations | undefined, label: Field, of: string | undefined): Share | undefined {
  return relations?.shares.find((share) => share.label === label.profile.name && share.of === of);
}

function isAlike({ smallest, largest }: Share): boolean {
  return largest - smallest <= ALMOST_EQUAL * largest;
}
