import { type CultureSigns, INVARIANT } from '../../source/m/culture-signs.ts';
import type { MType } from '../../source/m/m-plan.ts';
import { CELL_OF, type Cell, type CellType, SQL_TYPE } from './model-cells.ts';
import { DAY_ZERO, dateFromText, momentFromText, onDayZero, timeFromText, zonedFromText } from './model-text-dates.ts';
import { decimalFromText, doubleFromText, wholeFromText } from './model-text-numbers.ts';

export type Target = Exclude<MType, 'any'>;

/** SQL: a value as another type, null where it is blank or cannot be that. */
export function converted({ type, sql }: Cell, target: Target, signs: CultureSigns): string {
  if (type === 'text') return fromText(sql, target, signs);
  if (type === 'tagged') return fromTagged(sql, target, signs);
  const wanted = CELL_OF[target];
  if (wanted === 'text') return toText(sql, type, signs);
  if (wanted === 'moment') return ofDay(type === 'moment' ? sql : momentOf(sql, type), target);
  return fromTyped(sql, type, wanted);
}

/** SQL: whether a value that is not blank is lost by the conversion. */
export function isLost(cell: Cell, target: Target, signs: CultureSigns): string {
  const { type, sql } = cell;
  const isFilled = `${sql} IS NOT NULL`;
  const isBlank = type === 'tagged' ? `trim(substr(${sql}, 2)) = ''` : type === 'text' ? `trim(${sql}) = ''` : 'false';
  return `(${isFilled} AND NOT (${isBlank}) AND (${converted(cell, target, signs)}) IS NULL)`;
}

function fromText(text: string, target: Target, signs: CultureSigns): string {
  switch (target) {
    case 'text':
      return text;
    case 'int64':
      return wholeFromText(text, signs);
    case 'number':
    case 'percentage':
      return doubleFromText(text, signs);
    case 'currency':
      return decimalFromText(text, signs);
    case 'date':
      return dateFromText(text, signs);
    case 'datetime':
      return momentFromText(text, signs);
    case 'datetimezone':
      return zonedFromText(text, signs);
    case 'time':
      return timeFromText(text);
    case 'logical':
      return `CASE lower(trim(${text})) WHEN 'true' THEN true WHEN 'false' THEN false END`;
  }
}

/** Numbers and dates in a file that knows of types are not written in anybody's culture. */
function fromTagged(sql: string, target: Target, signs: CultureSigns): string {
  const value = `substr(${sql}, 2)`;
  const number: Cell = { type: 'double', sql: `CAST(${value} AS DOUBLE)` };
  const isMoment = CELL_OF[target] === 'moment';
  const ofNumber =
    isMoment || target === 'logical' ? converted(number, target, INVARIANT) : fromText(value, target, INVARIANT);
  const moment: Cell = { type: 'moment', sql: `CAST(${value} AS TIMESTAMP)` };
  const logical: Cell = { type: 'logical', sql: `(${value} = 'true')` };
  const decimals = target === 'text' && signs.decimal === ',' ? `replace(${ofNumber}, '.', ',')` : ofNumber;
  return `CASE left(${sql}, 1) WHEN 'n' THEN ${decimals} WHEN 'd' THEN ${converted(moment, target, signs)} WHEN 'b' THEN ${converted(logical, target, signs)} WHEN 's' THEN ${fromText(value, target, signs)} END`;
}

function fromTyped(sql: string, type: CellType, wanted: CellType): string {
  if (type === wanted) return sql;
  if (type === 'moment') {
    const days = `(date_diff('microsecond', ${DAY_ZERO}, ${sql}) / 86400000000.0)`;
    return wanted === 'logical' ? 'NULL' : fromTyped(days, 'double', wanted);
  }
  if (wanted === 'logical') return `(${sql} <> 0)`;
  if (wanted === 'whole' && type !== 'logical') return `TRY_CAST(round_even(CAST(${sql} AS DOUBLE), 0) AS BIGINT)`;
  const number = type === 'logical' ? `CAST(${sql} AS INTEGER)` : sql;
  return `TRY_CAST(${number} AS ${SQL_TYPE[wanted === 'decimal' ? 'decimal' : wanted === 'whole' ? 'whole' : 'double']})`;
}

/** A number of days is a moment, as in spreadsheets. */
function momentOf(sql: string, type: CellType): string {
  if (type === 'logical') return 'CAST(NULL AS TIMESTAMP)';
  return `(${DAY_ZERO} + to_microseconds(CAST(round(CAST(${sql} AS DOUBLE) * 86400000000.0) AS BIGINT)))`;
}

function ofDay(moment: string, target: Target): string {
  if (target === 'date') return `date_trunc('day', ${moment})`;
  return target === 'time' ? onDayZero(`CAST(${moment} AS TIME)`) : moment;
}

function toText(sql: string, type: CellType, { decimal }: CultureSigns): string {
  if (type === 'moment') {
    const day = `strftime(${sql}, '%Y-%m-%d')`;
    return `CASE WHEN ${sql} = date_trunc('day', ${sql}) THEN ${day} ELSE strftime(${sql}, '%Y-%m-%dT%H:%M:%S') END`;
  }
  const written = `CAST(${sql} AS VARCHAR)`;
  if (type === 'whole' || type === 'logical') return written;
  const bare = `CASE WHEN contains(${written}, '.') AND NOT contains(${written}, 'e') THEN rtrim(rtrim(${written}, '0'), '.') ELSE ${written} END`;
  return decimal === ',' ? `replace(${bare}, '.', ',')` : bare;
}
