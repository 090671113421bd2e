import type { Column, SemanticModel } from './semantic-model.ts';
import type { TabularColumn, TabularModel } from './tabular-model.ts';

const NOTHING_SHOWN: SemanticModel = { tables: [] };

/**
 * What visual questions may know of a published model: its tables with their columns, at the same positions. They know no
 * roles, so of a model that has some they know nothing.
 */
export function visualModel({ tables, roles }: TabularModel): SemanticModel {
  if (roles.length > 0) return NOTHING_SHOWN;
  return {
    tables: tables.map(({ name, isHidden, columns }) => ({
      name,
      isHidden,
      measures: [],
      columns: columns.map(columnOf),
    })),
  };
}

function columnOf({ name, dataType, summarizeBy, formatString, dataCategory, isHidden }: TabularColumn): Column {
  const isOpen = dataType === 'Unknown' || dataType === 'Binary';
  return {
    name,
    dataType: isOpen ? 'String' : dataType,
    summarizeBy: isOpen ? 'none' : summarizeBy,
    formatString,
    dataCategory,
    isHidden: isHidden || isOpen,
    isDateOnly: dataType === 'DateTime' && formatString !== '' && !/[hs]/i.test(formatString),
  };
}
