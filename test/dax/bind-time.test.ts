import { expect, test } from 'vitest';
import { tableShape } from './bind-text.ts';

// Time intelligence is a filter over all dates of the column, around values of the context.

test.each([
  [
    `DATESYTD('Date'[Date])`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = makeDate(year(v1), 1, 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v1)))))',
  ],
  [
    `DATESYTD('Date'[Date], "6-30")`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(if(strictGreater(v1, makeDate(year(v1), 6, 30)), makeDate(year(v1), 6, 30), makeDate(add(year(v1), -1), 6, 30)), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v1)))))',
  ],
  [
    `DATESYTD('Date'[Date], "2-28")`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(if(strictGreater(v1, endOfMonth(makeDate(year(v1), 2, 1), 0)), endOfMonth(makeDate(year(v1), 2, 1), 0), endOfMonth(makeDate(add(year(v1), -1), 2, 1), 0)), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v1)))))',
  ],
  [
    `DATESQTD('Date'[Date])`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = makeDate(year(v1), subtract(multiply(3, quarter(v1)), 2), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v1)))))',
  ],
  [
    `DATESMTD('Date'[Date])`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(endOfMonth(v1, -1), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v1)))))',
  ],
])('up to the last date: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    `DATEADD('Date'[Date], -7, DAY)`,
    'treatAs(selectColumns(r1 in values(Date[Date]), Date: addDays(r1.Date, -7)); Date[Date])',
  ],
  [
    `DATEADD('Date'[Date], 2, QUARTER)`,
    'treatAs(let(v1 = values(Date[Date]), let(v2 = filter(r1 in v1, and(strictEqual(r1.Date, endOfMonth(r1.Date, 0)), isIn(subtractDays(r1.Date, 1); v1))), let(v3 = filter(r2 in crossJoin(v2, {1, 2, 3}), strictLessOrEqual(addDays(addMonths(r2.Date, 6), r2.Value), endOfMonth(r2.Date, 6))), union(selectColumns(r3 in v1, Date: addMonths(r3.Date, 6)), selectColumns(r4 in v3, Date: addDays(addMonths(r4.Date, 6), r4.Value)))))); Date[Date])',
  ],
  [
    `SAMEPERIODLASTYEAR('Date'[Date])`,
    'treatAs(let(v1 = values(Date[Date]), let(v2 = filter(r1 in v1, and(strictEqual(r1.Date, endOfMonth(r1.Date, 0)), isIn(subtractDays(r1.Date, 1); v1))), let(v3 = filter(r2 in crossJoin(v2, {1, 2, 3}), strictLessOrEqual(addDays(addMonths(r2.Date, -12), r2.Value), endOfMonth(r2.Date, -12))), union(selectColumns(r3 in v1, Date: addMonths(r3.Date, -12)), selectColumns(r4 in v3, Date: addDays(addMonths(r4.Date, -12), r4.Value)))))); Date[Date])',
  ],
])('the dates moved, to the end of a month where its last two days are there: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    `PARALLELPERIOD('Date'[Date], -1, MONTH)`,
    'let(v1 = values(Date[Date]), let(v2 = min(r1 in v1, r1.Date), let(v3 = max(r2 in v1, r2.Date), let(v4 = addMonths(v2, -1), let(v5 = addDays(endOfMonth(v4, -1), 1), let(v6 = addMonths(v3, -1), let(v7 = endOfMonth(v6, 0), filter(r3 in all(Date[Date]), and(strictGreaterOrEqual(r3.Date, v5), strictLessOrEqual(r3.Date, v7))))))))))',
  ],
  [
    `PREVIOUSDAY('Date'[Date])`,
    'let(v1 = min(r1 in values(Date[Date]), r1.Date), let(v2 = subtractDays(v1, 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v2)))))',
  ],
  [
    `PREVIOUSMONTH('Date'[Date])`,
    'let(v1 = min(r1 in values(Date[Date]), r1.Date), let(v2 = subtractDays(addDays(endOfMonth(v1, -1), 1), 1), let(v3 = addDays(endOfMonth(v2, -1), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v3), strictLessOrEqual(r2.Date, v2))))))',
  ],
  [
    `PREVIOUSYEAR('Date'[Date], "6-30")`,
    'let(v1 = min(r1 in values(Date[Date]), r1.Date), let(v2 = subtractDays(addDays(if(strictGreater(v1, makeDate(year(v1), 6, 30)), makeDate(year(v1), 6, 30), makeDate(add(year(v1), -1), 6, 30)), 1), 1), let(v3 = addDays(if(strictGreater(v2, makeDate(year(v2), 6, 30)), makeDate(year(v2), 6, 30), makeDate(add(year(v2), -1), 6, 30)), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v3), strictLessOrEqual(r2.Date, v2))))))',
  ],
  [
    `NEXTDAY('Date'[Date])`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(v1, 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v2)))))',
  ],
  [
    `NEXTQUARTER('Date'[Date])`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(endOfMonth(makeDate(year(v1), multiply(3, quarter(v1)), 1), 0), 1), let(v3 = endOfMonth(makeDate(year(v2), multiply(3, quarter(v2)), 1), 0), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v3))))))',
  ],
])('whole periods: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [`DATESBETWEEN('Date'[Date], BLANK(), BLANK())`, 'all(Date[Date])'],
  [
    `DATESBETWEEN('Date'[Date], dt"2024-01-01", BLANK())`,
    'filter(r1 in all(Date[Date]), strictGreaterOrEqual(r1.Date, 2024-01-01T00:00:00))',
  ],
  [
    `DATESBETWEEN('Date'[Date], BLANK(), dt"2024-01-31")`,
    'filter(r1 in all(Date[Date]), strictLessOrEqual(r1.Date, 2024-01-31T00:00:00))',
  ],
  [
    `DATESBETWEEN('Date'[Date], dt"2024-01-01", dt"2024-01-31")`,
    'filter(r1 in all(Date[Date]), and(strictGreaterOrEqual(r1.Date, 2024-01-01T00:00:00), strictLessOrEqual(r1.Date, 2024-01-31T00:00:00)))',
  ],
  [
    `DATESBETWEEN('Date'[Date], BLANK(), MAX(Sales[Order Date]))`,
    'let(v1 = max(r1 in Sales, r1.Order Date), filter(r2 in all(Date[Date]), or(isBlank(v1), strictLessOrEqual(r2.Date, v1))))',
  ],
  [
    `DATESINPERIOD('Date'[Date], dt"2024-02-29", -12, MONTH)`,
    'let(v1 = if(strictEqual(2024-02-29T00:00:00, endOfMonth(2024-02-29T00:00:00, 0)), endOfMonth(2024-02-29T00:00:00, -12), addMonths(2024-02-29T00:00:00, -12)), filter(r1 in all(Date[Date]), and(strictGreater(r1.Date, v1), strictLessOrEqual(r1.Date, 2024-02-29T00:00:00))))',
  ],
  [
    `DATESINPERIOD('Date'[Date], dt"2024-01-01", 2, YEAR)`,
    'let(v1 = addMonths(2024-01-01T00:00:00, 24), filter(r1 in all(Date[Date]), and(strictGreaterOrEqual(r1.Date, 2024-01-01T00:00:00), strictLess(r1.Date, v1))))',
  ],
  [
    `DATESINPERIOD('Date'[Date], dt"2024-01-01", [Lines], DAY)`,
    'let(v1 = measure0, let(v2 = if(strictLess(v1, 0), addDays(2024-01-01T00:00:00, v1), addDays(2024-01-01T00:00:00, v1)), filter(r1 in all(Date[Date]), if(strictLess(v1, 0), and(strictGreater(r1.Date, v2), strictLessOrEqual(r1.Date, 2024-01-01T00:00:00)), and(strictGreaterOrEqual(r1.Date, 2024-01-01T00:00:00), strictLess(r1.Date, v2))))))',
  ],
])('from one date to another: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [`FIRSTDATE('Date'[Date])`, 'top 1(r1 in values(Date[Date]), r1.Date asc)'],
  [
    `LASTDATE(DATESMTD('Date'[Date]))`,
    'top 1(r3 in let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(endOfMonth(v1, -1), 1), filter(r2 in all(Date[Date]), and(strictGreaterOrEqual(r2.Date, v2), strictLessOrEqual(r2.Date, v1))))), r3.Date desc)',
  ],
  [
    `STARTOFMONTH('Date'[Date])`,
    'let(v1 = min(r1 in values(Date[Date]), r1.Date), let(v2 = addDays(endOfMonth(v1, -1), 1), filter(r2 in all(Date[Date]), strictEqual(r2.Date, v2))))',
  ],
  [
    `STARTOFYEAR('Date'[Date])`,
    'let(v1 = min(r1 in values(Date[Date]), r1.Date), let(v2 = makeDate(year(v1), 1, 1), filter(r2 in all(Date[Date]), strictEqual(r2.Date, v2))))',
  ],
  [
    `ENDOFQUARTER('Date'[Date])`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = endOfMonth(makeDate(year(v1), multiply(3, quarter(v1)), 1), 0), filter(r2 in all(Date[Date]), strictEqual(r2.Date, v2))))',
  ],
  [
    `ENDOFYEAR('Date'[Date], "6-30")`,
    'let(v1 = max(r1 in values(Date[Date]), r1.Date), let(v2 = if(strictGreater(v1, makeDate(year(v1), 6, 30)), makeDate(add(year(v1), 1), 6, 30), makeDate(year(v1), 6, 30)), filter(r2 in all(Date[Date]), strictEqual(r2.Date, v2))))',
  ],
])('single dates: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});

test.each([
  [
    `GENERATE(VALUES('Date'[Year]), LASTDATE('Date'[Date]))`,
    'generate(r1 in values+(Date[Year]), top 1(r2 in calculateTable(values(Date[Date])), r2.Date desc))',
  ],
])('a column in a row context is filtered by the row: %s', (dax, shape) => {
  expect(tableShape(dax)).toBe(shape);
});
