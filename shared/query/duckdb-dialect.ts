import type { DataType } from '../model/semantic-model.ts';
import type { Dialect } from './dialect.ts';
import type { DateGrain } from './question.ts';

/** A name in double quotes, with the quotes in it doubled. */
function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Whole numbers that JavaScript cannot hold travel as text, so that an id comes back as it was. */
const INTEGER = (operand: string) =>
  `CASE WHEN ${operand} BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER} ` +
  `THEN to_json(${operand}) ELSE to_json(CAST(${operand} AS VARCHAR)) END`;

const ANSWER: Readonly<Record<DataType, (operand: string) => string>> = {
  Int64: INTEGER,
  // JSON has no NaN and no infinity.
  Double: (operand) => `CASE WHEN isfinite(${operand}) THEN ${operand} END`,
  Decimal: (operand) => `CAST(${operand} AS DOUBLE)`,
  Boolean: (operand) => operand,
  // The fraction's zeros go, and then its point.
  DateTime: (operand) =>
    `CASE WHEN isfinite(${operand}) THEN rtrim(rtrim(strftime(${operand}, '%Y-%m-%dT%H:%M:%S.%f'), '0'), '.') END`,
  String: (operand) => operand,
};

type Period = { readonly key: (operand: string) => string; readonly start: (key: string) => string };

/** Makes every year of DuckDB's calendar positive, so that a key can be divided into its parts. */
const YEARS = 400_000;

const truncated = (grain: DateGrain): Period => ({
  key: (operand) => `date_trunc('${grain}', ${operand})`,
  start: (key) => key,
});

/** `date_trunc` by month costs four times as much per row as counting months. */
const counted = (perYear: number, part: string): Period => ({
  key: (operand) => `((year(${operand}) + ${YEARS}) * ${perYear} + ${part}(${operand}) - 1)`,
  start: (key) => {
    const month = `(${key} % ${perYear}) * ${12 / perYear} + 1`;
    return `CAST(make_date(${key} // ${perYear} - ${YEARS}, ${month}, 1) AS TIMESTAMP)`;
  },
});

const PERIODS: Readonly<Record<DateGrain, Period>> = {
  year: {
    key: (operand) => `year(${operand})`,
    start: (key) => `CAST(make_date(${key}, 1, 1) AS TIMESTAMP)`,
  },
  quarter: counted(4, 'quarter'),
  month: counted(12, 'month'),
  week: truncated('week'),
  day: {
    key: (operand) => `CAST(${operand} AS DATE)`,
    start: (key) => `CAST(${key} AS TIMESTAMP)`,
  },
  hour: truncated('hour'),
};

/** Moments and fixed decimals are bound as text, everything else in its own type. */
const PARAMETER: Readonly<Partial<Record<DataType, (mark: string) => string>>> = {
  DateTime: (mark) => `CAST(${mark} AS TIMESTAMP)`,
  Decimal: (mark) => `CAST(${mark} AS DOUBLE)`,
};

/** DuckDB's SQL. */
export const duckdbDialect: Dialect = Object.freeze({
  quoteIdentifier,
  parameter: (position, type) => PARAMETER[type]?.(`$${position}`) ?? `$${position}`,
  periodKey: (grain, operand) => PERIODS[grain].key(operand),
  periodStart: (grain, key) => PERIODS[grain].start(key),
  foldText: (operand) => `lower(${operand})`,
  textOrder: (folded) => [`strip_accents(${folded})`, folded],
  extremeText: (which, operand) =>
    `(${which}({'folded': lower(${operand}), 'text': ${operand}}) FILTER (WHERE ${operand} IS NOT NULL)).text`,
  containsText: (operand, parameter) => `contains(lower(${operand}), lower(${parameter}))`,
  toDouble: (operand) => `CAST(${operand} AS DOUBLE)`,
  // list_sum leaves blanks out and is blank where nothing is left.
  subtract: (left, right) => `list_sum([${left}, -(${right})])`,
  orderKey: (operand, direction) => `${operand} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST`,
  answerValue: (operand, type) => ANSWER[type](operand),
  envelope: (rows, aliases) => {
    const lists = aliases.map((alias) => `'${alias}': list(${quoteIdentifier(alias)})`);
    return `SELECT to_json({${lists.join(', ')}}) FROM (${rows})`;
  },
} satisfies Dialect);
