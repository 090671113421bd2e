import type { Filter, Scalar } from '../../../../shared/query/question.ts';
import { isSameField } from '../../charts/picked-marks.ts';

/** What is picked in one visual; it filters all others. */
type Interaction = { readonly source: string; readonly filters: readonly Filter[] };
export type Selection = readonly Interaction[];

type Listed = Extract<Filter, { kind: 'in' }>;

export function filtersOf(selection: Selection, source: string): readonly Filter[] {
  return selection.find((one) => one.source === source)?.filters ?? [];
}

/** Puts what one visual picks in place of what it picked before; nothing picked leaves no trace. */
export function withFilters(selection: Selection, source: string, filters: readonly Filter[]): Selection {
  const isKnown = selection.some((one) => one.source === source);
  if (filters.length === 0) return selection.filter((one) => one.source !== source);
  const next = { source, filters };
  return isKnown ? selection.map((one) => (one.source === source ? next : one)) : [...selection, next];
}

function holds(filters: readonly Filter[], wanted: Filter): boolean {
  if (wanted.kind !== 'in') return false;
  const same = filters.find((one): one is Listed => one.kind === 'in' && isSameField(one, wanted));
  return same !== undefined && wanted.values.every((value) => same.values.includes(value));
}

function isExactly(filters: readonly Filter[], wanted: readonly Filter[]): boolean {
  return (
    filters.length === wanted.length &&
    wanted.every((one) => holds(filters, one)) &&
    filters.every((one) => holds(wanted, one))
  );
}

function union(left: readonly Scalar[], right: readonly Scalar[]): readonly Scalar[] {
  return [...new Set([...left, ...right])];
}

function added(filters: readonly Filter[], more: readonly Filter[]): readonly Filter[] {
  return more.reduce<readonly Filter[]>((sum, one) => {
    const isKnown = sum.some((other) => isSameField(other, one));
    if (!isKnown) return sum.concat(one);
    return sum.map((other) =>
      other.kind === 'in' && one.kind === 'in' && isSameField(other, one)
        ? { ...other, values: union(other.values, one.values) }
        : other,
    );
  }, filters);
}

function removed(filters: readonly Filter[], less: readonly Filter[]): readonly Filter[] {
  const [first] = less;
  if (first?.kind !== 'in') return filters;
  return filters.flatMap((one) => {
    if (one.kind !== 'in' || !isSameField(one, first)) return [one];
    const values = one.values.filter((value) => !first.values.includes(value));
    return values.length === 0 ? [] : [{ ...one, values }];
  });
}

type Pick = {
  readonly source: string;
  readonly filters: readonly Filter[];
  /** With Ctrl or Cmd: beside what is picked already. */
  readonly isAdditive: boolean;
  /** Slicers keep what is picked in them when a mark is clicked elsewhere. */
  readonly slicers: ReadonlySet<string>;
};

/** A click on a mark: picks it, picks it as well, or lets it go where it was picked already. */
export function pickMark(selection: Selection, { source, filters, isAdditive, slicers }: Pick): Selection {
  const own = filtersOf(selection, source);
  if (isAdditive) {
    const isPicked = own.length > 0 && filters.every((one) => holds(own, one));
    return withFilters(selection, source, isPicked ? removed(own, filters) : added(own, filters));
  }
  const kept = selection.filter((one) => one.source === source || slicers.has(one.source));
  return withFilters(kept, source, isExactly(own, filters) ? [] : filters);
}

/** Takes one value out of what is picked; the whole filter where no value is named. */
export function dropFilter(selection: Selection, source: string, filter: Filter): Selection {
  const left = filtersOf(selection, source).filter((one) => !isSameField(one, filter) || one.kind !== filter.kind);
  return withFilters(selection, source, left);
}
