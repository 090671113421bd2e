import type { BoundEvaluate, BoundQuery, DaxType } from '../../../shared/dax/bound.ts';
import type { TabularModel } from '../../../shared/model/tabular-model.ts';
import type { Asker, Env } from './environment.ts';
import { emptyEnv } from './interpret.ts';
import { compareKeys, sortRows } from './order.ts';
import { worldFor } from './roles.ts';
import { isoOf } from './serial-day.ts';
import type { Value } from './value.ts';
import { buildWorld, type Data, type World } from './world.ts';

/** What an EVALUATE gives: `Table[Column]` or `[Name]`; moments are texts without a zone. */
export type Answer = {
  readonly columns: readonly { readonly name: string; readonly type: DaxType }[];
  readonly rows: readonly (readonly Value[])[];
};

/**
 * Computes a query row by row, as DAX is documented and as slowly as that is. Throws a `DaxError` where DAX would stop,
 * and `NotCovered` where this evaluator does not know.
 */
export function evaluate(model: TabularModel, data: Data, query: BoundQuery, asker: Asker): readonly Answer[] {
  return answerIn(buildWorld(model, data), query, asker);
}

/** The same for a world that is built already. */
export function answerIn(world: World, query: BoundQuery, asker: Asker): readonly Answer[] {
  const env = emptyEnv(worldFor(world, asker), query, asker);
  return query.evaluates.map((each) => answerOf(each, env));
}

function answerOf({ table, scope, orderBy, startAt }: BoundEvaluate, env: Env): Answer {
  const relation = env.run.table(table, env);
  const limits = startAt.map((value) => env.run.scalar(value, env));
  const directions = orderBy.slice(0, limits.length).map(({ direction }) => direction);
  const sorted = sortRows(env, relation, scope, orderBy).filter(
    ({ keys }) => compareKeys(keys, limits, directions) >= 0,
  );
  const columns = relation.columns.map(({ qualifier, name, type }) => ({ name: `${qualifier ?? ''}[${name}]`, type }));
  const rows = sorted.map(({ row }) => columns.map(({ type }, place) => shown(row.values[place] ?? null, type)));
  return { columns, rows };
}

function shown(value: Value, type: DaxType): Value {
  return type === 'DateTime' && typeof value === 'number' ? isoOf(value) : value;
}
