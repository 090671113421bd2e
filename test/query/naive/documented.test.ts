import { describe, expect, test } from 'vitest';
import { naiveReply } from './compare-engine.ts';
import { modelOf } from './random-model.ts';
import { serialOf } from './serial-day.ts';
import type { Value } from './value.ts';

const ANN = { name: 'ann', objectId: '', customData: undefined, culture: 'en-US', now: 45_000, roles: undefined };
const [NOVEMBER, DECEMBER] = [serialOf(2023, 11, 1), serialOf(2023, 12, 1)];

const SALES = [
  [1, 1, NOVEMBER, DECEMBER, 1, 10, 'Web'],
  [1, 7, DECEMBER, DECEMBER, 2, 20, 'web'],
  [2, 2, DECEMBER, null, 3, 40, 'Shop'],
  [8, 2, null, null, 4, 80, null],
];
const PRODUCT = [
  [1, 'Bikes', 'Red', 5, 1],
  [2, 'Caps', 'Red', 2, 2],
  [3, 'Caps', 'Blue', 2, 1],
];
const STORE = [
  [1, 'North', 1],
  [2, 'South', 2],
];
const BRAND = [
  [1, 'Ace'],
  [2, 'Zed'],
];
const DAY = [
  [NOVEMBER, 11],
  [DECEMBER, 12],
];
const ROWS = new Map(Object.entries({ Product: PRODUCT, Store: STORE, Brand: BRAND, Day: DAY }));

function ask(shape: Parameters<typeof modelOf>[0], dax: string, isStoreBoth = false): readonly (readonly Value[])[] {
  const data = [SALES, ...shape.map((name) => ROWS.get(name) ?? [])];
  const reply = naiveReply({ model: modelOf(shape, { isStoreBoth }), data, dax: `EVALUATE ${dax}`, asker: ANN });
  if (reply.kind !== 'rows') throw new Error(reply.kind);
  return reply.rows;
}

describe('what the shared cases do not ask', () => {
  test('a blank row leads to the blank row of the next table of a snowflake', () => {
    expect(ask(['Product', 'Brand'], 'SUMMARIZECOLUMNS(Brand[Brand], "a", SUM(Sales[Amount]))')).toEqual([
      ['Ace', 30],
      ['Zed', 40],
      [null, 80],
    ]);
  });

  test('a filter from the many side reaches the blank row of the one side', () => {
    const query = 'ROW("n", CALCULATE(COUNTROWS(VALUES(Store[Region])), Sales[Channel] = "web"))';
    expect(ask(['Product', 'Store'], query, true)).toEqual([[2]]);
  });

  test('without a filter, rows that nothing leads to stay visible over both directions', () => {
    expect(ask(['Product', 'Store'], 'ROW("n", COUNTROWS(Store))', true)).toEqual([[2]]);
  });

  test('rows become filters once: an inner CALCULATE does not bring them back', () => {
    const query =
      'ROW("n", SUMX(DISTINCT(Product[Color]), CALCULATE(CALCULATE(COUNTROWS(Product)), ALL(Product[Color]))))';
    expect(ask(['Product'], query)).toEqual([[6]]);
  });

  test('the row of a table that becomes a filter filters all columns of the expanded table', () => {
    const query = 'SELECTCOLUMNS(Sales, "a", CALCULATE(SUM(Sales[Amount]), ALLEXCEPT(Sales, Product[Category])))';
    expect(ask(['Product'], query)).toEqual([[30], [30], [40], [80]]);
  });

  test('rows of Sales are filters of the active date, which USERELATIONSHIP does not take away', () => {
    const query =
      'SELECTCOLUMNS(Sales, "a", CALCULATE(SUM(Sales[Amount]), USERELATIONSHIP(Sales[Ship Day], Day[Day])))';
    expect(ask(['Product', 'Day'], query)).toEqual([[null], [20], [null], [80]]);
  });

  test('RELATED goes by the relationship that holds where the table was computed', () => {
    const table = 'CALCULATETABLE(Sales, USERELATIONSHIP(Sales[Ship Day], Day[Day]))';
    expect(ask(['Product', 'Day'], `SELECTCOLUMNS(${table}, "m", RELATED(Day[Month]))`)).toEqual([
      [12],
      [12],
      [null],
      [null],
    ]);
  });

  test('ALLSELECTED as a table keeps the filters that other columns have outside the visual', () => {
    const query =
      'SUMMARIZECOLUMNS(Product[Color], TREATAS({"Bikes"}, Product[Category]), "n", COUNTROWS(ALLSELECTED(Product[Color])))';
    expect(ask(['Product'], query)).toEqual([['Red', 1]]);
  });
});
