import type { DateGrain } from '../../../shared/query/question.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** ISO 8601 text without a zone, as a moment of UTC; undefined where it is no date. */
export function parseIsoDate(text: string): Date | undefined {
  const match = /^(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?/.exec(text);
  if (match === null) return undefined;
  const part = (index: number, fallback: number) => Number(match[index] ?? fallback);
  const time = Date.UTC(part(1, 0), part(2, 1) - 1, part(3, 1), part(4, 0), part(5, 0), part(6, 0));
  return Number.isNaN(time) ? undefined : new Date(time);
}

const two = (value: number) => String(value).padStart(2, '0');
const monthName = (date: Date) => MONTHS[date.getUTCMonth()] ?? '';
const shortMonth = (date: Date) => monthName(date).slice(0, 3);
const day = (date: Date) => `${date.getUTCDate()} ${shortMonth(date)} ${date.getUTCFullYear()}`;
const clock = (date: Date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;

const BY_GRAIN: { readonly [G in DateGrain]: (date: Date) => string } = {
  year: (date) => String(date.getUTCFullYear()),
  quarter: (date) => `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`,
  month: (date) => `${shortMonth(date)} ${date.getUTCFullYear()}`,
  week: (date) => `Week of ${day(date)}`,
  day,
  hour: (date) => `${day(date)}, ${clock(date)}`,
};

type Token = (date: Date, afterHour: boolean, hasHalf: boolean) => string;
const TOKENS: Readonly<Record<string, Token>> = {
  yyyy: (date) => String(date.getUTCFullYear()),
  yy: (date) => two(date.getUTCFullYear() % 100),
  mmmm: monthName,
  mmm: shortMonth,
  mm: (date, afterHour) => two(afterHour ? date.getUTCMinutes() : date.getUTCMonth() + 1),
  m: (date, afterHour) => String(afterHour ? date.getUTCMinutes() : date.getUTCMonth() + 1),
  dddd: (date) => DAYS[date.getUTCDay()] ?? '',
  ddd: (date) => (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
  dd: (date) => two(date.getUTCDate()),
  d: (date) => String(date.getUTCDate()),
  hh: (date, _, hasHalf) => two(hasHalf ? date.getUTCHours() % 12 || 12 : date.getUTCHours()),
  h: (date, _, hasHalf) => String(hasHalf ? date.getUTCHours() % 12 || 12 : date.getUTCHours()),
  ss: (date) => two(date.getUTCSeconds()),
  s: (date) => String(date.getUTCSeconds()),
  'am/pm': (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
};

function byCode(date: Date, code: string): string {
  const hasHalf = /am\/pm/i.test(code);
  let afterHour = false;
  return code.replace(/"([^"]*)"|am\/pm|y+|m+|d+|h+|s+/gi, (found, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    const key = found.toLowerCase();
    const text = TOKENS[key]?.(date, afterHour, hasHalf) ?? found;
    if (key.startsWith('h')) afterHour = true;
    else if (key.startsWith('m')) afterHour = false;
    return text;
  });
}

/** A date by its period where it was grouped, else by its code, else as short as its time of day allows. */
export function formatDate(text: string, code = '', grain?: DateGrain | undefined): string {
  const date = parseIsoDate(text);
  if (date === undefined) return text;
  if (grain !== undefined) return BY_GRAIN[grain](date);
  if (/[ymdhs]/i.test(code) && !/^general/i.test(code)) return byCode(date, code);
  const isMidnight = date.getTime() % 86_400_000 === 0;
  return isMidnight ? day(date) : `${day(date)}, ${clock(date)}`;
}

/** The first moment of the next period, for the steps of an axis that shows gaps as gaps. */
export function nextPeriod(date: Date, grain: DateGrain): Date {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (grain) {
    case 'year':
      return new Date(Date.UTC(year + 1, 0, 1));
    case 'quarter':
      return new Date(Date.UTC(year, month + 3, 1));
    case 'month':
      return new Date(Date.UTC(year, month + 1, 1));
    case 'week':
      return new Date(date.getTime() + 7 * 86_400_000);
    case 'day':
      return new Date(date.getTime() + 86_400_000);
    case 'hour':
      return new Date(date.getTime() + 3_600_000);
  }
}
