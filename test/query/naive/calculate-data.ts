import { bindCalculatedColumn, bindCalculatedTable } from '../../../shared/dax/bind/bind-expression.ts';
import type { BindResult } from '../../../shared/dax/bind/bind-parts.ts';
import { indexModel, type ModelIndex } from '../../../shared/dax/bind/model-index.ts';
import type { TabularModel, TabularTable } from '../../../shared/model/tabular-model.ts';
import type { Asker } from './environment.ts';
import { emptyEnv, rowsFor } from './interpret.ts';
import type { Value } from './value.ts';
import { buildWorld, type Data } from './world.ts';

/** Fills in calculated columns and tables, again and again until nothing changes, so that their order is of no matter. */
export function calculateData(model: TabularModel, data: Data, asker: Asker): Data {
  const index = indexModel(model);
  let before = data;
  for (let round = 0; round < 5; round += 1) {
    const after = calculateOnce(index, before, asker);
    if (JSON.stringify(after) === JSON.stringify(before)) return after;
    before = after;
  }
  throw new Error('calculated columns do not come to rest');
}

function calculateOnce(index: ModelIndex, data: Data, asker: Asker): Data {
  return index.model.tables.reduce((before, table, place) => {
    const rows = calculateTable(index, before, table, asker) ?? before[place] ?? [];
    return before.with(place, calculateColumns(index, before.with(place, rows), place, asker));
  }, data);
}

function calculateTable(index: ModelIndex, data: Data, table: TabularTable, asker: Asker): Data[number] | undefined {
  const [source] = table.partitions.map((partition) => partition.source);
  if (source?.kind !== 'calculated') return undefined;
  const tree = treeOf(bindCalculatedTable(index, { expression: source.expression, object: table.name }));
  const env = emptyEnv(buildWorld(index.model, data), tree, asker);
  const { columns, rows } = env.run.table(tree.table, env);
  const places = table.columns.map(({ source: from }) =>
    columns.findIndex(
      ({ name, qualifier = '' }) =>
        from.kind === 'calculatedTable' && [`[${name}]`, name, `${qualifier}[${name}]`].includes(from.sourceColumn),
    ),
  );
  return rows.map(({ values }) => places.map((at) => values[at] ?? null));
}

function calculateColumns(index: ModelIndex, data: Data, place: number, asker: Asker): Data[number] {
  const table = index.model.tables[place];
  return (table?.columns ?? []).reduce((rows, { name, source }, column): Data[number] => {
    if (source.kind !== 'calculated') return rows;
    const { expression } = source;
    const tree = treeOf(bindCalculatedColumn(index, { table: place, expression, object: name }));
    const computed = new Map(
      rowsFor(buildWorld(index.model, data.with(place, rows)), tree, asker).map(({ row, value }): [number, Value] => [
        row,
        value,
      ]),
    );
    return rows.map((row, at) => row.with(column, computed.get(at) ?? null));
  }, data[place] ?? []);
}

function treeOf<Tree>(result: BindResult<Tree>) {
  if (result.kind === 'bound') return result.tree;
  throw new Error(`an expression of the model cannot be bound: ${JSON.stringify(result.problems)}`);
}
