import type { BoundTable } from '../../dax/bound.ts';
import type { ColumnRef } from '../../model/tabular-model.ts';
import { columnValue, type Id, type JoinPair, type NewColumn, type Relation } from '../relation.ts';
import { extendFrame } from './frame.ts';
import { relationOf, resolveColumn } from './frame-rows.ts';
import { calculated } from './plan-calculate.ts';
import { planGroupBy } from './plan-group-by.ts';
import { planCrossJoin, planDifference, planIf, planNaturalJoin, planTreatAs } from './plan-set-table.ts';
import { planSummarizeColumns } from './plan-summarize-columns.ts';
import { planTopN } from './plan-top-n.ts';
import { planWindow } from './plan-window.ts';
import { type Env, insideRows, insideUnit, type PlannedTable, planScalar, planTable } from './planning.ts';
import { allRows, type FilteredRows, filteredRows } from './rows.ts';
import { copyOfTable, distinctRows, rowsFor, rowsPlan, unionOf, wholeRows } from './table-parts.ts';

type Kind<K extends BoundTable['kind']> = Extract<BoundTable, { kind: K }>;

/** The rows of a table expression where it stands. */
export function tableOf(bound: BoundTable, env: Env): PlannedTable {
  switch (bound.kind) {
    case 'rows':
      return planRows(bound, env);
    case 'values':
      return distinctOf(env, rowsFor(env, tableOfColumns(bound.of), bound.withBlankRow), bound.of);
    case 'all':
      return distinctOf(env, unfiltered(env, tableOfColumns(bound.of), bound), bound.of);
    case 'allRows':
      return wholeRows(bound, unfiltered(env, bound.table, bound));
    case 'filter':
      return planFilter(bound, env);
    case 'addColumns':
    case 'selectColumns':
    case 'summarize':
      return planComputed(bound, env);
    case 'pick': {
      const table = planTable(bound.table, env);
      return { ...table, ids: bound.picked.flatMap((position) => table.ids[position] ?? []), rows: undefined };
    }
    case 'distinct':
      return distinctRows(env, planTable(bound.table, env));
    case 'calculateTable':
      return planTable(bound.table, calculated(env, bound.changes));
    case 'summarizeColumns':
      return planSummarizeColumns(bound, env);
    case 'groupBy':
      return planGroupBy(bound, env);
    case 'crossJoin':
      return planCrossJoin(bound, env);
    case 'union':
      return unionOf(
        env,
        bound,
        bound.tables.map((table) => planTable(table, env)),
      );
    case 'intersect':
    case 'except':
      return planDifference(bound, env);
    case 'naturalJoin':
      return planNaturalJoin(bound, env);
    case 'treatAs':
      return planTreatAs(bound, env);
    case 'if':
      return planIf(bound, env);
    case 'generate':
      return planGenerate(bound, env);
    case 'topN':
      return planTopN(bound, env);
    case 'literal':
      return planLiteral(bound, env);
    case 'series':
      return planSeries(bound, env);
    case 'variable': {
      const variable = env.variables.get(bound.variable);
      if (variable?.kind !== 'table') throw new Error('A variable is missing.');
      return copyOfTable(env, variable.table);
    }
    case 'let': {
      const value = extendFrame(env.frame, planScalar(bound.value, env));
      const variables = new Map([...env.variables, [bound.variable, { kind: 'scalar', value }] as const]);
      return planTable(bound.body, { ...env, variables });
    }
    case 'letTable': {
      const table = planTable(bound.value, env);
      const variables = new Map([...env.variables, [bound.variable, { kind: 'table', table }] as const]);
      return planTable(bound.body, { ...env, variables });
    }
    case 'window':
      return planWindow(bound, env);
  }
}

const tableOfColumns = (columns: readonly ColumnRef[]): number => {
  const [first] = columns;
  if (first === undefined) throw new Error('A list of columns is empty.');
  return first.table;
};

/** Rows of a table in the current context under ids of their own. */
function planRows(bound: Kind<'rows'>, env: Env): PlannedTable {
  return wholeRows(bound, filteredRows(rowsPlan(env), bound.table, env.context, bound.withBlankRow));
}

function distinctOf(env: Env, rows: FilteredRows, columns: readonly ColumnRef[]): PlannedTable {
  const own = columns.map((column): Id => {
    const id = rows.base.column(column);
    if (id === undefined) throw new Error('A column is not in the expansion.');
    return id;
  });
  return distinctRows(env, { relation: rows.relation, ids: own, on: rows.on, base: undefined, rows: undefined });
}

/** The rows without filters, or with those that the current visual itself is under. */
function unfiltered(
  env: Env,
  table: number,
  { withBlankRow, selected }: { readonly withBlankRow: boolean; readonly selected: boolean },
): FilteredRows {
  if (!selected) return allRows(rowsPlan(env), table, env.context, withBlankRow);
  return filteredRows(rowsPlan(env), table, { ...env.context, filters: env.context.selected }, withBlankRow);
}

function planFilter(bound: Kind<'filter'>, env: Env): PlannedTable {
  const table = planTable(bound.table, env);
  const inside = insideRows(env, bound.scope, bound.table, table);
  const condition = planScalar(bound.condition, inside);
  const relation: Relation = { kind: 'filter', input: relationOf(inside.frame), condition };
  return { ...table, relation, on: inside.frame.on, rows: undefined };
}

function planComputed(bound: Kind<'addColumns'> | Kind<'selectColumns'> | Kind<'summarize'>, env: Env): PlannedTable {
  const table = planTable(bound.table, env);
  const inside = insideRows(env, bound.scope, bound.table, table);
  const expressions = bound.kind === 'summarize' ? bound.by : bound.values.map(({ value }) => value);
  const first = bound.kind === 'addColumns' ? bound.table.columns.length : 0;
  const made = expressions.map((expression, index): NewColumn => {
    const value = planScalar(expression, inside);
    const shown = bound.columns[first + index];
    return { id: env.plan.ids.next(shown?.type ?? value.type, shown?.lineage), value };
  });
  const relation: Relation = { kind: 'extend', input: relationOf(inside.frame), columns: made };
  const ids = made.map(({ id }) => id);
  const computed: PlannedTable = { relation, ids, on: inside.frame.on, base: undefined, rows: undefined };
  if (bound.kind === 'addColumns') return { ...computed, ids: [...table.ids, ...ids], base: table.base };
  return bound.kind === 'summarize' ? distinctRows(env, computed) : computed;
}

function planGenerate(bound: Kind<'generate'>, env: Env): PlannedTable {
  const left = planTable(bound.left, env);
  const inside = insideRows(env, bound.scope, bound.left, left);
  const right = planTable(bound.right, inside);
  for (const outer of right.on.keys()) resolveColumn(inside.frame, outer);
  const on = [...right.on].map(([outer, own]): JoinPair => {
    const id = resolveColumn(inside.frame, outer);
    return { left: columnValue(id, env.plan.ids.typeOf(id)), right: own, blankMatches: true };
  });
  const relation: Relation = {
    kind: 'join',
    join: bound.outer ? 'left' : 'inner',
    left: relationOf(inside.frame),
    right: right.relation,
    on,
  };
  return { relation, ids: [...left.ids, ...right.ids], on: inside.frame.on, base: undefined, rows: undefined };
}

/** Each row computed in a place of its own, one below the other. */
function planLiteral(bound: Kind<'literal'>, env: Env): PlannedTable {
  const rows = bound.rows.map((row) => {
    const place = insideUnit(env);
    const columns = row.map((cell, index): NewColumn => {
      const value = planScalar(cell, place);
      return { id: env.plan.ids.next(bound.columns[index]?.type ?? value.type), value };
    });
    const relation: Relation = { kind: 'extend', input: relationOf(place.frame), columns };
    return { relation, ids: columns.map(({ id }) => id), on: place.frame.on, base: undefined, rows: undefined };
  });
  return unionOf(env, bound, rows);
}

function planSeries(bound: Kind<'series'>, env: Env): PlannedTable {
  const place = insideUnit(env);
  const [from, to, step] = [bound.from, bound.to, bound.step].map((part) => planScalar(part, place));
  const type = bound.columns[0]?.type ?? 'Int64';
  if (from === undefined || to === undefined || step === undefined) throw new Error('A series has no ends.');
  const id = env.plan.ids.next(type);
  const relation: Relation = { kind: 'series', input: relationOf(place.frame), id, type, from, to, step };
  return { relation, ids: [id], on: place.frame.on, base: undefined, rows: undefined };
}
