import type { ColumnProfile } from './column-profile.ts';
import { ADDITIVE_WORDS, CLASS_WORDS, CODE_WORDS, FRACTION_WORDS, KEY_WORDS, LEVEL_WORDS } from './infer-vocabulary.ts';
import { speaksOf, wordsOf } from './infer-words.ts';
import type { SummarizeBy } from './semantic-model.ts';

/** What the rules look at: a column's profile, its name in words, and how many rows the table has. */
export type ColumnFacts = {
  readonly profile: ColumnProfile;
  readonly words: readonly string[];
  readonly rowCount: number;
};

export type Treatment = {
  readonly summarizeBy: SummarizeBy;
  readonly dataCategory?: string;
  readonly isHidden?: boolean;
  readonly isFraction?: boolean;
};

/** One rule; of a column's kind the first that applies is taken. `reason` is for whoever reads or extends the table. */
export type Rule = {
  readonly reason: string;
  readonly when: (facts: ColumnFacts) => boolean;
  readonly treat: Treatment;
};

const DATE_PARTS: readonly { readonly words: readonly string[]; readonly max: number }[] = [
  { words: ['month', 'mon'], max: 12 },
  { words: ['quarter', 'qtr'], max: 4 },
  { words: ['week', 'wk'], max: 53 },
  { words: ['weekday', 'dow', 'day of week'], max: 7 },
  { words: ['day', 'doy'], max: 366 },
  { words: ['hour', 'hr'], max: 24 },
];

const low = (profile: ColumnProfile) => (typeof profile.min === 'number' ? profile.min : Number.NaN);
const high = (profile: ColumnProfile) => (typeof profile.max === 'number' ? profile.max : Number.NaN);
const isWithin = (profile: ColumnProfile, from: number, to: number) => low(profile) >= from && high(profile) <= to;
const speaks =
  (...lists: readonly (readonly string[])[]) =>
  (facts: ColumnFacts) =>
    lists.some((list) => speaksOf(facts.words, list));
/** Nearly every row has its own value. */
const isUnique = ({ profile, rowCount }: ColumnFacts) => rowCount > 1 && profile.distinct >= 0.95 * rowCount;
const isWhole = ({ profile }: ColumnFacts) => profile.dataType === 'Int64';
const isAdditive = speaks(ADDITIVE_WORDS);

export const NUMBER_RULES: readonly Rule[] = [
  {
    reason: 'what is written with a percent sign is a part of one, whatever it is called',
    when: ({ profile }) => profile.writtenAs?.kind === 'percent',
    treat: { summarizeBy: 'average', isFraction: true },
  },
  {
    reason: 'degrees north: no total and no average of places',
    when: (facts) => speaks(['lat', 'latitude'])(facts) && isWithin(facts.profile, -90, 90),
    treat: { summarizeBy: 'none', dataCategory: 'Latitude' },
  },
  {
    reason: 'degrees east: no total and no average of places',
    when: (facts) => speaks(['lon', 'lng', 'long', 'longitude'])(facts) && isWithin(facts.profile, -360, 360),
    treat: { summarizeBy: 'none', dataCategory: 'Longitude' },
  },
  {
    reason: 'a year is a point in time',
    when: (facts) => isWhole(facts) && speaks(['year', 'yr', 'jahr'])(facts) && isWithin(facts.profile, 1000, 2200),
    treat: { summarizeBy: 'none', dataCategory: 'Years' },
  },
  {
    reason: 'the number of a month, week or day is a category',
    when: (facts) =>
      isWhole(facts) &&
      DATE_PARTS.some(({ words, max }) => words.includes(facts.words.join(' ')) && isWithin(facts.profile, 0, max)),
    treat: { summarizeBy: 'none' },
  },
  {
    reason: 'counted things, also where a word of a code is in the name (number of orders)',
    when: speaks(['number of', 'no of', 'count of', 'num', 'n of']),
    treat: { summarizeBy: 'sum' },
  },
  {
    reason: 'a key of its row tells nobody anything',
    when: (facts) => isWhole(facts) && isUnique(facts) && speaks(KEY_WORDS)(facts),
    treat: { summarizeBy: 'none', isHidden: true },
  },
  {
    reason: 'a column without a name that counts the rows',
    when: (facts) => isWhole(facts) && /^column \d+$|^column\d+$/.test(facts.words.join(' ')) && isSequence(facts),
    treat: { summarizeBy: 'none', isHidden: true },
  },
  {
    reason: 'identifiers and codes are names written in digits',
    when: (facts) => isWhole(facts) && speaks(['id', 'ids', 'key'], CODE_WORDS)(facts),
    treat: { summarizeBy: 'none' },
  },
  {
    reason: 'classes that are numbered are categories',
    when: (facts) => isWhole(facts) && facts.profile.distinct <= 40 && speaks(CLASS_WORDS)(facts) && !isAdditive(facts),
    treat: { summarizeBy: 'none' },
  },
  {
    reason: 'a flag of 0 and 1: its average is the share of the ones',
    when: (facts) =>
      isWhole(facts) && facts.profile.distinct === 2 && isWithin(facts.profile, 0, 1) && !isAdditive(facts),
    treat: { summarizeBy: 'average', isFraction: true },
  },
  {
    reason: 'parts of one are averaged and shown as percentages',
    when: (facts) => !isWhole(facts) && speaks(FRACTION_WORDS)(facts) && isWithin(facts.profile, -1, 1),
    treat: { summarizeBy: 'average', isFraction: true },
  },
  { reason: 'rates are averaged', when: speaks(FRACTION_WORDS), treat: { summarizeBy: 'average' } },
  { reason: 'a total of a total is a total', when: isAdditive, treat: { summarizeBy: 'sum' } },
  { reason: 'levels are averaged', when: speaks(LEVEL_WORDS), treat: { summarizeBy: 'average' } },
  {
    reason: 'values in a narrow band far from zero are levels, whatever they are called',
    when: ({ profile, rowCount }) =>
      rowCount >= 10 && low(profile) > 0 && high(profile) < 3 * low(profile) && profile.distinct > 2,
    treat: { summarizeBy: 'average' },
  },
  {
    reason: 'values between minus one and one are shares or scores',
    when: (facts) => !isWhole(facts) && isWithin(facts.profile, -1, 1),
    treat: { summarizeBy: 'average' },
  },
  { reason: 'other numbers add up', when: () => true, treat: { summarizeBy: 'sum' } },
];

const place = (dataCategory: string, words: readonly string[]): Rule => ({
  reason: `names of a place (${dataCategory})`,
  when: speaks(words),
  treat: { summarizeBy: 'none', dataCategory },
});

export const TEXT_RULES: readonly Rule[] = [
  {
    reason: 'a GUID is a key',
    when: (facts) => facts.profile.averageLength === 36 && (isUnique(facts) || speaks(KEY_WORDS)(facts)),
    treat: { summarizeBy: 'none', isHidden: true },
  },
  {
    reason: 'a key of its row tells nobody anything',
    when: (facts) => isUnique(facts) && speaks(KEY_WORDS)(facts),
    treat: { summarizeBy: 'none', isHidden: true },
  },
  {
    reason: 'pictures by their address',
    when: (facts) => speaks(['url', 'link'])(facts) && speaks(['image', 'photo', 'picture', 'logo', 'poster'])(facts),
    treat: { summarizeBy: 'none', dataCategory: 'ImageUrl' },
  },
  {
    reason: 'pages by their address',
    when: speaks(['url', 'link', 'website', 'homepage']),
    treat: { summarizeBy: 'none', dataCategory: 'WebUrl' },
  },
  place('PostalCode', ['zip', 'zip code', 'zipcode', 'postal code', 'postcode', 'plz']),
  place('Country', ['country', 'nation', 'land']),
  place('StateOrProvince', ['state', 'province', 'bundesland']),
  place('County', ['county']),
  place('City', ['city', 'town', 'stadt']),
  place('Continent', ['continent']),
  place('Address', ['address', 'street']),
  { reason: 'other text is a category', when: () => true, treat: { summarizeBy: 'none' } },
];

function isSequence({ profile, rowCount }: ColumnFacts): boolean {
  return profile.distinct === rowCount && high(profile) - low(profile) + 1 === rowCount;
}

/** How a column is to be used, by the first rule of its kind that applies. */
export function treatmentOf(profile: ColumnProfile, rowCount: number): Treatment {
  const facts: ColumnFacts = { profile, words: wordsOf(profile.name), rowCount };
  const rules = {
    Int64: NUMBER_RULES,
    Double: NUMBER_RULES,
    Decimal: NUMBER_RULES,
    String: TEXT_RULES,
    Boolean: [],
    DateTime: [],
  };
  return rules[profile.dataType].find(({ when }) => when(facts))?.treat ?? { summarizeBy: 'none' };
}
