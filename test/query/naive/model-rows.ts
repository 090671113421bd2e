import type { BoundTable } from '../../../shared/dax/bound.ts';
import type { Env, Row } from './environment.ts';
import { keyOfRow } from './value.ts';
import { expansionIn, visibleRows } from './visible-rows.ts';
import { valueAt } from './world.ts';

type Node = Extract<BoundTable, { kind: 'rows' | 'values' | 'all' | 'allRows' }>;

/** Rows, or different combinations of columns, of a table of the model. */
export function modelRows(node: Node, env: Env): readonly Row[] {
  const table = node.kind === 'rows' || node.kind === 'allRows' ? node.table : (node.of[0]?.table ?? -1);
  const blankRow = node.withBlankRow ? undefined : env.world.tables[table]?.blankRow;
  const rows = [...rowsInReach(node, table, env)].filter((row) => row !== blankRow);
  if (node.kind === 'rows' || node.kind === 'allRows') {
    const columns = node.columns.map(({ lineage }) => lineage ?? { table, column: -1 });
    const expansion = expansionIn(env.world, env.context, table);
    return rows.map((place) => ({
      values: columns.map((column) => valueAt(env.world, column, place)),
      source: { place, expansion },
    }));
  }
  const combinations = rows.map((row) => node.of.map((column) => valueAt(env.world, column, row)));
  const different = new Map(combinations.map((values) => [keyOfRow(values), values]));
  return [...different.values()].map((values) => ({ values, source: undefined }));
}

/** In the filter context, without any, or with that around the visual. */
function rowsInReach(node: Node, table: number, { world, context, selected }: Env): Iterable<number> {
  if (node.kind === 'rows' || node.kind === 'values') return visibleRows(world, context, table);
  if (!node.selected) return world.allowed[table] ?? [];
  return visibleRows(world, selected === undefined ? context : { ...context, filters: selected }, table);
}
