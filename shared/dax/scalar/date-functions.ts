import type { BoundScalar } from '../bound.ts';
import type { OperationName } from '../operations.ts';
import { convert } from './convert.ts';
import { define, type Parameter, row, type ScalarFunction } from './scalar-function.ts';
import { integer, operation, problem } from './scalar-node.ts';

const part = (name: OperationName): ScalarFunction => row(name, 'Int64', [['datetime', 'DateTime']]);

const BETWEEN: Readonly<Record<string, OperationName>> = {
  SECOND: 'secondsBetween',
  MINUTE: 'minutesBetween',
  HOUR: 'hoursBetween',
  DAY: 'daysBetween',
  WEEK: 'weeksBetween',
  MONTH: 'monthsBetween',
  QUARTER: 'quartersBetween',
  YEAR: 'yearsBetween',
};

const MOVED: readonly Parameter[] = [
  ['start_date', 'DateTime'],
  ['months', 'Int64'],
];

const moment = (what: 'today' | 'now'): ScalarFunction => ({
  args: [0, 0],
  names: [],
  bind: () => ({ kind: 'moment', type: 'DateTime', what }),
});

/** The weekday that weeks begin on for WEEKNUM's second argument; 21 is the ISO week. */
const WEEK_STARTS: Readonly<Record<number, number>> = { 1: 1, 2: 2, 11: 2, 12: 3, 13: 4, 14: 5, 15: 6, 16: 7, 17: 1 };

function knownNumber(value: BoundScalar | undefined, omitted: number): number | undefined {
  if (value === undefined || value.kind === 'blank') return omitted;
  return value.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined;
}

/** WEEKDAY: 1 is Sunday (type 1), 1 is Monday (2), 0 is Monday (3). */
function bindWeekday(date: BoundScalar, type: BoundScalar | undefined) {
  const sunday = operation('weekday', 'Int64', convert(date, 'DateTime'));
  const known = knownNumber(type, 1);
  if (known === 1) return sunday;
  if (known !== 2 && known !== 3) return problem('The return type of WEEKDAY is 1, 2 or 3.');
  const monday = operation('modulo', 'Int64', operation('add', 'Int64', sunday, integer(5)), integer(7));
  // A blank date has no weekday, though a sum with a blank has a value.
  const shown = known === 3 ? monday : operation('add', 'Int64', monday, integer(1));
  const isBlank = operation('isBlank', 'Boolean', sunday);
  return operation('if', 'Int64', operation('not', 'Boolean', isBlank), shown);
}

function bindWeekNumber(date: BoundScalar, type: BoundScalar | undefined) {
  const known = knownNumber(type, 1);
  if (known === 21) return operation('isoWeekOfYear', 'Int64', convert(date, 'DateTime'));
  const start = known === undefined ? undefined : WEEK_STARTS[known];
  if (start === undefined) return problem('The return type of WEEKNUM is 1, 2, 11 to 17 or 21.');
  return operation('weekOfYear', 'Int64', convert(date, 'DateTime'), integer(start));
}

/** Dates and times. */
export const DATE_FUNCTIONS: Readonly<Record<string, ScalarFunction>> = {
  DATE: row('makeDate', 'DateTime', [
    ['year', 'Int64'],
    ['month', 'Int64'],
    ['day', 'Int64'],
  ]),
  TIME: row('makeTime', 'DateTime', [
    ['hour', 'Int64'],
    ['minute', 'Int64'],
    ['second', 'Int64'],
  ]),
  YEAR: part('year'),
  QUARTER: part('quarter'),
  MONTH: part('month'),
  DAY: part('day'),
  HOUR: part('hour'),
  MINUTE: part('minute'),
  SECOND: part('second'),
  WEEKDAY: {
    args: [1, 2],
    names: ['date', 'return_type'],
    bind: ([date, type]) => (date === undefined ? problem('WEEKDAY needs a date.') : bindWeekday(date, type)),
  },
  WEEKNUM: {
    args: [1, 2],
    names: ['date', 'return_type'],
    bind: ([date, type]) => (date === undefined ? problem('WEEKNUM needs a date.') : bindWeekNumber(date, type)),
  },
  EDATE: row('addMonths', 'DateTime', MOVED),
  EOMONTH: row('endOfMonth', 'DateTime', MOVED),
  DATEDIFF: {
    args: [3, 3],
    names: ['Date1', 'Date2', 'Interval'],
    words: { 2: Object.keys(BETWEEN) },
    bind: ([from, to, word]) => {
      const name = word?.kind === 'constant' ? BETWEEN[String(word.value).toUpperCase()] : undefined;
      if (name === undefined || from === undefined || to === undefined) {
        return problem(`DATEDIFF needs one of the intervals ${Object.keys(BETWEEN).join(', ')}.`);
      }
      return operation(name, 'Int64', convert(from, 'DateTime'), convert(to, 'DateTime'));
    },
  },
  YEARFRAC: row('yearFraction', 'Double', [
    ['start_date', 'DateTime'],
    ['end_date', 'DateTime'],
    ['basis', 'Int64', 0],
  ]),
  DATEVALUE: define([['date_text', 'DateTime']], ([date]) =>
    date === undefined ? problem('DATEVALUE needs a text.') : operation('startOfDay', 'DateTime', date),
  ),
  TIMEVALUE: define([['time_text', 'DateTime']], ([time]) =>
    time === undefined ? problem('TIMEVALUE needs a text.') : operation('timeOfDay', 'DateTime', time),
  ),
  TODAY: moment('today'),
  UTCTODAY: moment('today'),
  NOW: moment('now'),
  UTCNOW: moment('now'),
};
