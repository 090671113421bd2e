import type { DuckDBConnection, Json } from '@duckdb/node-api';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import { piecesOf, rowsOf } from './source-rows.ts';

export type ColumnFacts = {
  /** Position in the table of the model. */
  readonly column: number;
  /** Different values without blank; near enough in large tables. */
  readonly distinct: number;
  readonly hasBlank: boolean;
  /** Of numbers, and of dates as `2024-01-31T00:00:00`. */
  readonly min: number | string | null;
  readonly max: number | string | null;
};

export type TableFacts = { readonly rows: number; readonly columns: readonly ColumnFacts[] };

const COLUMNS_AT_ONCE = 40;
const PER_COLUMN = 4;
/** Up to this many rows different values are counted exactly. */
const EXACT_ROWS = 500_000;

/** What is cheap to know of a loaded table of the model, by the columns that it has in the file. */
export async function factsOf(connection: DuckDBConnection, model: TabularModel, index: number): Promise<TableFacts> {
  const name = physicalTable(index);
  const [counted] = await rowsOf(connection, `SELECT count(*) FROM ${name}`);
  const rows = Number(counted?.[0] ?? 0);
  const described = await rowsOf(connection, `DESCRIBE ${name}`);
  const types = new Map(described.map(([column, type]) => [String(column), String(type)]));
  const places = (model.tables[index]?.columns ?? []).flatMap((_, place) =>
    types.has(physicalColumn(place)) ? [place] : [],
  );
  const columns: ColumnFacts[] = [];
  for (const piece of piecesOf(places, COLUMNS_AT_ONCE)) {
    const select = piece.flatMap((place) =>
      measures(physicalColumn(place), types.get(physicalColumn(place)) ?? '', rows),
    );
    const [row = []] = await rowsOf(connection, `SELECT ${select.join(', ')} FROM ${name}`);
    for (const [number, column] of piece.entries()) {
      const [distinct, filled, min, max] = row.slice(number * PER_COLUMN, (number + 1) * PER_COLUMN);
      const count = Number(filled ?? 0);
      columns.push({
        column,
        distinct: Math.min(Number(distinct ?? 0), count),
        hasBlank: count < rows,
        min: boundOf(min),
        max: boundOf(max),
      });
    }
  }
  return { rows, columns };
}

function measures(name: string, type: string, rows: number): readonly string[] {
  const isDate = type === 'TIMESTAMP';
  const isNumber = /^(BIGINT|DOUBLE|DECIMAL)/.test(type);
  const bound = (aggregate: string) => {
    if (isDate) return `strftime(${aggregate}(${name}), '%Y-%m-%dT%H:%M:%S')`;
    return isNumber ? `CAST(${aggregate}(${name}) AS DOUBLE)` : 'NULL';
  };
  const distinct = rows <= EXACT_ROWS ? `count(DISTINCT ${name})` : `approx_count_distinct(${name})`;
  return [distinct, `count(${name})`, bound('min'), bound('max')];
}

function boundOf(value: Json | undefined): number | string | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}
