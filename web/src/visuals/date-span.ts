import type { FieldRef, Filter, Scalar } from '../../../shared/query/question.ts';

export type Span = { readonly from: string; readonly to: string };
const NO_SPAN: Span = { from: '', to: '' };
const DAY = 86_400_000;

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The first and the last day among the answer's values. */
export function spanOf(values: readonly Scalar[]): Span {
  const days = values.filter((value) => typeof value === 'string').map((value) => value.slice(0, 10));
  const sorted = days.filter((day) => /^\d{4}-\d\d-\d\d$/.test(day)).sort();
  return { from: sorted[0] ?? '', to: sorted.at(-1) ?? '' };
}

/** Days picked as a filter: whole days, the last one to its end. */
export function spanFilter(field: FieldRef, span: Span): readonly Filter[] {
  if (span.from === '' && span.to === '') return [];
  const from = span.from === '' ? {} : { from: span.from };
  const before = span.to === '' ? {} : { before: shifted(span.to, 1) };
  return [{ kind: 'between', field, ...from, ...before }];
}

/** The days that a filter picks, as they stand in the two boxes. */
export function pickedSpan(selection: readonly Filter[]): Span {
  const between = selection.find((filter) => filter.kind === 'between');
  if (between === undefined) return NO_SPAN;
  const from = typeof between.from === 'string' ? between.from.slice(0, 10) : '';
  const to = typeof between.before === 'string' ? shifted(between.before.slice(0, 10), -1) : '';
  return { from, to };
}
