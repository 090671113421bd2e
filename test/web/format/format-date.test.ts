import { describe, expect, test } from 'vitest';
import { formatDate, nextPeriod, parseIsoDate } from '../../../web/src/format/format-date.ts';
import { formatAge, formatBytes } from '../../../web/src/format/format-moment.ts';
import { formatValue } from '../../../web/src/format/format-value.ts';

describe('a date', () => {
  test.each([
    ['2024-03-01T00:00:00', 'year', '2024'],
    ['2024-03-01T00:00:00', 'quarter', 'Q1 2024'],
    ['2024-10-01', 'quarter', 'Q4 2024'],
    ['2024-03-01T00:00:00', 'month', 'Mar 2024'],
    ['2024-03-04T00:00:00', 'week', 'Week of 4 Mar 2024'],
    ['2024-03-04T00:00:00', 'day', '4 Mar 2024'],
    ['2024-03-04T15:00:00', 'hour', '4 Mar 2024, 15:00'],
  ] as const)('%s by %s is "%s"', (text, grain, expected) => {
    expect(formatDate(text, 'yyyy-mm-dd', grain)).toBe(expected);
  });

  test.each([
    ['2024-03-04', 'yyyy-mm-dd', '2024-03-04'],
    ['2024-03-04T09:05:07', 'yyyy-mm-dd hh:mm:ss', '2024-03-04 09:05:07'],
    ['2024-03-04T15:05:00', 'h:mm AM/PM', '3:05 PM'],
    ['2024-03-04T00:05:00', 'h:mm AM/PM', '12:05 AM'],
    ['2024-03-04', 'dddd, d mmmm yyyy', 'Monday, 4 March 2024'],
    ['2024-03-04', 'd"." mmm yy', '4. Mar 24'],
    ['2024-03-04T00:00:00', '', '4 Mar 2024'],
    ['2024-03-04T08:30:00', '', '4 Mar 2024, 08:30'],
    ['2024-03-04', 'General Date', '4 Mar 2024'],
    ['not a date', 'yyyy', 'not a date'],
  ])('%s by the code "%s" is "%s"', (text, code, expected) => {
    expect(formatDate(text, code)).toBe(expected);
  });

  test.each([
    ['2023-12-01', 'month', '2024-01-01'],
    ['2023-10-01', 'quarter', '2024-01-01'],
    ['2024-02-28', 'day', '2024-02-29'],
    ['2024-01-29', 'week', '2024-02-05'],
    ['2024-01-01', 'year', '2025-01-01'],
  ] as const)('after the period %s by %s comes %s', (text, grain, expected) => {
    const date = parseIsoDate(text);
    expect(date && nextPeriod(date, grain).toISOString().slice(0, 10)).toBe(expected);
  });
});

describe('other values', () => {
  test.each([
    [null, 'String', '(Blank)'],
    ['', 'String', '(Blank)'],
    [true, 'Boolean', 'Yes'],
    ['12.50', 'Decimal', '12.5'],
    ['12.50', 'String', '12.50'],
  ] as const)('%s of type %s reads "%s"', (value, dataType, expected) => {
    expect(formatValue(value, { dataType, formatString: '' })).toBe(expected);
  });

  test('a year that labels is not grouped, a sum is', () => {
    expect(formatValue(2024, { dataType: 'Int64', formatString: '', isLabel: true })).toBe('2024');
    expect(formatValue(2024, { dataType: 'Int64', formatString: '' })).toBe('2,024');
  });

  test.each([
    [10_000, 'just now'],
    [3 * 60_000, '3 min ago'],
    [2 * 3_600_000, '2 h ago'],
    [26 * 3_600_000, 'yesterday'],
    [4 * 86_400_000, '4 days ago'],
  ])('%d ms ago reads "%s"', (age, text) => {
    const now = Date.UTC(2024, 5, 15);
    expect(formatAge(new Date(now - age).toISOString(), now)).toBe(text);
  });

  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [12_400_000, '12.4 MB'],
    [250_000, '250 KB'],
  ])('%d bytes read "%s"', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
