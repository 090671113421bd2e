import { expect, test } from 'vitest';
import { bound, columnsOf } from './bind-text.ts';

test.each([
  ['Scale', 'Scale[Factor] Int64'],
  ['ADDCOLUMNS(VALUES(Store[Region]), "n", 1)', 'Store[Region] String, [n] Int64'],
  ['SELECTCOLUMNS(Sales, "R", RELATED(Store[Region]), Sales[Price])', '[R] String, Sales[Price] Double'],
  ['SUMMARIZE(Sales, Store[Region], "t", SUM(Sales[Cost]))', 'Store[Region] String, [t] Decimal'],
  [
    'SUMMARIZECOLUMNS(ROLLUPADDISSUBTOTAL(Store[Region], "s"), "n", [Lines])',
    'Store[Region] String, [s] Boolean, [n] Int64',
  ],
  ['GROUPBY(Sales, Sales[StoreKey], "m", AVERAGEX(CURRENTGROUP(), [Quantity]))', 'Sales[StoreKey] Int64, [m] Double'],
  ['UNION(VALUES(Store[Region]), VALUES(Store[Region]))', 'Store[Region] String'],
  ['UNION(VALUES(Store[Region]), VALUES(Store[Country]))', '[Region] String'],
  ['UNION({1}, {2.5})', '[Value] Double'],
  ['UNION({1}, {"a"})', '[Value] Variant'],
  ['NATURALINNERJOIN(Scale, TREATAS({1}, Scale[Factor]))', 'Scale[Factor] Int64'],
  ['TREATAS({ ("a", "b") }, Store[Region], Product[Color])', 'Store[Region] String, Product[Color] String'],
  ['ROW("a", 1, "b", BLANK(), "c", TODAY())', '[a] Int64, [b] String, [c] DateTime'],
  ['{ 1, 2.5, BLANK() }', '[Value] Double'],
  ['{ ("a", TRUE()), ("b", FALSE()) }', '[Value1] String, [Value2] Boolean'],
  ['DATATABLE("Name", STRING, "c", CURRENCY, { { "a", 1 } })', '[Name] String, [c] Decimal'],
  ['GENERATESERIES(1, 2, 0.5)', '[Value] Double'],
  ['CALENDAR(dt"2024-01-01", dt"2024-01-31")', '[Date] DateTime'],
  ["DATESYTD('Date'[Date])", 'Date[Date] DateTime'],
  ["SAMEPERIODLASTYEAR('Date'[Date])", 'Date[Date] DateTime'],
])('%s has the columns %s', (dax, columns) => {
  expect(columnsOf(dax)).toBe(columns);
});

test.each([
  [
    'SELECTCOLUMNS(Sales, "R", RELATED(Store[Region]), "p", Sales[Price], "q", Sales[Price] + 0)',
    ['2.1', '0.6', undefined],
  ],
  ['UNION(VALUES(Store[Region]), VALUES(Store[Region]))', ['2.1']],
  ['UNION(VALUES(Store[Region]), VALUES(Store[Country]))', [undefined]],
  ['INTERSECT(VALUES(Store[Region]), {"x"})', ['2.1']],
  ['TREATAS({"x"}, Store[Region])', ['2.1']],
  ["DATESMTD('Date'[Date])", ['3.0']],
  ['{"x"}', [undefined]],
])('the columns of %s are these of the model: %s', (dax, lineage) => {
  const [evaluate] = bound(`EVALUATE ${dax}`).evaluates;
  const found = evaluate?.table.columns.map((each) => each.lineage && `${each.lineage.table}.${each.lineage.column}`);
  expect(found).toEqual(lineage);
});

test.each([
  ['Sales', 0],
  ['FILTER(ADDCOLUMNS(Sales, "x", 1), [x] > 0)', 0],
  ['TOPN(1, CALCULATETABLE(ALL(Sales)))', 0],
  ['VAR t = Sales RETURN t', 0],
  ['SELECTCOLUMNS(Sales, "x", 1)', undefined],
  ['VALUES(Sales[Price])', undefined],
  ['CROSSJOIN(Sales, Scale)', undefined],
])('the rows of %s are rows of the table %s', (dax, base) => {
  expect(bound(`EVALUATE ${dax}`).evaluates[0]?.table.base).toBe(base);
});
