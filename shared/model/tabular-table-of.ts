import {
  complain,
  flagIn,
  indexOfName,
  nameOf,
  numberIn,
  optionalText,
  placed,
  type Reader,
  readerOf,
  readersOf,
  textIn,
  wordIn,
} from './metadata-reader.ts';
import type {
  CalculationGroup,
  ColumnSource,
  ColumnType,
  Hierarchy,
  Partition,
  TabularColumn,
  TabularMeasure,
  TabularTable,
} from './tabular-model.ts';

/** One table with everything in it. */
export function tabularTableOf(reader: Reader): TabularTable {
  const partitions = readersOf(reader, 'partition').map(partitionOf);
  const isCalculated = partitions.some(({ source }) => source.kind === 'calculated');
  const readers = readersOf(reader, 'column').filter((column) => textIn(column, 'type').toLowerCase() !== 'rownumber');
  const names = readers.map((column) => ({ name: column.object.name ?? '' }));
  const group = readerOf(reader, 'calculationGroup');
  return placed(reader, {
    name: nameOf(reader),
    description: textIn(reader, 'description'),
    isHidden: flagIn(reader, 'isHidden'),
    dataCategory: textIn(reader, 'dataCategory'),
    columns: readers.map((column) => columnOf(column, { names, isCalculated })),
    measures: readersOf(reader, 'measure').map(measureOf),
    hierarchies: readersOf(reader, 'hierarchy').map((hierarchy) => hierarchyOf(hierarchy, names)),
    partitions,
    calculationGroup: group === undefined ? undefined : calculationGroupOf(group),
  });
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  string: 'String',
  int64: 'Int64',
  double: 'Double',
  decimal: 'Decimal',
  dateTime: 'DateTime',
  boolean: 'Boolean',
  binary: 'Binary',
  unknown: 'Unknown',
  variant: 'Unknown',
  automatic: 'Unknown',
};
const SUMMARIES = {
  default: 'default',
  none: 'none',
  sum: 'sum',
  min: 'min',
  max: 'max',
  count: 'count',
  distinctCount: 'count',
  average: 'average',
} as const;
const NUMBERS: readonly ColumnType[] = ['Int64', 'Double', 'Decimal'];

type Names = readonly { readonly name: string }[];

function columnOf(reader: Reader, table: { readonly names: Names; readonly isCalculated: boolean }): TabularColumn {
  const name = nameOf(reader);
  const dataType = wordIn(reader, 'dataType', TYPES, 'Unknown');
  const summary = wordIn(reader, 'summarizeBy', SUMMARIES, 'default');
  const details = readerOf(reader, 'relatedColumnDetails');
  const groups = details === undefined ? [] : readersOf(details, 'groupByColumn');
  return placed(reader, {
    name,
    description: textIn(reader, 'description'),
    dataType,
    source: sourceOf(reader, name, table.isCalculated),
    isKey: flagIn(reader, 'isKey'),
    isHidden: flagIn(reader, 'isHidden'),
    formatString: textIn(reader, 'formatString'),
    dataCategory: textIn(reader, 'dataCategory'),
    summarizeBy: summary !== 'default' ? summary : NUMBERS.includes(dataType) ? 'sum' : 'none',
    displayFolder: textIn(reader, 'displayFolder'),
    sortByColumn: reference(reader, 'sortByColumn', table.names),
    groupByColumns: groups.flatMap((group) => located(group, nameOf(group), table.names) ?? []),
  });
}

function sourceOf(reader: Reader, name: string, isCalculated: boolean): ColumnSource {
  const expression = optionalText(reader, 'expression');
  if (expression !== undefined) return { kind: 'calculated', expression };
  const sourceColumn = optionalText(reader, 'sourceColumn') ?? name;
  const isOfTable = isCalculated || textIn(reader, 'type').toLowerCase() === 'calculatedtablecolumn';
  return isOfTable ? { kind: 'calculatedTable', sourceColumn } : { kind: 'data', sourceColumn };
}

/** The position of the column that a property names; reported if there is none. */
function reference(reader: Reader, property: string, columns: Names): number | undefined {
  const name = optionalText(reader, property);
  return name === undefined ? undefined : located(reader, name, columns, property);
}

function located(reader: Reader, name: string, columns: Names, property?: string): number | undefined {
  const at = indexOfName(columns, name);
  if (at === undefined)
    complain(
      reader,
      {
        code: 'reference-unknown',
        what: `There is no column '${name}' in this table.`,
        todo: 'Name a column of the table, or remove the reference.',
      },
      property,
    );
  return at;
}

function measureOf(reader: Reader): TabularMeasure {
  const format = readerOf(reader, 'formatStringDefinition');
  return placed(reader, {
    name: nameOf(reader),
    description: textIn(reader, 'description'),
    expression: textIn(reader, 'expression'),
    formatString: textIn(reader, 'formatString'),
    formatStringExpression: format && textIn(format, 'expression'),
    isHidden: flagIn(reader, 'isHidden'),
    displayFolder: textIn(reader, 'displayFolder'),
  });
}

function hierarchyOf(reader: Reader, columns: Names): Hierarchy {
  const levels = readersOf(reader, 'level').map((level, index) => ({
    ordinal: numberIn(level, 'ordinal', index),
    part: placed(level, { name: nameOf(level), column: reference(level, 'column', columns) ?? 0 }),
  }));
  return placed(reader, {
    name: nameOf(reader),
    isHidden: flagIn(reader, 'isHidden'),
    levels: levels.toSorted((left, right) => left.ordinal - right.ordinal).map(({ part }) => part),
  });
}

const MODES: Readonly<Record<string, Partition['mode']>> = {
  import: 'import',
  directQuery: 'directQuery',
  dual: 'dual',
  push: 'push',
  directLake: 'directLake',
  default: 'default',
};

function partitionOf(reader: Reader): Partition {
  const source = readerOf(reader, 'source');
  const word = source === undefined ? '' : textIn(source, 'type');
  const expression = source === undefined ? '' : textIn(source, 'expression');
  const kind = word.toLowerCase();
  return placed(reader, {
    name: nameOf(reader),
    mode: wordIn(reader, 'mode', MODES, 'default'),
    source:
      kind === 'm' || kind === 'calculated'
        ? { kind, expression }
        : kind === 'calculationgroup'
          ? { kind: 'calculationGroup' }
          : { kind: 'other', word },
  });
}

function calculationGroupOf(reader: Reader): CalculationGroup {
  const items = readersOf(reader, 'calculationItem').map((item, index) => {
    const format = readerOf(item, 'formatStringDefinition');
    return placed(item, {
      name: nameOf(item),
      expression: textIn(item, 'expression'),
      formatStringExpression: format && textIn(format, 'expression'),
      ordinal: numberIn(item, 'ordinal', index),
    });
  });
  return placed(reader, {
    precedence: numberIn(reader, 'precedence', 0),
    items: items.toSorted((left, right) => left.ordinal - right.ordinal),
  });
}
