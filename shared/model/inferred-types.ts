import type { DataType } from './semantic-model.ts';
import type { ColumnRef, TabularModel } from './tabular-model.ts';

/** The type that the values of a column turned out to have. */
export type InferredType = ColumnRef & { readonly dataType: DataType };

/** The model with these types for columns whose type the definition leaves to the expression. */
export function withTypes(model: TabularModel, types: readonly InferredType[]): TabularModel {
  if (types.length === 0) return model;
  const typeOf = new Map(types.map(({ table, column, dataType }) => [`${table}.${column}`, dataType]));
  return {
    ...model,
    tables: model.tables.map((table, index) => ({
      ...table,
      columns: table.columns.map((column, position) => ({
        ...column,
        dataType: column.dataType === 'Unknown' ? (typeOf.get(`${index}.${position}`) ?? 'Unknown') : column.dataType,
      })),
    })),
  };
}
