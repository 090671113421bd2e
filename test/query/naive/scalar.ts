import type { BoundScalar } from '../../../shared/dax/bound.ts';
import { computeAggregate } from './aggregate.ts';
import { changeContext } from './change-context.ts';
import { type Env, once, withRow, withVariable } from './environment.ts';
import { isColumnInScope, isFiltered } from './filter-questions.ts';
import { computeMeasure, computeSelectedMeasure, selectedMeasureText } from './measure.ts';
import { applyOperation } from './operations/apply-operation.ts';
import { serialOfIso } from './serial-day.ts';
import { compareValues, daxError, fillBlank, keyOf, keyOfRow, textOf, type Value } from './value.ts';
import { computeWindowNumber } from './window.ts';
import { isSameRef, valueAt } from './world.ts';

type Node<Kind extends BoundScalar['kind']> = Extract<BoundScalar, { readonly kind: Kind }>;

/** The value of an expression at a place. */
export function computeScalar(node: BoundScalar, env: Env): Value {
  switch (node.kind) {
    case 'constant':
      return constantOf(node);
    case 'blank':
      return null;
    case 'rowColumn':
      return rowAt(env, node.scope).row.values[node.column] ?? null;
    case 'relatedColumn':
      return related(node, env);
    case 'variable':
      return env.variables.get(node.variable)?.value() ?? null;
    case 'operation':
      return applyOperation(node, (arg) => computeScalar(arg, env));
    case 'aggregate':
      return computeAggregate(node, env);
    case 'calculate':
      return computeScalar(node.expression, changeContext(env, node.changes));
    case 'measure':
      return computeMeasure(node.measure, node.type, env);
    case 'selectedMeasure':
      return computeSelectedMeasure(env);
    case 'selectedMeasureText':
      return selectedMeasureText(node.what, env);
    case 'let':
      return computeScalar(
        node.body,
        withVariable(env, node.variable, { value: once(() => computeScalar(node.value, env)) }),
      );
    case 'letTable':
      return computeScalar(
        node.body,
        withVariable(env, node.variable, { table: once(() => env.run.table(node.value, env)) }),
      );
    case 'singleValue':
      return singleValue(node, env);
    case 'isIn':
      return isIn(node, env);
    case 'isFiltered':
      return isFiltered(node, env);
    case 'isInScope':
      return isColumnInScope(node.column, env);
    case 'path':
      return path(node, env);
    case 'rank':
      return rank(node, env);
    case 'windowNumber':
      return computeWindowNumber(node, env);
    case 'caller':
      return env.asker[node.what] ?? null;
    case 'moment':
      return node.what === 'now' ? env.asker.now : Math.floor(env.asker.now);
  }
}

function constantOf({ type, value }: Node<'constant'>): Value {
  if (typeof value !== 'string' || type === 'String') return value;
  return type === 'DateTime' ? serialOfIso(value) : Number(value);
}

function rowAt(env: Env, scope: number) {
  const current = env.rows.get(scope);
  if (current === undefined) throw new Error(`there is no row in scope ${scope}`);
  return current;
}

function related({ scope, column }: Node<'relatedColumn'>, env: Env): Value {
  const { source } = rowAt(env, scope).row;
  if (source === undefined) throw new Error('RELATED without a row of the model');
  const place = source.expansion.columns.findIndex((each) => isSameRef(each, column));
  return source.expansion.valuesOf(source.place)[place] ?? null;
}

function singleValue({ table }: Node<'singleValue'>, env: Env): Value {
  const { rows } = env.run.table(table, env);
  if (rows.length > 1) throw daxError('A table of multiple values was supplied where a single value was expected.');
  return rows[0]?.values[0] ?? null;
}

function isIn({ values, table }: Node<'isIn'>, env: Env): boolean {
  const key = keyOfRow(values.map((value) => computeScalar(value, env)));
  return env.run.table(table, env).rows.some((row) => keyOfRow(row.values) === key);
}

/** From the topmost ancestor down, over all rows that may be seen. */
function path({ table, key, parent, current }: Node<'path'>, env: Env): Value {
  const rows = [...(env.world.allowed[table] ?? [])];
  const keys: string[] = [];
  for (let value = computeScalar(current, env); value !== null; ) {
    const own: Value = value;
    if (keys.includes(textOf(own))) throw daxError('PATH found a row that is its own ancestor.');
    keys.unshift(textOf(own));
    const row = rows.find((each) => keyOf(valueAt(env.world, key, each)) === keyOf(own));
    if (row === undefined) throw daxError(`PATH found no row for the parent ${textOf(own)}.`);
    value = valueAt(env.world, parent, row);
  }
  return keys.length === 0 ? null : keys.join('|');
}

/** One more than the rows before the value; a blank stands for zero or empty text. */
function rank({ table, scope, by, value, direction, isDense }: Node<'rank'>, env: Env): Value {
  const own = computeScalar(value, env);
  const relation = env.run.table(table, env);
  const sign = direction === 'ascending' ? -1 : 1;
  const before = relation.rows
    .map((row) => computeScalar(by, withRow(env, scope, relation, row)))
    .map((each) => fillBlank(each, own))
    .filter((each) => compareValues(each, fillBlank(own, each)) * sign > 0);
  return (isDense ? new Set(before.map(keyOf)).size : before.length) + 1;
}
