import type { Mark } from './chart-data.ts';

/** A place in a plot, in the units of its axes. */
export type PlotPlace = { readonly category: number; readonly value: number };

function distance(mark: Mark, place: PlotPlace): number {
  return Math.abs(mark.category - place.category);
}

/** In an area of several bands that stand on each other, the band is meant that the place lies in. */
function bandAt(marks: readonly Mark[], value: number): Mark | undefined {
  let top = 0;
  for (const mark of marks) {
    top += mark.value;
    if (value <= top) return mark;
  }
  return marks.at(-1);
}

/**
 * The mark that is meant by a place on a line chart: the one of the nearest category that has any, and there the
 * one whose line is nearest. Marks that cannot be picked are passed over.
 */
export function nearestMark(marks: readonly Mark[], place: PlotPlace, isStacked: boolean): Mark | undefined {
  let category: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const mark of marks) {
    if (mark.filters.length === 0 || distance(mark, place) >= least) continue;
    least = distance(mark, place);
    category = mark.category;
  }
  const there = marks.filter((mark) => mark.category === category && mark.filters.length > 0);
  if (isStacked) return bandAt(there, place.value);
  return there.reduce<Mark | undefined>((best, mark) => {
    const isNearer = best === undefined || Math.abs(mark.value - place.value) < Math.abs(best.value - place.value);
    return isNearer ? mark : best;
  }, undefined);
}
