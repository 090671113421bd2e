import type { SemanticModel } from '../model/semantic-model.ts';
import { aggregationFormat, aggregationType, COUNT_FORMAT } from './aggregation-rules.ts';
import { visibleTables } from './bind-name.ts';
import type { GroupKey, OrderKey, OutputColumn, Plan, ValueNode } from './plan.ts';
import type { DateGrain, Question, Selection } from './question.ts';
import { collectFaults, type FaultList, joinFaults } from './question-faults.ts';
import { createScope, type QuestionScope } from './question-scope.ts';
import { columnAtGrain, resolveFilter } from './resolve-filter.ts';
import type { SecurityRules } from './security-rules.ts';

/** A question whose names are bound and whose types fit. It has no rules in it yet: only `restrict` takes it. */
export type ResolvedQuestion = { readonly kind: 'resolved'; readonly plan: Plan };

const LARGEST_LIMIT = 100_000;
/** More values than any slicer sends; beyond it a filter belongs into the model. */
const MOST_FILTER_VALUES = 10_000;
const MOST_SELECTIONS = 500;

/** Binds the question to what the caller sees of the model, or throws every reason why it cannot be asked at once. */
export function resolveQuestion(model: SemanticModel, question: Question, rules: SecurityRules): ResolvedQuestion {
  const faults = collectFaults();
  checkShape(question, faults);
  const scope = createScope(visibleTables(model, rules), faults);
  const outputs = question.select.map((selection) => resolveSelection(selection, scope, faults));
  const where = question.filters.map((filter) => {
    const target = scope.column(filter.field);
    return target === undefined ? undefined : resolveFilter(filter, target, faults);
  });
  const order = resolveOrder(question, faults);
  const table = scope.onlyTable();
  const found = faults.faults();
  if (found.length > 0 || table === undefined) throw joinFaults(found);
  const layout = layOut(outputs.filter((output) => output !== undefined));
  const plan = { ...layout, table, where: where.filter((part) => part !== undefined), limit: question.limit };
  return { kind: 'resolved', plan: { ...plan, order: completeOrder(order, layout.output) } };
}

function checkShape(question: Question, faults: FaultList): void {
  if (question.select.length === 0) faults.invalid('Select at least one field.');
  if (question.select.length > MOST_SELECTIONS) faults.invalid(`Select at most ${MOST_SELECTIONS} fields.`);
  if (!Number.isInteger(question.limit) || question.limit < 1 || question.limit > LARGEST_LIMIT) {
    faults.invalid(`The limit must be a whole number from 1 to ${LARGEST_LIMIT}, not ${question.limit}.`);
  }
  const names = question.select.map((selection) => selection.as);
  if (names.includes('')) faults.invalid('Each selected field needs a name in `as`.');
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
    faults.invalid(`Two selected fields are named '${name}': each \`as\` must be unique.`);
  }
  const values = question.filters.map((filter) => ('values' in filter ? filter.values.length : 0));
  if (values.reduce((sum, count) => sum + count, 0) > MOST_FILTER_VALUES) {
    faults.invalid(`Filters may list at most ${MOST_FILTER_VALUES} values together.`);
  }
}

type ResolvedSelection = Omit<OutputColumn, 'from' | 'index'> &
  ({ readonly group: GroupKey } | { readonly value: ValueNode });

function resolveSelection(
  selection: Selection,
  scope: QuestionScope,
  faults: FaultList,
): ResolvedSelection | undefined {
  const name = selection.as;
  switch (selection.kind) {
    case 'rows':
      return (
        scope.table(selection.table) && { name, value: { kind: 'rows' }, type: 'Int64', formatString: COUNT_FORMAT }
      );
    case 'group': {
      const target = scope.column(selection.field);
      const key = target && columnAtGrain(target, selection.grain, faults);
      if (key === undefined || target === undefined) return undefined;
      const { dataType, formatString } = target.bound.column;
      return { name, group: { key }, type: dataType, formatString: groupFormat(selection.grain, formatString) };
    }
    case 'aggregate':
      return resolveAggregate(selection, scope, faults);
    case 'measure': {
      const found = scope.measure(selection.field);
      if (found === undefined) return undefined;
      const { measure, resolved } = found;
      if (resolved.kind === 'broken')
        return faults.invalid(`The measure '${measure.name}' cannot be computed: ${resolved.why}.`);
      return { name, value: resolved.value, type: resolved.type, formatString: measure.formatString };
    }
  }
}

function resolveAggregate(
  selection: Extract<Selection, { kind: 'aggregate' }>,
  scope: QuestionScope,
  faults: FaultList,
): ResolvedSelection | undefined {
  const target = scope.column(selection.field);
  if (target === undefined) return undefined;
  const { dataType, formatString } = target.bound.column;
  const { aggregation } = selection;
  const type = aggregationType(aggregation, dataType);
  if (type === undefined)
    return faults.invalid(`${target.shown} holds ${dataType} values, which have no ${aggregation}.`);
  const operand = { kind: 'column', table: target.table, column: target.bound.index, type: dataType } as const;
  const value = { kind: 'aggregate', aggregation, operand } as const;
  return { name: selection.as, value, type, formatString: aggregationFormat(aggregation, formatString) };
}

/** A year or a month reads badly in the format of a whole date. */
function groupFormat(grain: DateGrain | undefined, columnFormat: string): string {
  if (grain === 'year') return 'yyyy';
  return grain === 'month' ? 'mmm yyyy' : columnFormat;
}

function layOut(selections: readonly ResolvedSelection[]): Pick<Plan, 'groups' | 'values' | 'output'> {
  const groups: GroupKey[] = [];
  const values: ValueNode[] = [];
  const output = selections.map(({ name, type, formatString, ...what }): OutputColumn => {
    const common = { name, type, formatString };
    return 'group' in what
      ? { ...common, from: 'group', index: groups.push(what.group) - 1 }
      : { ...common, from: 'value', index: values.push(what.value) - 1 };
  });
  return { groups, values, output };
}

function resolveOrder(question: Question, faults: FaultList): readonly OrderKey[] {
  const keys = question.orderBy.map(({ as, direction }) => {
    const output = question.select.findIndex((selection) => selection.as === as);
    if (output === -1) faults.invalid(`The order names '${as}', which is not selected.`);
    return { output, direction };
  });
  return keys.filter((key, index) => keys.findIndex((other) => other.output === key.output) === index);
}

/** Every group takes part in the order in the end, so that equal values never change places between two askings. */
function completeOrder(order: readonly OrderKey[], output: readonly OutputColumn[]): readonly OrderKey[] {
  const missing = output.flatMap((column, index): OrderKey[] =>
    column.from === 'group' && !order.some((key) => key.output === index)
      ? [{ output: index, direction: 'ascending' }]
      : [],
  );
  return [...order, ...missing];
}
