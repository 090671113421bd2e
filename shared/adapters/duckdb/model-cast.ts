import type { DuckDBConnection } from '@duckdb/node-api';
import type { InferredType } from '../../model/inferred-types.ts';
import { physicalColumn } from '../../model/physical-names.ts';
import type { DataType } from '../../model/semantic-model.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import { type CellType, SQL_TYPE } from './model-cells.ts';
import { rowsOf } from './source-rows.ts';

const CELLS: Readonly<Record<DataType, Exclude<CellType, 'tagged'>>> = {
  Int64: 'whole',
  Double: 'double',
  Decimal: 'decimal',
  String: 'text',
  Boolean: 'logical',
  DateTime: 'moment',
};

/**
 * Gives the columns of a computed table the types that the model says, where the expressions gave others; answers what
 * those turned out to be that the model leaves open.
 */
export async function castToModel(
  connection: DuckDBConnection,
  name: string,
  model: TabularModel,
  table: number,
): Promise<readonly InferredType[]> {
  const described = await rowsOf(connection, `DESCRIBE ${name}`);
  const inferred: InferredType[] = [];
  for (const [position, { dataType }] of (model.tables[table]?.columns ?? []).entries()) {
    const column = physicalColumn(position);
    const found = described.find(([own]) => own === column);
    if (found === undefined || dataType === 'Binary') continue;
    const type = dataType === 'Unknown' ? typeOfSql(String(found[1])) : dataType;
    if (dataType === 'Unknown') inferred.push({ table, column: position, dataType: type });
    const wanted = SQL_TYPE[CELLS[type]];
    if (found[1] !== wanted) await connection.run(`ALTER TABLE ${name} ALTER COLUMN ${column} TYPE ${wanted}`);
  }
  return inferred;
}

function typeOfSql(type: string): DataType {
  if (/^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/.test(type)) return 'Int64';
  if (/^(?:DOUBLE|FLOAT)$/.test(type)) return 'Double';
  if (type.startsWith('DECIMAL')) return 'Decimal';
  if (type === 'BOOLEAN') return 'Boolean';
  return /^(?:TIMESTAMP|DATE)/.test(type) ? 'DateTime' : 'String';
}
