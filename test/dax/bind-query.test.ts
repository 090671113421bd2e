import { expect, test } from 'vitest';
import { bound, problemsOf } from './bind-text.ts';
import { printColumns, printer } from './print-bound.ts';

function tables(query: string): readonly string[] {
  return bound(query).evaluates.map(({ table }) => printer().table(table));
}

test('a measure of the query takes the place of one of the model, for those of the model too', () => {
  const { measures } = bound('DEFINE MEASURE Sales[Amount] = 7 EVALUATE {[Margin]}');
  const byName = new Map(measures.map((measure) => [measure.name, printer().scalar(measure.body)]));
  expect(byName.get('Amount')).toBe('7');
  expect(byName.get('Margin')).toContain('measure');
});

test('measures carry their table, type and format, and are bound once', () => {
  const { measures } = bound('EVALUATE ROW("a", [Margin %], "b", [Margin], "c", [amount])');
  expect(measures.map(({ name, table, formatString, body }) => [name, table, formatString, body.type])).toEqual([
    ['Amount', 0, '0.00', 'Double'],
    ['Margin', 0, '0.00', 'Double'],
    ['Margin %', 0, '0.00', 'Double'],
  ]);
});

test('variables of DEFINE stand around each EVALUATE; constants stand where they are used', () => {
  const query = `
    DEFINE VAR Least = 3  VAR Big = FILTER(Sales, Sales[Quantity] > Least)  VAR N = COUNTROWS(Big)
    EVALUATE Big
    EVALUATE {N}`;
  const around = 'let(v1 = filter(r1 in Sales, strictGreater(r1.Quantity, 3)), let(v2 = countRows(r2 in v1), ';
  expect(tables(query)).toEqual([`${around}v1))`, `${around}{v2}))`]);
});

test('a measure of the query may use a constant of it', () => {
  const { measures } = bound('DEFINE VAR x = 5 MEASURE Sales[m] = x + 1 EVALUATE {[m]}');
  expect(measures.map(({ body }) => printer().scalar(body))).toEqual(['add(5, 1)']);
});

test('DEFINE TABLE makes a table whose columns bear its name and have no lineage', () => {
  const query = 'DEFINE TABLE Top2 = TOPN(2, VALUES(Store[Region])) EVALUATE FILTER(\'Top2\', Top2[Region] <> "x")';
  expect(tables(query)).toEqual([
    'let(v1 = pick(top 2(r1 in values+(Store[Region]), ); Region), filter(r2 in v1, notEqual(r2.Region, "x")))',
  ]);
  const [evaluate] = bound(query).evaluates;
  expect(evaluate?.table.columns.map(({ lineage }) => lineage)).toEqual([undefined]);
  expect(evaluate === undefined ? '' : printColumns(evaluate.table)).toBe('Top2[Region] String');
});

test('columns of a table of the query are aggregated and listed like any other', () => {
  const query = 'DEFINE TABLE T = {1, 2} EVALUATE ROW("s", SUM(T[Value]), "n", COUNTROWS(DISTINCT(T[Value])))';
  expect(tables(query)).toEqual([
    'let(v1 = pick({1, 2}; Value), {(sum(r1 in v1, r1.Value), countRows(r2 in distinct(pick(v1; Value))))})',
  ]);
});

test('DEFINE COLUMN is its expression in the row of its table', () => {
  const query =
    'DEFINE COLUMN Sales[Total] = Sales[Quantity] * [Price] EVALUATE {SUM(Sales[Total]) + SUMX(Sales, Sales[Total])}';
  expect(tables(query)).toEqual([
    '{add(sum(r1 in Sales, multiply(toDouble(r1.Quantity), r1.Price)), sum(r2 in Sales, multiply(toDouble(r2.Quantity), r2.Price)))}',
  ]);
});

test('ORDER BY sees the columns of the answer, START AT has a value for the first of them', () => {
  const query = 'EVALUATE ADDCOLUMNS(VALUES(Store[Region]), "A", [Amount]) ORDER BY [A] DESC, Store[Region] START AT 5';
  const [evaluate] = bound(query).evaluates;
  if (evaluate === undefined) throw new Error('nothing is evaluated');
  const print = printer();
  print.table({
    kind: 'filter',
    columns: [],
    base: undefined,
    table: evaluate.table,
    scope: evaluate.scope,
    condition: { kind: 'blank', type: 'Boolean' },
  });
  expect(evaluate.orderBy.map(({ by, direction }) => [print.scalar(by), direction])).toEqual([
    ['r2.A', 'descending'],
    ['r2.Region', 'ascending'],
  ]);
  expect(evaluate.startAt.map(print.scalar)).toEqual(['5']);
});

test('START AT has the variables of DEFINE around it, ORDER BY its constants', () => {
  const query = `
    DEFINE VAR k = 2 VAR First = MIN(Scale[Factor])
    EVALUATE Scale ORDER BY Scale[Factor] * k START AT First + 1`;
  const [evaluate] = bound(query).evaluates;
  expect(evaluate?.startAt.map(printer().scalar)).toEqual(['let(v1 = min(r1 in Scale, r1.Factor), add(v1, 1))']);
  expect(evaluate?.orderBy).toMatchObject([{ by: { operation: 'multiply' } }]);
});

test('parameters are constants of their type', () => {
  const parameters = new Map([['year', { type: 'Int64' as const, value: 2024 }]]);
  const [evaluate] = bound('EVALUATE {@Year + 1}', { parameters }).evaluates;
  expect(evaluate === undefined ? '' : printer().table(evaluate.table)).toBe('{add(2024, 1)}');
});

test('numbers are whole while they fit into 64 bits', () => {
  const [evaluate] = bound('EVALUATE {(9007199254740993, 99999999999999999999, 1.0)}').evaluates;
  expect(evaluate?.table.columns.map(({ type }) => type)).toEqual(['Int64', 'Double', 'Double']);
  expect(tables('EVALUATE {9007199254740993}')).toEqual(['{9007199254740993}']);
});

test.each([
  ['DEFINE MEASURE Nope[x] = 1 EVALUATE {1}', 'table-unknown'],
  ['DEFINE MEASURE Sales[x] = 1 MEASURE Sales[X] = 2 EVALUATE {[x]}', 'name-duplicate'],
  ['DEFINE MEASURE Sales[x] = SUM(Sales[No]) EVALUATE {1}', 'column-unknown'],
  ['DEFINE MEASURE Sales[a] = [b] MEASURE Sales[b] = [a] EVALUATE {[a]}', 'measure-circular'],
  ['EVALUATE Scale ORDER BY [Nope]', 'measure-unknown'],
  ['DEFINE TABLE T = {1} EVALUATE {T[Value]}', 'row-context-missing'],
])('%s: %s', (query, code) => {
  expect(problemsOf(query).map((problem) => problem.code)).toEqual([code]);
});
