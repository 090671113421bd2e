import type { AggregateName, BoundAggregate, BoundScalar, BoundTable } from '../../dax/bound.ts';
import { type Aggregate, columnValue, type Value } from '../relation.ts';
import { attachAggregates } from './frame.ts';
import { relationOf } from './frame-rows.ts';
import { type Env, insideRows, planScalar, planTable } from './planning.ts';
import { planSharedRows } from './table-parts.ts';

/** Aggregates for which a row without a value is as good as none. */
const SKIPS_BLANK: ReadonlySet<AggregateName> = new Set<AggregateName>([
  'sum',
  'average',
  'min',
  'max',
  'product',
  'count',
  'median',
  'percentileInc',
  'percentileExc',
  'stdevP',
  'stdevS',
  'varP',
  'varS',
  'geomean',
]);
/** Counts are blank where there is nothing to count. */
const COUNTS: ReadonlySet<AggregateName> = new Set<AggregateName>([
  'count',
  'countRows',
  'countBlank',
  'countDistinct',
]);

/** One value for each row of the frame: the table's rows for that row, aggregated. */
export function planAggregate(bound: BoundAggregate, env: Env): Value {
  const counted = countedColumn(bound);
  if (counted !== undefined) return planAggregate(counted, env);
  const { scope, table: of } = bound;
  const parts = [bound.value, bound.argument, ...bound.orderBy.map(({ by }) => by)];
  const isShared = of.kind === 'rows' && parts.every((part) => part === undefined || isOfRow(part, scope));
  const table = isShared ? planSharedRows(of, env) : planTable(of, env);
  const inside = insideRows(env, scope, of, table);
  const value = bound.value === undefined ? undefined : planScalar(bound.value, inside);
  const orderBy = bound.orderBy.map(({ by, direction }) => ({ by: planScalar(by, inside), direction }));
  const argument = bound.argument === undefined ? undefined : planScalar(bound.argument, inside);
  const aggregate: Aggregate = {
    id: env.plan.ids.next(bound.type),
    type: bound.type,
    aggregate: bound.aggregate,
    value,
    argument,
    orderBy,
  };
  const wanted = value !== undefined && SKIPS_BLANK.has(bound.aggregate) ? [value] : undefined;
  const isBare = table.rows !== undefined && inside.frame.steps.length === 0 && inside.frame.parts.length === 1;
  const rows = isBare
    ? { relation: table.relation, on: table.on, under: table.rows?.under }
    : { relation: relationOf(inside.frame, wanted), on: inside.frame.on };
  attachAggregates(env.frame, rows, [aggregate]);
  const result = columnValue(aggregate.id, bound.type);
  return COUNTS.has(bound.aggregate) ? { kind: 'zeroAsBlank', type: bound.type, value: result } : result;
}

/** A value of the table's own rows: nothing has to be attached to them. */
function isOfRow(value: BoundScalar, scope: number): boolean {
  if (value.kind === 'operation') return value.args.every((part) => isOfRow(part, scope));
  if (value.kind === 'rowColumn' || value.kind === 'relatedColumn') return value.scope === scope;
  return ['constant', 'blank', 'caller', 'moment'].includes(value.kind);
}

/** COUNTROWS of the values of one column, as the count of its different values in the rows themselves. */
function countedColumn(bound: BoundAggregate): BoundAggregate | undefined {
  const { table, aggregate } = bound;
  if (aggregate !== 'countRows' || table.kind !== 'values' || table.of.length !== 1) return undefined;
  const [column] = table.of;
  const [shown] = table.columns;
  if (column === undefined || shown === undefined) return undefined;
  const rows: BoundTable = {
    kind: 'rows',
    columns: [shown],
    base: undefined,
    table: column.table,
    withBlankRow: table.withBlankRow,
  };
  const value: BoundScalar = { kind: 'relatedColumn', type: shown.type, scope: bound.scope, column };
  return { ...bound, aggregate: 'countDistinct', table: { ...rows, base: column.table }, value };
}
