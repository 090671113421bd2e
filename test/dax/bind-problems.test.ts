import { expect, test } from 'vitest';
import { problemsOf } from './bind-text.ts';

test.each([
  ['Nothing', 'table-unknown', "Table or variable 'Nothing' cannot be found. Check the name."],
  ["'Stores'", 'table-unknown', "Table 'Stores' cannot be found. Did you mean 'Store'?"],
  [
    '{SUM(Sales[Qantity])}',
    'column-unknown',
    "Column 'Qantity' in table 'Sales' cannot be found. Did you mean 'Quantity'?",
  ],
  ['{[Amont]}', 'measure-unknown', "Column or measure [Amont] cannot be found. Did you mean 'Amount'?"],
  ['{Store[Amount]}', 'column-unknown', "Column 'Amount' in table 'Store' cannot be found. Check the name."],
  ['{SUMM(Sales[Quantity])}', 'function-unknown', 'Function SUMM cannot be found. Did you mean SUM?'],
  ['{FROBNICATE()}', 'function-unknown', 'Function FROBNICATE cannot be found. Check the name.'],
  ['{XIRR(Sales, 1, 2)}', 'not-supported', 'Function XIRR is not supported.'],
  ['TOPNSKIP(1, 2, Sales)', 'not-supported', 'Function TOPNSKIP is not supported.'],
  ['CALENDARAUTO(13)', 'argument-invalid', 'CALENDARAUTO wants a constant month, 1 to 12.'],
  ['{DIVIDE(1)}', 'argument-count', 'DIVIDE takes 2 to 3 arguments, and gets 1.'],
  ['{DIVIDE(1, 2, 3, 4)}', 'argument-count', 'DIVIDE takes 2 to 3 arguments, and gets 4.'],
  ['{TODAY(1)}', 'argument-count', 'TODAY takes no argument, and gets 1.'],
  ['{SUM()}', 'argument-count', 'SUM takes 1 argument, and gets 0.'],
  ['{@Year}', 'parameter-unknown', 'The query has no value for its parameter @Year.'],
  [
    '{CALCULATE([Amount], USERELATIONSHIP(Sales[Id], Store[Region]))}',
    'relationship-unknown',
    'USERELATIONSHIP: the model has no relationship between these columns.',
  ],
  [
    'FILTER(Sales, [Quantity] > Store[Region])',
    'row-context-missing',
    /single value for column 'Region' in table 'Store'/,
  ],
  ['{Sales[Quantity]}', 'row-context-missing', /single value for column 'Quantity' in table 'Sales'/],
  ['FILTER(Store, RELATED(Sales[Quantity]) = 1)', 'row-context-missing', /No row here leads to Sales\[Quantity\]/],
  [
    'ADDCOLUMNS(Sales, "x", LOOKUPVALUE(Scale[Factor], Store[Region], "x"))',
    'row-context-missing',
    /No row here leads to Store\[Region\]/,
  ],
  ['FILTER(Sales, EARLIER(Sales[Id]) = 1)', 'row-context-missing', /no earlier row context with Sales\[Id\]/],
  ['[Amount]', 'table-expected', 'A table is needed here, and this is a value; { … } makes a table of one row.'],
  ['FILTER(1, TRUE())', 'table-expected', /A table is needed here/],
  ['{Store}', 'value-expected', 'A table of 5 columns stands where one value is needed.'],
  ['{(1, 2) + 1}', 'value-expected', 'A list in parentheses stands only on the left of IN.'],
  ['{CALCULATE([Amount], [Lines] > 3)}', 'predicate-invalid', /Measure \[Lines\] cannot be part of a condition/],
  ['{CALCULATE([Amount], Store[Region] = CALCULATE("x"))}', 'predicate-invalid', /CALCULATE cannot be part/],
  ['{CALCULATE([Amount], Store[Region] = "x" && Product[Color] = "y")}', 'predicate-invalid', /columns of one table/],
  ['{CALCULATE([Amount], 1 = 1)}', 'predicate-invalid', /needs a column/],
  ['FILTER(Sales, "a" = 1)', 'types-differ', /.+/],
  ['FILTER(Sales, Sales[Quantity] IN {"a"})', 'types-differ', /cannot be compared/],
  ['{CONTAINS(Store, Store[Region], 1)}', 'types-differ', /cannot be compared/],
  ['{SUM(Store[Region])}', 'types-differ', 'SUM cannot work with a column of texts.'],
  ['DATESYTD(Sales[Quantity])', 'types-differ', /DATESYTD wants a column of dates/],
  ['ROW("a", 1, "A", 2)', 'name-duplicate', 'ROW makes two columns [A]; name one of them anew.'],
  ['CROSSJOIN(Store, Store)', 'name-duplicate', /CROSSJOIN makes two columns Store\[StoreKey\]/],
  ['{[Ping]}', 'measure-circular', 'Measures need each other in a circle: [Ping] → [Pong] → [Ping].'],
  ['{REMOVEFILTERS()}', 'argument-invalid', /only in the arguments of CALCULATE/],
  ['{SUM([Amount])}', 'column-unknown', 'Column [Amount] cannot be found; write it as Table[Amount].'],
  ['{SUM(Sales[Amount])}', 'argument-invalid', 'SUM wants a column here, not a measure.'],
  ['{SUM(Sales)}', 'argument-invalid', 'Expected a column, written Table[Column].'],
  ['ALL(Store[Region], Product[Color])', 'argument-invalid', /columns of one table/],
  ['ALL()', 'argument-invalid', /stands only in the arguments of CALCULATE/],
  ['{SELECTEDMEASURE()}', 'argument-invalid', 'SELECTEDMEASURE has a meaning in calculation items only.'],
  ['UNION({1}, {(1, 2)})', 'argument-invalid', 'UNION wants tables of as many columns; these have 1 and 2.'],
  ['NATURALINNERJOIN(Store, Scale)', 'argument-invalid', /no column that both tables have/],
  ['TREATAS({1}, Store[Region], Store[Country])', 'argument-count', /TREATAS wants 1 columns/],
  ['DATESYTD(\'Date\'[Date], "13-40")', 'argument-invalid', /no end of a year/],
  ["DATEADD('Date'[Date], 1, FORTNIGHT)", 'argument-invalid', 'DATEADD wants one of DAY, MONTH, QUARTER, YEAR here.'],
  ['{dt"2024-02-30"}', 'argument-invalid', /is no date/],
  ['{ (1, 2), 3 }', 'argument-invalid', /in each row as many/],
  ['DATATABLE("a", INTEGER, { { [Lines] } })', 'argument-invalid', 'The values of DATATABLE are constants.'],
  ['SUMMARIZE(Sales, ROLLUP(Store[Region]))', 'not-supported', /ROLLUP in SUMMARIZE is not supported/],
  ['GROUPBY(Store, Store[Region], "x", [Lines])', 'not-supported', /must be an iterator over CURRENTGROUP/],
  ["{COUNTROWS(VALUES('Date'[Date].[Month]))}", 'not-supported', /automatic date tables/],
])('%s: %s', (dax, code, message) => {
  const [problem, ...others] = problemsOf(`EVALUATE ${dax}`);
  expect(problem?.code).toBe(code);
  expect(problem?.message).toMatch(message);
  expect(others).toEqual([]);
});

test('problems are collected, each with its place', () => {
  const problems = problemsOf('EVALUATE ROW(\n  "a", SUM(Sales[x]),\n  "b", [y],\n  "c", 1 + FOO()\n)');
  expect(problems.map(({ code, line, column }) => [code, line, column])).toEqual([
    ['column-unknown', 2, 12],
    ['measure-unknown', 3, 8],
    ['function-unknown', 4, 12],
  ]);
});

test('a problem in a measure of the model names the measure, and is told once', () => {
  const problems = problemsOf('EVALUATE ROW("a", [Wrong], "b", [Wrong] + 1)');
  expect(problems).toMatchObject([
    { code: 'column-unknown', object: "measure 'Wrong' of table 'Sales'", span: { start: 4, end: 18 }, line: 1 },
  ]);
});

test('what is made of something broken gives no second problem', () => {
  const dax = 'EVALUATE TOPN(2, ADDCOLUMNS(Nothing, "a", [b] + Store[Region]), [a], 0) ORDER BY [a]';
  expect(problemsOf(dax).map(({ code }) => code)).toEqual(['table-unknown']);
});

test('an expression that doubles with each level is refused before it fills the memory', () => {
  const deep = `EVALUATE {${'RANKX(Sales, '.repeat(40)}1${')'.repeat(40)}}`;
  expect(problemsOf(deep).map(({ code }) => code)).toEqual(['too-deep']);
});

test('expressions may be as deep as the parser lets them, and chains of operators long', () => {
  const deep = `EVALUATE {${'SUMX(Sales, '.repeat(400)}1${')'.repeat(400)}}`;
  expect(problemsOf(deep)).toEqual([]);
  expect(problemsOf(`EVALUATE {${Array.from({ length: 990 }, () => '1').join(' + ')}}`)).toEqual([]);
});
