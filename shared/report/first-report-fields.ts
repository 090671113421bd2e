import type { ColumnProfile, ColumnRelations, TableProfile } from '../model/column-profile.ts';
import { speaksOf, wordsOf } from '../model/infer-words.ts';
import type { Column, SemanticModel } from '../model/semantic-model.ts';
import type { DateGrain } from '../query/question.ts';
import { areTwins } from './first-report-relations.ts';

/** A column with what was seen in it. */
export type Field = { readonly table: string; readonly column: Column; readonly profile: ColumnProfile };

/** The axis of time: a date with a grain, or a column of years without one. */
export type TimeAxis = { readonly field: Field; readonly grain?: DateGrain };

/** What of a model is worth showing, best first. */
export type Telling = {
  readonly table: string;
  readonly rowCount: number;
  /** Numbers to sum or to average. */
  readonly numbers: readonly Field[];
  readonly categories: readonly Field[];
  readonly time: TimeAxis | undefined;
  readonly dates: readonly Field[];
  /** Everything that is not hidden and not the code of another column, in the file's order. */
  readonly all: readonly Field[];
  readonly relations: ColumnRelations | undefined;
};

const MONEY_WORDS = ['sales', 'revenue', 'turnover', 'profit'];
const HEADLINE_WORDS = [
  'amount',
  'total',
  'cost',
  'price',
  'count',
  'quantity',
  'population',
  'income',
  'deaths',
  'score',
  'rating',
  'temperature',
  'temp',
  'close',
  'rate',
];
const CODE_WORDS = ['id', 'key', 'code', 'no', 'nr', 'number', 'uuid', 'guid', 'zip', 'zip code'];
const DAY = 86_400_000;
/** Periods of each grain, in days, coarsest first. */
const GRAINS: readonly { readonly grain: DateGrain; readonly days: number }[] = [
  { grain: 'year', days: 365.25 },
  { grain: 'quarter', days: 91.3 },
  { grain: 'month', days: 30.4 },
  { grain: 'week', days: 7 },
  { grain: 'day', days: 1 },
  { grain: 'hour', days: 1 / 24 },
];
/** So many points make a line that shows its shape: fewer is no trend, more is noise. */
const FEWEST_PERIODS = 3;
const READABLE_PERIODS = 20;
const MOST_PERIODS = 190;

/** Looks for what is worth showing in a model's first visible table. */
export function tellingFields(model: SemanticModel, seen: TableProfile): Telling | undefined {
  const table = model.tables.find(({ isHidden }) => !isHidden);
  if (table === undefined) return undefined;
  const profiles = new Map(seen.columns.map((profile) => [profile.name.toLowerCase(), profile]));
  const all = table.columns.flatMap((column): readonly Field[] => {
    const profile = profiles.get(column.name.toLowerCase());
    return profile === undefined || column.isHidden ? [] : [{ table: table.name, column, profile }];
  });
  const { rowCount, relations } = seen;
  const categories = withoutTwins(
    byScore(all.filter(isCategory), (field) => categoryScore(field, rowCount)),
    relations,
  );
  const isCodeOf = (field: Field) => (label: Field) =>
    label !== field && isCode(field) && !isCode(label) && areTwins(label, field, relations);
  const dates = all.filter(({ column, profile }) => column.dataType === 'DateTime' && profile.distinct > 0);
  return {
    table: table.name,
    rowCount,
    numbers: byScore(all.filter(isNumber), (field) => numberScore(field, rowCount)),
    categories,
    time: timeAxis(all, dates),
    dates,
    all: all.filter((field) => !categories.some(isCodeOf(field))),
    relations,
  };
}

/** Of columns that tell the same only the best. */
function withoutTwins(fields: readonly Field[], relations: ColumnRelations | undefined): readonly Field[] {
  return fields.filter((field, index) => !fields.slice(0, index).some((better) => areTwins(better, field, relations)));
}

function isCode({ column }: Field): boolean {
  return speaksOf(wordsOf(column.name), CODE_WORDS);
}

function isNumber({ column, profile }: Field): boolean {
  return (column.summarizeBy === 'sum' || column.summarizeBy === 'average') && profile.distinct > 0;
}

/** Text that people can read as a label, and numbers or flags that stand for classes. */
function isCategory({ column, profile }: Field): boolean {
  if (profile.distinct < 2 || column.dataCategory === 'ImageUrl' || column.dataCategory === 'WebUrl') return false;
  if (column.dataType === 'String') return (profile.averageLength ?? 0) <= 60;
  if (column.dataType === 'Boolean') return true;
  return (
    column.dataType === 'Int64' && column.summarizeBy === 'none' && column.dataCategory === '' && profile.distinct <= 60
  );
}

/** A stable sort: equals keep the file's order. */
function byScore(fields: readonly Field[], score: (field: Field) => number): readonly Field[] {
  return fields
    .map((field) => ({ field, score: score(field) }))
    .sort((left, right) => right.score - left.score)
    .map(({ field }) => field);
}

function numberScore({ column, profile }: Field, rowCount: number): number {
  const isConstant = profile.distinct < 2 ? -8 : 0;
  const words = wordsOf(column.name);
  const headline =
    (speaksOf(words, MONEY_WORDS) ? 3 : speaksOf(words, HEADLINE_WORDS) ? 2 : 0) + (words.includes('total') ? 0.5 : 0);
  return isConstant + headline - 4 * (profile.nulls / Math.max(1, rowCount));
}

/** Best are labels with a handful to some dozens of values, few blanks, and a plain word for a name. */
function categoryScore(field: Field, rowCount: number): number {
  const { column, profile } = field;
  const { distinct } = profile;
  const size = distinct <= 2 ? 1.5 : distinct <= 12 ? 3 : distinct <= 60 ? 2.5 : distinct < 0.5 * rowCount ? 1.5 : 1;
  const isText = column.dataType === 'String' ? 0.75 : 0;
  const isLong = (profile.averageLength ?? 0) > 30 ? 1 : 0;
  return size + isText - isLong - (isCode(field) ? 1.5 : 0) - 3 * (profile.nulls / Math.max(1, rowCount));
}

/** The date with most to show (not a date of birth), else a column of years. */
function timeAxis(all: readonly Field[], dates: readonly Field[]): TimeAxis | undefined {
  const isBirth = (field: Field) => speaksOf(wordsOf(field.column.name), ['birth', 'born', 'birthday', 'dob']);
  for (const field of [...dates].sort(
    (left, right) => Number(isBirth(left)) - Number(isBirth(right)) || left.profile.nulls - right.profile.nulls,
  )) {
    const grain = grainOf(field.profile);
    if (grain !== undefined) return { field, grain };
  }
  const years = all.find(
    ({ column, profile }) => column.dataCategory === 'Years' && profile.distinct >= FEWEST_PERIODS,
  );
  return years === undefined ? undefined : { field: years };
}

/**
 * The grain of a trend: the coarsest that gives a readable number of points, so that a year of days shows weeks or
 * months and not noise; never finer than the data is.
 */
export function grainOf(profile: ColumnProfile): DateGrain | undefined {
  const from = Date.parse(`${profile.min}Z`);
  const to = Date.parse(`${profile.max}Z`);
  if (Number.isNaN(from) || Number.isNaN(to) || profile.distinct < FEWEST_PERIODS) return undefined;
  const days = (to - from) / DAY;
  const periods = GRAINS.filter(({ grain }) => grain !== 'quarter' && !(grain === 'hour' && profile.isDateOnly))
    .map(({ grain, days: length }) => ({ grain, count: days / length + 1 }))
    .filter(({ count }) => count >= FEWEST_PERIODS && profile.distinct >= 0.5 * Math.min(count, MOST_PERIODS));
  return (periods.find(({ count }) => count >= READABLE_PERIODS) ?? periods.at(-1) ?? coarsest(days))?.grain;
}

/** Few moments far apart: the grain that tells them apart without crowding the axis. */
function coarsest(days: number): { readonly grain: DateGrain } | undefined {
  return GRAINS.findLast(({ days: length }) => days / length + 1 >= FEWEST_PERIODS && days / length <= MOST_PERIODS);
}
