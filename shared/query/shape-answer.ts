import type { Plan } from './plan.ts';
import type { Answer, Scalar } from './question.ts';

/** Raw columns with their names, types and formats, and without the row beyond the limit. */
export function shapeAnswer(plan: Plan, columns: readonly (readonly Scalar[])[]): Answer {
  const fetched = columns[0]?.length ?? 0;
  const rowCount = Math.min(fetched, plan.limit);
  return {
    columns: plan.output.map(({ name, type, formatString }, index) => {
      const values = columns[index] ?? [];
      return { name, dataType: type, formatString, values: fetched > rowCount ? values.slice(0, rowCount) : values };
    }),
    rowCount,
    isPartial: fetched > rowCount,
  };
}
