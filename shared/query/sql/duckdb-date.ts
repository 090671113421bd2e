import type { OperationName } from '../../dax/operations.ts';
import { cast, filled, given, once, one, raise, three, two } from './duckdb-parts.ts';
import type { Printer } from './sql-dialect.ts';

const part = (name: string): Printer => one(({ sql }) => `${name}(${sql})`);

/** Boundaries of the period that lie between two moments. */
const between = (period: string): Printer => two((from, to) => `date_diff('${period}', ${from.sql}, ${to.sql})`);

const DAY_ZERO = `TIMESTAMP '1899-12-30 00:00:00'`;

/** Years below 1900 count from 1900; months and days beyond their range move on. */
const makeDate: Printer = three((year, month, day) =>
  once([year, month, day], (y, m, d) => {
    const [years, months, days] = [
      filled({ ...year, sql: y }),
      filled({ ...month, sql: m }),
      filled({ ...day, sql: d }),
    ];
    const bad = raise('A year lies between 0 and 9999.', 'Int64');
    const whole = `CASE WHEN ${years} < 0 OR ${years} > 9999 THEN ${bad} WHEN ${years} < 1900 THEN ${years} + 1900 ELSE ${years} END`;
    const first = `CAST(make_date(${whole}, 1, 1) AS TIMESTAMP)`;
    return `(${first} + to_months(CAST(${months} - 1 AS INTEGER)) + to_days(CAST(${days} - 1 AS INTEGER)))`;
  }),
);

/** A time on day zero; whole days are left out. */
const makeTime: Printer = three((hour, minute, second) => {
  const seconds = `(${filled(hour)} * 3600 + ${filled(minute)} * 60 + ${filled(second)})`;
  return once([{ sql: seconds, type: 'Int64' }], (s) => {
    const bad = raise('A time must not be negative.', 'Int64');
    return `(${DAY_ZERO} + to_seconds(CASE WHEN ${s} < 0 THEN ${bad} ELSE ${s} % 86400 END))`;
  });
});

/** A day that the month lacks becomes its last. */
const months = (count: string) => `to_months(CAST(${count} AS INTEGER))`;

/** Days of weeks that begin on the given weekday, 1 being Sunday, before the first of January are in week 1. */
const weekOfYear: Printer = two((date, start) =>
  once([date], (d) => {
    const january = `date_trunc('year', ${d})`;
    return `((dayofyear(${d}) - 1 + (dayofweek(${january}) - (${start.sql} - 1) + 7) % 7) // 7 + 1)`;
  }),
);

/** Whole weeks since a Sunday. */
const weeksSince = (date: string) => `CAST(floor(date_diff('day', DATE '1899-12-31', ${date}) / 7) AS BIGINT)`;

/** Sundays between two moments. */
const weeksBetween: Printer = two((from, to) => `(${weeksSince(to.sql)} - ${weeksSince(from.sql)})`);

type Days = (from: string, to: string) => string;

/** 30 days a month. The American rule lets February's last day count as the 30th, too. */
const european: Days = (from, to) =>
  `(360 * (year(${to}) - year(${from})) + 30 * (month(${to}) - month(${from})) + least(day(${to}), 30) - least(day(${from}), 30))`;

const isFebruaryEnd = (date: string) => `(month(${date}) = 2 AND CAST(${date} AS DATE) = last_day(${date}))`;

const american: Days = (from, to) => {
  const first = `CASE WHEN ${isFebruaryEnd(from)} THEN 30 ELSE least(day(${from}), 30) END`;
  const last =
    `CASE WHEN ${isFebruaryEnd(from)} AND ${isFebruaryEnd(to)} THEN 30 ` +
    `WHEN day(${to}) = 31 AND ${first} = 30 THEN 30 ELSE day(${to}) END`;
  return `(360 * (year(${to}) - year(${from})) + 30 * (month(${to}) - month(${from})) + (${last}) - (${first}))`;
};

const actual: Days = (from, to) => `date_diff('day', ${from}, ${to})`;

const hasLeapDay = (year: string) =>
  `(month(last_day(make_date(${year}, 2, 1))) = 2 AND day(last_day(make_date(${year}, 2, 1))) = 29)`;

/** The length of a year for actual/actual: of the one year, or of the mean of all years touched. */
const actualYear: Days = (from, to) => {
  const isWithin = `(${to} <= ${from} + to_years(1))`;
  const leap =
    `((${hasLeapDay(`year(${from})`)} AND (year(${from}) = year(${to}) OR ${from} < make_date(year(${from}), 3, 1))) ` +
    `OR (year(${to}) > year(${from}) AND ${hasLeapDay(`year(${to})`)} AND ${to} >= make_date(year(${to}), 2, 29)))`;
  const years = `(year(${to}) - year(${from}) + 1)`;
  const mean = `(date_diff('day', make_date(year(${from}), 1, 1), make_date(year(${to}) + 1, 1, 1)) / CAST(${years} AS DOUBLE))`;
  return `CASE WHEN ${isWithin} THEN CASE WHEN ${leap} THEN 366 ELSE 365 END ELSE ${mean} END`;
};

/** From the earlier to the later. */
const yearFraction: Printer = three((start, end, basis) => {
  const ordered = `{'from': least(${start.sql}, ${end.sql}), 'to': greatest(${start.sql}, ${end.sql}), 'isBlank': ${start.sql} IS NULL OR ${end.sql} IS NULL}`;
  return given(ordered, 'dates', (dates) => {
    const [from, to] = [`${dates}."from"`, `${dates}."to"`];
    const bad = raise('The basis lies between 0 and 4.', 'Double');
    const cases = [
      `WHEN 0 THEN ${american(from, to)} / 360.0::DOUBLE`,
      `WHEN 1 THEN ${actual(from, to)} / CAST(${actualYear(from, to)} AS DOUBLE)`,
      `WHEN 2 THEN ${actual(from, to)} / 360.0::DOUBLE`,
      `WHEN 3 THEN ${actual(from, to)} / 365.0::DOUBLE`,
      `WHEN 4 THEN ${european(from, to)} / 360.0::DOUBLE`,
    ];
    return `CASE WHEN NOT ${dates}.isBlank THEN CASE ${filled(basis)} ${cases.join(' ')} ELSE ${bad} END END`;
  });
});

export const DUCKDB_DATES = {
  makeDate,
  makeTime,
  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  day: part('day'),
  hour: part('hour'),
  minute: part('minute'),
  second: part('second'),
  weekday: one(({ sql }) => `(dayofweek(${sql}) + 1)`),
  dayOfYear: part('dayofyear'),
  weekOfYear,
  isoWeekOfYear: part('weekofyear'),
  addMonths: two((date, count) => `(${date.sql} + ${months(filled(count))})`),
  endOfMonth: two((date, count) => cast(`last_day(${date.sql} + ${months(filled(count))})`, 'DateTime')),
  secondsBetween: between('second'),
  minutesBetween: between('minute'),
  hoursBetween: between('hour'),
  daysBetween: between('day'),
  weeksBetween,
  monthsBetween: between('month'),
  quartersBetween: between('quarter'),
  yearsBetween: between('year'),
  yearFraction,
  timeOfDay: one((date) => once([date], (d) => `(${DAY_ZERO} + (${d} - date_trunc('day', ${d})))`)),
  startOfDay: one(({ sql }) => `date_trunc('day', ${sql})`),
  dayName: one(({ sql }) => `strftime(${sql}, '%A')`),
  monthName: one(({ sql }) => `strftime(${sql}, '%B')`),
} satisfies Partial<Record<OperationName, Printer>>;
