import type { AggregateName, BoundAggregate, DaxType } from '../../../shared/dax/bound.ts';
import { type Env, withRow } from './environment.ts';
import { sortRows } from './order.ts';
import { asNumberType, compareValues, daxError, keyOf, numberOf, textOf, type Value } from './value.ts';

/** The aggregate of an expression over the rows of a table. */
export function computeAggregate(node: BoundAggregate, env: Env): Value {
  const relation = env.run.table(node.table, env);
  const { value } = node;
  const rows =
    node.orderBy.length === 0 ? relation.rows : sortRows(env, relation, node.scope, node.orderBy).map(({ row }) => row);
  const values =
    value === undefined
      ? rows.map(() => null)
      : rows.map((row) => env.run.scalar(value, withRow(env, node.scope, relation, row)));
  const argument = node.argument === undefined ? null : env.run.scalar(node.argument, env);
  return aggregateValues(node.aggregate, values, node.type, argument);
}

/** BLANK over nothing; BLANKs are left out where the kind does not say otherwise. */
export function aggregateValues(
  aggregate: AggregateName,
  values: readonly Value[],
  type: DaxType,
  argument: Value = null,
): Value {
  if (values.length === 0) return null;
  const known = values.filter((value) => value !== null);
  switch (aggregate) {
    case 'countRows':
      return values.length;
    case 'countBlank':
      return values.length - known.length || null;
    case 'countDistinct':
      return new Set(values.map(keyOf)).size;
    case 'concatenate':
      return values.map(textOf).join(textOf(argument));
    default:
      return known.length === 0 ? null : ofKnown(aggregate, known, type, argument);
  }
}

type OfValues = (values: readonly Value[], argument: number) => Value;

const numbers =
  (compute: (values: readonly number[], argument: number) => number): OfValues =>
  (values, argument) =>
    compute(values.map(numberOf), argument);

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const product = (values: readonly number[]) => values.reduce((result, value) => result * value, 1);
const mean = (values: readonly number[]) => total(values) / values.length;

function variance(values: readonly number[], less: 0 | 1): number {
  const middle = mean(values);
  return total(values.map((value) => (value - middle) ** 2)) / (values.length - less);
}

const ends =
  (sign: 1 | -1): OfValues =>
  (values) =>
    values.reduce((best, value) => (compareValues(value, best) * sign > 0 ? value : best), values[0] ?? null);

/** The value at a place between the sorted ones, counted from 0. */
function at(values: readonly number[], place: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw daxError('The percentile is out of range.');
  return low + (high - low) * (place - Math.floor(place));
}

const COMPUTE: Readonly<Partial<Record<AggregateName, OfValues>>> = {
  sum: numbers(total),
  average: numbers(mean),
  product: numbers(product),
  min: ends(-1),
  max: ends(1),
  count: (values) => values.length,
  median: numbers((values) => at(values, (values.length - 1) / 2)),
  percentileInc: numbers((values, share) => at(values, (values.length - 1) * share)),
  percentileExc: numbers((values, share) => at(values, (values.length + 1) * share - 1)),
  stdevP: numbers((values) => Math.sqrt(variance(values, 0))),
  stdevS: numbers((values) => Math.sqrt(variance(values, 1))),
  varP: numbers((values) => variance(values, 0)),
  varS: numbers((values) => variance(values, 1)),
  geomean: numbers((values) => product(values) ** (1 / values.length)),
};

function ofKnown(aggregate: AggregateName, known: readonly Value[], type: DaxType, argument: Value): Value {
  const result = COMPUTE[aggregate]?.(known, numberOf(argument)) ?? null;
  return typeof result === 'number' ? asNumberType(result, type) : result;
}
