import type { BoundTable } from '../../dax/bound.ts';
import type { Aggregate } from '../relation.ts';
import { newCopy } from './frame.ts';
import { relationOf } from './frame-rows.ts';
import { type Env, insideRows, type PlannedTable, planScalar, planTable } from './planning.ts';

/** GROUPBY: each group's rows aggregated; the rows of a group are a row context and no filter. */
export function planGroupBy(bound: Extract<BoundTable, { kind: 'groupBy' }>, env: Env): PlannedTable {
  const table = planTable(bound.table, env);
  const by = bound.by.flatMap((position) => table.ids[position] ?? []);
  let frameEnv: Env | undefined;
  const aggregates = bound.values.map(({ scope, aggregate, value, type }): Aggregate => {
    const inside: Env = insideRows(env, scope, bound.table, table);
    // All values are computed from the same rows.
    frameEnv ??= inside;
    const shared: Env = { ...inside, frame: frameEnv.frame };
    return {
      id: env.plan.ids.next(type),
      type,
      aggregate,
      value: value === undefined ? undefined : planScalar(value, shared),
      argument: undefined,
      orderBy: [],
    };
  });
  const on = frameEnv === undefined ? table.on : frameEnv.frame.on;
  const input = frameEnv === undefined ? table.relation : relationOf(frameEnv.frame);
  const keys = by.map((id) => newCopy(env.plan.ids, id));
  const outer = [...on].map(([original, id]) => ({ original, key: newCopy(env.plan.ids, id) }));
  return {
    relation: { kind: 'aggregate', input, keys: [...keys, ...outer.map(({ key }) => key)], aggregates },
    ids: [...keys, ...aggregates].map(({ id }) => id),
    on: new Map(outer.map(({ original, key }) => [original, key.id])),
    base: undefined,
    rows: undefined,
  };
}
