import type { BoundCalculationGroup, BoundScalar, DaxType, MeasureId } from '../../../shared/dax/bound.ts';
import { transition } from './change-context.ts';
import type { Env } from './environment.ts';
import { withoutColumns } from './filter.ts';
import { keyOf, textOf, type Value } from './value.ts';
import { visibleRows } from './visible-rows.ts';
import { valueAt } from './world.ts';

/** A measure in the current context. The one item that is selected of a calculation group takes its place. */
export function computeMeasure(measure: MeasureId, type: DaxType, outer: Env): Value {
  const env = { ...transition(outer), rows: new Map(), variables: new Map() };
  const groups = env.query.calculationGroups.toSorted((left, right) => right.precedence - left.precedence);
  for (const group of groups) {
    const body = selectedItem(group, type, env);
    if (body === undefined) continue;
    const filters = withoutColumns(env.context.filters, ({ table }) => table === group.table);
    return env.run.scalar(body, { ...env, context: { ...env.context, filters }, selectedMeasure: { measure, type } });
  }
  const bound = env.query.measures[measure];
  if (bound === undefined) throw new Error(`there is no measure ${measure}`);
  return env.run.scalar(bound.body, env);
}

function selectedItem(
  { table, column, items }: BoundCalculationGroup,
  type: DaxType,
  env: Env,
): BoundScalar | undefined {
  if (!env.context.filters.some(({ columns }) => columns.some((each) => each.table === table))) return undefined;
  const names = [...visibleRows(env.world, env.context, table)].map((row) => valueAt(env.world, column, row));
  const [name, second] = [...new Set(names.map(textOf))];
  if (name === undefined || second !== undefined) return undefined;
  return items.find((item) => keyOf(item.name) === keyOf(name))?.bodies.get(type);
}

export function computeSelectedMeasure(env: Env): Value {
  if (env.selectedMeasure === undefined) throw new Error('no measure is selected');
  return computeMeasure(env.selectedMeasure.measure, env.selectedMeasure.type, env);
}

export function selectedMeasureText(what: 'name' | 'formatString', env: Env): Value {
  const measure = env.query.measures[env.selectedMeasure?.measure ?? -1];
  return (what === 'name' ? measure?.name : measure?.formatString) ?? null;
}
