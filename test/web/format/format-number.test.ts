import { describe, expect, test } from 'vitest';
import { formatCompact, formatNumber, formatTick } from '../../../web/src/format/format-number.ts';

describe('a number by its code', () => {
  test.each([
    [1234567.891, '#,0', '1,234,568'],
    [1234567.891, '#,0.00', '1,234,567.89'],
    [0.1234, '0.0%', '12.3%'],
    [0.5, '0%', '50%'],
    [1234.5, '$#,0', '$1,235'],
    [-1234.5, '$#,0', '−$1,235'],
    [-1234.5, '#,0;(#,0)', '(1,235)'],
    [0, '#,0;(#,0);"none"', 'none'],
    [7, '000', '007'],
    [2024, '0', '2024'],
    [1.5, '0.##', '1.5'],
    [1, '0.##', '1'],
    [1234567, '#,0,,"M"', '1M'],
    [1234567, '0.0,,"M"', '1.2M'],
    [12, '#,0 "km"', '12 km'],
    [12, '[$€-407] #,0.00', '€ 12.00'],
    [12, '#,0\\ €', '12 €'],
    [-0.001, '#,0.0', '0.0'],
    [12345, '0.00E+00', '1.23E4'],
    [1234.5678, '', '1,234.57'],
    [0.12345, '', '0.1235'],
    [406, '', '406'],
    [123456.7, '', '123,457'],
    [Number.NaN, '#,0', ''],
    [Number.POSITIVE_INFINITY, '#,0', '∞'],
  ])('%d by "%s" is "%s"', (value, code, text) => {
    expect(formatNumber(value, code)).toBe(text);
  });

  test.each(['"', '[', '[$', '\\', ';', ';;;', '%%%', '_', '0.0.0.0', '#'.repeat(200), '"<script>"0'])(
    'the odd code %s breaks nothing',
    (code) => {
      expect(typeof formatNumber(12.5, code)).toBe('string');
    },
  );
});

describe('a short number', () => {
  test.each([
    [22336273.71, '$#,0', '$22.3M'],
    [7470000, '#,0', '7.47M'],
    [-7470000, '#,0', '−7.47M'],
    [999_999, '#,0', '999,999'],
    [999_999_999, '#,0', '1B'],
    [0.334, '0.0%', '33.4%'],
    [51467, '#,0', '51,467'],
    [1e13, '#,0', '10T'],
  ])('%d by "%s" is "%s" on a card', (value, code, text) => {
    expect(formatCompact(value, code)).toBe(text);
  });

  test.each([
    [0, '#,0', '0'],
    [250, '#,0', '250'],
    [1500, '#,0', '1.5K'],
    [2_000_000, '$#,0', '$2M'],
    [0.4, '0.0%', '40%'],
    [0.25, '', '0.25'],
    [-500_000, '$#,0', '−$500K'],
  ])('%d by "%s" is "%s" at an axis', (value, code, text) => {
    expect(formatTick(value, code)).toBe(text);
  });
});
