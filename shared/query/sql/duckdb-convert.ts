import type { DaxType } from '../../dax/bound.ts';
import type { OperationName } from '../../dax/operations.ts';
import { cast, given, once, one, raise } from './duckdb-parts.ts';
import type { Printer } from './sql-dialect.ts';

type Conversion = (operand: string) => string;

const DAY_ZERO = `TIMESTAMP '1899-12-30 00:00:00'`;

/** Days since the last of 1899, with the time as a fraction. */
const daysOf: Conversion = (operand) => `(date_diff('microsecond', ${DAY_ZERO}, ${operand}) / 86400000000.0)`;

/** A number as .NET writes it: fifteen digits, an exponent where it is long. */
const textOfDouble: Conversion = (operand) => `format('{:.15G}', ${operand} + 0.0)`;

const textOfDate: Conversion = (operand) =>
  `CASE WHEN ${operand} = date_trunc('day', ${operand}) AND ${operand} <> ${DAY_ZERO} THEN strftime(${operand}, '%-m/%-d/%Y') ` +
  `WHEN CAST(${operand} AS DATE) = DATE '1899-12-30' THEN strftime(${operand}, '%-I:%M:%S %p') ` +
  `ELSE strftime(${operand}, '%-m/%-d/%Y %-I:%M:%S %p') END`;

const textOfBoolean: Conversion = (operand) => `CASE WHEN ${operand} THEN 'True' WHEN NOT ${operand} THEN 'False' END`;

const textOfDecimal: Conversion = (operand) => `rtrim(rtrim(CAST(${operand} AS VARCHAR), '0'), '.')`;

/** Digits with or without thousands, a point, an exponent; a dollar sign before them. */
const NUMBER = String.raw`[+-]?\$?(\d+(,\d{3})*\.?\d*|\.\d+)([eE][+-]?\d+)?`;

const isNumberText: Conversion = (operand) => `regexp_full_match(trim(${operand}), '${NUMBER}')`;

const numberOfText: Conversion = (operand) => `CAST(replace(replace(trim(${operand}), ',', ''), '$', '') AS DOUBLE)`;

/** What dates look like in text, en-US: month before day. */
const DATE_TEXTS = [
  '%Y-%m-%d',
  '%m/%d/%Y',
  '%Y/%m/%d',
  '%b %d, %Y',
  '%B %d, %Y',
  '%b %d %Y',
  '%B %d %Y',
  '%d %b %Y',
  '%d %B %Y',
  '%d-%b-%Y',
  '%b %Y',
  '%B %Y',
];
const TIME_TEXTS = ['%I:%M:%S %p', '%I:%M %p', '%H:%M:%S.%f', '%H:%M:%S', '%H:%M'];

const list = (formats: readonly string[]) => `[${formats.map((format) => `'${format}'`).join(', ')}]`;
const DATES = list([
  ...DATE_TEXTS.flatMap((date) => [date, ...TIME_TEXTS.map((time) => `${date} ${time}`)]),
  ...TIME_TEXTS.map((time) => `%Y-%m-%dT${time}`),
]);

const NO_DATE = 'A text cannot be converted to a date.';
const NO_NUMBER = 'A text cannot be converted to a number.';

/** A time alone is on day zero; the engine puts it on the first of 1900. */
const dateOfText: Conversion = (operand) => {
  const time = `try_strptime(trim(${operand}), ${list(TIME_TEXTS)}) - to_days(2)`;
  const read = `coalesce(try_strptime(trim(${operand}), ${DATES}), ${time})`;
  const found = (date: string) =>
    `CASE WHEN ${date} IS NOT NULL THEN ${date} WHEN ${operand} IS NOT NULL THEN ${raise(NO_DATE, 'DateTime')} END`;
  return given(read, 'date', found);
};

const doubleOfText: Conversion = (operand) =>
  `CASE WHEN ${isNumberText(operand)} THEN ${numberOfText(operand)} WHEN ${operand} IS NOT NULL THEN ${raise(NO_NUMBER, 'Double')} END`;

const dateOfNumber: Conversion = (operand) =>
  `(${DAY_ZERO} + to_microseconds(CAST(round(${operand} * 86400000) AS BIGINT) * 1000))`;

const booleanOfText: Conversion = (operand) =>
  `CASE lower(trim(${operand})) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE ` +
  `ELSE CASE WHEN ${operand} IS NOT NULL THEN ${raise('A text cannot be converted to a logical value.', 'Boolean')} END END`;

/** The first of the union's members that is there, each converted. */
function ofVariant(to: DaxType): Conversion {
  const members = { i: 'Int64', d: 'Double', c: 'Decimal', t: 'DateTime', s: 'String', b: 'Boolean' } as const;
  return (operand) => {
    const cases = Object.entries(members).map(
      ([tag, type]) => `WHEN '${tag}' THEN ${conversion(type, to)(`union_extract(${operand}, '${tag}')`)}`,
    );
    return `CASE union_tag(${operand}) ${cases.join(' ')} END`;
  };
}

const castTo =
  (type: DaxType): Conversion =>
  (operand) =>
    cast(operand, type);

const TO_VARIANT: Conversion = (operand) => `CASE WHEN ${operand} IS NOT NULL THEN ${cast(operand, 'Variant')} END`;

/** The nearest whole number, a half away from zero. */
const integerOfDouble: Conversion = (operand) => `CAST(round(${operand}) AS BIGINT)`;

const through =
  (inner: Conversion, outer: Conversion): Conversion =>
  (operand) =>
    outer(inner(operand));

const FROM_DATE: Partial<Record<DaxType, Conversion>> = {
  String: textOfDate,
  Double: daysOf,
  Int64: through(daysOf, integerOfDouble),
  Decimal: through(daysOf, castTo('Decimal')),
  Boolean: (operand) => `(${operand} <> ${DAY_ZERO})`,
};

const FROM_TEXT: Partial<Record<DaxType, Conversion>> = {
  Double: doubleOfText,
  Int64: through(doubleOfText, integerOfDouble),
  Decimal: through(doubleOfText, castTo('Decimal')),
  DateTime: dateOfText,
  Boolean: booleanOfText,
};

const FROM_BOOLEAN: Partial<Record<DaxType, Conversion>> = {
  String: textOfBoolean,
  Decimal: (operand) => cast(cast(operand, 'Int64'), 'Decimal'),
  DateTime: (operand) => dateOfNumber(cast(operand, 'Int64')),
};

const fromNumber = (own: Partial<Record<DaxType, Conversion>>): Partial<Record<DaxType, Conversion>> => ({
  DateTime: dateOfNumber,
  Boolean: (operand) => `(${operand} <> 0)`,
  ...own,
});

const CONVERSIONS: Readonly<Record<DaxType, Partial<Record<DaxType, Conversion>>>> = {
  Int64: fromNumber({ DateTime: (operand) => `(${DAY_ZERO} + to_days(CAST(${operand} AS INTEGER)))` }),
  Double: fromNumber({ String: textOfDouble, Int64: integerOfDouble }),
  Decimal: fromNumber({ String: textOfDecimal }),
  DateTime: FROM_DATE,
  String: FROM_TEXT,
  Boolean: FROM_BOOLEAN,
  Blank: {},
  Variant: {},
};

function conversion(from: DaxType, to: DaxType): Conversion {
  if (from === to) return (operand) => operand;
  if (from === 'Variant') return ofVariant(to);
  if (to === 'Variant' && from !== 'Blank') return TO_VARIANT;
  return CONVERSIONS[from][to] ?? castTo(to);
}

const convert: Printer = (args, type) => {
  const [arg] = args;
  if (arg === undefined) throw new Error('A conversion was bound without its argument.');
  return once([arg], (operand) => conversion(arg.type, type)(operand));
};

export const DUCKDB_CONVERSIONS = {
  toText: convert,
  toDouble: convert,
  toInt64: convert,
  toDecimal: convert,
  toDateTime: convert,
  toBoolean: convert,
  toVariant: convert,
  parseValue: one((text) =>
    once(
      [text],
      (operand) =>
        `CASE WHEN ${isNumberText(operand)} THEN ${numberOfText(operand)} ELSE ${daysOf(dateOfText(operand))} END`,
    ),
  ),
} satisfies Partial<Record<OperationName, Printer>>;
