import { expect, test } from 'vitest';
import { bindCalculatedColumn, bindCalculatedTable, bindRowFilter } from '../../shared/dax/bind/bind-expression.ts';
import { isDateKey, leadsTo } from '../../shared/dax/bind/relationships.ts';
import { INDEX, MODEL } from './bind-model.ts';
import { printColumns, printer } from './print-bound.ts';

const SALES = 0;
const STORE = 2;

test('a calculated column is a value for each row of its table', () => {
  const result = bindCalculatedColumn(INDEX, {
    table: SALES,
    expression: '= [Quantity] * RELATED(Product[List Price]) + [Lines]',
    object: "column 'x' of table 'Sales'",
  });
  if (result.kind === 'problems') throw new Error(result.problems[0]?.message);
  const { table, scope, value, measures } = result.tree;
  const filter = { kind: 'filter', columns: table.columns, base: table.base, table, scope, condition: value } as const;
  expect(printer().table(filter)).toBe(
    'filter(r1 in Sales, add(multiply(r1.Quantity, r1->Product[List Price]), toDecimal(measure0)))',
  );
  expect(measures.map(({ name }) => name)).toEqual(['Lines']);
});

test('the filter of a role is a condition, whatever the type of its expression', () => {
  const result = bindRowFilter(INDEX, { table: STORE, expression: 'Store[StoreKey]', object: 'role' });
  expect(result.kind === 'bound' ? result.tree.value.type : result.problems).toBe('Boolean');
});

test('a calculated table has the columns of its expression', () => {
  const expression = 'SELECTCOLUMNS(Store, "Area", Store[Region], "n", CALCULATE([Lines]))';
  const result = bindCalculatedTable(INDEX, { expression, object: "table 'Areas'" });
  expect(result.kind === 'bound' ? printColumns(result.tree.table) : result.problems).toBe('[Area] String, [n] Int64');
});

test.each([
  ['[Quantity', 'name-unclosed'],
  ['Sales[Nope]', 'column-unknown'],
  ['Sales', 'value-expected'],
])('what is wrong with %s names its object: %s', (expression, code) => {
  const object = "column 'x' of table 'Sales'";
  const result = bindCalculatedColumn(INDEX, { table: SALES, expression, object });
  expect(
    result.kind === 'problems' ? result.problems.map((problem) => [problem.code, problem.object]) : [],
  ).toContainEqual([code, object]);
});

test('RELATED leads from the many side to the one, over active relationships alone', () => {
  expect(leadsTo(MODEL, SALES, STORE)).toBe(true);
  expect(leadsTo(MODEL, STORE, SALES)).toBe(false);
  const inactive = { ...MODEL, relationships: MODEL.relationships.map((each) => ({ ...each, isActive: false })) };
  expect(leadsTo(inactive, SALES, STORE)).toBe(false);
  const many = {
    ...MODEL,
    relationships: MODEL.relationships.map((each) => ({ ...each, toCardinality: 'many' as const })),
  };
  expect(leadsTo(many, SALES, STORE)).toBe(false);
});

test('a date key is the key of a marked table, or a date on the one side of a relationship', () => {
  const [order, date, month] = [
    { table: SALES, column: 1 },
    { table: 3, column: 0 },
    { table: 3, column: 2 },
  ];
  const unmarked = { ...MODEL, tables: MODEL.tables.map((table) => ({ ...table, dataCategory: '' })) };
  const unrelated = { ...MODEL, relationships: [] };
  expect([MODEL, unmarked, unrelated].map((model) => isDateKey(model, date))).toEqual([true, true, true]);
  expect(isDateKey({ ...unmarked, relationships: [] }, date)).toBe(false);
  expect([order, month].map((column) => isDateKey(MODEL, column))).toEqual([false, false]);
});
