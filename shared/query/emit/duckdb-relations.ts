import type { DaxType } from '../../dax/bound.ts';
import { raise } from '../sql/duckdb-parts.ts';
import { duckdbSql } from '../sql/duckdb-sql.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { RelationDialect, SqlAggregate } from './relation-dialect.ts';

type Relations = Omit<RelationDialect, keyof SqlDialect>;

const value = ({ value: sql }: SqlAggregate): string => sql ?? 'NULL';

const WHOLE: ReadonlySet<DaxType> = new Set(['Int64', 'Boolean']);
const TYPES: Readonly<Partial<Record<DaxType, string>>> = {
  Int64: 'BIGINT',
  Double: 'DOUBLE',
  Decimal: 'DECIMAL(38, 4)',
};

/** As the type of the result, which the engine would widen or turn into a double. */
function typed(sql: string, type: DaxType): string {
  const name = TYPES[type];
  return name === undefined ? sql : `CAST(${sql} AS ${name})`;
}

/** The least or greatest; of texts without regard to case, in one spelling that does not depend on the order of rows. */
function extreme(word: 'min' | 'max'): (parts: SqlAggregate) => string {
  return (parts) =>
    parts.valueType === 'String'
      ? `(${word}({'f': ${parts.folded}, 'v': ${value(parts)}}) FILTER (WHERE ${value(parts)} IS NOT NULL)).v`
      : `${word}(${value(parts)})`;
}

const double = (word: string) => (parts: SqlAggregate) => `${word}(CAST(${value(parts)} AS DOUBLE))`;

const percentile = (word: string) => (parts: SqlAggregate) =>
  `${word}(CAST(${value(parts)} AS DOUBLE), ${parts.argument})`;

/** Values of a series at most. */
const LONGEST_SERIES = 1_000_000;

/** How DuckDB writes what is done to relations. */
const RELATIONS: Relations = {
  fold: (text) => `lower(${text})`,
  same: (left, right) => `(${left} IS NOT DISTINCT FROM ${right})`,
  aggregate: {
    sum: (parts) =>
      typed(`sum(${WHOLE.has(parts.valueType) ? `CAST(${value(parts)} AS BIGINT)` : value(parts)})`, parts.type),
    average: (parts) => typed(`avg(${value(parts)})`, parts.type),
    min: extreme('min'),
    max: extreme('max'),
    product: double('product'),
    count: (parts) => `count(${value(parts)})`,
    countRows: () => 'count(*)',
    countBlank: (parts) => `(count(*) - count(${value(parts)}))`,
    countDistinct: ({ folded }) =>
      `(count(DISTINCT ${folded}) + CASE WHEN count(*) > count(${folded}) THEN 1 ELSE 0 END)`,
    median: double('median'),
    percentileInc: percentile('quantile_cont'),
    percentileExc: percentile('quantile_cont'),
    stdevP: double('stddev_pop'),
    stdevS: double('stddev_samp'),
    varP: double('var_pop'),
    varS: double('var_samp'),
    geomean: double('geomean'),
    // The delimiter of the engine's own function must be a constant: it goes before each text, and the first one away.
    concatenate: (parts) => {
      const delimiter = `coalesce(${parts.argument ?? "''"}, '')`;
      const joined = `string_agg(${delimiter} || coalesce(${value(parts)}, ''), ''${parts.orderBy})`;
      return `substr(${joined}, length(any_value(${delimiter})) + 1)`;
    },
    any: (parts) => `any_value(${value(parts)})`,
  },
  halfJoin: { semi: 'SEMI JOIN', anti: 'ANTI JOIN' },
  number: { rowNumber: 'row_number', rank: 'rank', denseRank: 'dense_rank' },
  sortKey: (operand, direction) => `${operand} ${direction === 'ascending' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST'}`,
  series: ({ from, to, step, type, alias }) => {
    const list =
      type === 'DateTime'
        ? `generate_series(${from}, ${to}, INTERVAL 1 DAY * CAST(${step} AS INTEGER))`
        : type === 'Int64'
          ? `generate_series(${from}, ${to}, ${step})`
          : `[${from} + ${step} * i FOR i IN generate_series(0, CAST(floor((${to} - ${from}) / ${step} + 1e-9) AS BIGINT))]`;
    const steps =
      type === 'DateTime'
        ? `date_diff('day', ${from}, ${to})`
        : `abs((CAST(${to} AS DOUBLE) - CAST(${from} AS DOUBLE)) / nullif(CAST(${step} AS DOUBLE), 0))`;
    const tooMany = raise(`A series has more than ${LONGEST_SERIES} values.`, type);
    // The list lies outside of what the engine's memory limit counts.
    const bounded = `CASE WHEN ${steps} > ${LONGEST_SERIES} THEN [${tooMany}] ELSE ${list} END`;
    return { from: `unnest(${bounded}) AS ${alias}(v)`, column: `${alias}.v` };
  },
  commonTable: (name, sql, isShared) => `${name} AS ${isShared ? 'MATERIALIZED' : 'NOT MATERIALIZED'} (${sql})`,
  envelope: (rows, aliases) => {
    const lists = aliases.map((alias) => `'${alias}': list(${alias})`);
    return `SELECT to_json({${lists.join(', ')}}) FROM (${rows})`;
  },
};

/** DuckDB's SQL for whole queries. */
export const duckdbQueries: RelationDialect = Object.freeze({ ...duckdbSql, ...RELATIONS });
