import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../shared/dax/parse-expression.ts';

const problemsOf = (text: string) => {
  const parsed = parseExpression(text);
  return parsed.kind === 'parsed' ? [] : parsed.problems;
};

describe('one mistake gives one problem, at its place', () => {
  test.each([
    ['', 'unexpected', ''],
    ['1 +', 'unexpected', ''],
    ['1 + )', 'unexpected', ')'],
    ['a )', 'unexpected', ')'],
    ['SUM ( Sales[x]', 'bracket-unclosed', '('],
    ['SUM ( Sales[x] }', 'bracket-unclosed', '('],
    ['F ( G ( 1, 2 )', 'bracket-unclosed', '('],
    ['F ( 1 2 )', 'comma-missing', '2'],
    ['F ( a [b], ( c ) "d" )', 'comma-missing', '"d"'],
    ['{ 1, , 2 }', 'unexpected', ','],
    ['{ 1, }', 'unexpected', '}'],
    ['( )', 'unexpected', '( )'],
    ['VAR a = 1', 'unexpected', ''],
    ['VAR a 1 RETURN a', 'unexpected', '1'],
    ['VAR a = RETURN [b]', 'word-reserved', 'RETURN'],
    ['SUM ( Return[x] )', 'word-reserved', 'Return'],
    ['VAR In = 1 RETURN 2', 'word-reserved', 'In'],
    ['a AND b', 'unexpected', 'AND'],
    ['a NOT IN { 1 }', 'unexpected', 'NOT'],
    ['F ( 1; 2 )', 'character-unknown', ';'],
    ['F ( a $ )', 'character-unknown', '$'],
    ['a b', 'unexpected', 'b'],
    ['Sales.[x]', 'unexpected', '.'],
    ['EVALUATE T', 'word-reserved', 'EVALUATE'],
    ['F ( "a, b )', 'text-unclosed', '"a, b )'],
  ])('%s: %s', (text, code, place) => {
    expect(problemsOf(text).map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual([[code, place]]);
  });
});

test('what comes after a mistake is read as well', () => {
  const text = 'F ( 1 2, G ( 3 + ), { 4 5 }, $ 6, 7 = ) + ( 8';
  expect(problemsOf(text).map(({ code, column }) => `${code} ${column}`)).toEqual([
    'comma-missing 7',
    'unexpected 18',
    'comma-missing 25',
    'character-unknown 30',
    'unexpected 39',
    'bracket-unclosed 43',
  ]);
});

test('a wrong closing bracket closes what was opened last', () => {
  expect(problemsOf('G ( F ( a }, 1 2 )').map(({ code }) => code)).toEqual(['bracket-unclosed', 'comma-missing']);
});

test.each([
  ['a = 1 &&\n  b )', 2, 5],
  ['a\r\n+\r\n\r\n )', 4, 2],
  ['/* one\ntwo */ )', 2, 8],
])('%j is wrong in line %i, column %i', (text, line, column) => {
  expect(problemsOf(text)[0]).toMatchObject({ line, column });
});

test.each([
  ['a AND b', '&&'],
  ['a OR b', '||'],
  ['a NOT IN { 1 }', 'NOT x IN'],
  ['SUM ( In[x] )', 'quotes'],
  [`1 + ) ${'x'.repeat(100)}`, 'found ).'],
  [`a ${'x'.repeat(100)}`, 'x…'],
])('%s: the message says %s', (text, part) => expect(problemsOf(text)[0]?.message).toContain(part));

test('no more than twenty problems are given', () => {
  expect(problemsOf('F ( 1 2, '.repeat(100))).toHaveLength(20);
  expect(problemsOf('F ( 1 2 # ) + '.repeat(15))).toHaveLength(20);
});

describe('bounds', () => {
  const inside = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`;

  test.each([
    ['(', ')'],
    ['F(', ')'],
    ['{', '}'],
    ['- ', ''],
    ['NOT ', ''],
    ['VAR a = ', ' RETURN a'],
    ['VAR a = 1 RETURN ', ''],
    ['1 + (', ')'],
  ])('500 levels of %s are read, 501 are one problem', (open, close) => {
    expect(problemsOf(inside(500, open, close))).toEqual([]);
    expect(problemsOf(inside(501, open, close)).map(({ code }) => code)).toEqual(['too-deep']);
  });

  test('a chain of a thousand is read, a longer one is one problem', () => {
    expect(problemsOf(inside(999, '1 & ', ''))).toEqual([]);
    expect(problemsOf(inside(1000, '1 & ', '')).map(({ code }) => code)).toEqual(['too-deep']);
    expect(problemsOf(inside(400, '(1 & 1 & 1 & ', ')')).map(({ code }) => code)).toEqual([]);
    expect(problemsOf(inside(400, '(', ' & 1 & 1 & 1)')).map(({ code }) => code)).toEqual(['too-deep']);
  });

  test('what stands side by side is not deep', () => {
    expect(problemsOf(`F(${'G((-1)),'.repeat(600)}VAR a = 1 RETURN a)`)).toEqual([]);
  });

  test('a list may be as long as the text', () => {
    expect(problemsOf(`{${'1,'.repeat(100_000)}1}`)).toEqual([]);
  });

  test('a megabyte is read, more is not', () => {
    expect(problemsOf('1'.padEnd(1_048_576))).toEqual([]);
    expect(problemsOf('1'.padEnd(1_048_577)).map(({ code }) => code)).toEqual(['text-too-long']);
  });
});
