import type { Column, Measure, SemanticModel, Table } from '../model/semantic-model.ts';
import { nearestName } from './nearest-name.ts';
import { type ResolvedMeasure, resolveMeasure } from './resolve-measure.ts';
import { isSameName } from './same-name.ts';
import { isColumnHidden, isTableHidden, readsHidden, type SecurityRules } from './security-rules.ts';

/** A table as the caller sees it: columns keep their position in the model, and what is hidden is not there. */
export type VisibleTable = {
  readonly index: number;
  readonly name: string;
  readonly columns: readonly VisibleColumn[];
  readonly measures: readonly VisibleMeasure[];
};
export type VisibleColumn = { readonly index: number; readonly column: Column };
export type VisibleMeasure = { readonly measure: Measure; readonly resolved: ResolvedMeasure };

/** The tables that the caller may know of. A measure that reads a hidden column is hidden with it. */
export function visibleTables(model: SemanticModel, rules: SecurityRules): readonly VisibleTable[] {
  return model.tables
    .map((table, index) => visibleTable(table, index, rules))
    .filter((table) => !isTableHidden(rules, table.index));
}

function visibleTable(table: Table, tableIndex: number, rules: SecurityRules): VisibleTable {
  return {
    index: tableIndex,
    name: table.name,
    columns: table.columns
      .map((column, index) => ({ index, column }))
      .filter(({ index }) => !isColumnHidden(rules, tableIndex, index)),
    measures: table.measures
      .map((measure) => ({ measure, resolved: resolveMeasure(measure.expression, table, tableIndex) }))
      .filter(({ resolved }) => resolved.kind === 'broken' || !readsHidden(rules, resolved.value)),
  };
}

/** What a name was bound to, or the facts of the fault `field-unknown`. */
export type Bound<T> =
  | { readonly kind: 'bound'; readonly to: T }
  | { readonly kind: 'unknown'; readonly field: string; readonly near?: string };

/** The one of these that carries the name; `shown` writes a name as a person reads it in a fault. */
export function bindName<T>(
  name: string,
  among: readonly T[],
  nameOf: (one: T) => string,
  shown: (name: string) => string = (plain) => plain,
): Bound<T> {
  const to = among.find((one) => isSameName(nameOf(one), name));
  if (to !== undefined) return { kind: 'bound', to };
  const near = nearestName(name, among.map(nameOf));
  return { kind: 'unknown', field: shown(name), ...(near === undefined ? {} : { near: shown(near) }) };
}
