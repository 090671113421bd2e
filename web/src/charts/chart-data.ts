import type { Answer, DateGrain, Filter, Scalar } from '../../../shared/query/question.ts';
import type { Visual } from '../../../shared/report/report.ts';
import { nextPeriod, parseIsoDate } from '../format/format-date.ts';
import { type Field, fieldsOf, numberOf, numberText, pickFilter, textOf } from './wells.ts';

/** One drawn thing that can be pointed at and picked: a bar, a point, a slice. */
export type Mark = {
  readonly series: number;
  /** Index on the category axis, or of the row for a scatter chart. */
  readonly category: number;
  readonly value: number;
  /** What is read out and shown when it is pointed at: `Japan: 254`. */
  readonly label: string;
  /** Empty where it cannot be picked. */
  readonly filters: readonly Filter[];
};

type ChartSeries = {
  readonly name: string;
  readonly field: Field;
  readonly values: readonly (number | null)[];
};

/** What a chart over categories draws, free of any charting library. */
export type ChartData = {
  readonly categories: readonly string[];
  readonly categoryName: string;
  readonly isTime: boolean;
  readonly grain: DateGrain | undefined;
  readonly series: readonly ChartSeries[];
  readonly marks: readonly Mark[];
};

const MOST_FILLED_PERIODS = 3000;

/** All periods from the first to the last, so that a month without rows is a gap and not a shorter axis. */
export function fillPeriods(keys: readonly Scalar[], grain: DateGrain): readonly Scalar[] {
  const known = new Map<number, Scalar>();
  for (const key of keys) {
    const date = typeof key === 'string' ? parseIsoDate(key) : undefined;
    if (date !== undefined) known.set(date.getTime(), key);
  }
  const times = [...known.keys()].sort((left, right) => left - right);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return keys;
  const filled: Scalar[] = [];
  for (let at = new Date(first); at.getTime() <= last; at = nextPeriod(at, grain)) {
    filled.push(known.get(at.getTime()) ?? at.toISOString().slice(0, 19));
    if (filled.length > MOST_FILLED_PERIODS) return keys;
  }
  const kept = new Set(filled);
  const isComplete = times.every((time) => kept.has(known.get(time) ?? null));
  const blanks = keys.filter((key) => key === null);
  return isComplete ? [...filled, ...blanks] : keys;
}

function unique(values: readonly Scalar[]): readonly Scalar[] {
  return [...new Set(values)];
}

type Table = { readonly keys: readonly Scalar[]; readonly category: Field | undefined };

function categoriesOf(field: Field | undefined): Table {
  if (field === undefined) return { keys: [null], category: undefined };
  const keys = unique(field.column.values);
  const grain = field.format.grain;
  return { keys: grain === undefined ? keys : fillPeriods(keys, grain), category: field };
}

type Draft = ChartSeries & { readonly picks: readonly Filter[] };

function pivot(table: Table, split: Field, value: Field): readonly Draft[] {
  const place = new Map(table.keys.map((key, index) => [key, index]));
  const drafts = new Map<Scalar, (number | null)[]>();
  split.column.values.forEach((key, row) => {
    const values = drafts.get(key) ?? table.keys.map(() => null);
    drafts.set(key, values);
    const index = place.get(table.category?.column.values[row] ?? null);
    if (index !== undefined) values[index] = numberOf(value.column.values[row]) ?? null;
  });
  return [...drafts].map(([key, values]) => {
    const pick = pickFilter(split, key);
    return { name: textOf(split, key), field: value, values, picks: pick === undefined ? [] : [pick] };
  });
}

function plain(table: Table, value: Field): Draft {
  const place = new Map(table.category?.column.values.map((key, row) => [key, row]));
  const values = table.keys.map((key) => {
    const row = table.category === undefined ? 0 : place.get(key);
    return row === undefined ? null : (numberOf(value.column.values[row]) ?? null);
  });
  return { name: value.label, field: value, values, picks: [] };
}

/** Turns an answer into categories, series and marks. */
export function chartData(visual: Visual, answer: Answer): ChartData {
  const category = fieldsOf(visual.wells.category, answer)[0];
  const split = fieldsOf(visual.wells.series, answer)[0];
  const values = fieldsOf(visual.wells.values, answer);
  const table = categoriesOf(category);
  const first = values[0];
  const isSplit = split !== undefined && first !== undefined;
  const drafts = isSplit ? pivot(table, split, first) : values.map((value) => plain(table, value));
  const names = table.keys.map((key) => (category === undefined ? '' : textOf(category, key)));
  const marks = drafts.flatMap((draft, series) =>
    draft.values.flatMap((value, index) => {
      if (value === null) return [];
      const pick = pickFilter(category, table.keys[index] ?? null);
      const filters = [...(pick === undefined ? [] : [pick]), ...draft.picks];
      const place = [names[index] ?? '', drafts.length > 1 ? draft.name : ''].filter((text) => text !== '');
      const label = `${place.join(', ')}: ${numberText(draft.field, value)}`;
      return [{ series, category: index, value, label, filters }];
    }),
  );
  return {
    categories: names,
    categoryName: category?.label ?? '',
    isTime: category?.column.dataType === 'DateTime',
    grain: category?.format.grain,
    series: drafts,
    marks,
  };
}
