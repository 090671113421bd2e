import type { DataType } from '../model/semantic-model.ts';
import type { Constant } from './plan.ts';
import type { Scalar } from './question.ts';

type Reader = {
  readonly wanted: string;
  readonly read: (value: Exclude<Scalar, null>) => Constant['value'] | undefined;
};

/** Per type: what a filter's value must look like, and the one form in which the plan keeps it. */
const READERS: Readonly<Record<DataType, Reader>> = {
  String: { wanted: 'text', read: (value) => (typeof value === 'string' ? value : undefined) },
  Boolean: { wanted: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined) },
  Double: { wanted: 'a number', read: readNumber },
  Decimal: { wanted: 'a number', read: readNumber },
  Int64: { wanted: 'a whole number', read: readWholeNumber },
  DateTime: { wanted: 'a date such as 2024-01-31 or 2024-01-31T08:30:00', read: readMoment },
};

/** The value as a constant of the column's type; undefined where it is of another type. */
export function readConstant(value: Exclude<Scalar, null>, type: DataType): Constant | undefined {
  const read = READERS[type].read(value);
  return read === undefined ? undefined : { type, value: read };
}

/** What values of the type look like, for a sentence. */
export function wantedValue(type: DataType): string {
  return READERS[type].wanted;
}

function readNumber(value: Exclude<Scalar, null>): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined;
}

const SMALLEST = -(2n ** 63n);
const LARGEST = 2n ** 63n - 1n;

/** A safe whole number stays a number; beyond the safe range only text says exactly which one is meant. */
function readWholeNumber(value: Exclude<Scalar, null>): number | string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) return undefined;
  const whole = BigInt(value);
  if (whole < SMALLEST || whole > LARGEST) return undefined;
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : whole.toString();
}

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/;

/** ISO 8601 text without a zone, completed to `YYYY-MM-DDTHH:MM:SS`, with a fraction only where it is not zero. */
function readMoment(value: Exclude<Scalar, null>): string | undefined {
  const parts = typeof value === 'string' ? MOMENT.exec(value) : null;
  if (parts === null) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = ''] = parts;
  const whole = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = Date.parse(`${whole}Z`);
  // Date.parse lets 31 February become March: only a text that comes back as it was is a date.
  if (year === '0000' || Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== whole) return undefined;
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? whole : `${whole}.${digits}`;
}
