import type { ColumnRef } from '../../model/tabular-model.ts';
import type {
  BoundColumn,
  BoundMeasure,
  BoundScalar,
  BoundTable,
  ConstantValue,
  DaxType,
  Scope,
  VariableId,
} from '../bound.ts';
import type { Expression, Span } from '../syntax.ts';
import { type BindProblem, type BindProblemCode, bindProblem, type Source } from './bind-problem.ts';
import type { HiddenObjects, ModelIndex } from './model-index.ts';

/** What holds while one text is bound. Problems, measures and numbers are collected here, everything else is given. */
export type Session = {
  readonly index: ModelIndex;
  readonly hidden: HiddenObjects;
  readonly parameters: ReadonlyMap<string, ConstantValue>;
  readonly definitions: Definitions;
  /** The type of a measure after calculation items had their way with it. */
  readonly measureType: (type: DaxType) => DaxType;
  /** Binds the parts of an expression; functions get it from here, so that they need not know who calls them. */
  readonly binder: Binder;
  readonly problems: BindProblem[];
  /** Those problems that say that a hidden name does not exist. */
  readonly secrets: Set<BindProblem>;
  readonly measures: BoundMeasure[];
  readonly measureSlots: Map<string, MeasureSlot>;
  /** Calculation groups that were named. */
  readonly namedGroups: Set<number>;
  /** The columns of tables of the model, made when first asked for. */
  readonly tableColumns: Map<number, readonly BoundColumn[]>;
  /** The caller may read how the model is made (INFO.VIEW.*). */
  readonly mayReadDefinition: boolean;
  readonly counters: { scope: number; variable: number; expressions: number };
};

export type Binder = {
  readonly scalar: (expression: Expression, env: Env) => BoundScalar;
  readonly table: (expression: Expression, env: Env) => BoundTable;
  /** Whether the expression means a table rather than a value. */
  readonly isTable: (expression: Expression, env: Env) => boolean;
};

/** What DEFINE adds to the model for one query. */
export type Definitions = {
  readonly measures: ReadonlyMap<string, { readonly table: number; readonly name: string; readonly value: Expression }>;
  readonly columns: readonly { readonly table: number; readonly name: string; readonly value: Expression }[];
  /** Variables that are constants, which measures of the query may use as well. */
  readonly constants: ReadonlyMap<string, VariableEntry>;
  readonly source: Source;
};

export type MeasureSlot =
  | { readonly state: 'binding'; readonly name: string }
  | { readonly state: 'bound'; readonly id: number; readonly type: DaxType }
  | { readonly state: 'broken' }
  /** It needs something that is hidden, so it does not exist. */
  | { readonly state: 'hidden' };

export type RowContext = {
  readonly scope: Scope;
  readonly columns: readonly BoundColumn[];
  readonly base: number | undefined;
  /** A condition of CALCULATE: columns that it names are gathered here, and are the scope's columns. */
  readonly gathered: BoundColumn[] | undefined;
};

export type VariableEntry =
  | { readonly kind: 'scalar'; readonly id: VariableId; readonly type: DaxType }
  | { readonly kind: 'table'; readonly id: VariableId; readonly table: BoundTable }
  /** Stands for the value itself, wherever it is used. */
  | { readonly kind: 'value'; readonly value: BoundScalar }
  | { readonly kind: 'rows'; readonly table: BoundTable };

/** What the names of an expression mean at one place. Row contexts from the outermost to the innermost. */
export type Env = {
  readonly session: Session;
  readonly source: Source;
  readonly rows: readonly RowContext[];
  readonly variables: ReadonlyMap<string, VariableEntry>;
  /** The table whose columns and measures need no table's name. */
  readonly home: number | undefined;
  /** The type of SELECTEDMEASURE() in a calculation item. */
  readonly selectedMeasure: DaxType | undefined;
  /** In a condition of CALCULATE, where measures are forbidden. */
  readonly isPredicate: boolean;
  /** In the text of a template, where a blank date is before and after nothing. */
  readonly isTemplate: boolean;
  readonly depth: number;
};

/** Stands where something could not be bound; whoever meets it says nothing more. */
export const BROKEN: BoundScalar = { kind: 'blank', type: 'Variant' };
export const BROKEN_TABLE: BoundTable = { kind: 'literal', columns: [], base: undefined, rows: [] };

/** True for a table that could not be bound, and for what is made of it row by row. */
export function isBrokenTable(table: BoundTable): boolean {
  return table.columns === BROKEN_TABLE.columns;
}

export function report(env: Env, code: BindProblemCode, span: Span, message: string): BoundScalar {
  env.session.problems.push(bindProblem(env.source, code, span, message));
  return BROKEN;
}

export function newScope(env: Env): Scope {
  env.session.counters.scope += 1;
  return env.session.counters.scope;
}

export function newVariable(env: Env): VariableId {
  env.session.counters.variable += 1;
  return env.session.counters.variable;
}

/** A row context over the rows of a table, inside those that there are. */
export function openRow(env: Env, table: BoundTable): { readonly scope: Scope; readonly env: Env } {
  const scope = newScope(env);
  const row = { scope, columns: table.columns, base: table.base, gathered: undefined };
  return { scope, env: { ...env, rows: [...env.rows, row] } };
}

export function withVariable(env: Env, name: string, entry: VariableEntry): Env {
  return { ...env, variables: new Map([...env.variables, [name.toLowerCase(), entry]]) };
}

export function isHiddenTable(session: Session, table: number): boolean {
  return session.hidden.tables.includes(table);
}

export function isHiddenColumn(session: Session, ref: ColumnRef): boolean {
  return (
    isHiddenTable(session, ref.table) ||
    session.hidden.columns.some(({ table, column }) => table === ref.table && column === ref.column)
  );
}
