import { expect, test } from 'vitest';
import { firstDayOf, lastDayOf, type Unit, type YearEnd, yearEndOfText } from '../../shared/dax/bind/date-periods.ts';
import { evaluate } from './scalar-answer.ts';

const YEAR_END: YearEnd = { month: 12, day: 31 };
const JUNE: YearEnd = { month: 6, day: 30 };
const FEBRUARY: YearEnd = { month: 2, day: 28 };

const CASES: readonly (readonly [string, Unit, YearEnd, string, string])[] = [
  ['2024-02-29', 'DAY', YEAR_END, '2024-02-29', '2024-02-29'],
  ['2024-02-29', 'MONTH', YEAR_END, '2024-02-01', '2024-02-29'],
  ['2023-02-01', 'MONTH', YEAR_END, '2023-02-01', '2023-02-28'],
  ['2023-12-31', 'MONTH', YEAR_END, '2023-12-01', '2023-12-31'],
  ['2024-01-01', 'QUARTER', YEAR_END, '2024-01-01', '2024-03-31'],
  ['2024-05-31', 'QUARTER', YEAR_END, '2024-04-01', '2024-06-30'],
  ['2024-12-31', 'QUARTER', YEAR_END, '2024-10-01', '2024-12-31'],
  ['2024-01-01', 'YEAR', YEAR_END, '2024-01-01', '2024-12-31'],
  ['2024-12-31', 'YEAR', YEAR_END, '2024-01-01', '2024-12-31'],
  ['2024-06-30', 'YEAR', JUNE, '2023-07-01', '2024-06-30'],
  ['2024-07-01', 'YEAR', JUNE, '2024-07-01', '2025-06-30'],
  ['2024-01-15', 'YEAR', JUNE, '2023-07-01', '2024-06-30'],
  ['2024-02-29', 'YEAR', FEBRUARY, '2023-03-01', '2024-02-29'],
  ['2023-02-28', 'YEAR', FEBRUARY, '2022-03-01', '2023-02-28'],
  ['2024-03-01', 'YEAR', FEBRUARY, '2024-03-01', '2025-02-28'],
];

test.each(CASES)(
  'the period of %s by %s, the year ending %o, is %s to %s',
  async (date, unit, yearEnd, first, last) => {
    const day = `DATE(${date.split('-').map(Number).join(', ')})`;
    const ask = async (text: string) => evaluate(`FORMAT(${text}, "yyyy-mm-dd")`);
    expect(await ask(firstDayOf(unit, day, yearEnd))).toBe(first);
    expect(await ask(lastDayOf(unit, day, yearEnd))).toBe(last);
  },
);

test.each([
  ['6-30', { month: 6, day: 30 }],
  ['06/30', { month: 6, day: 30 }],
  ['2024-06-30', { month: 6, day: 30 }],
  ['6/30/2024', { month: 6, day: 30 }],
  ['2-29', { month: 2, day: 29 }],
  ['6-31', undefined],
  ['13-1', undefined],
  ['0-1', undefined],
  ['June', undefined],
  ['6-30); DROP', undefined],
])('the end of a year written %s is %o', (written, yearEnd) => {
  expect(yearEndOfText(written)).toEqual(yearEnd);
});
