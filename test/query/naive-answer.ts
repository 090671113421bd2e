import type { Aggregation, MeasureExpression, SemanticModel } from '../../shared/model/semantic-model.ts';
import type { Filter, Question, Scalar, Selection } from '../../shared/query/question.ts';

/**
 * What a question of a one-table model means, written for clarity only: row by row, without plans and SQL. Numbers
 * must be small enough for doubles to be exact, text plain ASCII, and names spelled as in the model.
 */
export function naiveAnswer(model: SemanticModel, rows: readonly (readonly Scalar[])[], asked: Question) {
  const columns = model.tables[0]?.columns ?? [];
  const cell = (row: readonly Scalar[], field: string) => row[columns.findIndex((one) => one.name === field)] ?? null;
  const kept = rows.filter((row) => asked.filters.every((filter) => passes(cell(row, filter.field.field), filter)));
  const groupSelections = asked.select.filter((selection) => selection.kind === 'group');
  const groups = new Map<string, (readonly Scalar[])[]>(groupSelections.length === 0 ? [['', []]] : []);
  for (const row of kept) {
    const key = groupSelections.map((one) => fold(truncate(cell(row, one.field.field), one.grain)));
    const text = groupSelections.length === 0 ? '' : JSON.stringify(key);
    groups.set(text, [...(groups.get(text) ?? []), row]);
  }
  const isValue = asked.select.map((selection) => selection.kind !== 'group');
  const all = [...groups.values()]
    .map((members) => asked.select.map((selection) => selected(selection, members, cell, model)))
    .filter(
      (row) =>
        groupSelections.length === 0 ||
        !isValue.includes(true) ||
        row.some((value, at) => isValue[at] && value !== null),
    );
  const keys = [
    ...asked.orderBy.map((one) => ({
      at: asked.select.findIndex((selection) => selection.as === one.as),
      sign: one.direction === 'ascending' ? 1 : -1,
    })),
    ...asked.select.flatMap((selection, at) => (selection.kind === 'group' ? [{ at, sign: 1 }] : [])),
  ];
  all.sort((left, right) => {
    for (const { at, sign } of keys) {
      const order = compare(fold(left[at] ?? null), fold(right[at] ?? null), sign);
      if (order !== 0) return order;
    }
    return 0;
  });
  return { rows: all.slice(0, asked.limit), isPartial: all.length > asked.limit };
}

function fold(value: Scalar): Scalar {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function compare(left: Scalar, right: Scalar, sign: number): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -sign : sign;
}

function passes(value: Scalar, filter: Filter): boolean {
  switch (filter.kind) {
    case 'in':
    case 'notIn': {
      const isIn = filter.values.some(
        (one) => fold(truncate(one, filter.grain)) === fold(truncate(value, filter.grain)),
      );
      return isIn === (filter.kind === 'in');
    }
    case 'contains':
      return typeof value === 'string' && value.toLowerCase().includes(filter.text.toLowerCase());
    case 'between':
      if (value === null) return false;
      if (filter.from !== undefined && value < filter.from) return false;
      if (filter.to !== undefined && value > filter.to) return false;
      return filter.before === undefined || value < filter.before;
  }
}

function truncate(value: Scalar, grain: string | undefined): Scalar {
  if (typeof value !== 'string' || grain === undefined) return value;
  const moment = new Date(`${value}Z`);
  const [year, month, day] = [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()];
  const starts: Record<string, number> = {
    year: Date.UTC(year, 0, 1),
    quarter: Date.UTC(year, month - (month % 3), 1),
    month: Date.UTC(year, month, 1),
    week: Date.UTC(year, month, day - ((moment.getUTCDay() + 6) % 7)),
    day: Date.UTC(year, month, day),
    hour: Date.UTC(year, month, day, moment.getUTCHours()),
  };
  return new Date(starts[grain] ?? Number.NaN).toISOString().slice(0, 19);
}

type Cells = (row: readonly Scalar[], field: string) => Scalar;

function selected(
  selection: Selection,
  rows: readonly (readonly Scalar[])[],
  cell: Cells,
  model: SemanticModel,
): Scalar {
  switch (selection.kind) {
    case 'rows':
      return rows.length || null;
    case 'group': {
      const values = rows.map((row) => truncate(cell(row, selection.field.field), selection.grain));
      return [...new Set(values)].sort()[0] ?? null;
    }
    case 'aggregate':
      return aggregated(
        selection.aggregation,
        rows.map((row) => cell(row, selection.field.field)),
      );
    case 'measure': {
      const measure = model.tables[0]?.measures.find((one) => one.name === selection.field.field);
      if (measure === undefined) throw new Error('No such measure.');
      return measured(measure.expression, rows, cell);
    }
  }
}

function measured(expression: MeasureExpression, rows: readonly (readonly Scalar[])[], cell: Cells): Scalar {
  switch (expression.kind) {
    case 'rows':
      return rows.length || null;
    case 'aggregate':
      return aggregated(
        expression.aggregation,
        rows.map((row) => cell(row, expression.column)),
      );
    case 'divide': {
      const [dividend, divisor] = [expression.dividend, expression.divisor].map((one) => measured(one, rows, cell));
      return dividend === null || divisor === null || divisor === 0 ? null : Number(dividend) / Number(divisor);
    }
    case 'subtract': {
      const [left, right] = [expression.left, expression.right].map((one) => measured(one, rows, cell));
      return left === null && right === null ? null : Number(left ?? 0) - Number(right ?? 0);
    }
  }
}

function aggregated(aggregation: Exclude<Aggregation, 'rowCount'>, values: readonly Scalar[]): Scalar {
  const filled = values.filter((value) => value !== null);
  const sum = filled.map(Number).reduce((left, right) => left + right, 0);
  const sorted = [...filled].sort((left, right) => compare(fold(left), fold(right), 1) || compare(left, right, 1));
  switch (aggregation) {
    case 'sum':
      return filled.length === 0 ? null : sum;
    case 'average':
      return filled.length === 0 ? null : sum / filled.length;
    case 'min':
      return sorted[0] ?? null;
    case 'max':
      return sorted.at(-1) ?? null;
    case 'count':
      return filled.length || null;
    case 'distinctCount':
      return new Set(values.map(fold)).size || null;
  }
}
