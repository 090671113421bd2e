import type { Filter, Scalar } from '../../../shared/query/question.ts';
import type { Mark } from './chart-data.ts';

type Listed = Extract<Filter, { kind: 'in' }>;

/** True where both filters speak of the same column at the same grain. */
export function isSameField(left: Filter, right: Filter): boolean {
  const grain = (filter: Filter) => ('grain' in filter ? filter.grain : undefined);
  return (
    left.field.table === right.field.table && left.field.field === right.field.field && grain(left) === grain(right)
  );
}

function covers(selection: readonly Filter[], wanted: Listed): boolean {
  const value: Scalar = wanted.values[0] ?? null;
  return selection.some(
    (filter) => filter.kind === 'in' && isSameField(filter, wanted) && filter.values.includes(value),
  );
}

/** Which marks the visual's own selection picks; undefined where nothing is picked, so that all stay lit. */
export function pickedMarks(marks: readonly Mark[], selection: readonly Filter[]): ReadonlySet<number> | undefined {
  if (selection.length === 0) return undefined;
  const picked = marks.flatMap((mark, index) => {
    const isPicked =
      mark.filters.length > 0 && mark.filters.every((filter) => filter.kind === 'in' && covers(selection, filter));
    return isPicked ? [index] : [];
  });
  return new Set(picked);
}
