import type { Located } from './metadata-reader.ts';
import { type Finding, type ModelProblem, problemAt } from './model-problem.ts';
import type { TabularModel, TabularTable } from './tabular-model.ts';
import { relationshipProblems } from './validate-relationships.ts';
import { roleProblems } from './validate-roles.ts';

/** Rules about what parts of a model do to each other: relationships, sorting, calculation groups, roles. */
export function validateModel(model: TabularModel, places: ReadonlyMap<object, Located>): readonly ModelProblem[] {
  const found = [
    ...model.tables.flatMap(sortProblems),
    ...model.tables.flatMap(calculationGroupProblems),
    ...relationshipProblems(model),
    ...roleProblems(model),
  ];
  return found.map(({ part, ...said }) => {
    const located = places.get(part);
    return problemAt(located?.place ?? { file: '', line: 1 }, located?.words ?? '', said);
  });
}

/** A column that is sorted, over one or more steps, by itself. */
function sortProblems({ columns }: TabularTable): readonly Finding[] {
  return columns.flatMap((column, start): readonly Finding[] => {
    let at = column.sortByColumn;
    for (let step = 0; step < columns.length && at !== undefined && at !== start; step++)
      at = columns[at]?.sortByColumn;
    if (at !== start) return [];
    const what = 'The column is sorted by itself, directly or over other columns.';
    return [{ part: column, code: 'sort-cycle', what, todo: 'Sort it by a column that is not sorted by it.' }];
  });
}

function calculationGroupProblems(table: TabularTable): readonly Finding[] {
  const group = table.calculationGroup;
  if (group === undefined) {
    const isOne = table.partitions.some(({ source }) => source.kind === 'calculationGroup');
    const what = 'The partition is of a calculation group, and the table holds none.';
    return isOne ? [finding(table, what, 'Add calculationGroup, or give the table data.')] : [];
  }
  const texts = table.columns.filter(({ dataType }) => dataType === 'String' || dataType === 'Unknown');
  return [
    ...table.measures.map((measure) =>
      finding(measure, 'A table with a calculation group holds no measures.', 'Move the measure to another table.'),
    ),
    ...(texts.length === 0
      ? [finding(table, 'The calculation group has no text column for the names of its items.', 'Add one.')]
      : []),
    ...group.items
      .filter(({ expression }) => expression.trim() === '')
      .map((item) => finding(item, 'The item has no expression.', 'Write one, for example SELECTEDMEASURE ().')),
  ];
}

function finding(part: object, what: string, todo: string): Finding {
  return { part, code: 'calculation-group', what, todo };
}
