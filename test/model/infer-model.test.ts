import { describe, expect, test } from 'vitest';
import type { ColumnProfile } from '../../shared/model/column-profile.ts';
import { inferModel } from '../../shared/model/infer-model.ts';
import { NUMBER_RULES, TEXT_RULES } from '../../shared/model/infer-rules.ts';
import { wordsOf } from '../../shared/model/infer-words.ts';
import type { Column, DataType } from '../../shared/model/semantic-model.ts';

const ROWS = 1000;

function profile(name: string, dataType: DataType, seen: Partial<ColumnProfile> = {}): ColumnProfile {
  return {
    name,
    dataType,
    nulls: 0,
    distinct: 100,
    isDistinctExact: true,
    min: null,
    max: null,
    average: null,
    averageLength: dataType === 'String' ? 8 : null,
    isDateOnly: false,
    ...seen,
  };
}

function inferred(seen: ColumnProfile): Column {
  const other = profile('label', 'String');
  const [column] = inferModel({ tableName: 'data', rowCount: ROWS, columns: [seen, other] }).tables[0]?.columns ?? [];
  if (column === undefined) throw new Error('The model has no column.');
  return column;
}

const int = (name: string, min: number, max: number, distinct = 100) => profile(name, 'Int64', { min, max, distinct });
const double = (name: string, min: number, max: number, distinct = 100) =>
  profile(name, 'Double', { min, max, distinct });

test.each<[ColumnProfile, Partial<Column>]>([
  [int('Quantity', 1, 40), { summarizeBy: 'sum', formatString: '#,0' }],
  [double('Sales', 0.5, 90_000), { summarizeBy: 'sum', formatString: '#,0.00' }],
  [int('Cost Total $', 0, 7_000_000), { summarizeBy: 'sum', formatString: '$#,0' }],
  [double('amount_eur', 1, 70), { summarizeBy: 'sum', formatString: '€#,0.00' }],
  [int('population', 500, 39_000_000), { summarizeBy: 'sum' }],
  [int('number_of_orders', 0, 12), { summarizeBy: 'sum' }],
  [double('precipitation', 0, 55), { summarizeBy: 'sum' }],
  [int('visits', 0, 1, 2), { summarizeBy: 'sum' }],
  [double('Unit price', 1, 900), { summarizeBy: 'average', formatString: '#,0.00' }],
  [int('age', 15, 87), { summarizeBy: 'average', formatString: '#,0.0' }],
  [double('temp_max', -5, 35), { summarizeBy: 'average' }],
  [double('Miles_per_Gallon', 9, 46), { summarizeBy: 'average' }],
  [int('Horsepower', 46, 230), { summarizeBy: 'average' }],
  [double('adjclose', 600, 3400), { summarizeBy: 'average' }],
  [double('discount', 0, 0.4), { summarizeBy: 'average', formatString: '0.0%' }],
  [double('unemployment rate', 2.5, 14), { summarizeBy: 'average', formatString: '#,0.00' }],
  [int('survived', 0, 1, 2), { summarizeBy: 'average', formatString: '0.0%' }],
  [double('CO2', 313, 416), { summarizeBy: 'average' }],
  [int('nonfarm', 129_000, 143_000), { summarizeBy: 'average' }],
  [double('engineers', 0.0007, 0.0117), { summarizeBy: 'average', formatString: '0.0000' }],
  [double('latitude', -35, 71), { summarizeBy: 'none', dataCategory: 'Latitude', formatString: '0.0000' }],
  [double('Long', -170, 170), { summarizeBy: 'none', dataCategory: 'Longitude' }],
  [double('long', 0, 9000), { summarizeBy: 'sum', dataCategory: '' }],
  [int('Year', 1900, 2017), { summarizeBy: 'none', dataCategory: 'Years', formatString: '0' }],
  [int('year', 1, 40), { summarizeBy: 'sum', dataCategory: '' }],
  [int('month', 1, 12, 12), { summarizeBy: 'none', isHidden: false }],
  [int('zip', 501, 99_950, 900), { summarizeBy: 'none', isHidden: false }],
  [int('customer_id', 1, 90, 90), { summarizeBy: 'none', isHidden: false }],
  [int('id', 1, ROWS, ROWS), { summarizeBy: 'none', isHidden: true }],
  [int('orderId', 70_000, 90_000, ROWS), { summarizeBy: 'none', isHidden: true }],
  [int('Column1', 0, ROWS - 1, ROWS), { summarizeBy: 'none', isHidden: true }],
  [int('Column1', 0, 5 * ROWS, ROWS), { summarizeBy: 'sum', isHidden: false }],
  [int('pclass', 1, 3, 3), { summarizeBy: 'none' }],
  [int('Cylinders', 3, 8, 5), { summarizeBy: 'none' }],
  [profile('uid', 'String', { averageLength: 36, distinct: ROWS }), { isHidden: true }],
  [profile('order id', 'String', { distinct: ROWS }), { isHidden: true }],
  [profile('order id', 'String', { distinct: 20 }), { isHidden: false }],
  [profile('iata', 'String', { distinct: ROWS }), { isHidden: false }],
  [profile('country', 'String'), { dataCategory: 'Country' }],
  [profile('Origin State', 'String'), { dataCategory: 'StateOrProvince' }],
  [profile('homeCity', 'String'), { dataCategory: 'City' }],
  [profile('zip_code', 'String'), { dataCategory: 'PostalCode' }],
  [profile('Poster URL', 'String'), { dataCategory: 'ImageUrl' }],
  [profile('link', 'String'), { dataCategory: 'WebUrl' }],
  [
    profile('Order date', 'DateTime', { isDateOnly: true }),
    { summarizeBy: 'none', formatString: 'yyyy-mm-dd', isDateOnly: true },
  ],
  [profile('year', 'DateTime', { isDateOnly: true, isYearOnly: true }), { formatString: 'yyyy' }],
  [profile('at', 'DateTime'), { formatString: 'yyyy-mm-dd hh:mm', isDateOnly: false }],
  [
    profile('Anteil', 'Double', { min: 0.01, max: 1.4, writtenAs: { kind: 'percent', hasDecimals: false } }),
    { summarizeBy: 'average', formatString: '0%' },
  ],
  [
    profile('Anteil', 'Double', { min: 0.01, max: 1.4, writtenAs: { kind: 'percent', hasDecimals: true } }),
    { summarizeBy: 'average', formatString: '0.0%' },
  ],
  [
    profile('Sales', 'Double', { min: 1, max: 900, writtenAs: { kind: 'currency', sign: '$', isAfter: false } }),
    { summarizeBy: 'sum', formatString: '$#,0.00' },
  ],
  [
    profile('Umsatz', 'Double', { min: 1, max: 900, writtenAs: { kind: 'currency', sign: '€', isAfter: true } }),
    { summarizeBy: 'sum', formatString: '#,0.00 €' },
  ],
  [profile('Returned', 'Boolean'), { summarizeBy: 'none', formatString: '' }],
])('$name of $dataType from $min to $max', (seen, expected) => {
  expect(inferred(seen)).toMatchObject({ name: seen.name, dataType: seen.dataType, ...expected });
});

describe('measures', () => {
  const measures = (...columns: ColumnProfile[]) =>
    inferModel({ tableName: 'data', rowCount: ROWS, columns }).tables[0]?.measures.map(({ name }) => name);

  test('every table counts its rows', () => {
    expect(measures(profile('name', 'String'))).toEqual(['Rows']);
  });

  test('a measure does not take the name of a column', () => {
    expect(measures(profile('rows', 'String'), profile('Rows_2', 'String'))).toEqual(['Rows_3']);
  });

  test('a margin is made of one profit and one turnover', () => {
    expect(measures(double('Profit', -5, 90), double('Sales', 1, 900))).toEqual(['Rows', 'Profit margin']);
    expect(measures(double('Profit', -5, 90), double('Sales', 1, 900), double('Revenue', 1, 900))).toEqual(['Rows']);
    expect(measures(double('Profit', -5, 90), profile('Sales', 'String'))).toEqual(['Rows']);
  });
});

test('a table of keys only shows them', () => {
  const { tables } = inferModel({ tableName: 'keys', rowCount: ROWS, columns: [int('id', 1, ROWS, ROWS)] });
  expect(tables[0]?.columns[0]?.isHidden).toBe(false);
});

test('names of the language itself are names like others', () => {
  const columns = ['__proto__', 'constructor', 'toString'].map((name) => int(name, 1, 90));
  const [table] = inferModel({ tableName: '__proto__', rowCount: ROWS, columns }).tables;
  expect(table?.columns.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
});

test('the last rule for each kind takes what is left', () => {
  for (const rules of [NUMBER_RULES, TEXT_RULES]) {
    expect(rules.at(-1)?.when({ profile: int('x', 0, 9), words: ['x'], rowCount: 1 })).toBe(true);
    expect(rules.every(({ reason }) => reason.length > 10)).toBe(true);
  }
});

test.each([
  ['netGeneration', ['net', 'generation']],
  ['Cost Total $', ['cost', 'total', '$']],
  ['habitat_yearround_pct', ['habitat', 'yearround', 'pct']],
  ['Rate %', ['rate', 'percent']],
  ['Straße-Nr', ['straße', 'nr']],
])('%s is %j in words', (name, words) => {
  expect(wordsOf(name)).toEqual(words);
});
