import { describe, expect, test } from 'vitest';
import { bindText } from './scalar-binder.ts';
import { FAILS, testCases } from './scalar-cases.ts';

// From "DAX operators" and "Data types in Power BI Desktop" (implicit and explicit data type conversion).
describe('operators coerce and treat blanks as documented', () => {
  testCases([
    ['5 + 2 * 3', 11],
    ['( 5 + 2 ) * 3', 21],
    ['( 3 + 0.25 ) / ( 3 - 0.25 )', 3.25 / 2.75],
    ['-2 ^ 2', -4],
    ['( -2 ) ^ 2', 4],
    ['16 ^ 4', 65536],
    ['3 - 1 - 1', 1],
    ['TRUE () + 1', 2],
    ['TRUE () + TRUE ()', 2],
    ['FALSE () * 5', 0],
    ['"22" + 22', 44],
    ['"12" + 12', 24],
    ['"1.5" + 1', 2.5],
    ['"10" * "2"', 20],
    ['12 & 34', '1234'],
    ['5 & 3', '53'],
    ['0.5 & ""', '0.5'],
    ['0.1 + 0.2 & ""', '0.3'],
    ['1E20 & ""', '1E+20'],
    ['CURRENCY ( 1.5 ) & ""', '1.5'],
    ['TRUE () & ""', 'True'],
    ['DATE ( 2024, 2, 9 ) & ""', '2/9/2024'],
    ['"a" & BLANK ()', 'a'],
    ['BLANK () & BLANK ()', null],
    ['"x" + 1', FAILS],
    ['"" + 1', FAILS],
    ['BLANK () + BLANK ()', null],
    ['BLANK () + 5', 5],
    ['BLANK () - 4', -4],
    ['5 - BLANK ()', 5],
    ['BLANK () * 5', null],
    ['BLANK () / 4', null],
    ['BLANK () / BLANK ()', null],
    // Infinity and NaN have no JSON; that they are errors is told by ISERROR.
    ['ISERROR ( 5 / BLANK () )', true],
    ['ISERROR ( 0 / BLANK () )', true],
    ['5 / 0', null],
    ['7 / 2', 3.5],
    ['1 / 4 * 4', 1],
    ['2 ^ BLANK ()', 1],
    ['+"text"', 'text'],
    ['-"5"', -5],
    ['-TRUE ()', -1],
    ['9223372036854775807 + 1', FAILS],
  ]);
});

describe('fixed decimals keep four digits', () => {
  testCases([
    ['CURRENCY ( 1.5 ) + 1', 2.5],
    ['CURRENCY ( 10 ) / 3', 3.3333],
    ['CURRENCY ( 10 ) / CURRENCY ( 3 )', 10 / 3],
    ['CURRENCY ( 1.11115 ) * 2', 2.2224],
    ['CURRENCY ( 2.5 ) * CURRENCY ( 2.00005 )', 2.5 * 2.0001],
    ['CURRENCY ( 2 ) * 1.00005', 2.0001],
    ['CURRENCY ( 1 ) / 0', FAILS],
    ['BLANK () / CURRENCY ( 2 )', null],
  ]);

  test.each([
    ['CURRENCY ( 1 ) + 1', 'Decimal'],
    ['CURRENCY ( 1 ) + 1.5', 'Double'],
    ['CURRENCY ( 1 ) * 1.5', 'Decimal'],
    ['CURRENCY ( 1 ) * CURRENCY ( 1 )', 'Double'],
    ['CURRENCY ( 1 ) / 2', 'Decimal'],
    ['1 / CURRENCY ( 1 )', 'Double'],
    ['1 + 1', 'Int64'],
    ['1 / 1', 'Double'],
    ['1 + 1.5', 'Double'],
    ['DATE ( 2024, 1, 1 ) + 1', 'DateTime'],
    ['DATE ( 2024, 1, 1 ) - DATE ( 2023, 1, 1 )', 'DateTime'],
    ['1 - DATE ( 2023, 1, 1 )', 'Double'],
    ['BLANK () + 1', 'Int64'],
    ['"1" & 1', 'String'],
  ])('%s is of type %s', (expression, type) => {
    expect(bindText(expression).type).toBe(type);
  });
});

describe('a day is one', () => {
  testCases([
    ['DATE ( 2024, 2, 28 ) + 2', '2024-03-01T00:00:00'],
    ['DATE ( 2024, 3, 1 ) - 1', '2024-02-29T00:00:00'],
    ['DATE ( 2024, 3, 1 ) + 0.5', '2024-03-01T12:00:00'],
    ['0.25 + DATE ( 2024, 3, 1 )', '2024-03-01T06:00:00'],
    ['DATE ( 2024, 3, 1 ) + BLANK ()', '2024-03-01T00:00:00'],
    ['DATE ( 2024, 3, 1 ) - BLANK ()', '2024-03-01T00:00:00'],
    ['INT ( DATE ( 2024, 3, 1 ) - DATE ( 2024, 1, 1 ) )', 60],
    ['DATE ( 1900, 3, 1 ) - DATE ( 1900, 2, 1 )', '1900-01-27T00:00:00'],
    ['DATE ( 2024, 3, 1 ) * 1', 45352],
    ['CONVERT ( DATE ( 1900, 1, 1 ), INTEGER )', 2],
    ['DATE ( 2024, 3, 1 ) > DATE ( 2024, 2, 29 )', true],
    ['DATE ( 2024, 3, 1 ) = 45352', true],
    ['dt"2024-03-01T18:00:00" > 45352.5', true],
  ]);
});

describe('comparisons', () => {
  testCases([
    ['"Contoso" = "CONTOSO"', true],
    ['"a" <> "A"', false],
    ['"a" == "A"', true],
    ['"apple" < "BANANA"', true],
    ['"é" < "f"', true],
    ['"é" = "e"', false],
    ['"b" >= "B"', true],
    ['2 = 2.0', true],
    ['CURRENCY ( 1.5 ) = 1.5', true],
    ['CURRENCY ( 1.5 ) > 1', true],
    ['TRUE () > FALSE ()', true],
    ['BLANK () = 0', true],
    ['BLANK () = ""', true],
    ['BLANK () = FALSE ()', true],
    ['BLANK () = DATE ( 1899, 12, 30 ) - 693595', false],
    ['BLANK () = BLANK ()', true],
    ['BLANK () <> 0', false],
    ['BLANK () <> 1', true],
    ['BLANK () < 1', true],
    ['BLANK () > -1', true],
    ['BLANK () >= 0', true],
    ['BLANK () > 0', false],
    ['BLANK () <= -1', false],
    ['0 < BLANK ()', false],
    ['1 > BLANK ()', true],
    ['BLANK () < "a"', true],
    ['BLANK () > "a"', false],
    ['BLANK () == 0', false],
    ['BLANK () == ""', false],
    ['BLANK () == BLANK ()', true],
    ['( BLANK () + BLANK () ) = 5', false],
    ['( BLANK () + BLANK () ) < 5', true],
    ['( BLANK () + BLANK () ) > 5', false],
    ['( BLANK () + BLANK () ) = 0', true],
    ['( BLANK () + BLANK () ) == 0', false],
    ['BLANK () IN { 0, 1 }', false],
    ['"b" IN { "a", "B" }', true],
  ]);

  test.each(['"1" > 0', 'TRUE () = 1', '"a" = TRUE ()', 'DATE ( 2024, 1, 1 ) = "2024"'])(
    '%s is refused before it runs, being about unlike types',
    (expression) => {
      expect(() => bindText(expression)).toThrow(/cannot be compared/);
    },
  );
});

// "Data types in Power BI Desktop": in comparisons a logical value is greater than a text, a text than a number.
describe('values of several types', () => {
  const mixed = (text: string) => `IF ( 1 + 1 = 2, ${text}, IF ( 1 + 1 = 3, 1, IF ( 1 + 1 = 4, "z", TRUE () ) ) )`;
  testCases([
    [mixed('"12"'), '12'],
    [mixed('12'), 12],
    [mixed('1.5'), 1.5],
    [mixed('FALSE ()'), false],
    [mixed('DATE ( 2024, 2, 9 )'), '2024-02-09T00:00:00'],
    [mixed('CURRENCY ( 2.5 )'), 2.5],
    [mixed('BLANK ()'), null],
    [`${mixed('FALSE ()')} > "true"`, true],
    [`${mixed('"12"')} > 12`, true],
    [`${mixed('"12"')} = 12`, false],
    [`${mixed('12')} = 12.0`, true],
    [`${mixed('"A"')} = "a"`, true],
    [`${mixed('BLANK ()')} = ""`, true],
    [`${mixed('BLANK ()')} = 0`, true],
    [`${mixed('BLANK ()')} == 0`, false],
    [`${mixed('BLANK ()')} == BLANK ()`, true],
    [`${mixed('"5"')} + 1`, 6],
    [`${mixed('5')} & "x"`, '5x'],
    [`ISNUMBER ( ${mixed('5')} )`, true],
    [`ISTEXT ( ${mixed('5')} )`, false],
    [`ISTEXT ( ${mixed('"5"')} )`, true],
    [`ISLOGICAL ( ${mixed('TRUE ()')} )`, true],
    [`ISBLANK ( ${mixed('BLANK ()')} )`, true],
    ['IF ( TRUE (), TRUE (), 0 )', true],
    ['IF ( FALSE (), TRUE (), 0 )', 0],
  ]);
});
