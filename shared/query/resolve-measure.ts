import type { DataType, MeasureExpression, Table } from '../model/semantic-model.ts';
import { aggregationType, differenceType, isNumeric } from './aggregation-rules.ts';
import type { ValueNode } from './plan.ts';
import { isSameName } from './same-name.ts';

/** A measure's expression with its columns bound, or why it cannot be computed: then the model is at fault. */
export type ResolvedMeasure =
  | { readonly kind: 'resolved'; readonly value: ValueNode; readonly type: DataType }
  | { readonly kind: 'broken'; readonly why: string };

/** Binds the columns of a measure of `table`; what the caller may not see plays no part here. */
export function resolveMeasure(expression: MeasureExpression, table: Table, tableIndex: number): ResolvedMeasure {
  switch (expression.kind) {
    case 'rows':
      return { kind: 'resolved', value: { kind: 'rows' }, type: 'Int64' };
    case 'aggregate':
      return resolveAggregate(expression, table, tableIndex);
    case 'divide':
      return both(expression.dividend, expression.divisor, table, tableIndex, (dividend, divisor) => {
        if (!isNumeric(dividend.type) || !isNumeric(divisor.type))
          return { kind: 'broken', why: 'it divides what is no number' };
        return {
          kind: 'resolved',
          value: { kind: 'divide', dividend: dividend.value, divisor: divisor.value },
          type: 'Double',
        };
      });
    case 'subtract':
      return both(expression.left, expression.right, table, tableIndex, (left, right) => {
        const type = differenceType(left.type, right.type);
        if (type === undefined) return { kind: 'broken', why: 'it subtracts what is no number' };
        return { kind: 'resolved', value: { kind: 'subtract', left: left.value, right: right.value }, type };
      });
  }
}

type Resolved = Extract<ResolvedMeasure, { kind: 'resolved' }>;

function both(
  left: MeasureExpression,
  right: MeasureExpression,
  table: Table,
  tableIndex: number,
  join: (left: Resolved, right: Resolved) => ResolvedMeasure,
): ResolvedMeasure {
  const first = resolveMeasure(left, table, tableIndex);
  if (first.kind === 'broken') return first;
  const second = resolveMeasure(right, table, tableIndex);
  return second.kind === 'broken' ? second : join(first, second);
}

function resolveAggregate(
  expression: Extract<MeasureExpression, { kind: 'aggregate' }>,
  table: Table,
  tableIndex: number,
): ResolvedMeasure {
  const index = table.columns.findIndex((column) => isSameName(column.name, expression.column));
  const column = table.columns[index];
  if (column === undefined)
    return { kind: 'broken', why: `it reads the column '${expression.column}', which is not there` };
  const type = aggregationType(expression.aggregation, column.dataType);
  if (type === undefined)
    return { kind: 'broken', why: `a ${column.dataType} column has no ${expression.aggregation}` };
  const operand = { kind: 'column', table: tableIndex, column: index, type: column.dataType } as const;
  return { kind: 'resolved', value: { kind: 'aggregate', aggregation: expression.aggregation, operand }, type };
}
