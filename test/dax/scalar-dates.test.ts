import { describe, expect, test } from 'vitest';
import { bindText } from './scalar-binder.ts';
import { FAILS, testCases } from './scalar-cases.ts';

// From the pages of each function under "Date and time functions".
describe('making dates and times', () => {
  testCases([
    ['DATE ( 2009, 7, 8 )', '2009-07-08T00:00:00'],
    ['DATE ( 8, 1, 2 )', '1908-01-02T00:00:00'],
    ['DATE ( 1800, 1, 2 )', '3700-01-02T00:00:00'],
    ['DATE ( 2008, 14, 2 )', '2009-02-02T00:00:00'],
    ['DATE ( 2008, -3, 2 )', '2007-09-02T00:00:00'],
    ['DATE ( 2008, 18, 1 )', '2009-06-01T00:00:00'],
    ['DATE ( 2008, -6, 15 )', '2007-06-15T00:00:00'],
    ['DATE ( 2008, 1, 35 )', '2008-02-04T00:00:00'],
    ['DATE ( 2008, 1, -15 )', '2007-12-16T00:00:00'],
    ['DATE ( 2008, 3, 32 )', '2008-04-01T00:00:00'],
    ['DATE ( 2024, 2, 30 )', '2024-03-01T00:00:00'],
    ['DATE ( 2024, 1.6, 1.6 )', '2024-02-02T00:00:00'],
    ['DATE ( -1, 1, 1 )', FAILS],
    ['DATE ( 10000, 1, 1 )', FAILS],
    ['TIME ( 27, 0, 0 )', '1899-12-30T03:00:00'],
    ['TIME ( 0, 750, 0 )', '1899-12-30T12:30:00'],
    ['TIME ( 12, 30, 0 ) = TIME ( 0, 750, 0 )', true],
    ['DATE ( 2024, 1, 1 ) + TIME ( 18, 0, 0 )', '2024-01-01T18:00:00'],
    ['DATEVALUE ( "8/1/2009" )', '2009-08-01T00:00:00'],
    ['DATEVALUE ( "2009-08-01 10:00:00" )', '2009-08-01T00:00:00'],
    ['DATEVALUE ( "nonsense" )', FAILS],
    ['TIMEVALUE ( "20:45:30" )', '1899-12-30T20:45:30'],
    ['TIMEVALUE ( "2024-01-01 8:30 PM" )', '1899-12-30T20:30:00'],
  ]);
});

describe('parts of dates', () => {
  testCases([
    ['YEAR ( DATE ( 2024, 2, 29 ) )', 2024],
    ['YEAR ( "March 2007" )', 2007],
    ['MONTH ( "March 3, 2008 3:45 PM" )', 3],
    ['DAY ( "3-4-2007" + BLANK () )', FAILS],
    ['DAY ( "March 4 2007" )', 4],
    ['QUARTER ( DATE ( 2019, 8, 1 ) )', 3],
    ['HOUR ( "March 3, 2008 3:00 PM" )', 15],
    ['MINUTE ( "March 23, 2008 1:45 PM" )', 45],
    ['SECOND ( "March 3, 2008 12:00:03" )', 3],
    ['YEAR ( 45000 )', 2023],
    ['YEAR ( BLANK () )', null],
    ['WEEKDAY ( DATE ( 2024, 2, 25 ) )', 1],
    ['WEEKDAY ( DATE ( 2024, 2, 25 ), 2 )', 7],
    ['WEEKDAY ( DATE ( 2024, 2, 25 ), 3 )', 6],
    ['WEEKDAY ( DATE ( 2024, 2, 26 ), 2 )', 1],
    ['WEEKDAY ( DATE ( 2024, 2, 26 ), 3 )', 0],
    ['WEEKDAY ( BLANK (), 2 )', null],
    ['WEEKNUM ( "Feb 14, 2010", 2 )', 7],
    ['WEEKNUM ( DATE ( 2024, 1, 1 ) )', 1],
    ['WEEKNUM ( DATE ( 2024, 1, 7 ) )', 2],
    ['WEEKNUM ( DATE ( 2024, 1, 7 ), 2 )', 1],
    ['WEEKNUM ( DATE ( 2023, 1, 1 ) )', 1],
    ['WEEKNUM ( DATE ( 2023, 1, 2 ), 2 )', 2],
    ['WEEKNUM ( DATE ( 2023, 1, 1 ), 21 )', 52],
    ['WEEKNUM ( DATE ( 2024, 12, 31 ) )', 53],
  ]);

  test('a return type that is none is refused before it runs', () => {
    expect(() => bindText('WEEKDAY ( DATE ( 2024, 1, 1 ), 9 )')).toThrow(/1, 2 or 3/);
    expect(() => bindText('DATEDIFF ( 1, 2, DECADE )')).toThrow(/MONTH/);
  });
});

describe('moving and measuring', () => {
  const [start, end] = ['DATE ( 2019, 07, 01 )', 'DATE ( 2021, 12, 31 )'];
  testCases([
    ['EDATE ( DATE ( 2024, 1, 31 ), 1 )', '2024-02-29T00:00:00'],
    ['EDATE ( DATE ( 2024, 2, 29 ), -12 )', '2023-02-28T00:00:00'],
    ['EDATE ( "1/8/2009", 3 )', '2009-04-08T00:00:00'],
    ['EOMONTH ( "March 3, 2008", 1.5 )', '2008-05-31T00:00:00'],
    ['EOMONTH ( DATE ( 2024, 1, 15 ), 0 )', '2024-01-31T00:00:00'],
    ['EOMONTH ( DATE ( 2024, 1, 31 ), 1 )', '2024-02-29T00:00:00'],
    ['EOMONTH ( DATE ( 2024, 1, 31 ) + 0.75, -1 )', '2023-12-31T00:00:00'],
    [`DATEDIFF ( ${start}, ${end}, YEAR )`, 2],
    [`DATEDIFF ( ${start}, ${end}, QUARTER )`, 9],
    [`DATEDIFF ( ${start}, ${end}, MONTH )`, 29],
    [`DATEDIFF ( ${start}, ${end}, WEEK )`, 130],
    [`DATEDIFF ( ${start}, ${end}, DAY )`, 914],
    ['DATEDIFF ( DATE ( 2024, 2, 24 ), DATE ( 2024, 2, 25 ), WEEK )', 1],
    ['DATEDIFF ( DATE ( 2024, 2, 25 ), DATE ( 2024, 2, 26 ), WEEK )', 0],
    ['DATEDIFF ( DATE ( 2023, 12, 31 ), DATE ( 2024, 1, 1 ), YEAR )', 1],
    ['DATEDIFF ( DATE ( 2024, 1, 10 ), DATE ( 2024, 1, 7 ), DAY )', -3],
    ['DATEDIFF ( "2024-01-01 10:59:00", "2024-01-01 11:01:00", HOUR )', 1],
    ['DATEDIFF ( "2024-01-01 10:59:50", "2024-01-01 11:01:00", MINUTE )', 2],
    ['DATEDIFF ( "2024-01-01 10:59:50", "2024-01-01 11:01:00", SECOND )', 70],
    ['DATEDIFF ( BLANK (), DATE ( 2024, 1, 1 ), DAY )', null],
    ['YEARFRAC ( "Jan 1 2007", "Mar 1 2007" )', 60 / 360],
    ['YEARFRAC ( "Mar 1 2007", "Jan 1 2007" )', 60 / 360],
    ['YEARFRAC ( DATE ( 2012, 1, 1 ), DATE ( 2012, 7, 30 ) )', 0.58055555555555],
    ['YEARFRAC ( DATE ( 2012, 1, 1 ), DATE ( 2012, 7, 30 ), 1 )', 0.57650273224044],
    ['YEARFRAC ( DATE ( 2012, 1, 1 ), DATE ( 2012, 7, 30 ), 3 )', 0.57808219178082],
    ['YEARFRAC ( DATE ( 2012, 1, 1 ), DATE ( 2012, 7, 30 ), 2 )', 211 / 360],
    ['YEARFRAC ( DATE ( 2012, 1, 31 ), DATE ( 2012, 3, 31 ), 4 )', 60 / 360],
    ['YEARFRAC ( DATE ( 2023, 2, 28 ), DATE ( 2024, 2, 29 ), 0 )', 1],
    ['YEARFRAC ( DATE ( 2012, 1, 1 ), DATE ( 2012, 7, 30 ), 5 )', FAILS],
    ['YEARFRAC ( BLANK (), DATE ( 2012, 7, 30 ) )', null],
  ]);
});

describe('moments and callers', () => {
  test.each([
    ['TODAY ()', { kind: 'moment', type: 'DateTime', what: 'today' }],
    ['UTCTODAY ()', { kind: 'moment', type: 'DateTime', what: 'today' }],
    ['NOW ()', { kind: 'moment', type: 'DateTime', what: 'now' }],
    ['UTCNOW ()', { kind: 'moment', type: 'DateTime', what: 'now' }],
    ['USERNAME ()', { kind: 'caller', type: 'String', what: 'name' }],
    ['USERPRINCIPALNAME ()', { kind: 'caller', type: 'String', what: 'name' }],
    ['USEROBJECTID ()', { kind: 'caller', type: 'String', what: 'objectId' }],
    ['CUSTOMDATA ()', { kind: 'caller', type: 'String', what: 'customData' }],
    ['USERCULTURE ()', { kind: 'caller', type: 'String', what: 'culture' }],
  ])('%s is left to whoever asks', (expression, node) => {
    expect(bindText(expression)).toEqual(node);
  });
});
