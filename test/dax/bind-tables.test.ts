import { expect, test } from 'vitest';
import { tableShape } from './bind-text.ts';

// DAX on the left, the bound tree of print-bound.ts on the right; `T+` and `values+` have the blank row.

test.each([
  ['Sales', 'Sales'],
  [`'Sales'`, 'Sales'],
  ['ALL(Sales)', 'all+(Sales)'],
  ['ALL(Store[Region], Store[Country])', 'all+(Store[Region], Store[Country])'],
  ['ALLNOBLANKROW(Store)', 'all(Store)'],
  ['ALLEXCEPT(Store, Store[StoreKey], Store[Open])', 'all+(Store[Region], Store[Country], Store[Parent])'],
  ['ALLSELECTED(Store[Region])', 'allSelected+(Store[Region])'],
  ['VALUES(Store)', 'Store+'],
  ['VALUES(Store[Region])', 'values+(Store[Region])'],
  ['DISTINCT(Store)', 'distinct(Store)'],
  ['DISTINCT(Store[Region])', 'values(Store[Region])'],
  [
    'FILTER(Sales, RELATED(Store[Region]) = "Europe" && Sales[Quantity] > 1)',
    'filter(r1 in Sales, and(strictEqual(r1->Store[Region], "Europe"), strictGreater(r1.Quantity, 1)))',
  ],
  [
    'CALCULATETABLE(Store, Store[Region] = "Europe")',
    'calculateTable(Store, r1 where Store[Region]: strictEqual(r1.Region, "Europe"))',
  ],
  ['VAR t = Store RETURN FILTER(t, Store[Open])', 'let(v1 = Store, filter(r1 in v1, r1.Open))'],
])('rows and values: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    'ADDCOLUMNS(VALUES(Store[Region]), "Amount", [Amount], "n", 1)',
    'addColumns(r1 in values+(Store[Region]), Amount: measure0, n: 1)',
  ],
  [
    'SELECTCOLUMNS(Sales, "R", RELATED(Store[Region]), "Double", Sales[Quantity] * 2, Sales[Price])',
    'selectColumns(r1 in Sales, R: r1->Store[Region], Double: multiply(r1.Quantity, 2), Price: r1.Price)',
  ],
  ['TOPN(3, Store, [Amount], DESC, Store[Region], ASC)', 'top 3(r1 in Store, measure0 desc, r1.Region asc)'],
  [
    'TOPN(502, VALUES(Store[Region]), [Amount], 0, Store[Region], 1)',
    'top 502(r1 in values+(Store[Region]), measure0 desc, r1.Region asc)',
  ],
  [
    'GENERATE(VALUES(Store[Region]), TOPN(1, CALCULATETABLE(VALUES(Store[Country])), [Amount]))',
    'generate(r1 in values+(Store[Region]), top 1(r2 in calculateTable(values+(Store[Country])), measure0 desc))',
  ],
  [
    'GENERATEALL(VALUES(Store[Region]), ROW("x", Store[Region] & "!"))',
    'generateAll(r1 in values+(Store[Region]), {concatenate(r1.Region, "!")})',
  ],
])('columns: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    'SUMMARIZE(Sales, Store[Region], Sales[Quantity], "Total", SUM(Sales[Price]))',
    'addColumns(r2 in summarize(r1 in Sales, r1->Store[Region], r1.Quantity), Total: calculate(sum(r3 in Sales, r3.Price)))',
  ],
  [
    'SUMMARIZE(FILTER(Sales, Sales[Quantity] > 1), Store[Region], "Total", SUM(Sales[Price]))',
    'let(v1 = filter(r1 in Sales, strictGreater(r1.Quantity, 1)), addColumns(r3 in summarize(r2 in v1, r2->Store[Region]), Total: calculate(sum(r4 in Sales, r4.Price), keep v1)))',
  ],
  [
    'SUMMARIZE(ADDCOLUMNS(Store, "x", 1), Store[Region], [x])',
    'summarize(r2 in addColumns(r1 in Store, x: 1), r2.Region, r2.x)',
  ],
  [
    'GROUPBY(ADDCOLUMNS(Store, "a", 1), Store[Region], "Best", MAXX(CURRENTGROUP(), [a]), "n", COUNTX(CURRENTGROUP(), 1))',
    'groupBy(addColumns(r1 in Store, a: 1), Region, Best: max(r2, r2.a), n: count(r3, 1))',
  ],
  [
    'SUMMARIZECOLUMNS(Store[Region], TREATAS({"x"}, Product[Category]), "A", [Amount], "B", IGNORE([Lines]))',
    'summarizeColumns(Store[Region], treatAs({"x"}; Product[Category]), A: measure0, B?: measure1)',
  ],
  [
    `SUMMARIZECOLUMNS(ROLLUPADDISSUBTOTAL('Date'[Year], "yt", ROLLUPGROUP('Date'[Month], Product[Color]), "mt"))`,
    'summarizeColumns(Date[Year] level 0/0 yt, Date[Month] level 0/1, Product[Color] level 0/1 mt)',
  ],
  [
    `SUMMARIZECOLUMNS(ROLLUPADDISSUBTOTAL('Date'[Year], "yt"), ROLLUPADDISSUBTOTAL(Store[Region], "rt"), "A", [Amount])`,
    'summarizeColumns(Date[Year] level 0/0 yt, Store[Region] level 1/1 rt, A: measure0)',
  ],
  [
    `SUMMARIZECOLUMNS(FILTER(ALL('Date'[Date]), 'Date'[Date] > dt"2024-01-01"), KEEPFILTERS(VALUES(Scale)), "A", [Amount])`,
    'summarizeColumns(filter(r1 in all+(Date[Date]), greater(r1.Date, 2024-01-01T00:00:00)), keep Scale+, A: measure0)',
  ],
])('groups: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    `CROSSJOIN(VALUES(Store[Region]), VALUES('Date'[Year]), Scale)`,
    'crossJoin(crossJoin(values+(Store[Region]), values+(Date[Year])), Scale)',
  ],
  ['UNION(VALUES(Store[Region]), VALUES(Store[Region]))', 'union(values+(Store[Region]), values+(Store[Region]))'],
  ['UNION({1}, {2.5}, {3})', 'union({1}, {2.5}, {3})'],
  ['INTERSECT(VALUES(Store[Region]), {"Europe"})', 'intersect(values+(Store[Region]), {"Europe"})'],
  ['EXCEPT(VALUES(Store[Region]), {"Europe"})', 'except(values+(Store[Region]), {"Europe"})'],
  ['NATURALINNERJOIN(Sales, Product)', 'innerJoin(Sales, Product, ProductKey=ProductKey)'],
  ['NATURALLEFTOUTERJOIN({(1, 2)}, {(1, 3)})', 'outerJoin({(1, 2)}, {(1, 3)}, Value1=Value1, Value2=Value2)'],
  [
    'TREATAS({ ("Europe", "Red") }, Store[Region], Product[Color])',
    'treatAs({("Europe", "Red")}; Store[Region], Product[Color])',
  ],
])('tables put together: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  ['ROW("a", 1, "b", BLANK())', '{(1, blank)}'],
  ['{ 1, 2.5, BLANK() }', '{1, 2.5, blank}'],
  ['{ ("a", 1), ("b", 2) }', '{("a", 1), ("b", 2)}'],
  [
    'DATATABLE("Name", STRING, "Day", DATETIME, "n", DOUBLE, { { "a", "2024-02-29", 1 }, { BLANK(), BLANK(), -2 } })',
    '{("a", 2024-02-29T00:00:00, 1), (blank, blank, -2)}',
  ],
  ['GENERATESERIES(1, 10, 0.5)', 'series(1, 10, 0.5)'],
  ['GENERATESERIES(DATE(2024,1,1), DATE(2024,1,31))', 'series(makeDate(2024, 1, 1), makeDate(2024, 1, 31), 1)'],
  ['CALENDAR(DATE(2024,1,1), DATE(2024,1,31))', 'series(makeDate(2024, 1, 1), makeDate(2024, 1, 31), 1)'],
])('tables of values: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    `ADDCOLUMNS(VALUES('Date'[Year]), "p", SELECTCOLUMNS(OFFSET(-1, VALUES('Date'[Year]), ORDERBY('Date'[Year])), "y", 'Date'[Year]))`,
    'addColumns(r1 in values+(Date[Year]), p: single(selectColumns(r3 in window(r2 in values+(Date[Year]), by r2.Year asc, per , at r1.Year, relative -1 to relative -1), y: r3.Year)))',
  ],
  [
    `OFFSET(-1, ORDERBY('Date'[Year]))`,
    'window(r1 in allSelected+(Date[Year]), by r1.Year asc, per , at -, relative -1 to relative -1)',
  ],
  [
    'INDEX(1, Store, ORDERBY(Store[Region]), PARTITIONBY(Store[Country]))',
    'window(r1 in Store, by r1.Region asc, r1.StoreKey asc, r1.Parent asc, r1.Open asc, per Country, at -, -, -, -, -, absolute 1 to absolute 1)',
  ],
  [
    `WINDOW(1, ABS, 0, REL, ALLSELECTED('Date'[Year]), ORDERBY('Date'[Year], DESC))`,
    'window(r1 in allSelected+(Date[Year]), by r1.Year desc, per , at -, absolute 1 to relative 0)',
  ],
  [
    `WINDOW(-1, 1, ALLSELECTED('Date'[Year]))`,
    'window(r1 in allSelected+(Date[Year]), by r1.Year asc, per , at -, relative -1 to relative 1)',
  ],
  [
    'ADDCOLUMNS(Scale, "r", RANK(DENSE, Scale, ORDERBY(Scale[Factor], DESC), DEFAULT))',
    'addColumns(r1 in Scale, r: denseRank(r2 in Scale, by r2.Factor desc, per , at r1.Factor))',
  ],
  [
    'ADDCOLUMNS(VALUES(Store[Region]), "n", ROWNUMBER(VALUES(Store[Region])))',
    'addColumns(r1 in values+(Store[Region]), n: rowNumber(r2 in values+(Store[Region]), by r2.Region asc, per , at r1.Region))',
  ],
])('windows: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    'FILTER(SWITCH([Lines], 1, Scale, 2, ALL(Scale), ALLNOBLANKROW(Scale)), TRUE())',
    'filter(r1 in let(v1 = measure0, if(strictEqual(v1, 1), Scale, if(strictEqual(v1, 2), all+(Scale), all(Scale)))), true)',
  ],
])('a choice of tables: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    'CALENDARAUTO()',
    'let(v1 = min(r4 in {min(r1 in all(Sales[Order Date]), r1.Order Date), min(r2 in all(Sales[Ship Date]), r2.Ship Date), min(r3 in all(Date[Date]), r3.Date)}, r4.Date), let(v2 = max(r8 in {max(r5 in all(Sales[Order Date]), r5.Order Date), max(r6 in all(Sales[Ship Date]), r6.Ship Date), max(r7 in all(Date[Date]), r7.Date)}, r8.Date), series(makeDate(year(v1), 1, 1), makeDate(year(v2), 12, 31), 1)))',
  ],
  [
    'CALENDARAUTO(6)',
    'let(v1 = min(r4 in {min(r1 in all(Sales[Order Date]), r1.Order Date), min(r2 in all(Sales[Ship Date]), r2.Ship Date), min(r3 in all(Date[Date]), r3.Date)}, r4.Date), let(v2 = max(r8 in {max(r5 in all(Sales[Order Date]), r5.Order Date), max(r6 in all(Sales[Ship Date]), r6.Ship Date), max(r7 in all(Date[Date]), r7.Date)}, r8.Date), series(addDays(if(strictGreater(v1, makeDate(year(v1), 6, 30)), makeDate(year(v1), 6, 30), makeDate(add(year(v1), -1), 6, 30)), 1), if(strictGreater(v2, makeDate(year(v2), 6, 30)), makeDate(add(year(v2), 1), 6, 30), makeDate(year(v2), 6, 30)), 1)))',
  ],
])('all years that dates of the model lie in: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});
