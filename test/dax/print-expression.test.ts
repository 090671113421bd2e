import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExpression } from '../../shared/dax/parse-expression.ts';
import { printExpression } from '../../shared/dax/print-expression.ts';
import { trees } from './print-trees.ts';

/** Without spans, and without members that are there but undefined. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, member) => (key === 'span' || key === 'nameSpan' ? undefined : member)));

function reprint(text: string): string {
  const parsed = parseExpression(text);
  return parsed.kind === 'parsed' ? printExpression(parsed.tree) : JSON.stringify(parsed.problems);
}

test.each([
  ['calculate([a],all(Sales))', 'CALCULATE([a], ALL(Sales))'],
  ["'Sales'[Amount]+'Net Sales'[Amount]", "Sales[Amount] + 'Net Sales'[Amount]"],
  ["'Order'[x]", "'Order'[x]"],
  ['((1+2))*3', '(1 + 2) * 3'],
  ['(1*2)+3', '1 * 2 + 3'],
  ['1-(2-3)', '1 - (2 - 3)'],
  ['(1-2)-3', '1 - 2 - 3'],
  ['(2^3)^2', '2 ^ 3 ^ 2'],
  ['2^(3^2)', '2 ^ (3 ^ 2)'],
  ['-(-1)', '-(-1)'],
  ['(-2)^2', '(-2) ^ 2'],
  ['not(a)&&b', 'NOT a && b'],
  ['not(a&&b)', 'NOT (a && b)'],
  ['F(,1,)', 'F(, 1, )'],
  ['{(1,2),(3,4)}', '{(1, 2), (3, 4)}'],
  ['VAR x=1 RETURN(VAR y=2 RETURN y)+x', 'VAR x = 1 RETURN (VAR y = 2 RETURN y) + x'],
  ['dt"2024-02-29"', 'dt"2024-02-29"'],
  ['"say ""hi"""', '"say ""hi"""'],
  ["'Date'[Date].[a]]b]", 'Date[Date].[a]]b]'],
])('%s is printed as %s', (text, printed) => expect(reprint(text)).toBe(printed));

test('a printed tree is read back as the same tree, and printed the same', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const printed = printExpression(tree);
      const parsed = parseExpression(printed);
      if (parsed.kind === 'problems') throw new Error(`${printed}\n${JSON.stringify(parsed.problems)}`);
      expect(bare(parsed.tree)).toEqual(bare(tree));
      expect(printExpression(parsed.tree)).toBe(printed);
    }),
    { numRuns: 2000 },
  );
});

test('the deepest tree that is read can be printed', () => {
  const text = `${'1 & '.repeat(999)}1`;
  expect(reprint(text)).toBe(text);
});
