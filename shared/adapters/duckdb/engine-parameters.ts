import { BIGINT, BOOLEAN, DOUBLE, type DuckDBType, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import type { DataType } from '../../model/semantic-model.ts';

/** A value for a parameter of a statement; null is blank. */
type Bindable = { readonly type: DataType; readonly value: string | number | boolean | null };
type Binding = { readonly type: DuckDBType; readonly value: (value: string | number | boolean) => DuckDBValue };

const asIs = (value: string | number | boolean): DuckDBValue => value;

/** Per type of the model: as what a value is bound. Moments and fixed decimals are text, which the SQL casts. */
const BINDINGS: Readonly<Record<DataType, Binding>> = {
  Int64: { type: BIGINT, value: (value) => BigInt(value) },
  Double: { type: DOUBLE, value: asIs },
  Decimal: { type: VARCHAR, value: String },
  Boolean: { type: BOOLEAN, value: asIs },
  DateTime: { type: VARCHAR, value: asIs },
  String: { type: VARCHAR, value: asIs },
};

/** Values and types for DuckDB in the order of the parameters. */
export function bindParameters(parameters: readonly Bindable[]): { values: DuckDBValue[]; types: DuckDBType[] } {
  return {
    values: parameters.map(({ type, value }) => (value === null ? null : BINDINGS[type].value(value))),
    types: parameters.map(({ type }) => BINDINGS[type].type),
  };
}
