import type { ColumnRef, Relationship, TabularTable } from '../../model/tabular-model.ts';
import type { BoundScalar, BoundTable, DaxType } from '../bound.ts';
import { madeColumn } from './build.ts';
import type { Call, FunctionTable } from './call.ts';
import { BROKEN_TABLE, report } from './environment.ts';

/**
 * INFO.VIEW functions: what the model is made of, as rows of constants. They are for those who may write the model.
 * Columns that the model has no value for are not in the answer.
 */

type Cell = string | number | boolean | undefined;
type Lines = readonly (readonly [name: string, type: DaxType, value: Cell])[];

function view(linesOf: (call: Call) => readonly Lines[], empty: Lines): (call: Call) => BoundTable {
  return (call) => {
    if (!call.env.session.mayReadDefinition) {
      const message = `${call.name} needs write permission on the semantic model.`;
      report(call.env, 'not-supported', call.nameSpan, message);
      return BROKEN_TABLE;
    }
    const columns = empty.map(([name, type]) => madeColumn(name, type));
    const rows = linesOf(call).map((lines) => lines.map(([, type, value]) => cell(type, value)));
    return { kind: 'literal', columns, base: undefined, rows };
  };
}

function cell(type: DaxType, value: Cell): BoundScalar {
  const isKnown = type === 'Int64' || type === 'String' || type === 'Boolean';
  return value === undefined || value === '' || !isKnown ? { kind: 'blank', type } : { kind: 'constant', type, value };
}

function tableLines(table: TabularTable | undefined, index: number): Lines {
  const calculated = table?.partitions.find(({ source }) => source.kind === 'calculated')?.source;
  return [
    ['ID', 'Int64', index + 1],
    ['Name', 'String', table?.name],
    ['DataCategory', 'String', table?.dataCategory],
    ['Description', 'String', table?.description],
    ['IsHidden', 'Boolean', table?.isHidden],
    ['StorageMode', 'String', 'Import'],
    ['Expression', 'String', calculated?.kind === 'calculated' ? calculated.expression : undefined],
    ['CalculationGroupPrecedence', 'Int64', table?.calculationGroup?.precedence],
  ];
}

const DATA_TYPES: Readonly<Record<string, string>> = {
  Int64: 'Integer',
  Double: 'Number',
  Decimal: 'Currency',
  String: 'Text',
  DateTime: 'DateTime',
  Boolean: 'Boolean',
};

function columnLines(table: TabularTable | undefined, index: number, id: number): Lines {
  const column = table?.columns[index];
  const source = column?.source;
  const sortBy = column?.sortByColumn;
  return [
    ['ID', 'Int64', id],
    ['Name', 'String', column?.name],
    ['Table', 'String', table?.name],
    ['DataType', 'String', DATA_TYPES[column?.dataType ?? ''] ?? column?.dataType],
    ['DataCategory', 'String', column?.dataCategory],
    ['Description', 'String', column?.description],
    ['IsHidden', 'Boolean', column?.isHidden],
    ['IsKey', 'Boolean', column?.isKey],
    ['SummarizeBy', 'String', column?.summarizeBy],
    ['SourceColumn', 'String', source?.kind === 'data' ? source.sourceColumn : undefined],
    ['Expression', 'String', source?.kind === 'calculated' ? source.expression : undefined],
    ['FormatString', 'String', column?.formatString],
    ['SortByColumn', 'String', sortBy === undefined ? undefined : table?.columns[sortBy]?.name],
    ['DisplayFolder', 'String', column?.displayFolder],
  ];
}

function measureLines(table: TabularTable | undefined, index: number, id: number): Lines {
  const measure = table?.measures[index];
  return [
    ['ID', 'Int64', id],
    ['Name', 'String', measure?.name],
    ['Table', 'String', table?.name],
    ['Description', 'String', measure?.description],
    ['Expression', 'String', measure?.expression],
    ['FormatString', 'String', measure?.formatString],
    ['IsHidden', 'Boolean', measure?.isHidden],
    ['DisplayFolder', 'String', measure?.displayFolder],
    ['FormatStringDefinition', 'String', measure?.formatStringExpression],
  ];
}

function relationshipLines(tables: readonly TabularTable[], relationship: Relationship | undefined, id: number): Lines {
  const tableOf = (ref: ColumnRef | undefined) => (ref === undefined ? undefined : tables[ref.table]);
  const columnOf = (ref: ColumnRef | undefined) =>
    ref === undefined ? undefined : tableOf(ref)?.columns[ref.column]?.name;
  const { from, to } = relationship ?? {};
  return [
    ['ID', 'Int64', id],
    ['Name', 'String', relationship?.name],
    ['IsActive', 'Boolean', relationship?.isActive],
    ['CrossFilteringBehavior', 'String', direction(relationship?.crossFilter)],
    ['FromTable', 'String', tableOf(from)?.name],
    ['FromColumn', 'String', columnOf(from)],
    ['FromCardinality', 'String', cardinality(relationship?.fromCardinality)],
    ['ToTable', 'String', tableOf(to)?.name],
    ['ToColumn', 'String', columnOf(to)],
    ['ToCardinality', 'String', cardinality(relationship?.toCardinality)],
    ['SecurityFilteringBehavior', 'String', direction(relationship?.securityFilter)],
  ];
}

function direction(word: Relationship['crossFilter'] | undefined): string {
  return word === 'bothDirections' ? 'BothDirections' : 'OneDirection';
}

function cardinality(word: Relationship['fromCardinality'] | undefined): string {
  return word === 'one' ? 'One' : 'Many';
}

/** Parts of all tables, with numbers of their own. */
function partsOfTables(call: Call, parts: 'columns' | 'measures', lines: typeof columnLines): readonly Lines[] {
  const places = call.env.session.index.model.tables.flatMap((table) =>
    table[parts].map((_, index) => ({ table, index })),
  );
  return places.map(({ table, index }, place) => lines(table, index, place + 1));
}

export const INFO_FUNCTIONS: FunctionTable = {
  'INFO.VIEW.TABLES': {
    args: [0, 0],
    table: view((call) => call.env.session.index.model.tables.map(tableLines), tableLines(undefined, 0)),
  },
  'INFO.VIEW.COLUMNS': {
    args: [0, 0],
    table: view((call) => partsOfTables(call, 'columns', columnLines), columnLines(undefined, 0, 0)),
  },
  'INFO.VIEW.MEASURES': {
    args: [0, 0],
    table: view((call) => partsOfTables(call, 'measures', measureLines), measureLines(undefined, 0, 0)),
  },
  'INFO.VIEW.RELATIONSHIPS': {
    args: [0, 0],
    table: view(
      ({ env }) => {
        const { tables, relationships } = env.session.index.model;
        return relationships.map((relationship, index) => relationshipLines(tables, relationship, index + 1));
      },
      relationshipLines([], undefined, 0),
    ),
  },
};
