import type { Selection } from '../query/question.ts';
import type { Field, Telling, TimeAxis } from './first-report-fields.ts';
import {
  boundOf,
  distinctly,
  groupBy,
  isAverage,
  measured,
  nameOf,
  type Shown,
  totalOf,
} from './first-report-selections.ts';
import type { Visual, VisualType } from './report.ts';
import { capitalised, manyOf, spokenName } from './report-words.ts';

/** A visual that has no place yet. */
export type Draft = Omit<Visual, 'position'>;

type Content = {
  readonly title: string;
  readonly subtitle: string;
  readonly category?: readonly Selection[];
  readonly series?: readonly Selection[];
  readonly values?: readonly Selection[];
  readonly descending?: boolean;
  readonly limit: number;
};

const LONGEST_TITLE = 120;
/** A count of different values may be near enough only: so many more are asked for. */
const SPARE = 3;

function draft(name: string, type: VisualType, content: Content): Draft {
  const { category = [], series = [], values = [] } = content;
  const named = distinctly([...category, ...series, ...values]);
  const wells = {
    category: named.slice(0, category.length),
    series: named.slice(category.length, category.length + series.length),
    values: named.slice(category.length + series.length),
  };
  const first = wells.values[0];
  const orderBy =
    content.descending === true && first !== undefined ? [{ as: first.as, direction: 'descending' } as const] : [];
  const title = content.title.length > LONGEST_TITLE ? `${content.title.slice(0, LONGEST_TITLE - 1)}…` : content.title;
  return {
    name,
    type,
    title,
    subtitle: content.subtitle.slice(0, LONGEST_TITLE),
    wells,
    filters: [],
    orderBy,
    limit: content.limit,
  };
}

export function numberCard(name: string, shown: Shown, telling: Telling): Draft {
  const subtitle =
    shown.kind === 'rows' ? `In ${telling.table}` : `${isAverage(shown) ? 'Mean' : 'Sum'} over all rows shown`;
  return draft(name, 'card', { title: capitalised(totalOf(shown)), subtitle, values: [measured(shown)], limit: 1 });
}

export function boundCard(name: string, field: Field, aggregation: 'min' | 'max' | 'distinctCount'): Draft {
  const value = boundOf(field, aggregation);
  return draft(name, 'card', { title: value.as, subtitle: '', values: [value], limit: 1 });
}

export function trend(name: string, shown: Shown, time: TimeAxis, series: Field | undefined): Draft {
  const { field, grain } = time;
  const by = series === undefined ? '' : ` by ${spokenName(series.column.name)}`;
  return draft(name, series === undefined && !isAverage(shown) ? 'areaChart' : 'lineChart', {
    title: `${capitalised(nameOf(shown))} over time${by}`,
    subtitle: `Each ${grain ?? 'year'}`,
    category: [groupBy(field, grain)],
    series: series === undefined ? [] : [groupBy(series)],
    values: [measured(shown)],
    limit: 5000,
  });
}

export function ranking(name: string, shown: Shown, category: Field): Draft {
  const spoken = spokenName(category.column.name);
  const { distinct } = category.profile;
  const isTop = distinct > 10;
  return draft(name, 'barChart', {
    title: isTop ? `Top 10 ${manyOf(spoken)} by ${nameOf(shown)}` : `${capitalised(nameOf(shown))} by ${spoken}`,
    subtitle: 'Largest first',
    category: [groupBy(category)],
    values: [measured(shown)],
    descending: true,
    limit: isTop ? 10 : Math.max(2, distinct + SPARE),
  });
}

/** Slices of a whole where the number adds up; columns to compare where it does not. */
export function parts(name: string, shown: Shown, category: Field, isWhole: boolean): Draft {
  const spoken = spokenName(category.column.name);
  const title = isWhole
    ? `Share of ${shown.kind === 'rows' ? 'rows' : nameOf(shown)} by ${spoken}`
    : `${capitalised(nameOf(shown))} by ${spoken}`;
  return draft(name, isWhole ? 'donutChart' : 'columnChart', {
    title,
    subtitle: isWhole ? 'Parts of the whole' : 'Compared side by side',
    category: [groupBy(category)],
    values: [measured(shown)],
    descending: true,
    limit: Math.max(2, category.profile.distinct + SPARE),
  });
}

/** One dot for each value of a label; without a label, one for each pair of values. */
export function scatter(name: string, x: Field, y: Field, dot: Field | undefined): Draft {
  const [across, up] = [x, y].map((field): Shown => ({ kind: 'number', field }));
  const title = `${capitalised(spokenName(y.column.name))} against ${spokenName(x.column.name)}`;
  if (dot === undefined || across === undefined || up === undefined) {
    return draft(name, 'scatterChart', {
      title,
      subtitle: 'Each dot is one pair of values',
      values: [groupBy(x), groupBy(y)],
      limit: 2000,
    });
  }
  const subtitle = `Each dot is one ${spokenName(dot.column.name)}`;
  return draft(name, 'scatterChart', {
    title,
    subtitle,
    category: [groupBy(dot)],
    values: [measured(across), measured(up)],
    limit: 2000,
  });
}

/** A table of rows: those of a time series from the newest on, others from the largest first number on. */
export function detail(
  name: string,
  telling: Telling,
  labels: readonly Field[],
  numbers: readonly Field[],
  time: Field | undefined,
): Draft {
  const groups = (labels.length === 0 ? numbers : labels).map((field) => groupBy(field));
  const values =
    labels.length === 0
      ? []
      : numbers.length > 0
        ? numbers.map((field) => measured({ kind: 'number', field }))
        : [measured({ kind: 'rows', table: telling.table })];
  const by = labels.map(({ column }) => spokenName(column.name)).slice(0, 3);
  const named = distinctly([...groups, ...values]);
  const first = named[time === undefined ? groups.length : labels.indexOf(time)] ?? named[0];
  const orderBy = first === undefined ? [] : [{ as: first.as, direction: 'descending' } as const];
  const subtitle = by.length === 0 ? '' : capitalised(`by ${by.join(', ')}; at most 500 rows`);
  return {
    ...draft(name, 'table', { title: 'Details', subtitle, limit: 500 }),
    wells: { category: [], series: [], values: named },
    orderBy,
  };
}

export function slicer(name: string, field: Field, grain?: 'year'): Draft {
  const title = grain === 'year' ? 'Year' : capitalised(spokenName(field.column.name));
  return draft(name, 'slicer', { title, subtitle: '', category: [groupBy(field, grain)], limit: 500 });
}
