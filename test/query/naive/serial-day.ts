import { daxError } from './value.ts';

/** Moments as days since 1899-12-30, as DAX counts them. */

const DAY = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);

export function toSerial(date: Date): number {
  return (date.getTime() - EPOCH) / DAY;
}

export function toDate(serial: number): Date {
  return new Date(EPOCH + Math.round(serial * DAY));
}

/** Months and days outside their range roll over. */
export function serialOf(year: number, month: number, day: number): number {
  return toSerial(new Date(Date.UTC(year, month - 1, day)));
}

/** `2024-02-29T00:00:00`, without a zone. */
export function isoOf(serial: number): string {
  return toDate(serial)
    .toISOString()
    .replace(/\.000Z$|Z$/, '');
}

/** Reads `2024-02-29`, with or without a time. */
export function serialOfIso(text: string): number {
  const written = /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? `${text}T00:00:00Z`
    : `${text.replace(' ', 'T').replace(/Z$/, '')}Z`;
  const time = Date.parse(written);
  if (Number.isNaN(time)) throw daxError(`Cannot convert value '${text}' of type Text to type Date.`);
  return (time - EPOCH) / DAY;
}

/** A day that the month lacks becomes its last day; the time of day stays. */
export function addMonths(serial: number, months: number): number {
  const date = toDate(serial);
  const first = serialOf(date.getUTCFullYear(), date.getUTCMonth() + 1 + months, 1);
  const day = Math.min(date.getUTCDate(), daysOfMonth(first));
  return first + day - 1 + (serial - Math.floor(serial));
}

export function endOfMonth(serial: number, months: number): number {
  const date = toDate(serial);
  return serialOf(date.getUTCFullYear(), date.getUTCMonth() + 2 + months, 0);
}

function daysOfMonth(first: number): number {
  return endOfMonth(first, 0) - first + 1;
}

/** 1 is Sunday. */
export function weekdayOf(serial: number): number {
  return toDate(serial).getUTCDay() + 1;
}
