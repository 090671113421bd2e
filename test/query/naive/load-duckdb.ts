import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalColumn, physicalTable } from '../../../shared/model/physical-names.ts';
import type { ColumnType } from '../../../shared/model/tabular-model.ts';
import type { RandomModel } from './random-model.ts';
import { isoOf } from './serial-day.ts';
import type { Value } from './value.ts';
import { inFirstSpelling } from './world.ts';

const TYPES: Readonly<Record<ColumnType, string>> = {
  Int64: 'BIGINT',
  Double: 'DOUBLE',
  Decimal: 'DECIMAL(19,4)',
  Boolean: 'BOOLEAN',
  DateTime: 'TIMESTAMP',
  String: 'VARCHAR',
  Binary: 'BLOB',
  Unknown: 'VARCHAR',
};

/** Puts the rows of a random model into tables with physical names. */
export async function loadRandomModel(connection: DuckDBConnection, { model, data }: RandomModel): Promise<void> {
  for (const [place, { columns }] of model.tables.entries()) {
    const list = columns.map(({ dataType }, column) => `${physicalColumn(column)} ${TYPES[dataType]}`);
    const rows = inFirstSpelling(data[place] ?? []).map(
      (row) => `(${columns.map(({ dataType }, column) => literal(row[column] ?? null, dataType)).join(', ')})`,
    );
    await connection.run(`CREATE TABLE ${physicalTable(place)} (${list.join(', ')})`);
    if (rows.length > 0) await connection.run(`INSERT INTO ${physicalTable(place)} VALUES ${rows.join(', ')}`);
  }
}

function literal(value: Value, type: ColumnType): string {
  if (value === null) return 'NULL';
  if (type === 'DateTime' && typeof value === 'number') return `TIMESTAMP '${isoOf(value)}'`;
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
