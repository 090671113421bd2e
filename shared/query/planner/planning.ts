import type {
  BoundCalculationGroup,
  BoundMeasure,
  BoundScalar,
  BoundTable,
  Scope,
  VariableId,
} from '../../dax/bound.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import type { Id, Relation, Value } from '../relation.ts';
import type { FilterContext } from './filter-context.ts';
import { type BaseRows, createFrame, type Frame, type IdMaker, type RowBinding } from './frame.ts';
import type { FilteredRows } from './rows.ts';

/** What is fixed for one plan. */
export type Planning = {
  readonly model: TabularModel;
  readonly measures: readonly BoundMeasure[];
  /** The one that is applied first, and so stands outermost, before the others. */
  readonly calculationGroups: readonly BoundCalculationGroup[];
  readonly ids: IdMaker;
  /** Rows that were found already, by context, so that what is computed from the same rows is computed together. */
  readonly found: Map<FilterContext, Map<string, FilteredRows>>;
  /** Contexts that were made already, by the context before and what was done to it. */
  readonly changed: Map<FilterContext, Map<unknown, FilterContext>>;
  /** Plan any expression: parts of the planner reach each other through these. */
  readonly scalar: (bound: BoundScalar, env: Env) => Value;
  readonly table: (bound: BoundTable, env: Env) => PlannedTable;
};

/** The expression as a value of the frame's rows; what has to be computed first is attached to them. */
export const planScalar = (bound: BoundScalar, env: Env): Value => env.plan.scalar(bound, env);

/** The rows of a table expression where it stands. */
export const planTable = (bound: BoundTable, env: Env): PlannedTable => env.plan.table(bound, env);

/** Where an expression stands: for which rows it is computed, under which filters, and what it can name. */
export type Env = {
  readonly plan: Planning;
  readonly frame: Frame;
  readonly context: FilterContext;
  readonly scopes: ReadonlyMap<Scope, RowBinding>;
  /** Row contexts that the next CALCULATE turns into filters, outermost first. */
  readonly pending: readonly Scope[];
  readonly variables: ReadonlyMap<VariableId, PlannedVariable>;
  /** The measure that a calculation item is being applied to. */
  readonly selectedMeasure: SelectedMeasure | undefined;
};

/** `depth` counts items that are applied inside items. */
export type SelectedMeasure = { readonly measure: number; readonly depth: number };

export type PlannedVariable =
  | { readonly kind: 'scalar'; readonly value: Value }
  | { readonly kind: 'table'; readonly table: PlannedTable };

/** A table expression: its rows, keyed by the columns outside that they depend on. */
export type PlannedTable = {
  readonly relation: Relation;
  readonly ids: readonly Id[];
  readonly on: ReadonlyMap<Id, Id>;
  readonly base: BaseRows | undefined;
  /** The rows are just those that a context leaves of a table. */
  readonly rows: FilteredRows | undefined;
};

/** The expression's place inside the rows of a table: one row context more. */
export function insideRows(env: Env, scope: Scope, bound: BoundTable, table: PlannedTable): Env {
  const { relation, ids, on } = table;
  const frame = createFrame(env.frame, env.plan.ids, [{ relation, on, groups: undefined }], [...ids, ...on.values()]);
  const base = table.base === undefined ? undefined : reachedThrough(frame, table.base);
  const binding: RowBinding = { frame, ids, lineage: bound.columns.map(({ lineage }) => lineage), base };
  return { ...env, frame, scopes: new Map([...env.scopes, [scope, binding]]), pending: [...env.pending, scope] };
}

/** Columns that are asked for later belong to the frame as well. */
function reachedThrough(frame: Frame, base: BaseRows): BaseRows {
  return {
    table: base.table,
    column: (column) => {
      const id = base.column(column);
      if (id !== undefined) frame.own.add(id);
      return id;
    },
  };
}

/** A place with rows of its own and no row context: what is computed in it is one row for each row outside. */
export function insideUnit(env: Env): Env {
  return { ...env, frame: createFrame(env.frame, env.plan.ids, [], []) };
}
