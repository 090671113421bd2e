import type { BoundCalculationGroup, BoundScalar } from '../../dax/bound.ts';
import { Fault } from '../../domain/faults.ts';
import { columnValue, type Value } from '../relation.ts';
import { columnsOf, withoutColumns } from './change-context.ts';
import { type Filter, sameColumn } from './filter-context.ts';
import { attachAggregates } from './frame.ts';
import { resolved } from './frame-rows.ts';
import { calculated, predicateSet } from './plan-calculate.ts';
import type { Env, SelectedMeasure } from './planning.ts';
import { planScalar } from './planning.ts';
import { rowsFor } from './table-parts.ts';

/** A measure's value: its expression where the rows outside are filters, as calculation items in the context make it. */
export function planMeasure(env: Env, measure: number, type: Value['type']): Value {
  return withItems(env, { measure, depth: 0 }, type);
}

/** SELECTEDMEASURE: the measure with the items that are filtered where it stands. */
export function planSelectedMeasure(env: Env, type: Value['type']): Value {
  const { selectedMeasure } = env;
  if (selectedMeasure === undefined) throw new Error('No calculation item is being applied.');
  return withItems(env, selectedMeasure, type);
}

/** Items inside items at most; more is an item that applies itself. */
const DEEPEST = 20;

function withItems(env: Env, { measure, depth }: SelectedMeasure, type: Value['type']): Value {
  const found = env.plan.measures[measure];
  if (found === undefined) throw new Error(`There is no measure ${measure}.`);
  if (depth > DEEPEST) throw new Fault('question-invalid', { what: 'A calculation item applies itself.' });
  const inside: Env = { ...calculated(env, []), variables: new Map(), scopes: new Map() };
  const group = env.plan.calculationGroups.find((one) => filtersOn(inside, one).length > 0);
  if (group === undefined) return planScalar(found.body, { ...inside, selectedMeasure: undefined });
  const applied: Env = { ...inside, context: withoutGroup(inside, group) };
  const selectedMeasure: SelectedMeasure = { measure, depth: depth + 1 };
  const bare = () => withItems(applied, selectedMeasure, type);
  const item = (body: BoundScalar) => planScalar(body, { ...applied, selectedMeasure });
  const bodies = group.items.map(({ name, bodies: byType }) => ({ name, body: byType.get(type) }));
  const known = knownItem(filtersOn(inside, group));
  if (known !== undefined) {
    const body = bodies.find(({ name }) => isSameText(name, known))?.body;
    return body === undefined ? bare() : item(body);
  }
  const chosen = chosenItem(inside, group);
  return bodies.reduceRight((otherwise: Value, { name, body }): Value => {
    if (body === undefined) return otherwise;
    const right: Value = { kind: 'constant', type: 'String', value: name };
    const condition: Value = { kind: 'same', type: 'Boolean', left: chosen, right };
    return { kind: 'operation', type, operation: 'if', args: [condition, item(body), otherwise] };
  }, bare());
}

const filtersOn = ({ plan, context }: Env, { column }: BoundCalculationGroup): readonly Filter[] =>
  context.filters.filter((filter) =>
    columnsOf(plan.model, context.use, filter).some((one) => one.table === column.table),
  );

/** An item is applied once: what chose it filters nothing inside. */
function withoutGroup(env: Env, { column }: BoundCalculationGroup) {
  const isTarget = ({ table }: { readonly table: number }) => table === column.table;
  return withoutColumns(env.plan.model, env.context, isTarget, (filter) => predicateSet(env, filter));
}

/** The item that the filters name by a constant. */
function knownItem(filters: readonly Filter[]): string | undefined {
  const [only, ...others] = filters;
  if (only?.kind !== 'predicate' || others.length > 0 || only.condition.kind !== 'operation') return undefined;
  const { operation, args } = only.condition;
  const constant = args.find((part) => part.kind === 'constant');
  if (operation !== 'equal' && operation !== 'strictEqual') return undefined;
  return constant?.kind === 'constant' && typeof constant.value === 'string' ? constant.value : undefined;
}

const isSameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The name of the one item that is left in the context; blank where there are several. */
function chosenItem(env: Env, { column }: BoundCalculationGroup): Value {
  const { ids } = env.plan;
  const equal = env.context.filters.find((filter) => filter.kind === 'equals' && sameColumn(filter.column, column));
  if (equal?.kind === 'equals') return resolved(env.frame, equal.id);
  const rows = rowsFor(env, column.table, false);
  const id = rows.base.column(column);
  if (id === undefined) throw new Error('A calculation group has no column of names.');
  const [first, last] = [ids.next('String'), ids.next('String')];
  const value = columnValue(id, 'String');
  const rest = { type: 'String', value, argument: undefined, orderBy: [] } as const;
  attachAggregates(env.frame, rows, [
    { id: first, aggregate: 'min', ...rest },
    { id: last, aggregate: 'max', ...rest },
  ]);
  const [least, greatest] = [columnValue(first, 'String'), columnValue(last, 'String')];
  const isOne: Value = { kind: 'same', type: 'Boolean', left: least, right: greatest };
  const none: Value = { kind: 'blank', type: 'String' };
  return { kind: 'operation', type: 'String', operation: 'if', args: [isOne, least, none] };
}
