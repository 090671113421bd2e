import type { TableProfile } from '../model/column-profile.ts';
import type { SemanticModel } from '../model/semantic-model.ts';
import { type Field, type Telling, tellingFields } from './first-report-fields.ts';
import { arrange } from './first-report-layout.ts';
import { hasEqualRows, isSteady, isWorthSlicing, pairToCompare } from './first-report-relations.ts';
import { isAverage, type Shown } from './first-report-selections.ts';
import {
  boundCard,
  type Draft,
  detail,
  numberCard,
  parts,
  ranking,
  scatter,
  slicer,
  trend,
} from './first-report-visuals.ts';
import type { Report } from './report.ts';

const MOST_VISUALS = 8;
const FIRST_PAGE = { name: 'overview', displayName: 'Overview', width: 1280, height: 720 } as const;

/** The report that is made when data arrives: one page with the few pictures that say most about it. */
export function firstReport(model: SemanticModel, seen: TableProfile): Report {
  const telling = tellingFields(model, seen);
  if (telling === undefined) return { pages: [{ ...FIRST_PAGE, visuals: [] }] };
  const charts = chartsOf(telling);
  const table = tableOf(telling);
  const slicers = slicersOf(telling, 1 + Number(charts.length < 3), splitOf(telling));
  const cards = cardsOf(telling).slice(0, Math.max(1, MOST_VISUALS - charts.length - slicers.length - 1));
  return { pages: [{ ...FIRST_PAGE, visuals: arrange({ cards, slicers, charts, table }, FIRST_PAGE) }] };
}

function shownFirst(telling: Telling): Shown {
  const [field] = telling.numbers.filter(({ profile }) => profile.distinct > 1 || telling.rowCount === 1);
  return field === undefined ? { kind: 'rows', table: telling.table } : { kind: 'number', field };
}

function cardsOf(telling: Telling): readonly Draft[] {
  const { numbers, dates, categories, table, time } = telling;
  const varied = numbers.filter(({ profile }) => profile.distinct > 1 || telling.rowCount === 1);
  const counts = [numberCard('rows', { kind: 'rows', table }, telling)];
  const headlines = varied
    .slice(0, 3)
    .map((field, index) => numberCard(`number-${index + 1}`, { kind: 'number', field }, telling));
  const [date] = time?.grain === undefined ? dates : [time.field];
  const spans =
    date === undefined || date.profile.distinct < 2
      ? []
      : [boundCard('latest', date, 'max'), boundCard('earliest', date, 'min')];
  const kinds = categories.slice(0, 2).map((label, index) => boundCard(`kinds-${index + 1}`, label, 'distinctCount'));
  return [...headlines.slice(0, 2), ...counts, ...headlines.slice(2), ...kinds, ...spans].slice(0, 4);
}

/** At most three, in the order of what they tell: a trend or a scatter, a ranking, parts of a whole, then what is left. */
function chartsOf(telling: Telling): readonly Draft[] {
  const { time, numbers, table } = telling;
  const shown = shownFirst(telling);
  const free = telling.rowCount < 2 ? [] : telling.categories.filter((field) => field !== time?.field);
  const few = free.find(({ profile }) => profile.distinct <= 6);
  const [many, more] = free.filter((field) => field !== few && isWorthRanking(field, shown, telling));
  const [, second] = numbers.filter(({ profile }) => profile.distinct > 2);
  const pair = pairToCompare(telling);
  const dots = pair === undefined ? undefined : scatter('scatter', pair[1], pair[0], dotOf(free, telling));
  const isFlat = isSteady(telling);
  const drafts = [
    time === undefined || (shown.kind === 'rows' && isFlat) ? undefined : trend('trend', shown, time, splitOf(telling)),
    time === undefined ? dots : undefined,
    many === undefined ? undefined : ranking('ranking', shown, many),
    few === undefined ? undefined : partsOf(few, shown, telling),
    time === undefined || second === undefined
      ? undefined
      : trend('trend-2', { kind: 'number', field: second }, time, undefined),
    time === undefined ? undefined : dots,
    more === undefined ? undefined : ranking('ranking-2', shown, more),
  ].filter((draft) => draft !== undefined);
  if (drafts.length === 1 && time !== undefined && shown.kind === 'number' && !isFlat)
    drafts.push(trend('trend-rows', { kind: 'rows', table }, time, undefined));
  return drafts.slice(0, 3);
}

/** What the trend has a line for each value of, if anything. */
function splitOf(telling: Telling): Field | undefined {
  if (telling.rowCount < 2) return undefined;
  const shown = shownFirst(telling);
  return telling.categories.find((field) => field !== telling.time?.field && hasLineEach(field, shown, telling));
}

/**
 * Few things that were each looked at at every moment: a line for each is worth more than their mean, and more than
 * their total where each moment has one row of each.
 */
function hasLineEach({ profile }: Field, shown: Shown, { time, rowCount }: Telling): boolean {
  if (time === undefined || profile.distinct > 6) return false;
  const rows = profile.distinct * time.field.profile.distinct;
  return isAverage(shown) ? rowCount >= 0.75 * rows : shown.kind === 'number' && rowCount === rows;
}

/** Names that occur once each are worth a ranking by a number, not by how often they occur. */
function isWorthRanking({ profile }: Field, shown: Shown, telling: Telling): boolean {
  return profile.distinct > 2 && (shown.kind === 'number' || profile.distinct < 0.5 * telling.rowCount);
}

/** Slices where they show something; where the number is an average, columns beside each other; else bars. */
function partsOf(category: Field, shown: Shown, telling: Telling): Draft | undefined {
  if (isAverage(shown)) return parts('parts', shown, category, false);
  if (isWorthSlicing(category, shown, telling)) return parts('parts', shown, category, true);
  return shown.kind === 'rows' && hasEqualRows(category, telling) ? undefined : ranking('parts', shown, category);
}

/** The label of a dot: what names most dots without drawing thousands. */
function dotOf(categories: readonly Field[], telling: Telling): Field | undefined {
  const named = categories.filter(
    ({ profile }) => profile.distinct >= Math.min(8, telling.rowCount) && profile.distinct <= 2000,
  );
  return [...named].sort((left, right) => right.profile.distinct - left.profile.distinct)[0];
}

/** Above this many rows a table of every moment and name would be a long wait for nothing that is read. */
const ROWS_IN_FULL = 200_000;
const MOST_LABELS = 2000;

function tableOf(telling: Telling): Draft {
  const isNumber = (field: Field) => telling.numbers.includes(field);
  const isShort = ({ profile }: Field) => profile.distinct > 0 && (profile.averageLength ?? 0) <= 200;
  const labels = telling.all.filter((field) => !isNumber(field) && isShort(field));
  const coarse = labels.filter(
    ({ column, profile }) => column.dataType !== 'DateTime' && profile.distinct <= MOST_LABELS,
  );
  const isFull = telling.rowCount <= ROWS_IN_FULL;
  const time = isFull ? labels.find((field) => field === telling.time?.field) : undefined;
  const isFarBehind = time !== undefined && labels.indexOf(time) >= 4;
  const shown = isFull ? (isFarBehind ? [time, ...labels] : labels).slice(0, 4) : coarse.slice(0, 2);
  const numbers = telling.all.filter(isNumber);
  return detail(
    'details',
    telling,
    shown.length === 0 && numbers.length === 0 ? telling.all.slice(0, 1) : shown,
    numbers.slice(0, 5),
    time,
  );
}

function slicersOf(telling: Telling, most: number, split: Field | undefined): readonly Draft[] {
  const { time, categories, rowCount } = telling;
  if (rowCount < 3) return [];
  const listed = categories.filter(({ profile }) => profile.distinct <= 60 && profile.distinct < rowCount);
  const lists = [...listed.filter((field) => field === split), ...listed.filter((field) => field !== split)].slice(
    0,
    2,
  );
  const years =
    time?.grain === 'month' || time?.grain === 'year' || time?.grain === 'quarter'
      ? [slicer('year', time.field, 'year')]
      : [];
  const named = lists.map((field, index) => slicer(`pick-${index + 1}`, field));
  return [...named.slice(0, 1), ...years, ...named.slice(1)].slice(0, most);
}
