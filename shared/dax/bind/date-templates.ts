import { firstDayOf, lastDayOf, type Unit, type YearEnd } from './date-periods.ts';

/**
 * Time intelligence as DAX: `Dates` are the dates that are given, `AllDates` all dates of their column, and both have
 * the one column [Date]. What the documentation says of a function is what its text says.
 */

const FIRST = 'VAR First = MINX(Dates, [Date])';
const LAST = 'VAR Last = MAXX(Dates, [Date])';

function between(from: string, to: string): string {
  return `FILTER(AllDates, [Date] >= ${from} && [Date] <= ${to})`;
}

/** From the first day of the period of the last date up to that date. */
export function toDate(unit: Unit, yearEnd: YearEnd): string {
  return `${LAST} VAR Start = ${firstDayOf(unit, 'Last', yearEnd)} RETURN ${between('Start', 'Last')}`;
}

/** The whole period before that of the first date. */
export function previous(unit: Unit, yearEnd: YearEnd): string {
  const end = `VAR End = ${firstDayOf(unit, 'First', yearEnd)} - 1`;
  return `${FIRST} ${end} VAR Start = ${firstDayOf(unit, 'End', yearEnd)} RETURN ${between('Start', 'End')}`;
}

/** The whole period after that of the last date. */
export function next(unit: Unit, yearEnd: YearEnd): string {
  const start = `VAR Start = ${lastDayOf(unit, 'Last', yearEnd)} + 1`;
  return `${LAST} ${start} VAR End = ${lastDayOf(unit, 'Start', yearEnd)} RETURN ${between('Start', 'End')}`;
}

/** The first day of the period of the first date; with `before` the day before it. */
export function startOf(unit: Unit, yearEnd: YearEnd, before = false): string {
  const day = `VAR Day = ${firstDayOf(unit, 'First', yearEnd)}${before ? ' - 1' : ''}`;
  return `${FIRST} ${day} RETURN FILTER(AllDates, [Date] = Day)`;
}

/** The last day of the period of the last date. */
export function endOf(unit: Unit, yearEnd: YearEnd): string {
  return `${LAST} VAR Day = ${lastDayOf(unit, 'Last', yearEnd)} RETURN FILTER(AllDates, [Date] = Day)`;
}

export const FIRST_DATE = 'TOPN(1, Dates, [Date], ASC)';
export const LAST_DATE = 'TOPN(1, Dates, [Date], DESC)';

/** Whole periods, from that of the first date to that of the last, moved by N months. */
export function parallelPeriod(unit: Unit): string {
  const moved = (date: string) => `EDATE(${date}, N)`;
  const start = `VAR Begin = ${moved('First')} VAR Start = ${firstDayOf(unit, 'Begin')}`;
  const end = `VAR Finish = ${moved('Last')} VAR End = ${lastDayOf(unit, 'Finish')}`;
  return `${FIRST} ${LAST} ${start} ${end} RETURN ${between('Start', 'End')}`;
}

/**
 * The dates moved by N days or months; the binder keeps those that exist. Where the last two days of a month are among them, the
 * result goes on to the end of the month that they are moved to.
 */
export function moved(unit: Unit): string {
  if (unit === 'DAY') return 'SELECTCOLUMNS(Dates, "Date", [Date] + N)';
  return `
    VAR Ends = FILTER(Dates, [Date] = EOMONTH([Date], 0) && [Date] - 1 IN Dates)
    VAR Rest = FILTER(CROSSJOIN(Ends, {1, 2, 3}), EDATE([Date], N) + [Value] <= EOMONTH([Date], N))
    RETURN UNION(
      SELECTCOLUMNS(Dates, "Date", EDATE([Date], N)),
      SELECTCOLUMNS(Rest, "Date", EDATE([Date], N) + [Value])
    )`;
}

/** What is known of one end of an interval. */
export type Limit = 'absent' | 'present' | 'unknown';

/** From Start to End, both included; a blank one is no limit. */
export function datesBetween(start: Limit, end: Limit): string {
  const conditions = [limit(start, 'Start', '>='), limit(end, 'End', '<=')].filter((each) => each !== '');
  return conditions.length === 0 ? 'AllDates' : `FILTER(AllDates, ${conditions.join(' && ')})`;
}

function limit(known: Limit, name: 'Start' | 'End', operator: '>=' | '<='): string {
  if (known === 'absent') return '';
  return known === 'present' ? `[Date] ${operator} ${name}` : `(ISBLANK(${name}) || [Date] ${operator} ${name})`;
}

/** N days or months from Start on; or as many that end with it, where N is negative. A last day of a month moves to another. */
export function period(unit: Unit, sign: 'negative' | 'positive' | 'unknown'): string {
  const far = unit === 'DAY' ? 'Start + N' : 'EDATE(Start, N)';
  const near = unit === 'DAY' ? far : `IF(Start = EOMONTH(Start, 0), EOMONTH(Start, N), ${far})`;
  const [back, forth] = ['[Date] > Far && [Date] <= Start', '[Date] >= Start && [Date] < Far'];
  switch (sign) {
    case 'negative':
      return `VAR Far = ${near} RETURN FILTER(AllDates, ${back})`;
    case 'positive':
      return `VAR Far = ${far} RETURN FILTER(AllDates, ${forth})`;
    case 'unknown':
      return `VAR Far = IF(N < 0, ${near}, ${far}) RETURN FILTER(AllDates, IF(N < 0, ${back}, ${forth}))`;
  }
}
