import { addMonths, endOfMonth, serialOf, toDate, weekdayOf } from '../serial-day.ts';
import { daxError, numberOf, type Value } from '../value.ts';
import { byAny, byFirst, type Operation, type OperationTable, strict } from './operation.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const part = (read: (date: Date) => Value): Operation => strict(([value]) => read(toDate(numberOf(value))));

/** A blank date is day zero beside a number of days. */
const moved = (sign: 1 | -1): Operation => byAny(([date, days]) => numberOf(date) + sign * numberOf(days));

/** How many boundaries of a unit lie between two moments. */
const between = (unitOf: (serial: number) => number): Operation =>
  strict(([from, to]) => unitOf(numberOf(to)) - unitOf(numberOf(from)));

/** Whole units of a length since day zero, safe from the last bits of a double. */
const whole = (perDay: number) => (serial: number) =>
  Math.floor(Math.round(serial * 86_400_000) / (86_400_000 / perDay));

const yearOf = (serial: number) => toDate(serial).getUTCFullYear();
const monthOf = (serial: number) => yearOf(serial) * 12 + toDate(serial).getUTCMonth();

function makeDate([year, month, day]: readonly Value[]): Value {
  const written = numberOf(year);
  const serial = serialOf(written < 1900 ? written + 1900 : written, numberOf(month), numberOf(day));
  if (serial < -36_522 || serial > 2_958_466) throw daxError('The date is out of range.');
  return serial;
}

/** Week 1 holds January 1; weeks begin on a weekday, 1 being Sunday. */
function weekOfYear([date, start]: readonly Value[]): Value {
  const day = Math.floor(numberOf(date));
  const first = serialOf(yearOf(day), 1, 1);
  const before = (weekdayOf(first) - numberOf(start) + 7) % 7;
  return Math.floor((day - first + before) / 7) + 1;
}

function isoWeek([date]: readonly Value[]): Value {
  const day = Math.floor(numberOf(date));
  const thursday = day - ((weekdayOf(day) + 5) % 7) + 3;
  return Math.floor((thursday - serialOf(yearOf(thursday), 1, 1)) / 7) + 1;
}

export const MOMENT_OPERATIONS: OperationTable = {
  addDays: moved(1),
  subtractDays: moved(-1),
  makeDate: { values: makeDate },
  makeTime: {
    values: ([hour, minute, second]) =>
      ((numberOf(hour) * 3600 + numberOf(minute) * 60 + numberOf(second)) / 86_400) % 1,
  },
  year: part((date) => date.getUTCFullYear()),
  quarter: part((date) => Math.floor(date.getUTCMonth() / 3) + 1),
  month: part((date) => date.getUTCMonth() + 1),
  day: part((date) => date.getUTCDate()),
  hour: part((date) => date.getUTCHours()),
  minute: part((date) => date.getUTCMinutes()),
  second: part((date) => date.getUTCSeconds()),
  weekday: part((date) => date.getUTCDay() + 1),
  dayOfYear: strict(([date]) => Math.floor(numberOf(date)) - serialOf(yearOf(numberOf(date)), 1, 1) + 1),
  weekOfYear: byFirst(weekOfYear),
  isoWeekOfYear: strict(isoWeek),
  addMonths: byFirst(([date, months]) => addMonths(numberOf(date), numberOf(months))),
  endOfMonth: byFirst(([date, months]) => endOfMonth(numberOf(date), numberOf(months))),
  secondsBetween: between(whole(86_400)),
  minutesBetween: between(whole(1440)),
  hoursBetween: between(whole(24)),
  daysBetween: between(Math.floor),
  weeksBetween: between((serial) => Math.floor((Math.floor(serial) - 1) / 7)),
  monthsBetween: between(monthOf),
  quartersBetween: between((serial) => Math.floor(monthOf(serial) / 3)),
  yearsBetween: between(yearOf),
  timeOfDay: strict(([value]) => numberOf(value) - Math.floor(numberOf(value))),
  startOfDay: strict(([value]) => Math.floor(numberOf(value))),
  dayName: part((date) => DAYS[date.getUTCDay()] ?? ''),
  monthName: part((date) => MONTHS[date.getUTCMonth()] ?? ''),
};
