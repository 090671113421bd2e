import { expect, test } from 'vitest';
import { valueShape } from './bind-text.ts';

// DAX on the left, the bound tree of print-bound.ts on the right; `T+` and `values+` have the blank row.

test.each([
  ['SUM(Sales[Quantity])', 'sum(r1 in Sales, r1.Quantity)'],
  ['SUM(Sales[Price]) / COUNTROWS(Sales)', 'divide(sum(r1 in Sales, r1.Price), toDouble(countRows(r2 in Sales)))'],
  ['SUM(Sales[Order Date])', 'toDateTime(sum(r1 in Sales, toDouble(r1.Order Date)))'],
  ['MIN(Sales[Cost])', 'min(r1 in Sales, r1.Cost)'],
  ['MAX(1, 2.5)', 'greatest(1, 2.5)'],
  ['DISTINCTCOUNT(Sales[ProductKey])', 'countDistinct(r1 in Sales, r1.ProductKey)'],
  ['DISTINCTCOUNTNOBLANK(Sales[ProductKey])', 'count(r1 in distinct(pick(Sales; ProductKey)), r1.ProductKey)'],
  ['COUNTBLANK(Product[Color])', 'countBlank(r1 in Product, r1.Color)'],
  ['COUNTA(Product[Color])', 'count(r1 in Product, r1.Color)'],
  ['AVERAGEA(Store[Open])', 'average(r1 in Store, toInt64(r1.Open))'],
  ['AVERAGEA(Product[Name])', 'average(r1 in Product, if(isBlank(r1.Name), blank, 0))'],
  ['PERCENTILE.INC(Sales[Quantity], 0.9)', 'percentileInc(r1 in Sales, toDouble(r1.Quantity), 0.9)'],
])('an aggregate of a column runs over the rows of its table: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  [
    'SUMX(Sales, Sales[Quantity] * RELATED(Product[List Price]))',
    'sum(r1 in Sales, multiply(r1.Quantity, r1->Product[List Price]))',
  ],
  ['SUMX(Sales, [Quantity] * 2)', 'sum(r1 in Sales, multiply(r1.Quantity, 2))'],
  ['AVERAGEX(VALUES(Store[Region]), [Amount])', 'average(r1 in values+(Store[Region]), measure0)'],
  ['PERCENTILEX.INC(Sales, Sales[Price], 0.9)', 'percentileInc(r1 in Sales, r1.Price, 0.9)'],
  [
    'CONCATENATEX(VALUES(Product[Name]), Product[Name], ", ", Product[Name], ASC)',
    'concatenate(r1 in values+(Product[Name]), r1.Name, ", ", by r1.Name asc)',
  ],
  ['CONCATENATEX(Store, Store[StoreKey])', 'concatenate(r1 in Store, toText(r1.StoreKey), "")'],
  [
    'SUMX(Store, COUNTROWS(FILTER(ALL(Store), Store[StoreKey] < EARLIER(Store[StoreKey]))))',
    'sum(r1 in Store, countRows(r3 in filter(r2 in all+(Store), less(r2.StoreKey, r1.StoreKey))))',
  ],
  [
    'SUMX(Store, SUMX(Store, SUMX(Store, EARLIEST(Store[StoreKey]) + EARLIER(Store[StoreKey], 2))))',
    'sum(r1 in Store, sum(r2 in Store, sum(r3 in Store, add(r1.StoreKey, r1.StoreKey))))',
  ],
  ['SUMX(Store, COUNTROWS(RELATEDTABLE(Sales)))', 'sum(r1 in Store, countRows(r2 in calculateTable(Sales)))'],
  ['SUMX(ADDCOLUMNS(Store, "Amount", 1), [Amount])', 'sum(r2 in addColumns(r1 in Store, Amount: 1), r2.Amount)'],
  [
    'SUMX(ADDCOLUMNS(Store, "x", 1), SUMX(ADDCOLUMNS(Store, "x", 2), EARLIER([x])))',
    'sum(r2 in addColumns(r1 in Store, x: 1), sum(r4 in addColumns(r3 in Store, x: 2), r2.x))',
  ],
])('an iterator opens a row context: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  ['[MARGIN]', 'measure1'],
  ['sales[margin]', 'measure1'],
  ['sum(SALES[quantity])', 'sum(r1 in Sales, r1.Quantity)'],
])('names are found without case, measures with and without their table: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  ['CALCULATE([Amount])', 'calculate(measure0)'],
  [
    'CALCULATE([Amount], Product[Color] = "Red")',
    'calculate(measure0, r1 where Product[Color]: strictEqual(r1.Color, "Red"))',
  ],
  [
    'CALCULATE([Amount], KEEPFILTERS(Product[Color] IN {"Red", "Blue"}), REMOVEFILTERS(Store))',
    'calculate(measure0, keep r1 where Product[Color]: isIn(r1.Color; {"Red", "Blue"}), remove Store)',
  ],
  [
    'CALCULATE([Amount], Product[Color] = "Red" || Product[Category] = "Bikes")',
    'calculate(measure0, r1 where Product[Color], Product[Category]: or(strictEqual(r1.Color, "Red"), strictEqual(r1.Category, "Bikes")))',
  ],
  [
    `CALCULATE([Amount], 'Date'[Year] = 2024, ALL(Store[Region]), ALLEXCEPT(Product, Product[Color]))`,
    'calculate(measure0, r1 where Date[Year]: strictEqual(r1.Year, 2024), remove Store[Region], remove Product but Product[Color])',
  ],
  [
    `CALCULATE([Amount], ALLSELECTED(), ALLSELECTED(Store), USERELATIONSHIP('Date'[Date], Sales[Ship Date]))`,
    'calculate(measure0, allSelected everything, allSelected Store, use 1)',
  ],
  [
    'CALCULATE([Amount], CROSSFILTER(Sales[ProductKey], Product[ProductKey], BOTH), REMOVEFILTERS())',
    'calculate(measure0, cross 2 both, remove everything)',
  ],
  [
    'CALCULATE([Amount], Sales[Order Date] = MAX(Sales[Order Date]))',
    'calculate(measure0, r1 where Sales[Order Date]: equal(r1.Order Date, max(r2 in Sales, r2.Order Date)))',
  ],
  [
    'CALCULATE([Amount], FILTER(Sales, Sales[Quantity] > 1), TREATAS({"Red"}, Product[Color]))',
    'calculate(measure0, filter(r1 in Sales, strictGreater(r1.Quantity, 1)), treatAs({"Red"}; Product[Color]))',
  ],
  [
    'SUMX(Store, CALCULATE([Amount], Store[Region] = EARLIER(Store[Region])))',
    'sum(r1 in Store, calculate(measure0, r2 where Store[Region]: equal(r2.Region, r1.Region)))',
  ],
  [
    'VAR t = VALUES(Store[Region]) RETURN CALCULATE([Amount], t)',
    'let(v1 = values+(Store[Region]), calculate(measure0, v1))',
  ],
])('CALCULATE changes filters: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  [
    `CALCULATE([Amount], 'Date'[Date] > dt"2024-01-31")`,
    'calculate(measure0, remove Date, r1 where Date[Date]: greater(r1.Date, 2024-01-31T00:00:00))',
  ],
  [`CALCULATE([Amount], VALUES('Date'[Date]))`, 'calculate(measure0, remove Date, values+(Date[Date]))'],
  [`CALCULATE([Amount], KEEPFILTERS(VALUES('Date'[Date])))`, 'calculate(measure0, keep values+(Date[Date]))'],
  [`CALCULATE([Amount], ALL('Date'[Date], 'Date'[Year]))`, 'calculate(measure0, remove Date[Date], Date[Year])'],
  [
    `CALCULATE([Amount], FILTER(ALL('Date'[Date], 'Date'[Year]), 'Date'[Year] = 2024))`,
    'calculate(measure0, filter(r1 in all+(Date[Date], Date[Year]), strictEqual(r1.Year, 2024)))',
  ],
  [
    `TOTALYTD([Amount], 'Date'[Date], Store[Region] = "Europe", "6-30")`,
    'calculate(measure0, remove Date, let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(if(strictGreater(v1, makeDate(year(v1), 6, 30)), makeDate(year(v1), 6, 30), makeDate(add(year(v1), -1), 6, 30)), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v1))))), r3 where Store[Region]: strictEqual(r3.Region, "Europe"))',
  ],
  [
    `TOTALMTD([Amount], 'Date'[Date])`,
    'calculate(measure0, remove Date, let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(endOfMonth(v1, -1), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v1))))))',
  ],
  [
    `OPENINGBALANCEMONTH([Lines], 'Date'[Date])`,
    'calculate(measure0, remove Date, let(v1 = min(r1 in values(Date[Date]), r1.Date), let(v2 = subtractDays(addDays(endOfMonth(v1, -1), 1), 1), filter(r2 in all(Date[Date]), strictEqual(r2.Date, v2)))))',
  ],
  [
    `CLOSINGBALANCEYEAR([Lines], 'Date'[Date])`,
    'calculate(measure0, remove Date, let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = makeDate(year(v1), 12, 31), filter(r2 in all(Date[Date]), strictEqual(r2.Date, v2)))))',
  ],
])('a filter of the date alone takes the place of all filters of the date table: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  ['HASONEVALUE(Store[Region])', 'strictEqual(countRows(r1 in values+(Store[Region])), 1)'],
  [
    'SELECTEDVALUE(Scale[Factor], 1)',
    'if(strictEqual(countRows(r1 in values+(Scale[Factor])), 1), max(r2 in values+(Scale[Factor]), r2.Factor), 1)',
  ],
  [
    'HASONEFILTER(Store[Region])',
    'and(isFiltered(Store[Region]), strictEqual(countRows(r1 in values+(Store[Region])), 1))',
  ],
  ['ISFILTERED(Store)', 'isFiltered(Store)'],
  ['ISCROSSFILTERED(Store[Region])', 'isCrossFiltered(Store[Region])'],
  ['ISINSCOPE(Store[Region])', 'isInScope(Store[Region])'],
  [
    'ISEMPTY(FILTER(Sales, Sales[Quantity] > 3))',
    'isBlank(countRows(r2 in filter(r1 in Sales, strictGreater(r1.Quantity, 3))))',
  ],
  [
    `FIRSTNONBLANK('Date'[Month], [Amount])`,
    'single(top 1(r2 in filter(r1 in values+(Date[Month]), not(isBlank(measure0))), r2.Month asc))',
  ],
  [
    `LASTNONBLANKVALUE('Date'[Date], [Amount])`,
    'max(r4 in top 1(r3 in filter(r2 in addColumns(r1 in values+(Date[Date]), Value: calculate(measure0)), not(isBlank(r2.Value))), r3.Date desc), r4.Value)',
  ],
])('questions to the filter context: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  [
    'LOOKUPVALUE(Store[Region], Store[StoreKey], 3)',
    'single(distinct(pick(filter(r1 in all(Store), strictEqual(r1.StoreKey, 3)); Region)))',
  ],
  [
    'LOOKUPVALUE(Store[Region], Store[StoreKey], 3, Store[Country], "X", "none")',
    'let(v1 = distinct(pick(filter(r1 in all(Store), and(strictEqual(r1.StoreKey, 3), strictEqual(r1.Country, "X"))); Region)), if(strictEqual(countRows(r2 in v1), 1), max(r3 in v1, r3.Region), "none"))',
  ],
  [
    'LOOKUPVALUE(Sales[Quantity], Product[Name], "x")',
    'single(distinct(pick(filter(r1 in all(Sales), strictEqual(r1->Product[Name], "x")); Quantity)))',
  ],
  ['CONTAINS(Store, Store[Region], "Europe")', 'isIn("Europe"; pick(Store; Region))'],
  ['CONTAINSROW({1, 2}, 2)', 'isIn(2; {1, 2})'],
  ['(1, "a") IN {(1, "a")}', 'isIn(1, "a"; {(1, "a")})'],
  ['RANKX(ALL(Product[Category]), [Amount])', 'rank(r1 in all+(Product[Category]), measure0 desc, measure0)'],
  ['RANKX(Sales, Sales[Price], 5, ASC, DENSE)', 'rank(r1 in Sales, r1.Price asc, 5, dense)'],
  ['RANK.EQ(5, Sales[Quantity])', 'rank(r1 in Sales, r1.Quantity desc, 5)'],
  [
    'SUMX(Store, LEN(PATH(Store[StoreKey], Store[Parent])))',
    'sum(r1 in Store, length(path(Store[StoreKey], Store[Parent], r1.StoreKey)))',
  ],
  [
    'ISONORAFTER(1, 2, ASC, 3, 4, DESC)',
    'or(strictGreater(1, 2), and(strictEqual(1, 2), or(less(3, 4), strictEqual(3, 4))))',
  ],
  ['ISAFTER(1, 2, 3, 4)', 'or(strictGreater(1, 2), and(strictEqual(1, 2), strictGreater(3, 4)))'],
])('other rows and tables: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  ['VALUES(Store[Region])', 'single(values+(Store[Region]))'],
  [
    'IF(HASONEVALUE(Store[Region]), VALUES(Store[Region]), "many")',
    'if(strictEqual(countRows(r1 in values+(Store[Region])), 1), single(values+(Store[Region])), "many")',
  ],
])('a table of one column is the value in its only row: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  ['VAR x = 3 VAR y = [Lines] + x RETURN y * y', 'let(v1 = add(measure0, 3), multiply(v1, v1))'],
  [
    'VAR t = FILTER(Sales, Sales[Quantity] > 1) RETURN SUMX(t, Sales[Price])',
    'let(v1 = filter(r1 in Sales, strictGreater(r1.Quantity, 1)), sum(r2 in v1, r2.Price))',
  ],
  ['VAR x = 1 RETURN (VAR X = 2 RETURN x) + x', 'add(2, 1)'],
])('variables; constants stand where they are used: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});

test.each([
  ['NAMEOF(Product[List Price])', `"'Product'[List Price]"`],
  ['NAMEOF([Margin %])', `"'Sales'[Margin %]"`],
  ['NAMEOF(Product)', `"'Product'"`],
  ['EVALUATEANDLOG(1 + 2)', 'add(1, 2)'],
])('names as texts: %s', (dax, shape) => {
  expect(valueShape(dax)).toBe(shape);
});
