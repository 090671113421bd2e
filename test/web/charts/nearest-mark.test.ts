import { describe, expect, test } from 'vitest';
import type { Mark } from '../../../web/src/charts/chart-data.ts';
import { nearestMark } from '../../../web/src/charts/nearest-mark.ts';

const mark = (series: number, category: number, value: number, isPickable = true): Mark => ({
  series,
  category,
  value,
  label: `${series}/${category}`,
  filters: isPickable ? [{ kind: 'in', field: { table: 'Stocks', field: 'date' }, values: [String(category)] }] : [],
});

const ONE = [mark(0, 0, 10), mark(0, 1, 20), mark(0, 5, 50)];
const TWO = [mark(0, 0, 10), mark(0, 1, 20), mark(1, 0, 100), mark(1, 1, 200)];
const BANDS = [mark(0, 0, 10), mark(1, 0, 30), mark(2, 0, 5)];

describe('a place on a line', () => {
  test.each([
    { category: 0.4, value: 900, label: '0/0' },
    { category: 1.2, value: 0, label: '0/1' },
    { category: 3.4, value: 0, label: '0/5' },
    { category: -2, value: 0, label: '0/0' },
    { category: 99, value: 0, label: '0/5' },
  ])('at $category means the nearest category that has a point: $label', ({ category, value, label }) => {
    expect(nearestMark(ONE, { category, value }, false)?.label).toBe(label);
  });

  test.each([
    { category: 1, value: 30, label: '0/1' },
    { category: 1, value: 150, label: '1/1' },
    { category: 0, value: -5, label: '0/0' },
  ])('among several lines means the nearest one: $label', ({ category, value, label }) => {
    expect(nearestMark(TWO, { category, value }, false)?.label).toBe(label);
  });

  test.each([
    { value: 4, label: '0/0' },
    { value: 12, label: '1/0' },
    { value: 39, label: '1/0' },
    { value: 44, label: '2/0' },
    { value: 400, label: '2/0' },
  ])('at $value in areas on each other means the band around it: $label', ({ value, label }) => {
    expect(nearestMark(BANDS, { category: 0, value }, true)?.label).toBe(label);
  });

  test('passes over what cannot be picked, and means nothing where nothing can', () => {
    expect(nearestMark([mark(0, 0, 1, false), mark(0, 9, 1)], { category: 0, value: 1 }, false)?.label).toBe('0/9');
    expect(nearestMark([mark(0, 0, 1, false)], { category: 0, value: 1 }, false)).toBeUndefined();
    expect(nearestMark([], { category: 0, value: 1 }, true)).toBeUndefined();
  });
});
