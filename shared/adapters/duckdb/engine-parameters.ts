import { BIGINT, BOOLEAN, DOUBLE, type DuckDBType, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import type { DataType } from '../../model/semantic-model.ts';
import type { Constant } from '../../query/plan.ts';

type Binding = { readonly type: DuckDBType; readonly value: (value: Constant['value']) => DuckDBValue };

const asIs = (value: Constant['value']): DuckDBValue => value;

/** Per type of the model: as what a value is bound. Moments are text, which the SQL casts. */
const BINDINGS: Readonly<Record<DataType, Binding>> = {
  Int64: { type: BIGINT, value: (value) => BigInt(value) },
  Double: { type: DOUBLE, value: asIs },
  Decimal: { type: DOUBLE, value: asIs },
  Boolean: { type: BOOLEAN, value: asIs },
  DateTime: { type: VARCHAR, value: asIs },
  String: { type: VARCHAR, value: asIs },
};

/** Values and types for DuckDB in the order of the parameters. */
export function bindParameters(parameters: readonly Constant[]): { values: DuckDBValue[]; types: DuckDBType[] } {
  return {
    values: parameters.map(({ type, value }) => BINDINGS[type].value(value)),
    types: parameters.map(({ type }) => BINDINGS[type].type),
  };
}
