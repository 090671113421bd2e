import { describe, expect, test } from 'vitest';
import type { ColumnRelations, TableProfile } from '../../shared/model/column-profile.ts';
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
  expect(trend?.subtitle).toBe('Each month');
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
  expect(glance(seen)).toContain('barChart: Profit by region');
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

describe('what is known of columns together', () => {
  const known = (seen: TableProfile, relations: Partial<ColumnRelations>): TableProfile => ({
    ...seen,
    relations: { correlations: [], shares: [], twins: [], ...relations },
  });
  const sales = table(900, text('Region', 3), number('Sales', 1, 900));

  test.each([
    ['nearly all is one', 0.01, 0.96, 'barChart: Sales by region'],
    ['all are alike', 0.33, 0.335, 'barChart: Sales by region'],
    ['they differ', 0.2, 0.5, 'donutChart: Share of sales by region'],
  ])('slices where %s', (_what, smallest, largest, expected) => {
    expect(glance(known(sales, { shares: [{ label: 'Region', of: 'Sales', smallest, largest }] }))).toContain(expected);
  });

  test('as many rows of each region are not drawn', () => {
    const seen = known(table(900, text('Region', 3)), {
      shares: [{ label: 'Region', smallest: 1 / 3, largest: 1 / 3 }],
    });
    expect(glance(seen).filter((line) => line.startsWith('donut') || line.startsWith('bar'))).toEqual([]);
  });

  test('as many rows each day are no trend', () => {
    const steady = table(182, date('day', '2024-01-01', '2024-06-30', 182));
    expect(glance(steady)).not.toContain('areaChart: Number of rows over time');
    const unsteady = table(182, date('day', '2023-01-01', '2024-06-30', 182));
    expect(glance(unsteady)).toContain('areaChart: Number of rows over time');
  });

  test('the numbers that go together most are set against each other', () => {
    const seen = table(
      50,
      text('state', 50),
      whole('population', 500_000, 39_000_000),
      number('speed', 1, 90),
      number('weight', 1, 90),
    );
    expect(glance(seen)).toContain('scatterChart: Speed against weight');
    const correlations = [
      { left: 'population', right: 'speed', rank: -0.9 },
      { left: 'population', right: 'weight', rank: 0.999 },
      { left: 'speed', right: 'weight', rank: 0.4 },
    ];
    expect(glance(known(seen, { correlations }))).toContain('scatterChart: Population against speed');
  });

  test('one row of each source and year is a line for each source, whose slicer comes first', () => {
    const year = date('year', '2001-01-01', '2017-01-01', 17, { isYearOnly: true });
    const seen = table(51, year, text('kind', 2), text('source', 3), whole('net_generation', 1, 42_000));
    expect(glance(seen)).toContain('lineChart: Net generation over time by source');
    expect(glance(seen).find((line) => line.startsWith('slicer'))).toBe('slicer: Source');
    const details = firstVisuals(seen).find(({ name }) => name === 'details');
    expect(details?.orderBy).toEqual([{ as: 'Year', direction: 'descending' }]);
  });

  test('a code and its name are shown once', () => {
    const seen = table(900, text('region code', 3), text('region', 3), number('sales', 1, 900));
    const twins = [{ left: 'region code', right: 'region' }];
    const lines = JSON.stringify(firstVisuals(known(seen, { twins })));
    expect(lines).toContain('"field":"region"');
    expect(lines).not.toContain('region code');
    expect(JSON.stringify(firstVisuals(seen))).toContain('region code');
  });
});

test('no subtitle states a figure that a filter can make false', () => {
  const columns = [date('day', '2012-01-01', '2015-12-31', 1461), text('origin', 254), text('kind', 4)];
  const seen = table(3_000_000, ...columns, number('sales', 1, 900), number('delay', -20, 900));
  const subtitles = firstVisuals(seen).map(({ subtitle }) => subtitle.replace('at most 500 rows', ''));
  expect(subtitles.filter((subtitle) => /\d/.test(subtitle))).toEqual([]);
  expect(subtitles).toEqual(
    expect.arrayContaining(['Mean over all rows shown', 'Sum over all rows shown', 'Each month']),
  );
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
