/** The periods of time intelligence, as DAX of a date: their first and last day, and steps from one to another. */

export type Unit = 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The last day of a fiscal year. */
export type YearEnd = { readonly month: number; readonly day: number };

export const CALENDAR_YEAR: YearEnd = { month: 12, day: 31 };

const MONTHS: Readonly<Record<Unit, number>> = { DAY: 0, MONTH: 1, QUARTER: 3, YEAR: 12 };

export function monthsOf(unit: Unit): number {
  return MONTHS[unit];
}

export function firstDayOf(unit: Unit, date: string, yearEnd: YearEnd = CALENDAR_YEAR): string {
  switch (unit) {
    case 'DAY':
      return date;
    case 'MONTH':
      return `(EOMONTH(${date}, -1) + 1)`;
    case 'QUARTER':
      return `DATE(YEAR(${date}), 3 * QUARTER(${date}) - 2, 1)`;
    case 'YEAR':
      return isCalendarYear(yearEnd) ? `DATE(YEAR(${date}), 1, 1)` : `(${fiscalYearEnd(date, yearEnd, -1)} + 1)`;
  }
}

export function lastDayOf(unit: Unit, date: string, yearEnd: YearEnd = CALENDAR_YEAR): string {
  switch (unit) {
    case 'DAY':
      return date;
    case 'MONTH':
      return `EOMONTH(${date}, 0)`;
    case 'QUARTER':
      return `EOMONTH(DATE(YEAR(${date}), 3 * QUARTER(${date}), 1), 0)`;
    case 'YEAR':
      return isCalendarYear(yearEnd) ? `DATE(YEAR(${date}), 12, 31)` : fiscalYearEnd(date, yearEnd, 0);
  }
}

function isCalendarYear({ month, day }: YearEnd): boolean {
  return month === 12 && day === 31;
}

/** The end of the fiscal year that holds the date (`step` 0), or of the one before (-1). */
function fiscalYearEnd(date: string, yearEnd: YearEnd, step: 0 | -1): string {
  const end = (shift: number) => endInYear(shift === 0 ? `YEAR(${date})` : `YEAR(${date}) + ${shift}`, yearEnd);
  return `IF(${date} > ${end(0)}, ${end(step + 1)}, ${end(step)})`;
}

/** The 28th and 29th of February are its last day in each year. */
function endInYear(year: string, { month, day }: YearEnd): string {
  return month === 2 && day >= 28 ? `EOMONTH(DATE(${year}, 2, 1), 0)` : `DATE(${year}, ${month}, ${day})`;
}

const YEAR_END = /^(?:\d{4}[-/.])?(\d{1,2})[-/.](\d{1,2})(?:[-/.]\d{2,4})?$/;

/** `6-30`, `06/30` or a date of any year, month first; `undefined` for what is no day of a year. */
export function yearEndOfText(written: string): YearEnd | undefined {
  const [, month, day] = (YEAR_END.exec(written.trim()) ?? []).map(Number);
  if (month === undefined || day === undefined || month < 1 || month > 12) return undefined;
  return day >= 1 && day <= new Date(Date.UTC(2024, month, 0)).getUTCDate() ? { month, day } : undefined;
}
