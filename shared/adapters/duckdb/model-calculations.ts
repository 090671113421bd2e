import type { BoundColumn } from '../../dax/bound.ts';
import { wordsFor } from '../../model/model-problem.ts';
import type { TabularColumn, TabularModel } from '../../model/tabular-model.ts';

/** Something that is computed from the rest of the model when data are loaded. */
export type Calculation = {
  readonly table: number;
  readonly expression: string;
  /** As people say it: `table Sales, column 'Line Amount'`. */
  readonly object: string;
} & (
  | { readonly kind: 'column'; readonly column: number }
  | {
      readonly kind: 'table';
      /** For each column of the result its position in the table, −1 for none; and a column that none is for. */
      readonly places: (columns: readonly BoundColumn[]) => {
        readonly positions: readonly number[];
        readonly missing: string | undefined;
      };
    }
);

/**
 * The calculated columns and tables of a model. Columns that relationships begin or end at come first: which keys lead
 * nowhere is asked by what comes after them.
 */
export function calculationsOf(model: TabularModel): readonly Calculation[] {
  const all = model.tables.flatMap((table, index): readonly Calculation[] => {
    const columns = table.columns.flatMap((column, position) => columnOf(table.name, column, index, position) ?? []);
    const source = table.partitions[0]?.source;
    if (source?.kind !== 'calculated') return columns;
    const object = wordsFor('table', table.name);
    const places = (made: readonly BoundColumn[]) => placesOf(table.columns, made);
    return [{ kind: 'table', table: index, expression: source.expression, object, places }, ...columns];
  });
  const isKey = (one: Calculation): boolean =>
    one.kind === 'column' &&
    model.relationships.some(({ from, to }) =>
      [from, to].some(({ table, column }) => table === one.table && column === one.column),
    );
  return [...all.filter(isKey), ...all.filter((one) => !isKey(one))];
}

function columnOf(
  owner: string,
  { name, source }: TabularColumn,
  table: number,
  column: number,
): Calculation | undefined {
  if (source.kind !== 'calculated') return undefined;
  const object = `${wordsFor('table', owner)}, ${wordsFor('column', name)}`;
  return { kind: 'column', table, column, expression: source.expression, object };
}

function placesOf(columns: readonly TabularColumn[], made: readonly BoundColumn[]) {
  const positions = made.map(({ name, qualifier }) => {
    const names = [`[${name}]`, `${qualifier}[${name}]`, `'${qualifier}'[${name}]`].map((text) => text.toLowerCase());
    return columns.findIndex(
      ({ source }) => source.kind === 'calculatedTable' && names.includes(source.sourceColumn.toLowerCase()),
    );
  });
  const missing = columns.find(({ source }, index) => source.kind === 'calculatedTable' && !positions.includes(index));
  return { positions, missing: missing?.name };
}
