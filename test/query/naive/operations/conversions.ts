import { isoOf, serialOf, serialOfIso, toDate } from '../serial-day.ts';
import { asNumberType, daxError, roundHalfAway, type Value } from '../value.ts';
import { type Operation, type OperationFacts, type OperationTable, strict } from './operation.ts';

function fails(value: Value, type: string): Error {
  return daxError(`Cannot convert value '${value}' of type Text to type ${type}.`);
}

function toNumber(value: Value, type: string): number {
  if (typeof value !== 'string') return Number(value);
  const plain = value.trim().replaceAll(',', '');
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return Number(plain);
  throw fails(value, type);
}

/** `2/29/2024`, with a time of day where there is one. */
function shownMoment(serial: number): string {
  const date = toDate(serial);
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  if (Number.isInteger(serial)) return day;
  const hour = date.getUTCHours() % 12 || 12;
  const rest = isoOf(serial).slice(13, 19);
  return `${day} ${hour}${rest} ${date.getUTCHours() < 12 ? 'AM' : 'PM'}`;
}

function toText([value = null]: readonly Value[], { args }: OperationFacts): Value {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'number') return value;
  if (args[0]?.type === 'DateTime') return shownMoment(value);
  return String(Number(value.toPrecision(15)));
}

function toMoment([value = null]: readonly Value[]): Value {
  if (typeof value !== 'string') return Number(value);
  const english = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value.trim());
  if (english !== null) return serialOf(Number(english[3]), Number(english[1]), Number(english[2]));
  return serialOfIso(value.trim());
}

function toBoolean([value = null]: readonly Value[]): Value {
  if (typeof value !== 'string') return Boolean(value);
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw fails(value, 'True/False');
}

const asIs: Operation = strict(([value = null]) => value);

export const CONVERSION_OPERATIONS: OperationTable = {
  toText: strict(toText),
  toDouble: strict(([value = null]) => toNumber(value, 'Number')),
  toInt64: strict(([value = null]) => roundHalfAway(toNumber(value, 'Integer'), 0)),
  toDecimal: strict(([value = null]) => asNumberType(toNumber(value, 'Currency'), 'Decimal')),
  toDateTime: strict(toMoment),
  toBoolean: strict(toBoolean),
  toVariant: asIs,
  parseValue: strict(([value = null]) => toNumber(value, 'Number')),
};
