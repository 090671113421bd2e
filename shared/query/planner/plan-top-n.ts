import type { BoundTable } from '../../dax/bound.ts';
import { columnValue, type Relation } from '../relation.ts';
import { relationOf } from './frame-rows.ts';
import { type Env, insideRows, type PlannedTable, planScalar, planTable } from './planning.ts';

/** The first rows in an order, and all that tie with the last of them. */
export function planTopN(bound: Extract<BoundTable, { kind: 'topN' }>, env: Env): PlannedTable {
  const table = planTable(bound.table, env);
  const inside = insideRows(env, bound.scope, bound.table, table);
  const orderBy = bound.orderBy.map(({ by, direction }) => ({ by: planScalar(by, inside), direction }));
  const count = planScalar(bound.count, { ...inside, pending: env.pending });
  const input = relationOf(inside.frame);
  const rank = env.plan.ids.next('Int64');
  const ranked: Relation = {
    kind: 'window',
    input,
    id: rank,
    number: 'rank',
    partitionBy: [...inside.frame.on.values()],
    orderBy,
  };
  const relation: Relation = {
    kind: 'filter',
    input: ranked,
    condition: { kind: 'compare', type: 'Boolean', operator: '<=', left: columnValue(rank, 'Int64'), right: count },
  };
  return { ...table, relation, on: inside.frame.on, rows: undefined };
}
