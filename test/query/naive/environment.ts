import type {
  BoundColumn,
  BoundMeasures,
  BoundScalar,
  BoundTable,
  DaxType,
  MeasureId,
  Scope,
  VariableId,
} from '../../../shared/dax/bound.ts';
import type { ColumnRef } from '../../../shared/model/tabular-model.ts';
import type { Expansion } from './expansion.ts';
import type { Filter } from './filter.ts';
import type { Value } from './value.ts';
import type { FilterContext } from './visible-rows.ts';
import type { World } from './world.ts';

/** A row of a table expression, and the row of the model that it is, where it is one. */
export type Row = { readonly values: readonly Value[]; readonly source: Source | undefined };

/** A row of an expanded table, by the relationships that held where the table was computed. */
export type Source = { readonly place: number; readonly expansion: Expansion };

/** What a table expression gives. `base` is the table of the model whose rows these are. */
export type Relation = {
  readonly columns: readonly BoundColumn[];
  readonly base: number | undefined;
  readonly rows: readonly Row[];
};

/** Who asks, and when. `roles` are positions in the model; `undefined` for one whom no role binds. */
export type Asker = {
  readonly name: string;
  readonly objectId: string;
  readonly customData: string | undefined;
  readonly culture: string;
  readonly now: number;
  readonly roles: readonly number[] | undefined;
};

export type CurrentRow = { readonly relation: Relation; readonly row: Row };

/** Computed when it is first needed, in the context of where it was defined. */
export type Variable = { readonly value: () => Value; readonly table: () => Relation };

/** All that an expression can depend on. */
export type Env = {
  readonly world: World;
  readonly asker: Asker;
  readonly query: BoundMeasures;
  readonly context: FilterContext;
  /** The filters around the visual, before it grouped: what ALLSELECTED goes back to. */
  readonly selected: readonly Filter[] | undefined;
  /** The grouping columns of the current cell of a visual. */
  readonly cell: readonly ColumnRef[];
  readonly rows: ReadonlyMap<Scope, CurrentRow>;
  /** Rows that the next CALCULATE makes filters of, from the outermost in. */
  readonly pending: readonly Scope[];
  readonly variables: ReadonlyMap<VariableId, Variable>;
  /** The measure that a calculation item is applied to. */
  readonly selectedMeasure: { readonly measure: MeasureId; readonly type: DaxType } | undefined;
  readonly run: Interpreter;
};

/** The two halves of the interpreter, which know each other through this. */
export type Interpreter = {
  readonly scalar: (node: BoundScalar, env: Env) => Value;
  readonly table: (node: BoundTable, env: Env) => Relation;
};

/** The same place with a current row of one more table. */
export function withRow(env: Env, scope: Scope, relation: Relation, row: Row): Env {
  const pending = [...env.pending.filter((each) => each !== scope), scope];
  return { ...env, rows: new Map([...env.rows, [scope, { relation, row }]]), pending };
}

export function withVariable(env: Env, id: VariableId, variable: Partial<Variable>): Env {
  const missing = (): never => {
    throw new Error(`variable ${id} is used as what it is not`);
  };
  return { ...env, variables: new Map([...env.variables, [id, { value: missing, table: missing, ...variable }]]) };
}

export function once<Result>(compute: () => Result): () => Result {
  let known: { readonly result: Result } | undefined;
  return () => {
    known ??= { result: compute() };
    return known.result;
  };
}
