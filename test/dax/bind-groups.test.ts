import { expect, test } from 'vitest';
import { bound } from './bind-text.ts';
import { printer } from './print-bound.ts';

function items(query: string): readonly (readonly [string, string, string])[] {
  return bound(query).calculationGroups.flatMap((group) =>
    group.items.flatMap(({ name, bodies }) =>
      [...bodies].map(([type, body]): [string, string, string] => [name, type, printer().scalar(body)]),
    ),
  );
}

test('a calculation group that is named brings its items, for the types of the measures', () => {
  expect(items('EVALUATE SUMMARIZECOLUMNS(Shift[Name], "Amount", [Amount])')).toEqual([
    ['Current', 'Double', 'selected'],
    ['Half', 'Double', 'divide(selected, 2)'],
    ['Named', 'Double', 'if(strictEqual(selected.name, "Lines"), selected)'],
  ]);
});

test('a measure has the type that the items may give it', () => {
  const query = (column: string) => `EVALUATE SUMMARIZECOLUMNS(${column}, "Lines", [Lines])`;
  const typeOf = (dax: string) => bound(dax).evaluates[0]?.table.columns.at(-1)?.type;
  expect(typeOf(query('Scale[Factor]'))).toBe('Int64');
  expect(typeOf(query('Shift[Name]'))).toBe('Double');
});

test('a group that nothing names takes no part', () => {
  expect(bound('EVALUATE {[Amount]}').calculationGroups).toEqual([]);
});

test('a group that only a measure names takes part, and says which column has the names', () => {
  const query = 'DEFINE MEASURE Sales[Halved] = CALCULATE([Lines], Shift[Name] = "Half") EVALUATE {[Halved]}';
  expect(bound(query).calculationGroups.map(({ table, precedence, column }) => [table, precedence, column])).toEqual([
    [5, 10, { table: 5, column: 0 }],
  ]);
});
