import type { Aggregation } from '../../shared/model/semantic-model.ts';
import type { DateGrain, Filter, Selection } from '../../shared/query/question.ts';
import type { Position, Visual, VisualType } from '../../shared/report/report.ts';
import type { RETAIL_COLUMNS } from './retail-data.ts';

type RetailColumn = (typeof RETAIL_COLUMNS)[number];
const TABLE = 'Retail sales';

/** Short ways to say what the sample report shows; columns are checked against those of the data. */
export function by(column: RetailColumn, grain?: DateGrain): Selection {
  const group = { kind: 'group', field: { table: TABLE, field: column }, as: column } as const;
  return grain === undefined ? group : { ...group, grain };
}

export function total(column: RetailColumn): Selection {
  return of('sum', column, column);
}

export function of(aggregation: Exclude<Aggregation, 'rowCount'>, column: RetailColumn, as: string): Selection {
  return { kind: 'aggregate', field: { table: TABLE, field: column }, aggregation, as };
}

export const PROFIT_MARGIN: Selection = {
  kind: 'measure',
  field: { table: TABLE, field: 'Profit margin' },
  as: 'Profit margin',
};
export const ORDERS = of('distinctCount', 'Order ID', 'Orders');
export const CUSTOMERS = of('distinctCount', 'Customer ID', 'Customers');

export function lines(as: string): Selection {
  return { kind: 'rows', table: TABLE, as };
}

export function only(column: RetailColumn, ...values: readonly (string | boolean)[]): Filter {
  return { kind: 'in', field: { table: TABLE, field: column }, values };
}

export const PAGE_SIZE = { width: 1280, height: 720 } as const;

/** The places of a page with slicers on the left, cards above and two bands of charts below. */
export const PLACES_ON_PAGE = {
  cards: { x: 232, y: 16, width: 1032, height: 112 },
  upper: { x: 232, y: 144, width: 1032, height: 272 },
  lower: { x: 232, y: 432, width: 1032, height: 272 },
} as const;
/** The places of slicers: one alone, a short one beside the cards with one below it, or two halves. */
export const SLICERS = {
  whole: { x: 16, y: 16, width: 200, height: 688 },
  short: { x: 16, y: 16, width: 200, height: 112 },
  belowShort: { x: 16, y: 144, width: 200, height: 560 },
  upper: { x: 16, y: 16, width: 200, height: 336 },
  lower: { x: 16, y: 368, width: 200, height: 336 },
} as const;
const GAP = 16;

/** One part of an area that is cut into columns by weight. */
export function part(area: Position, weights: readonly number[], index: number): Position {
  const free = area.width - GAP * (weights.length - 1);
  const sum = (items: readonly number[]) => items.reduce((before, weight) => before + weight, 0);
  const from = Math.round((free * sum(weights.slice(0, index))) / sum(weights));
  const to = Math.round((free * sum(weights.slice(0, index + 1))) / sum(weights));
  return { ...area, x: area.x + from + index * GAP, width: to - from };
}

type Words = { readonly name: string; readonly title: string; readonly subtitle?: string };
type Content = Partial<Pick<Visual, 'filters' | 'orderBy' | 'limit'>> & {
  readonly category?: Selection;
  readonly series?: Selection;
  readonly values?: readonly Selection[];
};

/** A visual of the sample; what is not said is empty. */
export function visual(type: VisualType, words: Words, position: Position, content: Content): Visual {
  const { category, series, values = [], filters = [], orderBy = [], limit = 1000 } = content;
  const wells = {
    category: category === undefined ? [] : [category],
    series: series === undefined ? [] : [series],
    values,
  };
  return {
    type,
    name: words.name,
    title: words.title,
    subtitle: words.subtitle ?? '',
    position,
    wells,
    filters,
    orderBy,
    limit,
  };
}

export function card(
  index: number,
  count: number,
  words: Words,
  value: Selection,
  filters: readonly Filter[] = [],
): Visual {
  const position = part(
    PLACES_ON_PAGE.cards,
    Array.from({ length: count }, () => 1),
    index,
  );
  return visual('card', words, position, { values: [value], filters, limit: 1 });
}

export function slicer(position: Position, words: Words, category: Selection): Visual {
  return visual('slicer', words, position, { category, limit: 500 });
}

export const largestFirst = (as: string) => [{ as, direction: 'descending' }] as const;
export const smallestFirst = (as: string) => [{ as, direction: 'ascending' }] as const;
