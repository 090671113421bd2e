import { describe, expect, test } from 'vitest';
import { bindText } from './scalar-binder.ts';
import { testCases } from './scalar-cases.ts';

const SAMPLE = 'dt"2008-03-12T11:07:31"';

// From "Custom Numeric Formats for the FORMAT Function": the table of samples, its formats applied to 5, -5, 0.5 and 0.
describe('custom number formats', () => {
  const table: Readonly<Record<string, readonly [string, string, string, string]>> = {
    '': ['5', '-5', '0.5', '0'],
    '0': ['5', '-5', '1', '0'],
    '0.00': ['5.00', '-5.00', '0.50', '0.00'],
    '#,##0': ['5', '-5', '1', '0'],
    '$#,##0;($#,##0)': ['$5', '($5)', '$1', '$0'],
    '$#,##0.00;($#,##0.00)': ['$5.00', '($5.00)', '$0.50', '$0.00'],
    '0%': ['500%', '-500%', '50%', '0%'],
    '0.00%': ['500.00%', '-500.00%', '50.00%', '0.00%'],
    '0.00E+00': ['5.00E+00', '-5.00E+00', '5.00E-01', '0.00E+00'],
    '0.00E-00': ['5.00E00', '-5.00E00', '5.00E-01', '0.00E00'],
    '$#,##0;;\\Z\\e\\r\\o': ['$5', '$-5', '$1', 'Zero'],
  };
  testCases(
    Object.entries(table).flatMap(([format, results]) =>
      ['5', '-5', '0.5', '0'].map(
        (value, index) => [`FORMAT ( ${value}, "${format}" )`, results[index] ?? null] as const,
      ),
    ),
  );

  // From the comma's row of the same page.
  testCases([
    ['FORMAT ( 100000000, "#,0." )', '100,000,000'],
    ['FORMAT ( 100000000, "#0,." )', '100000'],
    ['FORMAT ( 100000000, "#,0,." )', '100,000'],
    ['FORMAT ( 1500, "0," )', '2'],
    ['FORMAT ( 499, "0," )', '0'],
    ['FORMAT ( 1234567, "0.0,,\\M" )', '1.2M'],
  ]);

  testCases([
    ['FORMAT ( 1234567.891, "#,##0" )', '1,234,568'],
    ['FORMAT ( 1234.5, "#,##0.00" )', '1,234.50'],
    ['FORMAT ( 0.1234, "0.0%" )', '12.3%'],
    ['FORMAT ( 7, "000" )', '007'],
    ['FORMAT ( 7, "0,000" )', '0,007'],
    ['FORMAT ( 0.5, "#.##" )', '.5'],
    ['FORMAT ( 0, "#" )', ''],
    ['FORMAT ( 2.345, "0.00" )', '2.35'],
    ['FORMAT ( 1.005, "0.00" )', '1.01'],
    ['FORMAT ( 0.125, "0.00" )', '0.13'],
    ['FORMAT ( 1234567890123, "#,##0" )', '1,234,567,890,123'],
    ['FORMAT ( 9223372036854775807, "0" )', '9223372036854775807'],
    ['FORMAT ( CURRENCY ( 1234.5678 ), "#,##0.00##" )', '1,234.5678'],
    ['FORMAT ( 5.1, "0.00##" )', '5.10'],
    ['FORMAT ( 12, "0 ""units""" )', '12 units'],
    ['FORMAT ( 12, "\\#0" )', '#12'],
    ['FORMAT ( 12345.678, "0.0##e+0" )', '1.235e+4'],
    ['FORMAT ( -1, "0;minus 0" )', 'minus 1'],
    ['FORMAT ( 0, "0.0;(0.0);zero" )', 'zero'],
    ['FORMAT ( 5, "\\+0;-0;0" )', '+5'],
    ['FORMAT ( "abc", "0.00" )', 'abc'],
    ['FORMAT ( BLANK (), "0.00" )', ''],
    ['FORMAT ( BLANK () + BLANK (), "0.00" )', ''],
    ['FORMAT ( TRUE (), "" )', 'True'],
    ['FORMAT ( 1, "0.00", "en-US" )', '1.00'],
    ['FORMAT ( 5, BLANK () )', '5'],
    [`FORMAT ( 1, "'"";"" DROP TABLE x --0" )`, "'; DROP TABLE x --1"],
  ]);
});

// From "Pre-Defined Numeric Formats for the FORMAT function".
describe('named number formats', () => {
  testCases([
    ['FORMAT ( 12345.67, "General Number" )', '12345.67'],
    ['FORMAT ( 12345.67, "Currency" )', '$12,345.67'],
    ['FORMAT ( 12345.67, "Fixed" )', '12345.67'],
    ['FORMAT ( 12345.67, "Standard" )', '12,345.67'],
    ['FORMAT ( 12345.67, "Scientific" )', '1.23E+04'],
    ['FORMAT ( 0.5, "percent" )', '50.00%'],
    ['FORMAT ( 0, "Yes/No" )', 'No'],
    ['FORMAT ( 5, "Yes/No" )', 'Yes'],
    ['FORMAT ( 0, "True/False" )', 'False'],
    ['FORMAT ( -1, "On/Off" )', 'On'],
    ['FORMAT ( TRUE (), "Yes/No" )', 'Yes'],
  ]);
});

// From "Pre-defined date and time formats for the FORMAT function".
describe('named date formats', () => {
  testCases([
    [`FORMAT ( ${SAMPLE}, "General Date" )`, '3/12/2008 11:07:31 AM'],
    [`FORMAT ( ${SAMPLE}, "Long Date" )`, 'Wednesday, March 12, 2008'],
    [`FORMAT ( ${SAMPLE}, "Medium Date" )`, 'Wednesday, March 12, 2008'],
    [`FORMAT ( ${SAMPLE}, "Short Date" )`, '3/12/2008'],
    [`FORMAT ( ${SAMPLE}, "Long Time" )`, '11:07:31 AM'],
    [`FORMAT ( ${SAMPLE}, "Medium Time" )`, '11:07 AM'],
    [`FORMAT ( ${SAMPLE}, "Short Time" )`, '11:07'],
    [`FORMAT ( ${SAMPLE}, BLANK () )`, '3/12/2008 11:07:31 AM'],
    ['FORMAT ( DATE ( 2008, 3, 12 ), "General Date" )', '3/12/2008'],
  ]);
});

// From "Custom date and time formats for the FORMAT function".
describe('custom date formats', () => {
  const date = 'DATE ( 2024, 2, 9 )';
  const evening = 'dt"2024-02-09T21:05:03"';
  testCases([
    [`FORMAT ( ${date}, "yyyy-mm-dd" )`, '2024-02-09'],
    [`FORMAT ( ${date}, "YYYY-MM-DD" )`, '2024-02-09'],
    [`FORMAT ( ${date}, "mmm yyyy" )`, 'Feb 2024'],
    [`FORMAT ( ${date}, "dddd, d mmmm yyyy" )`, 'Friday, 9 February 2024'],
    [`FORMAT ( ${date}, "ddd" )`, 'Fri'],
    [`FORMAT ( ${date}, "mm/dd/yyyy" )`, '02/09/2024'],
    [`FORMAT ( ${date}, "yyyy \\Qq" )`, '2024 Q1'],
    [`FORMAT ( ${date}, "yyyymm" )`, '202402'],
    [`FORMAT ( ${date}, "m/d/yy" )`, '2/9/24'],
    [`FORMAT ( ${date}, "y" )`, '40'],
    [`FORMAT ( ${date}, "w" )`, '6'],
    [`FORMAT ( ${date}, "ww" )`, '6'],
    [`FORMAT ( ${date}, "ddddd" )`, '2/9/2024'],
    [`FORMAT ( ${evening}, "h:mm" )`, '21:05'],
    [`FORMAT ( ${evening}, "hh:nn:ss" )`, '21:05:03'],
    [`FORMAT ( ${evening}, "h:n:s" )`, '21:5:3'],
    [`FORMAT ( ${evening}, "hh:mm AM/PM" )`, '09:05 PM'],
    [`FORMAT ( ${evening}, "h am/pm" )`, '9 pm'],
    [`FORMAT ( ${evening}, "h A/P" )`, '9 P'],
    [`FORMAT ( ${date}, "h AM/PM" )`, '12 AM'],
    [`FORMAT ( ${evening}, "ttttt" )`, '9:05:03 PM'],
    [`FORMAT ( ${evening}, "c" )`, '2/9/2024 9:05:03 PM'],
    [`FORMAT ( 45331, "yyyy-mm-dd" )`, '2024-02-09'],
    [`FORMAT ( ${date}, "0" )`, '45331'],
    [`FORMAT ( ${date}, "\\d\\a\\y ""of"" d" )`, 'day of 9'],
  ]);
});

describe('formats that are chosen', () => {
  testCases([
    ['FORMAT ( 0.5, IF ( 1 + 1 = 2, "0%", "0.0" ) )', '50%'],
    ['FORMAT ( 0.5, SWITCH ( 2, 1, "0%", 2, "0.0", "0" ) )', '0.5'],
    ['FORMAT ( 0.5, SWITCH ( 3, 1, "0%", 2, "0.0" ) )', '0.5'],
    ['FORMAT ( LEN ( "abc" ) / 2, IF ( LEN ( "a" ) = 1, "0.00", "0" ) )', '1.50'],
  ]);

  test('a format that depends on data is refused with what to do', () => {
    expect(() => bindText('FORMAT ( 1, "0" & "0" )')).toThrow('known when the query is planned');
    expect(() => bindText('FORMAT ( 1, "0", "de-DE" )')).toThrow('en-US only');
    expect(() => bindText('FORMAT ( 1, "(000) 000-0000" )')).toThrow('between the places');
  });

  test('the value is computed once, however often the format needs it', () => {
    const bound = bindText('FORMAT ( LEN ( "abc" ) / 2, "0.0;(0.0)" )');
    expect(JSON.stringify(bound).match(/"length"/g)).toHaveLength(1);
  });
});
