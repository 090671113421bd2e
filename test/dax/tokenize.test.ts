import { describe, expect, test } from 'vitest';
import { tokenize } from '../../shared/dax/tokenize.ts';

const read = (text: string) =>
  tokenize(text)
    .tokens.slice(0, -1)
    .map(({ kind, value }) => [kind, value]);
const problemsOf = (text: string) =>
  tokenize(text).problems.map(({ code, span }) => [code, text.slice(span.start, span.end)]);

describe('one token', () => {
  test.each([
    ['1', 'number', '1'],
    ['1.5', 'number', '1.5'],
    ['.5', 'number', '.5'],
    ['1.', 'number', '1.'],
    ['1e3', 'number', '1e3'],
    ['1.5E-3', 'number', '1.5E-3'],
    ['""', 'text', ''],
    ['"say ""hi"""', 'text', 'say "hi"'],
    ['"two\r\nlines"', 'text', 'two\r\nlines'],
    ['"-- // /* no comment"', 'text', '-- // /* no comment'],
    ["'O''Brien''s'", 'quotedName', "O'Brien's"],
    ['[a]]b]', 'bracketName', 'a]b'],
    ['[a]]]', 'bracketName', 'a]'],
    ['[say "hi" to O\'Brien]', 'bracketName', 'say "hi" to O\'Brien'],
    ['dt"2024-02-29"', 'dateTime', '2024-02-29'],
    ['DT"2024-02-29T12:00:00"', 'dateTime', '2024-02-29T12:00:00'],
    ['@Year', 'parameter', 'Year'],
    ['PERCENTILE.INC', 'word', 'PERCENTILE.INC'],
    ['INFO.VIEW.TABLES', 'word', 'INFO.VIEW.TABLES'],
    ['__DS0Core', 'word', '__DS0Core'],
    ['Größe', 'word', 'Größe'],
    ['売上', 'word', '売上'],
    ['𝒳1', 'word', '𝒳1'],
    ['dt', 'word', 'dt'],
  ])('%s', (text, kind, value) => {
    expect(read(text)).toEqual([[kind, value]]);
    expect(problemsOf(text)).toEqual([]);
  });

  test.each('&& || <> <= >= == = < > + - * / ^ & ( ) { } , .'.split(' ').map((symbol) => [symbol]))(
    'the symbol %s',
    (symbol) => {
      expect(read(` ${symbol} `)).toEqual([['symbol', symbol]]);
    },
  );
});

test.each([
  ['a -- rest\nb', 'a', 'b'],
  ['a // rest\r\nb', 'a', 'b'],
  ['a --rest\u2028b', 'a', 'b'],
  ['a /* two\n * lines */ b', 'a', 'b'],
  ['a/**/b', 'a', 'b'],
  ['a /* /* not nested */ b', 'a', 'b'],
  ['\ufeffa\u00a0\u3000\tb', 'a', 'b'],
  ['a\u0085b', 'a', 'b'],
])('comments, marks and strange spaces are no tokens: %j', (text, ...words) => {
  expect(read(text).map(([, value]) => value)).toEqual(words);
  expect(problemsOf(text)).toEqual([]);
});

test('the longest symbol wins, and a sign is no part of a number', () => {
  expect(read('a<=-1<>b').map(([, value]) => value)).toEqual(['a', '<=', '-', '1', '<>', 'b']);
});

test('a word is compared in upper case of A to Z alone, so that no other letter makes a keyword', () => {
  const keys = tokenize('return Var ın ſtart').tokens.map(({ key }) => key);
  expect(keys).toEqual(['RETURN', 'VAR', 'ıN', 'ſTART', '']);
});

test('every token says where it stands', () => {
  const text = '  Sales[Amount] + 1';
  expect(tokenize(text).tokens.map(({ start, end }) => text.slice(start, end))).toEqual([
    'Sales',
    '[Amount]',
    '+',
    '1',
    '',
  ]);
});

describe('what is no token', () => {
  test.each([
    ['1 + "abc', 'text-unclosed', '"abc'],
    ["'abc''", 'name-unclosed', "'abc''"],
    ['[abc]]', 'name-unclosed', '[abc]]'],
    ['1 /* abc', 'comment-unclosed', '/* abc'],
    ['a # b', 'character-unknown', '#'],
    ['a ; b', 'character-unknown', ';'],
    ['a 😀 b', 'character-unknown', '😀'],
    ['a \u0000 b', 'character-unknown', '\u0000'],
    ['12abc', 'number-malformed', '12abc'],
    ['1e', 'number-malformed', '1e'],
    ["''[a]", 'name-empty', "''"],
    ['[ ]', 'name-empty', '[ ]'],
  ])('%s', (text, code, place) => expect(problemsOf(text)).toEqual([[code, place]]));

  test('several are found in one reading', () => {
    expect(problemsOf('a # b ; 1x').map(([code]) => code)).toEqual([
      'character-unknown',
      'character-unknown',
      'number-malformed',
    ]);
  });

  test('after twenty the rest is left', () => {
    const { problems, isCut } = tokenize('#'.repeat(1000));
    expect([problems.length, isCut]).toEqual([20, true]);
  });

  test.each([
    ['a ; b', 'comma'],
    ['a | b', '||'],
    ['! a', 'NOT'],
    ['“a”', 'straight quotes'],
    ['\u200b', 'U+200B'],
  ])('%s: the message says %s', (text, part) => expect(tokenize(text).problems[0]?.message).toContain(part));
});
