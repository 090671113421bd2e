import type { ColumnRef, TabularModel } from '../../model/tabular-model.ts';
import type { Parsed } from '../dax-problem.ts';
import { parseExpression } from '../parse-expression.ts';
import type { Expression } from '../syntax.ts';

/** The names of a model as DAX looks them up, and its expressions as trees. Made once for a version of a model. */
export type ModelIndex = {
  readonly model: TabularModel;
  readonly tables: ReadonlyMap<string, number>;
  /** For each table its columns. */
  readonly columns: readonly ReadonlyMap<string, number>[];
  readonly measures: ReadonlyMap<string, MeasurePlace>;
  /** The tree of an expression of the model; parsed when first asked for. */
  readonly parse: (text: string) => Parsed<Expression>;
};

export type MeasurePlace = { readonly table: number; readonly measure: number };

/** Names that do not exist for the caller (F-13). */
export type HiddenObjects = { readonly tables: readonly number[]; readonly columns: readonly ColumnRef[] };

export const NOTHING_HIDDEN: HiddenObjects = { tables: [], columns: [] };

/** Names are compared without case. */
export function fold(name: string): string {
  return name.toLowerCase();
}

export function indexModel(model: TabularModel): ModelIndex {
  const trees = new Map<string, Parsed<Expression>>();
  return {
    model,
    tables: new Map(model.tables.map((table, index) => [fold(table.name), index])),
    columns: model.tables.map((table) => new Map(table.columns.map((column, index) => [fold(column.name), index]))),
    measures: new Map(
      model.tables.flatMap((table, index) =>
        table.measures.map(({ name }, measure): [string, MeasurePlace] => [fold(name), { table: index, measure }]),
      ),
    ),
    parse: (text) => {
      const known = trees.get(text) ?? parseExpression(text);
      trees.set(text, known);
      return known;
    },
  };
}

export function isSameColumn(left: ColumnRef | undefined, right: ColumnRef | undefined): boolean {
  return left !== undefined && left.table === right?.table && left.column === right.column;
}
