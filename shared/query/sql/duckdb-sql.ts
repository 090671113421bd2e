import type { DaxType } from '../../dax/bound.ts';
import { DUCKDB_ARITHMETIC } from './duckdb-arithmetic.ts';
import { DUCKDB_BARE_COMPARISONS, DUCKDB_COMPARISONS, foldText, textOrder } from './duckdb-compare.ts';
import { DUCKDB_CONVERSIONS } from './duckdb-convert.ts';
import { DUCKDB_DATES } from './duckdb-date.ts';
import { DUCKDB_FORMATS } from './duckdb-format.ts';
import { blankOf, DUCKDB_BARE_LOGIC, DUCKDB_LOGIC } from './duckdb-logic.ts';
import { DUCKDB_MATH } from './duckdb-math.ts';
import { raise, typeName } from './duckdb-parts.ts';
import { DUCKDB_TEXT } from './duckdb-text.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** Whole numbers that JavaScript cannot hold travel as text. */
const integer = (operand: string) =>
  `CASE WHEN ${operand} BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER} ` +
  `THEN to_json(${operand}) ELSE to_json(CAST(${operand} AS VARCHAR)) END`;

/** JSON has no infinity and no NaN. */
const real = (operand: string) => `CASE WHEN isfinite(${operand}) THEN ${operand} END`;

/** The fraction's zeros go, and then its point. */
const moment = (operand: string) => `rtrim(rtrim(strftime(${operand}, '%Y-%m-%dT%H:%M:%S.%f'), '0'), '.')`;

const ANSWERS: Readonly<Record<Exclude<DaxType, 'Variant'>, (operand: string) => string>> = {
  Int64: integer,
  Double: real,
  Decimal: (operand) => `CAST(${operand} AS DOUBLE)`,
  Boolean: (operand) => operand,
  DateTime: moment,
  String: (operand) => operand,
  Blank: (operand) => operand,
};

const TAGS = { i: 'Int64', d: 'Double', c: 'Decimal', t: 'DateTime', s: 'String', b: 'Boolean' } as const;

function answerValue(operand: string, type: DaxType): string {
  if (type !== 'Variant') return ANSWERS[type](operand);
  const members = Object.entries(TAGS).map(
    ([tag, member]) => `WHEN '${tag}' THEN to_json(${ANSWERS[member](`union_extract(${operand}, '${tag}')`)})`,
  );
  return `CASE union_tag(${operand}) ${members.join(' ')} END`;
}

/** DuckDB's SQL. */
export const duckdbSql: SqlDialect = Object.freeze({
  quoteIdentifier: (name) => `"${name.replaceAll('"', '""')}"`,
  constant: (position, type) => `CAST($${position} AS ${typeName(type)})`,
  blank: blankOf,
  typeName,
  operation: {
    ...DUCKDB_ARITHMETIC,
    ...DUCKDB_COMPARISONS,
    ...DUCKDB_LOGIC,
    ...DUCKDB_CONVERSIONS,
    ...DUCKDB_MATH,
    ...DUCKDB_TEXT,
    ...DUCKDB_DATES,
    ...DUCKDB_FORMATS,
  },
  condition: { ...DUCKDB_BARE_COMPARISONS, ...DUCKDB_BARE_LOGIC },
  textEquals: (left, right) => `(${foldText(left)} = ${foldText(right)})`,
  textOrder,
  error: raise,
  answerValue,
} satisfies SqlDialect);
