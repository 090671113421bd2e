import { Fault } from '../domain/faults.ts';
import type { Filter, OrderBy, Question, Selection } from '../query/question.ts';
import type { Visual, VisualType } from './report.ts';

/** Rows that a visual of each kind can show at most, whatever its definition says. */
const MOST_ROWS: Readonly<Record<VisualType, number>> = {
  card: 1,
  columnChart: 1000,
  barChart: 1000,
  lineChart: 5000,
  areaChart: 5000,
  donutChart: 100,
  scatterChart: 5000,
  table: 1000,
  slicer: 1000,
};

/** The question that a visual asks, with the filters that were picked elsewhere on its page. */
export function visualQuestion(visual: Visual, interactionFilters: readonly Filter[] = []): Question {
  const { category, series, values } = visual.wells;
  const select = [...category, ...series, ...values];
  if (select.length === 0)
    throw new Fault('question-invalid', { what: `The visual "${visual.title || visual.name}" has no fields.` });
  return {
    select,
    filters: [...visual.filters, ...interactionFilters],
    orderBy: visual.orderBy.length > 0 ? visual.orderBy : usualOrder(visual),
    limit: Math.max(1, Math.min(visual.limit, MOST_ROWS[visual.type])),
  };
}

/** Time and lists go forward; bars, slices and rows start with the largest. */
function usualOrder({ type, wells }: Visual): readonly OrderBy[] {
  switch (type) {
    case 'card':
      return [];
    case 'lineChart':
    case 'areaChart':
    case 'slicer':
      return [...wells.category, ...wells.series].map(forward);
    case 'columnChart':
    case 'barChart':
    case 'donutChart':
      return wells.category.some(isTime)
        ? wells.category.map(forward)
        : [...wells.values.slice(0, 1).map(largestFirst), ...wells.category.map(forward)];
    case 'scatterChart':
      return wells.category.map(forward);
    case 'table':
      return [...wells.category, ...wells.values].slice(0, 1).map(forward);
  }
}

function isTime(selection: Selection): boolean {
  return selection.kind === 'group' && selection.grain !== undefined;
}

function forward({ as }: Selection): OrderBy {
  return { as, direction: 'ascending' };
}

function largestFirst({ as }: Selection): OrderBy {
  return { as, direction: 'descending' };
}
