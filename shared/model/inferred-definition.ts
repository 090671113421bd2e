import type { Column, DataType, Measure, MeasureExpression, SemanticModel, Table } from './semantic-model.ts';

/** The definition of a model that was inferred from a file, as the text of a `model.bim`. */
export function inferredDefinition({ tables }: SemanticModel, name: string): string {
  const model = { culture: 'en-US', tables: tables.map(tableOf) };
  return JSON.stringify({ name, compatibilityLevel: 1567, model }, undefined, 2);
}

const TYPES: Readonly<Record<DataType, string>> = {
  Int64: 'int64',
  Double: 'double',
  Decimal: 'decimal',
  Boolean: 'boolean',
  DateTime: 'dateTime',
  String: 'string',
};

function tableOf(table: Table) {
  const { name, columns, measures, isHidden } = table;
  return {
    name,
    ...(isHidden && { isHidden }),
    columns: columns.map(columnOf),
    measures: measures.map((measure) => measureOf(measure, name)),
    partitions: [{ name, mode: 'import', source: { type: 'm', expression: 'let Source = null in Source' } }],
  };
}

function columnOf({ name, dataType, summarizeBy, formatString, dataCategory, isHidden }: Column) {
  return {
    name,
    dataType: TYPES[dataType],
    sourceColumn: name,
    ...(isHidden && { isHidden }),
    ...(formatString !== '' && { formatString }),
    ...(dataCategory !== '' && { dataCategory }),
    summarizeBy,
  };
}

function measureOf({ name, expression, formatString, isHidden }: Measure, table: string) {
  return {
    name,
    expression: daxOf(expression, table),
    ...(isHidden && { isHidden }),
    ...(formatString !== '' && { formatString }),
  };
}

const AGGREGATES = {
  sum: 'SUM',
  average: 'AVERAGE',
  min: 'MIN',
  max: 'MAX',
  count: 'COUNT',
  distinctCount: 'DISTINCTCOUNT',
};

/** A measure's expression in DAX. */
export function daxOf(expression: MeasureExpression, table: string): string {
  const quoted = `'${table.replaceAll("'", "''")}'`;
  switch (expression.kind) {
    case 'rows':
      return `COUNTROWS ( ${quoted} )`;
    case 'aggregate':
      return `${AGGREGATES[expression.aggregation]} ( ${quoted}[${expression.column.replaceAll(']', ']]')}] )`;
    case 'divide':
      return `DIVIDE ( ${daxOf(expression.dividend, table)}, ${daxOf(expression.divisor, table)} )`;
    case 'subtract':
      return `${daxOf(expression.left, table)} - ${daxOf(expression.right, table)}`;
  }
}
