import type { WrittenAs } from '../../model/column-profile.ts';
import type { DataType } from '../../model/semantic-model.ts';
import { writtenNumbers } from './source-written-numbers.ts';

/**
 * What a column of text may hold. A type fits a column when every value that is not blank passes its test; the first
 * fitting row of the table is taken, and text fits always. The names in the SQL are ours (`c0`, `c1`, …).
 */
export type TextType = {
  readonly name: string;
  readonly dataType: DataType;
  /** What all values of the type look like: rules a type out by a few values, without asking the engine. */
  readonly shape: RegExp;
  /** SQL: true or false for a value that is not null. */
  readonly test: (column: string) => string;
  /** SQL: the typed value; used only where the test holds for all. */
  readonly value: (column: string) => string;
  /** SQL: what must be true of one value at least, where the values of the type could be read in two ways. */
  readonly proof?: (column: string) => string;
  /** The sign that the text carries and the number does not. */
  readonly writtenAs?: WrittenAs;
};

/** No leading zeros (`01234` is a code), no thousands separators, no signs but minus. */
const NUMBER = '-?(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?';
/** `1,234` under `;` may be a thousand: only other numbers of decimals tell a decimal comma. */
const COMMA_NUMBER = '-?(?:0|[1-9][0-9]*)(?:,(?:[0-9]{1,2}|[0-9]{4,}))?';
const ISO_MOMENT = '[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?)?';
const ZONE = '(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)';

const whole = (pattern: string) => new RegExp(`^\\s*(?:${pattern})\\s*$`);
const matches = (column: string, pattern: string) => `regexp_full_match(trim(${column}), '${pattern}')`;
const commaToPoint = (column: string) => `TRY_CAST(replace(trim(${column}), ',', '.') AS DOUBLE)`;

/** Month before day where both readings are possible, as Power BI reads without a locale. */
const DATE_FORMATS = [
  '%Y-%m-%d',
  '%Y/%m/%d',
  '%m/%d/%Y',
  '%d/%m/%Y',
  '%m-%d-%Y',
  '%d-%m-%Y',
  '%d.%m.%Y',
  '%Y-%m',
  '%b %d %Y',
  '%b %d, %Y',
  '%B %d, %Y',
  '%d %b %Y',
  '%d-%b-%Y',
  '%d %B %Y',
  '%b %Y',
  '%B %Y',
] as const;
const MOMENT_FORMATS = [
  '%Y/%m/%d %H:%M',
  '%Y/%m/%d %H:%M:%S',
  '%m/%d/%Y %H:%M',
  '%m/%d/%Y %H:%M:%S',
  '%m/%d/%Y %I:%M %p',
  '%m/%d/%Y %I:%M:%S %p',
  '%d/%m/%Y %H:%M',
  '%d/%m/%Y %H:%M:%S',
  '%d.%m.%Y %H:%M',
  '%d.%m.%Y %H:%M:%S',
] as const;

/** What the parts of a format look like; years are written in full, so that `1-2-3` is no date. */
const PARTS: Readonly<Record<string, string>> = {
  '%Y': '[12][0-9]{3}',
  '%b': '[A-Za-z]{3}',
  '%B': '[A-Za-z]{3,9}',
  '%p': '[AaPp][Mm]',
};

function byFormat(format: string): TextType {
  const pattern = format.replaceAll('.', '[.]').replace(/%[A-Za-z]/g, (part) => PARTS[part] ?? '[0-9]{1,2}');
  const value = (column: string) => `try_strptime(trim(${column}), '${format}')`;
  const test = (column: string) => `${matches(column, pattern)} AND ${value(column)} IS NOT NULL`;
  return { name: format, dataType: 'DateTime', shape: whole(pattern), test, value };
}

const WITHOUT_COMMA: readonly TextType[] = [
  {
    name: 'boolean',
    dataType: 'Boolean',
    shape: /^\s*(?:true|false)\s*$/i,
    test: (column) => `lower(trim(${column})) IN ('true', 'false')`,
    value: (column) => `lower(trim(${column})) = 'true'`,
  },
  {
    name: 'integer',
    dataType: 'Int64',
    shape: /^\s*-?\d+\s*$/,
    test: (column) => `coalesce(TRY_CAST(trim(${column}) AS BIGINT)::VARCHAR = trim(${column}), false)`,
    value: (column) => `TRY_CAST(trim(${column}) AS BIGINT)`,
  },
  {
    // An integer beyond 64 bits is a code: as a number it would lose its last digits.
    name: 'number',
    dataType: 'Double',
    shape: whole(NUMBER),
    test: (column) =>
      `${matches(column, NUMBER)} AND NOT ${matches(column, '-?[0-9]{17,}')} AND coalesce(isfinite(TRY_CAST(trim(${column}) AS DOUBLE)), false)`,
    value: (column) => `TRY_CAST(trim(${column}) AS DOUBLE)`,
  },
  {
    name: 'moment',
    dataType: 'DateTime',
    shape: whole(ISO_MOMENT),
    test: (column) => `${matches(column, ISO_MOMENT)} AND TRY_CAST(trim(${column}) AS TIMESTAMP) IS NOT NULL`,
    value: (column) => `TRY_CAST(trim(${column}) AS TIMESTAMP)`,
  },
  {
    name: 'zoned moment',
    dataType: 'DateTime',
    shape: whole(ISO_MOMENT + ZONE),
    test: (column) => `${matches(column, ISO_MOMENT + ZONE)} AND TRY_CAST(trim(${column}) AS TIMESTAMPTZ) IS NOT NULL`,
    value: (column) => `TRY_CAST(trim(${column}) AS TIMESTAMPTZ) AT TIME ZONE 'UTC'`,
  },
  ...DATE_FORMATS.map(byFormat),
  ...MOMENT_FORMATS.map(byFormat),
];

const COMMA: TextType = {
  name: 'number with comma',
  dataType: 'Double',
  shape: whole(COMMA_NUMBER),
  test: (column) => `${matches(column, COMMA_NUMBER)} AND isfinite(${commaToPoint(column)})`,
  value: commaToPoint,
};

export const TEXT: TextType = {
  name: 'text',
  dataType: 'String',
  shape: /^/,
  test: () => 'true',
  value: (column) => column,
};

/** The types to try for a file with this separator, plain numbers before those with signs; decimal commas under a semicolon only. */
export function textTypes(delimiter: string): readonly TextType[] {
  const plain = delimiter === ';' ? [...WITHOUT_COMMA, COMMA] : WITHOUT_COMMA;
  return [...plain, ...writtenNumbers(delimiter)];
}
