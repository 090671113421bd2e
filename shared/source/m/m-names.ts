import type { MType } from './m-plan.ts';
import type { MValue } from './m-value.ts';

/** `type text` and the like; of integers and decimals the widest of their kind. */
export const PRIMITIVE_TYPES: Readonly<Record<string, MType>> = {
  any: 'any',
  text: 'text',
  number: 'number',
  date: 'date',
  datetime: 'datetime',
  datetimezone: 'datetimezone',
  time: 'time',
  logical: 'logical',
};

const TYPE_NAMES: Readonly<Record<string, MType>> = {
  'Any.Type': 'any',
  'Text.Type': 'text',
  'Int64.Type': 'int64',
  'Int32.Type': 'int64',
  'Int16.Type': 'int64',
  'Int8.Type': 'int64',
  'Byte.Type': 'int64',
  'Number.Type': 'number',
  'Double.Type': 'number',
  'Single.Type': 'number',
  'Decimal.Type': 'number',
  'Currency.Type': 'currency',
  'Percentage.Type': 'percentage',
  'Date.Type': 'date',
  'DateTime.Type': 'datetime',
  'DateTimeZone.Type': 'datetimezone',
  'Time.Type': 'time',
  'Logical.Type': 'logical',
};

const OPTION_GROUPS = /^(QuoteStyle|ExtraValues|Replacer|MissingField|BinaryEncoding|Compression|Splitter|CsvStyle)[.]/;

const CODE_PAGES: Readonly<Record<string, number>> = {
  'TextEncoding.Utf8': 65001,
  'TextEncoding.Utf16': 1200,
  'TextEncoding.Unicode': 1200,
  'TextEncoding.BigEndianUnicode': 1201,
  'TextEncoding.Windows': 1252,
};

/** What a name of the library stands for that is no function; undefined where we know of no such name. */
export function libraryValue(name: string): MValue | undefined {
  const type = TYPE_NAMES[name];
  if (type !== undefined) return { kind: 'type', type };
  const value = CODE_PAGES[name];
  if (value !== undefined) return { kind: 'scalar', value };
  return OPTION_GROUPS.test(name) ? { kind: 'option', name } : undefined;
}
