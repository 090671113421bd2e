import type { VisibleColumn } from './bind-name.ts';
import type { Constant, Predicate, ScalarNode } from './plan.ts';
import type { DateGrain, Filter, Scalar } from './question.ts';
import type { FaultList } from './question-faults.ts';
import { readConstant, wantedValue } from './read-constant.ts';

/** The bound column of a filter with the words that faults call it by. */
export type FilterTarget = { readonly table: number; readonly bound: VisibleColumn; readonly shown: string };

/** The filter as a predicate; undefined where faults were added instead. */
export function resolveFilter(filter: Filter, target: FilterTarget, faults: FaultList): Predicate | undefined {
  switch (filter.kind) {
    case 'in':
      return resolveList(filter, target, faults);
    case 'notIn': {
      const part = resolveList(filter, target, faults);
      return part === undefined ? undefined : { kind: 'not', part };
    }
    case 'between':
      return resolveRange(filter, target, faults);
    case 'contains':
      return resolveContains(filter.text, target, faults);
  }
}

/** The column, truncated where a grain is asked; undefined where the grain does not suit the column. */
export function columnAtGrain(
  target: FilterTarget,
  grain: DateGrain | undefined,
  faults: FaultList,
): ScalarNode | undefined {
  const type = target.bound.column.dataType;
  const column = { kind: 'column', table: target.table, column: target.bound.index, type } as const;
  if (grain === undefined) return column;
  if (type !== 'DateTime') return faults.invalid(`${target.shown} holds ${type} values: only dates have a ${grain}.`);
  return { kind: 'truncate', grain, of: column };
}

type ListFilter = Extract<Filter, { kind: 'in' | 'notIn' }>;

function resolveList(filter: ListFilter, target: FilterTarget, faults: FaultList): Predicate | undefined {
  const operand = columnAtGrain(target, filter.grain, faults);
  const values = resolveValues(
    filter.values.filter((value) => value !== null),
    target,
    faults,
  );
  if (operand === undefined || values === undefined) return undefined;
  return { kind: 'oneOf', operand, values, isBlankIncluded: filter.values.includes(null) };
}

function resolveValues(
  values: readonly Exclude<Scalar, null>[],
  target: FilterTarget,
  faults: FaultList,
): readonly Constant[] | undefined {
  const constants = values.map((value) => readConstant(value, target.bound.column.dataType));
  const wrong = constants.indexOf(undefined);
  if (wrong === -1) return constants.filter((constant) => constant !== undefined);
  return wrongValue(values[wrong], target, faults);
}

function wrongValue(value: Scalar | undefined, target: FilterTarget, faults: FaultList): undefined {
  const wanted = wantedValue(target.bound.column.dataType);
  return faults.invalid(`A filter on ${target.shown} needs ${wanted}, not ${shownValue(value)}.`);
}

function shownValue(value: Scalar | undefined): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const BOUNDS = [
  { member: 'from', operator: 'atLeast' },
  { member: 'to', operator: 'atMost' },
  { member: 'before', operator: 'below' },
] as const;

function resolveRange(
  filter: Extract<Filter, { kind: 'between' }>,
  target: FilterTarget,
  faults: FaultList,
): Predicate | undefined {
  const type = target.bound.column.dataType;
  if (type === 'String' || type === 'Boolean') {
    return faults.invalid(`${target.shown} holds ${type} values: a range needs numbers or dates.`);
  }
  const operand = { kind: 'column', table: target.table, column: target.bound.index, type } as const;
  const given = BOUNDS.filter(({ member }) => filter[member] !== undefined);
  if (given.length === 0) return faults.invalid(`The range of ${target.shown} needs a from, a to or a before.`);
  const parts = given.map(({ member, operator }): Predicate | undefined => {
    const value = filter[member];
    const constant = value === undefined ? undefined : readBound(value, type);
    return constant === undefined
      ? wrongValue(value, target, faults)
      : { kind: 'compare', operand, operator, value: constant };
  });
  const whole = parts.filter((part) => part !== undefined);
  return whole.length === parts.length ? { kind: 'all', parts: whole } : undefined;
}

/** The bound of a range of whole numbers may lie between two of them. */
function readBound(value: string | number, type: Constant['type']): Constant | undefined {
  return readConstant(value, type) ?? (type === 'Int64' ? readConstant(value, 'Double') : undefined);
}

function resolveContains(text: string, target: FilterTarget, faults: FaultList): Predicate | undefined {
  const { dataType } = target.bound.column;
  if (dataType !== 'String')
    return faults.invalid(`${target.shown} holds ${dataType} values: only text can be searched.`);
  if (text === '') return faults.invalid(`The search in ${target.shown} needs at least one character.`);
  const operand = { kind: 'column', table: target.table, column: target.bound.index, type: dataType } as const;
  return { kind: 'containsText', operand, text };
}
