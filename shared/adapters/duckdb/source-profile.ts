import type { DuckDBConnection, Json } from '@duckdb/node-api';
import type { ColumnProfile } from '../../model/column-profile.ts';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { LoadedColumn } from './source-delimited.ts';
import { piecesOf, rowsOf } from './source-rows.ts';

const COLUMNS_AT_ONCE = 40;
/** Up to this many rows different values are counted exactly; beyond, near enough. */
const EXACT_ROWS = 500_000;

export async function countRows(connection: DuckDBConnection): Promise<number> {
  const [row] = await rowsOf(connection, `SELECT count(*) FROM ${physicalTable(0)}`);
  return Number(row?.[0] ?? 0);
}

/** Looks once over each loaded column. */
export async function profileColumns(
  connection: DuckDBConnection,
  columns: readonly LoadedColumn[],
  rowCount: number,
): Promise<readonly ColumnProfile[]> {
  const isExact = rowCount <= EXACT_ROWS;
  const profiles: ColumnProfile[] = [];
  for (const piece of piecesOf([...columns.entries()], COLUMNS_AT_ONCE)) {
    const select = piece.flatMap(([index, column]) => measures(physicalColumn(index), column.dataType, isExact));
    const [row = []] = await rowsOf(connection, `SELECT ${select.join(', ')} FROM ${physicalTable(0)}`);
    piece.forEach(([, column], place) => {
      profiles.push(profileOf(column, row.slice(place * PER_COLUMN, (place + 1) * PER_COLUMN), rowCount, isExact));
    });
  }
  return profiles;
}

const PER_COLUMN = 8;

function measures(name: string, dataType: ColumnProfile['dataType'], isExact: boolean): readonly string[] {
  const isNumber = dataType === 'Int64' || dataType === 'Double' || dataType === 'Decimal';
  const isDate = dataType === 'DateTime';
  const bound = isNumber ? '::DOUBLE' : '';
  const asText = (sql: string) => (isDate ? `strftime(${sql}, '%Y-%m-%dT%H:%M:%S')` : `(${sql})${bound}`);
  return [
    `count(${name})`,
    isExact ? `count(DISTINCT ${name})` : `approx_count_distinct(${name})`,
    isNumber || isDate ? asText(`min(${name})`) : 'NULL',
    isNumber || isDate ? asText(`max(${name})`) : 'NULL',
    isNumber ? `avg(${name}::DOUBLE)` : 'NULL',
    dataType === 'String' ? `avg(length(${name}))` : 'NULL',
    isDate ? `coalesce(bool_and(${name} = date_trunc('day', ${name})), false)` : 'false',
    isDate ? `coalesce(bool_and(${name} = date_trunc('year', ${name})), false)` : 'false',
  ];
}

function profileOf(column: LoadedColumn, row: readonly Json[], rowCount: number, isExact: boolean): ColumnProfile {
  const filled = Number(row[0] ?? 0);
  return {
    name: column.name,
    dataType: column.dataType,
    nulls: rowCount - filled,
    distinct: Math.min(Number(row[1] ?? 0), filled),
    isDistinctExact: isExact,
    min: boundOf(row[2]),
    max: boundOf(row[3]),
    average: numberOf(row[4]),
    averageLength: numberOf(row[5]),
    isDateOnly: row[6] === true,
    ...(row[7] === true ? { isYearOnly: true } : {}),
    ...(column.writtenAs === undefined ? {} : { writtenAs: column.writtenAs }),
  };
}

function boundOf(value: Json | undefined): number | string | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
