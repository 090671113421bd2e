import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../shared/dax/dax-problem.ts';
import { parseExpression } from '../../shared/dax/parse-expression.ts';
import { parseQuery } from '../../shared/dax/parse-query.ts';
import { printExpression } from '../../shared/dax/print-expression.ts';
import { trees } from './print-trees.ts';

const PIECES =
  'VAR RETURN NOT IN DEFINE EVALUATE ORDER BY START AT MEASURE TABLE COLUMN FUNCTION ASC DESC TRUE a F( SUM( T[c] [m] \'T\' \'T\'[c] " \' [ ] ( ) { } , . + - * / ^ & && || = == <> < <= > >= 1 .5 1e3 "x" dt"x" @p -- // /* */ \n ; # \ufeff'.split(
    ' ',
  );
const PIECES_TO_REPEAT =
  '( { F( F(a, -\t NOT\t VAR\ta=\t VAR\ta=1\t 1+ 1\t 1, x\t ) " "" "a"\t \'\' [a] ]] a. 9 1e9\t @a\t /* / --\n ; # \u00a0 É RETURN\t EVALUATE\t EVALUATE\tx\tORDER\tBY\t DEFINE\t IF(Sales[a]>1.5&&[b]="x",-1,2),'.split(
    ' ',
  );
const QUERY = `DEFINE
  VAR __F = TREATAS ( { "Europe", "O""Brien" }, 'Store'[Region] ) -- a comment
  MEASURE Sales[Per Line] = DIVIDE ( [Sales Amount], -[Line Count] ^ 2 ) /* another */
EVALUATE
  TOPN ( 502, SUMMARIZECOLUMNS ( 'Product'[Category], __F, "x", IF ( NOT [a] IN { 1, 2 }, , 1.5e3 ) ), [x], 0 )
ORDER BY [x] DESC, 'Product'[Category] START AT 3, @p`;

/** Both parsers give a tree, or problems that lie inside of the text and are no more than twenty. */
function checkBoth(text: string): void {
  check(text, parseExpression(text));
  check(text, parseQuery(text));
}

function check(text: string, parsed: Parsed<unknown>): void {
  if (parsed.kind === 'parsed') return;
  expect(parsed.problems.length).toBeGreaterThan(0);
  expect(parsed.problems.length).toBeLessThanOrEqual(20);
  for (const { span, line, column, message } of parsed.problems) {
    expect(0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true);
    expect(line >= 1 && column >= 1 && message.length < 200).toBe(true);
  }
}

describe('no input makes the parser throw', () => {
  test.each([
    ['characters', fc.string({ unit: 'binary', maxLength: 200 })],
    ['lone halves of characters', fc.array(fc.integer({ min: 0, max: 65_535 })).map((u) => String.fromCharCode(...u))],
    ['pieces of DAX', fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(' '))],
    ['pieces without spaces', fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''))],
    [
      'a query with a piece exchanged',
      fc
        .tuple(fc.nat(QUERY.length), fc.nat(20), fc.constantFrom(...PIECES, ''))
        .map(([at, length, piece]) => QUERY.slice(0, at) + piece + QUERY.slice(at + length)),
    ],
    [
      'a printed tree that breaks off',
      fc.tuple(trees, fc.nat(300)).map(([tree, length]) => printExpression(tree).slice(0, length)),
    ],
  ])('%s', (_, texts) => {
    fc.assert(fc.property(texts, checkBoth), { numRuns: 3000 });
  });
});

describe('a megabyte takes less than a second of the processor', () => {
  const SIZE = 1_048_576;

  test.each(PIECES_TO_REPEAT.map((piece) => [piece]))('%j', (piece) => {
    const text = piece.repeat(Math.floor(SIZE / piece.length));
    const parse = /^(EVALUATE|DEFINE)/.test(text) ? parseQuery : parseExpression;
    expect(secondsOf(() => check(text, parse(text)))).toBeLessThan(1);
  });

  test.each([
    ['a list', `{${'1,'.repeat(500_000)}1}`],
    ['conditions', `F(${`IF('Date'[Year] = 2024 && [Sales] > 1.5e3, "x""y", -[b]),\n`.repeat(15_000)}1)`],
  ])('%s that can be read', (_, text) => {
    expect(parseExpression(text).kind).toBe('parsed');
    expect(secondsOf(() => parseExpression(text))).toBeLessThan(1);
  });

  function secondsOf(run: () => void): number {
    const before = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1e6;
  }
});
