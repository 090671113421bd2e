import { describe, expect, test } from 'vitest';
import { bindText } from './scalar-binder.ts';
import { FAILS, testCases } from './scalar-cases.ts';

// From "IF", "SWITCH", "IFERROR", "COALESCE" and the table of blanks in "Data types in Power BI Desktop".
describe('choices', () => {
  testCases([
    ['IF ( FALSE (), 1 )', null],
    ['IF ( BLANK (), "t", "f" )', 'f'],
    ['IF ( 0, "t", "f" )', 'f'],
    ['IF ( 5, "t", "f" )', 't'],
    ['IF ( "true", 1, 2 )', 1],
    ['IF ( TRUE (), 1, 2.5 )', 1],
    ['IF.EAGER ( 1 = 1, "y", "n" )', 'y'],
    ['SWITCH ( 2, 1, "one", 2, "two", "other" )', 'two'],
    ['SWITCH ( 9, 1, "one", 2, "two", "other" )', 'other'],
    ['SWITCH ( 9, 1, "one" )', null],
    ['SWITCH ( TRUE (), 1 > 2, "a", 2 > 1, "b", 3 > 1, "c" )', 'b'],
    ['SWITCH ( TRUE (), FALSE (), 1 )', null],
    ['SWITCH ( FALSE (), 1 > 2, "first", "other" )', 'first'],
    ['SWITCH ( BLANK (), 0, "zero", "other" )', 'zero'],
    ['SWITCH ( "B", "a", 1, "b", 2 )', 2],
    ['SWITCH ( LEN ( "ab" ) + LEN ( "abc" ), 5, "five", 6, "six" )', 'five'],
    ['SWITCH ( 1, 1, 5, 2, "text" )', 5],
    ['SWITCH ( 2, 1, 5, 2, "text" )', 'text'],
    ['COALESCE ( BLANK (), 0, 7 )', 0],
    ['COALESCE ( BLANK (), BLANK () )', null],
    ['COALESCE ( BLANK (), "x" )', 'x'],
    ['COALESCE ( BLANK (), 1, 2.5 )', 1],
  ]);
});

describe('logic', () => {
  testCases([
    ['TRUE () && FALSE ()', false],
    ['TRUE () || FALSE ()', true],
    ['NOT ( FALSE () )', true],
    ['NOT ( 0 )', true],
    ['NOT ( BLANK () )', true],
    ['AND ( TRUE (), 1 = 1 )', true],
    ['OR ( FALSE (), 1 = 2 )', false],
    ['FALSE () || BLANK ()', false],
    ['FALSE () && BLANK ()', false],
    ['TRUE () || BLANK ()', true],
    ['TRUE () && BLANK ()', false],
    ['BLANK () || BLANK ()', null],
    ['BLANK () && BLANK ()', null],
    ['BLANK () && TRUE ()', false],
    ['BLANK () || TRUE ()', true],
    ['1 && 5', true],
    ['"maybe" && TRUE ()', FAILS],
  ]);
});

describe('what a value is', () => {
  testCases([
    ['ISBLANK ( BLANK () )', true],
    ['ISBLANK ( "" )', false],
    ['ISBLANK ( 0 )', false],
    ['ISNUMBER ( 3.1 )', true],
    ['ISNUMBER ( 0 )', true],
    ['ISNUMBER ( "123" )', false],
    ['ISNUMBER ( BLANK () )', false],
    ['ISTEXT ( "text" )', true],
    ['ISTEXT ( "" )', true],
    ['ISTEXT ( 1 )', false],
    ['ISTEXT ( BLANK () )', false],
    ['ISNONTEXT ( 1 )', true],
    ['ISNONTEXT ( BLANK () )', true],
    ['ISNONTEXT ( "text" )', false],
    ['ISLOGICAL ( TRUE () )', true],
    ['ISLOGICAL ( "TRUE" )', false],
    ['ISEVEN ( 4 )', true],
    ['ISEVEN ( 2.9 )', true],
    ['ISEVEN ( -1 )', false],
    ['ISODD ( 3 )', true],
    ['ISODD ( -3 )', true],
    ['ISODD ( 2 )', false],
  ]);
});

describe('errors are caught where DAX catches them, and only fire where they are computed', () => {
  testCases([
    ['IFERROR ( 25 / 0, 9999 )', 9999],
    ['IFERROR ( 25 / 5, 9999 )', 5],
    ['IFERROR ( VALUE ( "a" ), -1 )', -1],
    ['IFERROR ( VALUE ( "7" ), -1 )', 7],
    ['IFERROR ( BLANK (), 5 )', null],
    ['IFERROR ( ERROR ( "no" ), "caught" )', 'caught'],
    ['IFERROR ( 1 / 0, BLANK () )', null],
    ['IFERROR ( IFERROR ( VALUE ( "a" ), VALUE ( "b" ) ), 3 )', 3],
    ['IFERROR ( 9223372036854775807 + 1, 0 )', 0],
    ['IFERROR ( SQRT ( -1 ), 0 )', 0],
    ['IFERROR ( DATEVALUE ( "x" ), DATE ( 2024, 1, 1 ) )', '2024-01-01T00:00:00'],
    ['ISERROR ( 5 / 0 )', true],
    ['ISERROR ( 0 / 0 )', true],
    ['ISERROR ( VALUE ( "a" ) )', true],
    ['ISERROR ( 1 )', false],
    ['ISERROR ( BLANK () )', false],
    ['ERROR ( "stop" )', FAILS],
    ['IF ( TRUE (), ERROR ( "stop" ), 1 )', FAILS],
    ['IF ( 1 = 1, 1, ERROR ( "stop" ) )', 1],
    ['IF ( 1 + 1 = 2, DATE ( 2024, 1, 1 ), ERROR ( "stop" ) )', '2024-01-01T00:00:00'],
    ['IF ( 1 + 1 = 2, TRUE (), ERROR ( "stop" ) )', true],
    ['IF ( 1 + 1 = 2, CURRENCY ( 5 ), ERROR ( "stop" ) )', 5],
    ['IF ( 1 + 1 = 2, "a", VALUE ( "x" ) )', 'a'],
    ['SWITCH ( 1, 1, "a", 2, ERROR ( "stop" ) )', 'a'],
    ['COALESCE ( 1, VALUE ( "x" ) )', 1],
    ['FALSE () && VALUE ( "x" ) > 1', false],
    ['TRUE () || VALUE ( "x" ) > 1', true],
    ['( 1 + 1 = 3 ) && ( MOD ( 5, 0 ) = 1 )', false],
    ['DIVIDE ( 1, 0, 5 )', 5],
    ['SEARCH ( "x", "x", 1, VALUE ( "x" ) )', 1],
  ]);

  test('the type of an error is that of the other branch', () => {
    expect(bindText('IF ( TRUE (), 1, ERROR ( "stop" ) )').type).toBe('Int64');
  });
});

describe('types of choices', () => {
  test.each([
    ['IF ( TRUE (), 1, 2.5 )', 'Double'],
    ['IF ( TRUE (), 1, CURRENCY ( 2.5 ) )', 'Decimal'],
    ['IF ( TRUE (), 1 )', 'Int64'],
    ['IF ( TRUE (), BLANK (), "a" )', 'String'],
    ['IF ( TRUE (), 1, "a" )', 'Variant'],
    ['SWITCH ( 1, 1, "a", 2, BLANK (), "b" )', 'String'],
    ['COALESCE ( 1, 2.5 )', 'Double'],
  ])('%s is of type %s', (expression, type) => {
    expect(bindText(expression).type).toBe(type);
  });
});
