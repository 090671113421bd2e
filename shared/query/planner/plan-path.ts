import type { BoundScalar } from '../../dax/bound.ts';
import type { Relation, Value } from '../relation.ts';
import { columnValue } from '../relation.ts';
import { copyOf } from './frame.ts';
import type { Env } from './planning.ts';
import { planScalar } from './planning.ts';
import { allRows } from './rows.ts';
import { rowsPlan } from './table-parts.ts';

/** PATH: computed for all rows of the table at once, and looked up for the current one. */
export function planPath(bound: Extract<BoundScalar, { kind: 'path' }>, env: Env): Value {
  const { ids } = env.plan;
  const rows = allRows(rowsPlan(env), bound.table, env.context, false);
  const [key, parent] = [rows.base.column(bound.key), rows.base.column(bound.parent)];
  if (key === undefined || parent === undefined) throw new Error('A hierarchy has no columns.');
  const own = copyOf(ids, key);
  const path = ids.next('String');
  const paths: Relation = { kind: 'paths', input: rows.relation, key, parent, own, path };
  const left = planScalar(bound.current, env);
  env.frame.steps.push({
    kind: 'lookUp',
    relation: paths,
    on: new Map(),
    matching: [{ left, right: own, blankMatches: false }],
    made: [path],
  });
  env.frame.own.add(path);
  return columnValue(path, 'String');
}
