import type { BoundTable } from '../../../shared/dax/bound.ts';
import type { ColumnRef } from '../../../shared/model/tabular-model.ts';
import { aggregateValues } from './aggregate.ts';
import { changeContext } from './change-context.ts';
import { type Env, once, type Relation, type Row, withRow, withVariable } from './environment.ts';
import { modelRows } from './model-rows.ts';
import { compareKeys, sortRows } from './order.ts';
import { summarizeColumns } from './summarize-columns.ts';
import { daxError, isTrue, keyOf, keyOfRow, numberOf, type Value } from './value.ts';
import { computeWindow } from './window.ts';
import { valueAt } from './world.ts';

type Node<Kind extends BoundTable['kind']> = Extract<BoundTable, { readonly kind: Kind }>;

/** The rows of a table expression at a place. Names, lineage and base are those that the binder gave it. */
export function computeTable(node: BoundTable, env: Env): Relation {
  return { columns: node.columns, base: node.base, rows: rowsOf(node, env) };
}

function rowsOf(node: BoundTable, env: Env): readonly Row[] {
  const compute = (table: BoundTable) => computeTable(table, env).rows;
  switch (node.kind) {
    case 'rows':
    case 'values':
    case 'all':
    case 'allRows':
      return modelRows(node, env);
    case 'filter':
      return filterRows(node, env);
    case 'addColumns':
      return mapRows(node, env, (row, added) => ({ values: [...row.values, ...added], source: row.source }));
    case 'selectColumns':
      return mapRows(node, env, (_, values) => plain(values));
    case 'pick':
      return compute(node.table).map((row) => plain(node.picked.map((place) => row.values[place] ?? null)));
    case 'distinct':
      return distinct(compute(node.table));
    case 'summarize':
      return distinct(
        mapRows({ ...node, values: node.by.map((value) => ({ value })) }, env, (_, values) => plain(values)),
      );
    case 'summarizeColumns':
      return summarizeColumns(node, env).rows;
    case 'groupBy':
      return groupBy(node, env);
    case 'crossJoin':
      return compute(node.left).flatMap((left) =>
        compute(node.right).map((right) => plain([...left.values, ...right.values])),
      );
    case 'union':
      return node.tables.flatMap(compute);
    case 'intersect':
      return membersOf(compute(node.left), compute(node.right), true);
    case 'except':
      return membersOf(compute(node.left), compute(node.right), false);
    case 'naturalJoin':
      return naturalJoin(node, env);
    case 'generate':
      return generate(node, env);
    case 'topN':
      return topN(node, env);
    case 'literal':
      return node.rows.map((row) => plain(row.map((value) => env.run.scalar(value, env))));
    case 'calculateTable':
      return computeTable(node.table, changeContext(env, node.changes)).rows;
    case 'treatAs':
      return treatAs(node, env);
    case 'series':
      return series(node, env);
    case 'variable':
      return env.variables.get(node.variable)?.table().rows ?? [];
    case 'let':
      return computeTable(
        node.body,
        withVariable(env, node.variable, { value: once(() => env.run.scalar(node.value, env)) }),
      ).rows;
    case 'letTable':
      return computeTable(
        node.body,
        withVariable(env, node.variable, { table: once(() => computeTable(node.value, env)) }),
      ).rows;
    case 'window':
      return computeWindow(node.window, node.from, node.to, env).rows;
    case 'if':
      return compute(isTrue(env.run.scalar(node.condition, env)) ? node.then : node.else);
  }
}

function plain(values: readonly Value[]): Row {
  return { values, source: undefined };
}

function distinct(rows: readonly Row[]): readonly Row[] {
  const different = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOfRow(row.values);
    if (!different.has(key)) different.set(key, row);
  }
  return [...different.values()];
}

function filterRows({ table, scope, condition }: Node<'filter'>, env: Env): readonly Row[] {
  const relation = computeTable(table, env);
  return relation.rows.filter((row) => isTrue(env.run.scalar(condition, withRow(env, scope, relation, row))));
}

/** Each row with the values of expressions that are computed for it. */
function mapRows(
  {
    table,
    scope,
    values,
  }: Pick<Node<'addColumns'>, 'table' | 'scope'> & {
    readonly values: readonly Pick<Node<'addColumns'>['values'][number], 'value'>[];
  },
  env: Env,
  make: (row: Row, computed: readonly Value[]) => Row,
): readonly Row[] {
  const relation = computeTable(table, env);
  return relation.rows.map((row) => {
    const inRow = withRow(env, scope, relation, row);
    return make(
      row,
      values.map(({ value }) => env.run.scalar(value, inRow)),
    );
  });
}

function groupBy({ table, by, values }: Node<'groupBy'>, env: Env): readonly Row[] {
  const relation = computeTable(table, env);
  const keyOfGroup = (row: Row) => by.map((place) => row.values[place] ?? null);
  const groups = Map.groupBy(relation.rows, (row) => keyOfRow(keyOfGroup(row)));
  return [...groups.values()].map((rows) => {
    const aggregates = values.map(({ aggregate, value, scope, type }) => {
      const each = rows.map((row) =>
        value === undefined ? null : env.run.scalar(value, withRow(env, scope, relation, row)),
      );
      return aggregateValues(aggregate, each, type);
    });
    const [first] = rows;
    return plain([...(first === undefined ? [] : keyOfGroup(first)), ...aggregates]);
  });
}

function membersOf(left: readonly Row[], right: readonly Row[], areIn: boolean): readonly Row[] {
  const keys = new Set(right.map(({ values }) => keyOfRow(values)));
  return left.filter(({ values }) => keys.has(keyOfRow(values)) === areIn);
}

function naturalJoin(node: Node<'naturalJoin'>, env: Env): readonly Row[] {
  const right = computeTable(node.right, env);
  const added = right.columns.flatMap((_, place) => (node.on.some((pair) => pair.right === place) ? [] : [place]));
  const join = (left: Row, match: Row | undefined) =>
    plain([...left.values, ...added.map((place) => match?.values[place] ?? null)]);
  return computeTable(node.left, env).rows.flatMap((left) => {
    const matches = right.rows.filter((row) =>
      node.on.every((pair) => keyOf(left.values[pair.left]) === keyOf(row.values[pair.right])),
    );
    return matches.length === 0 && node.outer ? [join(left, undefined)] : matches.map((match) => join(left, match));
  });
}

function generate({ left, scope, right, outer }: Node<'generate'>, env: Env): readonly Row[] {
  const relation = computeTable(left, env);
  return relation.rows.flatMap((row) => {
    const made = computeTable(right, withRow(env, scope, relation, row));
    if (made.rows.length === 0 && outer) return [plain([...row.values, ...made.columns.map(() => null)])];
    return made.rows.map(({ values }) => plain([...row.values, ...values]));
  });
}

/** The first rows, and all that tie with the last of them. */
function topN({ count, table, scope, orderBy }: Node<'topN'>, env: Env): readonly Row[] {
  const size = numberOf(env.run.scalar(count, env));
  const sorted = sortRows(env, computeTable(table, env), scope, orderBy);
  const last = sorted[Math.min(size, sorted.length) - 1];
  if (size < 1 || last === undefined) return [];
  const directions = orderBy.map(({ direction }) => direction);
  return sorted.filter(({ keys }) => compareKeys(keys, last.keys, directions) <= 0).map(({ row }) => row);
}

/** Values that the columns do not have are left out. */
function treatAs({ table, as }: Node<'treatAs'>, env: Env): readonly Row[] {
  const existing = as.map((column) => new Set(valuesOf(env, column).map(keyOf)));
  const rows = computeTable(table, env).rows.map(({ values }) => plain(values));
  return distinct(rows.filter(({ values }) => existing.every((keys, place) => keys.has(keyOf(values[place])))));
}

function valuesOf({ world }: Env, column: ColumnRef): readonly Value[] {
  return [...(world.allowed[column.table] ?? [])].map((row) => valueAt(world, column, row));
}

function series({ from, to, step }: Node<'series'>, env: Env): readonly Row[] {
  const [first, last, by] = [from, to, step].map((each) => numberOf(env.run.scalar(each, env)));
  if (first === undefined || last === undefined || by === undefined) return [];
  if (by === 0) throw daxError('The step of a series cannot be zero.');
  const count = Math.floor((last - first) / by + 1e-9) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, place) => plain([first + place * by]));
}
