import type { BoundMeasures, BoundRowExpression } from '../../../shared/dax/bound.ts';
import { type Asker, type Env, withRow } from './environment.ts';
import { computeScalar } from './scalar.ts';
import { computeTable } from './table.ts';
import type { Value } from './value.ts';
import { noFilters } from './visible-rows.ts';
import type { World } from './world.ts';

/** Where an expression starts that nothing is around. */
export function emptyEnv(world: World, query: BoundMeasures, asker: Asker): Env {
  return {
    world,
    asker,
    query,
    context: noFilters(world),
    selected: undefined,
    cell: [],
    rows: new Map(),
    pending: [],
    variables: new Map(),
    selectedMeasure: undefined,
    run: { scalar: computeScalar, table: computeTable },
  };
}

/** A calculated column or a role's filter: its value for each row of its table, by the row's position. */
export function rowsFor(
  world: World,
  expression: BoundRowExpression,
  asker: Asker,
): readonly { row: number; value: Value }[] {
  const env = emptyEnv(world, expression, asker);
  const relation = computeTable(expression.table, env);
  return relation.rows.map((row) => ({
    row: row.source?.place ?? -1,
    value: computeScalar(expression.value, withRow(env, expression.scope, relation, row)),
  }));
}
