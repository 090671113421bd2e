import { describe, expect, test } from 'vitest';
import type { TableProfile } from '../../shared/model/column-profile.ts';
import { grainOf } from '../../shared/report/first-report-fields.ts';
import { date, firstVisuals, glance, number, table, text, whole } from './profiles.ts';

test('a table of sales shows its total, its trend, its ranking and its parts', () => {
  const seen = table(
    5000,
    date('Order date', '2021-01-01', '2023-12-31', 1000),
    text('Region', 3),
    text('Product', 80),
    number('Sales', 1, 900),
    number('Discount', 0, 0.4),
  );
  expect(glance(seen)).toEqual([
    'card: Total sales',
    'card: Average discount',
    'card: Number of rows',
    'slicer: Region',
    'areaChart: Sales over time',
    'barChart: Top 10 products by sales',
    'donutChart: Share of sales by region',
    'table: Details',
  ]);
  const trend = firstVisuals(seen).find(({ name }) => name === 'trend');
  expect(trend?.wells.category).toEqual([
    { kind: 'group', field: { table: 'data', field: 'Order date' }, grain: 'month', as: 'Order date' },
  ]);
  expect(trend?.subtitle).toBe('Each month, January 2021 to December 2023');
  const ranking = firstVisuals(seen).find(({ name }) => name === 'ranking');
  expect(ranking).toMatchObject({ limit: 10, orderBy: [{ as: 'Sales', direction: 'descending' }] });
});

test('prices of few shares are a line each', () => {
  const seen = table(560, text('symbol', 5), date('date', '2000-01-01', '2010-03-01', 123), number('price', 5, 707));
  expect(glance(seen)).toContain('lineChart: Average price over time by symbol');
});

test('two numbers without a date are set against each other', () => {
  const seen = table(
    187,
    text('country', 187),
    text('region', 6),
    whole('income', 600, 130_000),
    number('health', 48, 84),
  );
  expect(glance(seen)).toEqual([
    'card: Average income',
    'card: Average health',
    'card: Number of rows',
    'slicer: Region',
    'scatterChart: Income against health',
    'barChart: Top 10 countries by average income',
    'columnChart: Average income by region',
    'table: Details',
  ]);
});

test.each<[string, TableProfile, readonly string[]]>([
  [
    'one text column',
    table(100, text('city', 20)),
    [
      'card: Number of rows',
      'card: Different cities',
      'slicer: City',
      'barChart: Top 10 cities by number of rows',
      'table: Details',
    ],
  ],
  [
    'one text column of names',
    table(100, text('name', 100)),
    ['card: Number of rows', 'card: Different names', 'table: Details'],
  ],
  [
    'numbers only',
    table(100, number('x', 1, 900), number('y', 1, 900)),
    ['card: Total x', 'card: Total y', 'card: Number of rows', 'scatterChart: X against y', 'table: Details'],
  ],
  [
    'dates only',
    table(100, date('day', '2024-01-01', '2024-06-30', 90)),
    [
      'card: Number of rows',
      'card: Latest day',
      'card: Earliest day',
      'areaChart: Number of rows over time',
      'table: Details',
    ],
  ],
  [
    'one row',
    table(1, text('city', 1), number('sales', 5, 5, { distinct: 1 })),
    ['card: Total sales', 'card: Number of rows', 'table: Details'],
  ],
  ['one constant column', table(9, text('city', 1)), ['card: Number of rows', 'table: Details']],
  [
    'only blanks',
    table(9, text('city', 0, { nulls: 9, averageLength: null })),
    ['card: Number of rows', 'table: Details'],
  ],
])('%s', (_what, seen, expected) => {
  expect(glance(seen)).toEqual(expected);
});

test('years in a column of numbers are an axis of time', () => {
  expect(glance(table(144, whole('year', 1880, 2023, { distinct: 144 }), number('temp', -1, 1.2)))).toContain(
    'lineChart: Average temperature over time',
  );
});

test('slices below zero are not drawn', () => {
  const seen = table(900, text('Region', 3), number('Profit', -500, 900));
  expect(glance(seen)).toContain('donutChart: Share of rows by region');
});

test('a large table is grouped by names, not by moments', () => {
  const seen = table(
    3_000_000,
    date('at', '2001-01-01', '2001-07-01', 200_000, { isDateOnly: false }),
    whole('delay', -1000, 1600),
    text('origin', 254),
  );
  const details = firstVisuals(seen).find(({ name }) => name === 'details');
  expect(details?.wells.values.map(({ as }) => as)).toEqual(['Origin', 'Average delay']);
});

describe('the grain of a trend', () => {
  test.each([
    ['1958-03-01', '2020-04-01', 741, true, 'year'],
    ['2000-01-01', '2010-03-01', 123, true, 'month'],
    ['2012-01-01', '2015-12-31', 1461, true, 'month'],
    ['2001-01-01', '2017-01-01', 17, true, 'year'],
    ['2015-01-01', '2015-05-30', 955, false, 'week'],
    ['2024-01-01', '2024-01-31', 31, true, 'day'],
    ['2024-01-01', '2024-01-02', 600, false, 'hour'],
    ['2024-01-01', '2024-01-05', 4, true, 'day'],
    ['2024-01-01', '2024-01-02', 2, true, undefined],
  ])('from %s to %s with %i moments is %s %s', (from, to, distinct, isDateOnly, grain) => {
    expect(grainOf(date('at', from, to, distinct, { isDateOnly }))).toBe(grain);
  });
});
