import { describe, expect, test } from 'vitest';
import { chartData, fillPeriods } from '../../../web/src/charts/chart-data.ts';
import { pickedMarks } from '../../../web/src/charts/picked-marks.ts';
import { scatterData } from '../../../web/src/charts/scatter-data.ts';
import { answer, column, group, sum, visual } from './sample-visuals.ts';

const BY_ORIGIN = visual('barChart', { category: [group('Origin')], values: [sum('Sales')] });
const ORIGINS = answer(
  column('Origin', 'String', ['Japan', 'USA', null]),
  column('Sales', 'Double', [300, 1200.5, 7], '#,0'),
);

describe('what a chart draws', () => {
  test('each value of the answer becomes one mark with its words and its filter', () => {
    const data = chartData(BY_ORIGIN, ORIGINS);
    expect(data.marks.map((mark) => mark.label)).toEqual(['Japan: 300', 'USA: 1,201', '(Blank): 7']);
    expect(data.marks[0]?.filters).toEqual([
      { kind: 'in', field: { table: 'Cars', field: 'Origin' }, values: ['Japan'] },
    ]);
    expect(data.marks[2]?.filters).toEqual([{ kind: 'in', field: { table: 'Cars', field: 'Origin' }, values: [null] }]);
  });

  test('a blank value is no mark', () => {
    const data = chartData(
      BY_ORIGIN,
      answer(column('Origin', 'String', ['Japan', 'USA']), column('Sales', 'Double', [null, 2])),
    );
    expect(data.marks).toHaveLength(1);
    expect(data.series[0]?.values).toEqual([null, 2]);
  });

  test('a series well splits the values and adds to the filter', () => {
    const split = visual('lineChart', {
      category: [group('Day', 'month')],
      series: [group('Origin')],
      values: [sum('Sales')],
    });
    const data = chartData(
      split,
      answer(
        column('Day', 'DateTime', ['2024-01-01T00:00:00', '2024-01-01T00:00:00', '2024-03-01T00:00:00']),
        column('Origin', 'String', ['Japan', 'USA', 'USA']),
        column('Sales', 'Double', [1, 2, 3]),
      ),
    );
    expect(data.categories).toEqual(['Jan 2024', 'Feb 2024', 'Mar 2024']);
    expect(data.series.map((series) => [series.name, series.values])).toEqual([
      ['Japan', [1, null, null]],
      ['USA', [2, null, 3]],
    ]);
    expect(data.marks).toHaveLength(3);
    expect(data.marks[2]?.filters).toEqual([
      { kind: 'in', field: { table: 'Cars', field: 'Day' }, grain: 'month', values: ['2024-03-01T00:00:00'] },
      { kind: 'in', field: { table: 'Cars', field: 'Origin' }, values: ['USA'] },
    ]);
  });

  test('a missing period is a gap, a day that fits no period stops the filling', () => {
    expect(fillPeriods(['2020-01-01', '2023-01-01'], 'year')).toHaveLength(4);
    expect(fillPeriods(['2020-01-01', '2021-07-03'], 'year')).toEqual(['2020-01-01', '2021-07-03']);
    expect(fillPeriods([null], 'year')).toEqual([null]);
    expect(fillPeriods(['0001-01-01', '9999-01-01'], 'day')).toHaveLength(2);
  });

  test('a scatter chart leaves out rows that lack a number', () => {
    const dots = visual('scatterChart', { category: [group('Name')], values: [sum('Power'), sum('Range')] });
    const data = scatterData(
      dots,
      answer(
        column('Name', 'String', ['a', 'b', 'c']),
        column('Power', 'Double', [1, null, 3]),
        column('Range', 'Double', [10, 20, 30]),
      ),
    );
    expect(data.dots).toHaveLength(2);
    expect(data.marks[1]?.label).toBe('c: Power 3, Range 30');
  });

  test('an answer without the expected columns draws nothing', () => {
    expect(chartData(BY_ORIGIN, answer()).marks).toEqual([]);
  });
});

describe('picked marks', () => {
  const { marks } = chartData(BY_ORIGIN, ORIGINS);
  const origin = { kind: 'in', field: { table: 'Cars', field: 'Origin' } } as const;

  test('nothing picked lights all', () => expect(pickedMarks(marks, [])).toBeUndefined());
  test('a picked value lights its mark only', () =>
    expect(pickedMarks(marks, [{ ...origin, values: ['USA'] }])).toEqual(new Set([1])));
  test('blank can be picked', () => expect(pickedMarks(marks, [{ ...origin, values: [null] }])).toEqual(new Set([2])));
  test('a filter on another grain lights none', () =>
    expect(pickedMarks(marks, [{ ...origin, grain: 'year', values: ['USA'] }])).toEqual(new Set()));
});
