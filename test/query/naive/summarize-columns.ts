import type { BoundTable, SummarizeGroup } from '../../../shared/dax/bound.ts';
import { changeContext } from './change-context.ts';
import type { Env, Relation, Row } from './environment.ts';
import { keyOfRow, type Value } from './value.ts';
import { visibleRows } from './visible-rows.ts';
import { valueAt } from './world.ts';

type Node = Extract<BoundTable, { kind: 'summarizeColumns' }>;

/** A value for each group that is not subtotalled. */
type Combination = ReadonlyMap<SummarizeGroup, Value>;

/** Every combination of groups, and of their subtotals, for which one of the values is not blank. */
export function summarizeColumns(node: Node, env: Env): Relation {
  const around = changeContext(env, node.filters);
  const visual: Env = { ...around, selected: around.context.filters, cell: [] };
  const rows = droppedLevels(node.groups).flatMap((dropped) => {
    const groups = node.groups.filter(({ rollup }) => rollup === undefined || !dropped.has(rollup));
    return combine(groups, visual).flatMap((combination) => rowOf(node, combination, visual) ?? []);
  });
  return { columns: node.columns, base: undefined, rows };
}

/** For each ROLLUPADDISSUBTOTAL no level, the last, the last two … all are left out. */
function droppedLevels(groups: readonly SummarizeGroup[]): readonly ReadonlySet<number>[] {
  const axes = Map.groupBy(
    groups.filter(({ rollup }) => rollup !== undefined),
    ({ axis = 0 }) => axis,
  );
  let sets: readonly (readonly number[])[] = [[]];
  for (const axis of axes.values()) {
    const levels = [...new Set(axis.flatMap(({ rollup }) => rollup ?? []))].toSorted((left, right) => left - right);
    const ends = Array.from({ length: levels.length + 1 }, (_, count) => levels.slice(levels.length - count));
    sets = sets.flatMap((set) => ends.map((end) => [...set, ...end]));
  }
  return sets.map((set) => new Set(set));
}

/** Columns of one table in the combinations that exist there; those of different tables each with each. */
function combine(groups: readonly SummarizeGroup[], env: Env): readonly Combination[] {
  let combinations: readonly Combination[] = [new Map()];
  for (const [table, own] of Map.groupBy(groups, ({ column }) => column.table)) {
    const rows = [...visibleRows(env.world, env.context, table)].map((row) =>
      own.map(({ column }) => valueAt(env.world, column, row)),
    );
    const different = [...new Map(rows.map((row) => [keyOfRow(row), row])).values()];
    combinations = combinations.flatMap((left) =>
      different.map(
        (row): Combination => new Map([...left, ...own.map((group, place) => [group, row[place] ?? null] as const)]),
      ),
    );
  }
  return combinations;
}

function rowOf(node: Node, combination: Combination, visual: Env): Row | undefined {
  const columns = [...combination.keys()].map(({ column }) => column);
  const cell = columns.length === 0 ? [] : [{ columns, rows: [[...combination.values()]] }];
  const filters = [...visual.context.filters, ...cell];
  const env: Env = { ...visual, context: { ...visual.context, filters }, cell: columns };
  const values = node.values.map(({ value }) => env.run.scalar(value, env));
  const deciding = values.filter((_, place) => node.values[place]?.isIgnored === false);
  if (deciding.length > 0 && deciding.every((value) => value === null)) return undefined;
  const groups = node.groups.flatMap((group) => {
    const value = combination.get(group) ?? null;
    return group.subtotalName === undefined ? [value] : [value, !combination.has(group)];
  });
  return { values: [...groups, ...values], source: undefined };
}
