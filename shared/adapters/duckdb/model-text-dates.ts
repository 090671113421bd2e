import type { CultureSigns } from '../../source/m/culture-signs.ts';
import { firstOf } from './model-cells.ts';

/** The moment that a number counts days from. */
export const DAY_ZERO = "TIMESTAMP '1899-12-30'";

/** SQL: a time as a moment of the day that numbers count from. */
export const onDayZero = (time: string): string => `(DATE '1899-12-30' + ${time})`;
const TIME = '(?:T| +)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?(?: *[AaPp][Mm])?)$';
const MIDNIGHT = '(T| +)(0?0:00(:00([.]0+)?)?|12:00(:00([.]0+)?)? *[Aa][Mm])$';
const FORMATS = { mdy: '%m/%d/', dmy: '%d/%m/', ymd: '%m/%d/' } as const;
/** Years of two digits are those from 1930 to 2029. */
const NEXT_CENTURY = '2030';

/** SQL: a cast that suits dates as programs write them, year first; null where the text has to be looked at. */
const quick = (text: string, type: string, longest: number): string =>
  `CASE WHEN substr(${text}, 5, 1) = '-' AND ${text} < ':' AND length(${text}) <= ${longest} THEN TRY_CAST(${text} AS ${type}) END`;

/** SQL: the same for dates of a culture with the year in full at the end. */
function quickInCulture(text: string, { dateOrder }: CultureSigns): string {
  const [day, month] = dateOrder === 'dmy' ? ['d', 'm'] : ['m', 'd'];
  const reads = ['/', '.', '-'].map((sign) => {
    const isYearLast = `left(right(${text}, 5), 1) = '${sign}' AND NOT contains(right(${text}, 4), '${sign}')`;
    return `WHEN ${isYearLast} THEN try_strptime(${text}, '%${day}${sign}%${month}${sign}%Y')`;
  });
  return `CASE ${reads.join(' ')} END`;
}

/** SQL: a text as midnight of a date; null where it is no date, or has a time other than midnight. */
export function dateFromText(text: string, signs: CultureSigns): string {
  const midnight = dayBySigns(`regexp_replace(trim(${text}), '${MIDNIGHT}', '')`, signs);
  const day = `CAST(${quick(text, 'DATE', 10)} AS TIMESTAMP)`;
  return firstOf(text, [day, quickInCulture(text, signs)], midnight);
}

/** SQL: a text as a date with its time; null where it is none. */
export function momentFromText(text: string, signs: CultureSigns): string {
  return firstOf(text, [quick(text, 'TIMESTAMP', 27)], momentBySigns(text, signs));
}

/** SQL: a text with a zone as the same moment in UTC, which is also taken where there is no zone. */
export function zonedFromText(text: string, signs: CultureSigns): string {
  const zoned = quick(text, 'TIMESTAMPTZ', 40);
  return firstOf(text, [`(${zoned}) AT TIME ZONE 'UTC'`], momentBySigns(text, signs));
}

/** SQL: a text as a time of the day that numbers count from. */
export function timeFromText(text: string): string {
  return onDayZero(timeOf(`trim(${text})`));
}

function momentBySigns(text: string, signs: CultureSigns): string {
  const trimmed = `trim(${text})`;
  const day = `regexp_replace(${trimmed}, '${TIME}', '')`;
  const time = `regexp_extract(${trimmed}, '${TIME}', 1)`;
  return `(CAST(${dayBySigns(day, signs)} AS DATE) + CASE WHEN ${time} = '' THEN TIME '00:00:00' ELSE ${timeOf(time)} END)`;
}

function dayBySigns(day: string, { dateOrder }: CultureSigns): string {
  const even = `regexp_replace(${day}, '[-./, ]+', '/', 'g')`;
  const order = FORMATS[dateOrder];
  const short = dateOrder === 'ymd' ? '%y/%m/%d' : `${order}%y`;
  const read = (format: string) => `try_strptime(${even}, '${format}')`;
  const century = `CASE WHEN year(${read(short)}) >= ${NEXT_CENTURY} THEN ${read(short)} - INTERVAL 100 YEAR ELSE ${read(short)} END`;
  const named = ['%d/%b/%Y', '%d/%B/%Y', '%b/%d/%Y', '%B/%d/%Y'].map((format) => `'${format}'`).join(', ');
  return `CASE WHEN regexp_full_match(${even}, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}') THEN ${read(`${order}%Y`)}
    WHEN regexp_full_match(${even}, '[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}') THEN ${read('%Y/%m/%d')}
    WHEN regexp_full_match(${even}, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{1,2}') THEN ${century}
    WHEN regexp_full_match(${even}, '[0-9]{8}') THEN ${read('%Y%m%d')}
    WHEN regexp_matches(${even}, '[A-Za-z]{3}.*/[0-9]{4}$') THEN try_strptime(${even}, [${named}]) END`;
}

function timeOf(text: string): string {
  const even = `regexp_replace(upper(${text}), ' *([AP]M)$', ' \\1')`;
  const halfDay = `CAST(try_strptime(${even}, ['%I:%M:%S %p', '%I:%M %p', '%I:%M:%S.%f %p']) AS TIME)`;
  return `CASE WHEN regexp_matches(${even}, '[AP]M$') THEN ${halfDay} WHEN regexp_full_match(${even}, '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?') THEN TRY_CAST(${even} AS TIME) END`;
}
