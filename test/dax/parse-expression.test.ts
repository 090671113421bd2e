import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../shared/dax/parse-expression.ts';
import { shapeOf } from './parse-shape.ts';

describe('which operator takes an operand between two', () => {
  test.each([
    ['5 + 2 * 3', '(5 + (2 * 3))'],
    ['( 5 + 2 ) * 3', '((5 + 2) * 3)'],
    ['-2 ^ 2', '(- (2 ^ 2))'],
    ['( -2 ) ^ 2', '((- 2) ^ 2)'],
    ['2 ^ -1', '(2 ^ (- 1))'],
    ['-a * b', '((- a) * b)'],
    ['a - -b', '(a - (- b))'],
    ['- + a', '(- (+ a))'],
    ['2 ^ 3 ^ 2', '((2 ^ 3) ^ 2)'],
    ['10 - 3 - 2', '((10 - 3) - 2)'],
    ['a / b * c', '((a / b) * c)'],
    ['"n" & 1 + 2', '("n" & (1 + 2))'],
    ['"a" & "b" = "ab"', '(("a" & "b") = "ab")'],
    ['a = b && c <> d || e', '(((a = b) && (c <> d)) || e)'],
    ['a || b && c', '(a || (b && c))'],
    ['a == b = c', '((a == b) = c)'],
    ['a < b <= c', '((a < b) <= c)'],
    ['NOT a = b && c', '((NOT (a = b)) && c)'],
    ['NOT NOT a', '(NOT (NOT a))'],
    ['NOT ( FALSE ) * FALSE', '(NOT (FALSE<> * FALSE<>))'],
    ['"" & NOT ( FALSE ) * FALSE', '("" & (NOT (FALSE<> * FALSE<>)))'],
    ['( NOT FALSE ) * FALSE', '((NOT FALSE<>) * FALSE<>)'],
    ['NOT 5 IN { 1, 2 }', '(NOT (5 IN {1; 2}))'],
    ['not a in b', '(NOT (a IN b))'],
    ['a IN { 1 } && b IN { 2 }', '((a IN {1}) && (b IN {2}))'],
    ['a + 1 IN { 1 }', '((a + 1) IN {1})'],
    ['a = b IN { 1 }', '(a = (b IN {1}))'],
  ])('%s', (text, shape) => expect(shapeOf(text)).toBe(shape));
});

describe('operands', () => {
  test.each([
    ['= 1', '1'],
    ['1.', 'real 1.'],
    ['1e3', 'real 1e3'],
    ['dt"2024-02-29"', 'moment 2024-02-29'],
    ['@year', '@year'],
    ['Sales', 'Sales'],
    ["'Sales'", "'Sales'"],
    ['[Sales Amount]', '[Sales Amount]'],
    ['Sales[Amount]', 'Sales[Amount]'],
    ["'Sales' [Amount]", 'Sales[Amount]'],
    ["'Date'[Date].[Month]", 'Date[Date].Month'],
    ['TRUE', 'TRUE<>'],
    ['true ()', 'TRUE<>'],
    ['True[x]', 'True[x]'],
    ['percentile.inc ( a, .5 )', 'PERCENTILE.INC<a real .5>'],
    ['PI ( )', 'PI<>'],
    ['F ( , 1, , )', 'F<_ 1 _ _>'],
    ['F ( , )', 'F<_ _>'],
    ['F ( ( a, b ) )', 'F<tuple<a b>>'],
    ['( ( a ) )', 'a'],
    ['{ 1, 2 }', '{1; 2}'],
    ['{ ( 1, "a" ), ( 2, "b" ) }', '{1 "a"; 2 "b"}'],
    ['{ ( 1 ) }', '{1}'],
    ['{ }', '{}'],
    ['{ { 1, "a" }, { 2, "b" } }', '{{1; "a"}; {2; "b"}}'],
    ['( 1, "x" ) IN { ( 1, "x" ) }', '(tuple<1 "x"> IN {1 "x"})'],
    ['NOT ( a, b ) IN T', '(NOT (tuple<a b> IN T))'],
  ])('%s', (text, shape) => expect(shapeOf(text)).toBe(shape));
});

describe('variables', () => {
  test.each([
    ['VAR x = 3 VAR y = x * 2 RETURN x + y', 'let<x=3 y=(x * 2) in (x + y)>'],
    ['var x = 1 return ( var y = x return y ) + x', 'let<x=1 in (let<y=x in y> + x)>'],
    ['VAR a = VAR b = 1 RETURN b VAR c = 2 RETURN a', 'let<a=let<b=1 in b> c=2 in a>'],
    ['F ( VAR a = 1 RETURN a, 2 )', 'F<let<a=1 in a> 2>'],
    ['VAR a = Sales RETURN [x]', 'let<a=Sales in [x]>'],
    ['VAR a = 1 RETURN a + VAR b = 2 RETURN b * 3', 'let<a=1 in (a + let<b=2 in (b * 3)>)>'],
  ])('%s', (text, shape) => expect(shapeOf(text)).toBe(shape));
});

describe('keywords that are names', () => {
  test.each([
    ['[Return]', '[Return]'],
    ['Sales[In]', 'Sales[In]'],
    ["'Return'[Var]", 'Return[Var]'],
    ['COUNTROWS ( Order )', 'COUNTROWS<Order>'],
    ['Order[Start] + Table[Column]', '(Order[Start] + Table[Column])'],
    ['DATEDIFF ( a, b, DAY )', 'DATEDIFF<a b DAY>'],
    ['Date[Date]', 'Date[Date]'],
    ['VAR Measure = 1 RETURN Measure', 'let<Measure=1 in Measure>'],
  ])('%s', (text, shape) => expect(shapeOf(text)).toBe(shape));
});

test('spans lead back to the text, parentheses included', () => {
  const text = ' VAR x = ( [a] ) * 2 RETURN F ( x, -1 ) ';
  const parsed = parseExpression(text);
  if (parsed.kind !== 'parsed' || parsed.tree.kind !== 'var') throw new Error('no variables');
  const written = ({ span }: { span: { start: number; end: number } }) => text.slice(span.start, span.end);
  const { tree } = parsed;
  expect(written(tree)).toBe('VAR x = ( [a] ) * 2 RETURN F ( x, -1 )');
  expect(tree.variables.map(({ name, value }) => [written(name), written(value)])).toEqual([['x', '( [a] ) * 2']]);
  if (tree.result.kind !== 'call') throw new Error('no call');
  expect(tree.result.args.map((arg) => arg && written(arg))).toEqual(['x', '-1']);
});
