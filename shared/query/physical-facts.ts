import type { TabularModel } from '../model/tabular-model.ts';

/** What planning may know of the data of one version of a model. */
export type PhysicalFacts = {
  /** Whether keys without a row lead to this table, so that a row of blanks stands for them. */
  readonly hasBlankRow: (table: number) => boolean;
  /** How many rows the table has; undefined where that is not known. */
  readonly rowCount: (table: number) => number | undefined;
};

/**
 * Facts from what was counted. A row of blanks leads nowhere, so that tables which its table leads to have one as well.
 */
export function physicalFacts(
  { relationships }: TabularModel,
  counted: { readonly blankRowTables: readonly number[]; readonly rowCounts: readonly (number | undefined)[] },
): PhysicalFacts {
  const withBlankRow = new Set(counted.blankRowTables);
  const waiting = [...withBlankRow];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const { from, to, toCardinality } of relationships) {
      if (from.table !== at || toCardinality !== 'one' || withBlankRow.has(to.table)) continue;
      withBlankRow.add(to.table);
      waiting.push(to.table);
    }
  }
  return { hasBlankRow: (table) => withBlankRow.has(table), rowCount: (table) => counted.rowCounts[table] };
}
