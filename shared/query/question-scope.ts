import { type Bound, bindName, type VisibleColumn, type VisibleMeasure, type VisibleTable } from './bind-name.ts';
import type { FieldRef } from './question.ts';
import type { FaultList } from './question-faults.ts';
import type { FilterTarget } from './resolve-filter.ts';

/** Binds names, and remembers which tables were used: until a model has relationships it can be one only. */
export type QuestionScope = {
  readonly table: (name: string) => VisibleTable | undefined;
  readonly column: (field: FieldRef) => FilterTarget | undefined;
  readonly measure: (field: FieldRef) => VisibleMeasure | undefined;
  readonly onlyTable: () => number | undefined;
};

/** A scope over what the caller sees; names that are not there become faults. */
export function createScope(tables: readonly VisibleTable[], faults: FaultList): QuestionScope {
  const used = new Map<number, string>();
  const orUnknown = <T>(bound: Bound<T>): T | undefined => (bound.kind === 'bound' ? bound.to : faults.unknown(bound));
  const table = (name: string) => {
    const found = orUnknown(bindName(name, tables, (one) => one.name));
    if (found !== undefined) used.set(found.index, found.name);
    return found;
  };
  return {
    table,
    column: (field) => {
      const home = table(field.table);
      if (home === undefined) return undefined;
      const bound = orUnknown(bindName(field.field, home.columns, columnName, (name) => `${home.name}[${name}]`));
      return bound === undefined ? undefined : target(home, bound);
    },
    measure: (field) => {
      const home = table(field.table);
      if (home === undefined) return undefined;
      return orUnknown(
        bindName(
          field.field,
          home.measures,
          (one) => one.measure.name,
          (name) => `${home.name}[${name}]`,
        ),
      );
    },
    onlyTable: () => {
      const [first, second] = used;
      if (first !== undefined && second !== undefined) {
        const names = [...used.values()].map((name) => `'${name}'`).join(', ');
        faults.invalid(`Fields of one table can be asked together, not of ${names}: the model has no relationships.`);
      }
      return first?.[0];
    },
  };
}

function columnName(one: VisibleColumn): string {
  return one.column.name;
}

function target(home: VisibleTable, bound: VisibleColumn): FilterTarget {
  return { table: home.index, bound, shown: `${home.name}[${bound.column.name}]` };
}
