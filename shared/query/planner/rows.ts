import type { ColumnRef, TabularModel } from '../../model/tabular-model.ts';
import {
  columnValue,
  filtered,
  type Id,
  type JoinPair,
  type Relation,
  type SourceColumn,
  type Value,
} from '../relation.ts';
import type { Filter, FilterContext, SetFilter } from './filter-context.ts';
import { type BaseRows, type IdMaker, newCopy } from './frame.ts';
import { AS_MODELLED, expansion, hopsTo, type Path } from './relationship-paths.ts';
import { rowEqualities } from './row-filter.ts';

/** The rows of a table that a filter context leaves, keyed by the columns outside that its filters depend on. */
export type FilteredRows = {
  readonly relation: Relation;
  readonly on: ReadonlyMap<Id, Id>;
  readonly base: BaseRows;
  /** The context that made them. */
  readonly under: FilterContext;
};

/** What finding rows needs to know of the plan under way. */
export type RowsPlan = {
  readonly model: TabularModel;
  readonly ids: IdMaker;
  /** A condition over columns of one table, as a value of the columns that are found for them. */
  readonly conditionOf: (filter: Extract<Filter, { kind: 'predicate' }>, find: (column: ColumnRef) => Id) => Value;
};

/** The rows of the table in the filter context; each combination of outer values has rows of its own. */
export function filteredRows(
  plan: RowsPlan,
  table: number,
  context: FilterContext,
  withBlankRow: boolean,
  without: ReadonlySet<number> = new Set(),
  /** Tables whose columns can be read, too, though their filters do not come this way. */
  readable: ReadonlyMap<number, Path> = new Map(),
): FilteredRows {
  const paths = expansion(plan.model, context.use, table, without);
  const columns: SourceColumn[] = [];
  // RELATED goes by the model's own relationships where the context has taken one away.
  const modelled = expansion(plan.model, AS_MODELLED, table);
  const find = sourceColumn(plan, new Map([...modelled, ...readable, ...paths]), columns);
  const reached = (column: ColumnRef): Id => {
    const id = find(column);
    if (id === undefined) throw new Error('A filtered column is not in the table’s expansion.');
    return id;
  };
  const keys = keyed(plan.ids);
  const effects = context.filters.map((filter) => effectOf(plan, context, filter, paths, reached));
  for (const { equalities } of effects) for (const { outer, own } of equalities) keys.bind(outer, own);
  const conditions = [...effects.flatMap((effect) => effect.conditions), ...keys.take()];
  let relation = filtered({ kind: 'source', table, withBlankRow, columns }, conditions);
  const sets = effects.flatMap((effect) => effect.sets).filter(({ columns: of }) => of.length > 0);
  for (const set of [...sets, ...setsOfHops(plan, context, paths, without)]) {
    relation = joinSet(plan, relation, set, paths, reached, keys.bind);
  }
  return { relation: filtered(relation, keys.take()), on: keys.on, base: { table, column: find }, under: context };
}

/** Which own column has the value of an outer one; a second one must be equal to the first. */
function keyed(ids: IdMaker) {
  const on = new Map<Id, Id>();
  const conditions: Value[] = [];
  return {
    on,
    bind: (outer: Id, own: Id): void => {
      const known = on.get(outer);
      if (known === undefined) on.set(outer, own);
      else if (known !== own) conditions.push(same(ids, known, own));
    },
    take: (): readonly Value[] => conditions.splice(0),
  };
}

/** What one filter means for the rows: equalities with outer columns, conditions, and sets to be in. */
type FilterEffect = {
  readonly equalities: readonly { readonly outer: Id; readonly own: Id }[];
  readonly conditions: readonly Value[];
  readonly sets: readonly SetFilter[];
};
const NO_EFFECT: FilterEffect = { equalities: [], conditions: [], sets: [] };

function effectOf(
  plan: RowsPlan,
  context: FilterContext,
  filter: Filter,
  paths: ReadonlyMap<number, Path>,
  reached: (column: ColumnRef) => Id,
): FilterEffect {
  const isHere = ({ table }: ColumnRef): boolean => paths.has(table);
  switch (filter.kind) {
    case 'equals': {
      if (!isHere(filter.column)) return NO_EFFECT;
      return { ...NO_EFFECT, equalities: [{ outer: filter.id, own: reached(filter.column) }] };
    }
    case 'predicate':
      return filter.columns.every(isHere)
        ? { ...NO_EFFECT, conditions: [plan.conditionOf(filter, reached)] }
        : NO_EFFECT;
    case 'set':
      return filter.columns.some(isHere) ? { ...NO_EFFECT, sets: [filter] } : NO_EFFECT;
    case 'rows':
      return { ...NO_EFFECT, sets: [setOfRows(plan, context, filter, paths)] };
    case 'row': {
      const equal = rowEqualities(plan.model, context.use, filter, paths);
      return { ...NO_EFFECT, equalities: equal.map(({ outer, column }) => ({ outer, own: reached(column) })) };
    }
  }
}

/** The rows of a table without any filter. */
export function allRows(plan: RowsPlan, table: number, context: FilterContext, withBlankRow: boolean): FilteredRows {
  return filteredRows(plan, table, { ...context, filters: [] }, withBlankRow);
}

const same = (ids: IdMaker, left: Id, right: Id): Value => ({
  kind: 'same',
  type: 'Boolean',
  left: columnValue(left, ids.typeOf(left)),
  right: columnValue(right, ids.typeOf(right)),
});

/** Columns of a source, made when they are first asked for. */
function sourceColumn(
  { model, ids }: RowsPlan,
  paths: ReadonlyMap<number, Path>,
  columns: SourceColumn[],
): (column: ColumnRef) => Id | undefined {
  return ({ table, column }) => {
    const path = paths.get(table);
    const declared = model.tables[table]?.columns[column];
    if (path === undefined || declared === undefined) return undefined;
    const known = columns.find((one) => one.table === table && one.column === column);
    if (known !== undefined) return known.id;
    const { dataType } = declared;
    const type = dataType === 'Binary' || dataType === 'Unknown' ? 'Variant' : dataType;
    const id = ids.next(type, { table, column });
    columns.push({ id, path, table, column });
    return id;
  };
}

/** Filters that come along relationships that are not in the expansion, each as a set of key values. */
function setsOfHops(
  plan: RowsPlan,
  context: FilterContext,
  paths: ReadonlyMap<number, Path>,
  without: ReadonlySet<number>,
): readonly (SetFilter & { readonly blankMatches: boolean })[] {
  const taken = new Set([...without, ...[...paths.values()].flat()]);
  return [...paths.keys()].flatMap((table) =>
    hopsTo(plan.model, context.use, table, taken).flatMap((hop) => {
      const beyond = new Set([...taken, hop.relationship]);
      if (!isReached(plan.model, context, hop.from, paths, beyond)) return [];
      // Along a many-to-one relationship a key without a row is the blank row's.
      const readable = hop.blankMatches ? new Map([[table, [hop.relationship]]]) : undefined;
      const rows = filteredRows(plan, hop.from, context, false, beyond, readable);
      const key = rows.base.column(
        hop.blankMatches ? { table, column: hop.toColumn } : { table: hop.from, column: hop.fromColumn },
      );
      if (key === undefined) return [];
      return [
        {
          kind: 'set' as const,
          columns: [{ table, column: hop.toColumn }],
          relation: rows.relation,
          ids: [key],
          on: rows.on,
          blankMatches: hop.blankMatches,
        },
      ];
    }),
  );
}

/** Whether any filter reaches the table's rows. */
export const isTableReached = (model: TabularModel, context: FilterContext, table: number): boolean =>
  isReached(model, context, table, new Map(), new Set());

/** Whether a filter reaches the table's rows other than by tables that were reached already. */
function isReached(
  model: TabularModel,
  context: FilterContext,
  table: number,
  known: ReadonlyMap<number, Path>,
  without: ReadonlySet<number>,
): boolean {
  const paths = expansion(model, context.use, table, without);
  const isNew = (column: ColumnRef) => paths.has(column.table) && !known.has(column.table);
  const isFiltering = (filter: Filter): boolean => {
    if (filter.kind === 'equals') return isNew(filter.column);
    if (filter.kind === 'row' || filter.kind === 'rows') {
      const own = expansion(model, context.use, filter.base.table);
      return [...own.keys()].some((one) => paths.has(one) && !known.has(one));
    }
    return filter.columns.some(isNew);
  };
  if (context.filters.some(isFiltering)) return true;
  const taken = new Set([...without, ...[...paths.values()].flat()]);
  return [...paths.keys()].some((one) =>
    hopsTo(model, context.use, one, taken).some((hop) =>
      isReached(model, context, hop.from, new Map([...known, ...paths]), new Set([...taken, hop.relationship])),
    ),
  );
}

/** Rows of a table as a set of values of columns that the paths lead to; none where they share no table. */
function setOfRows(
  { model }: RowsPlan,
  { use }: FilterContext,
  filter: Extract<Filter, { kind: 'rows' }>,
  paths: ReadonlyMap<number, Path>,
): SetFilter {
  const equalities = rowEqualities(model, use, filter, paths);
  return {
    kind: 'set',
    columns: equalities.map(({ column }) => column),
    relation: filter.relation,
    ids: equalities.map(({ outer }) => outer),
    on: filter.on,
  };
}

function joinSet(
  { ids }: RowsPlan,
  left: Relation,
  set: SetFilter & { readonly blankMatches?: boolean },
  paths: ReadonlyMap<number, Path>,
  reached: (column: ColumnRef) => Id,
  bindTo: (outer: Id, own: Id) => void,
): Relation {
  const used = set.columns.flatMap((column, index) => {
    const id = set.ids[index];
    return id !== undefined && paths.has(column.table) ? [{ column, key: newCopy(ids, id) }] : [];
  });
  const outers = [...set.on].map(([outer, id]) => ({ outer, key: newCopy(ids, id) }));
  const keys = [...used, ...outers].map(({ key }) => key);
  const right: Relation = { kind: 'aggregate', input: set.relation, keys, aggregates: [] };
  const on = used.map(({ column, key }): JoinPair => {
    const own = reached(column);
    return { left: columnValue(own, ids.typeOf(own)), right: key.id, blankMatches: set.blankMatches ?? true };
  });
  for (const { outer, key } of outers) bindTo(outer, key.id);
  return { kind: 'join', join: outers.length === 0 ? 'semi' : 'inner', left, right, on };
}
