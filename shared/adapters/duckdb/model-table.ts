import type { DuckDBConnection } from '@duckdb/node-api';
import { isFault } from '../../domain/faults.ts';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { ColumnType, TabularTable } from '../../model/tabular-model.ts';
import type { TablePart } from '../../source/m/plan-tables.ts';
import { type Cell, SQL_TYPE } from './model-cells.ts';
import type { Target } from './model-convert.ts';
import { lostValue, readingFault } from './model-lost-value.ts';
import type { Relation, RelationColumn } from './model-relation.ts';
import { openSource } from './model-sources.ts';
import { applySteps, filled, noColumn, signsOf, typed } from './model-steps.ts';

export type TableToLoad = {
  readonly index: number;
  readonly table: TabularTable;
  /** The model's: how texts are written that become numbers without a step that says so. */
  readonly culture: string;
  readonly workFolder: string;
};

/** A column of the table of the model, filled from a column of its query. */
export type FilledColumn = { readonly index: number; readonly name: string; readonly column: RelationColumn };

const TARGETS: Readonly<Record<Exclude<ColumnType, 'Binary' | 'Unknown'>, Target>> = {
  Int64: 'int64',
  Double: 'number',
  Decimal: 'currency',
  String: 'text',
  Boolean: 'logical',
  DateTime: 'datetime',
};

/** Fills a table of the model from its parts. A value that does not fit its column is a fault that says where it is. */
export async function loadTable(
  connection: DuckDBConnection,
  target: TableToLoad,
  parts: readonly TablePart[],
): Promise<void> {
  for (const [number, part] of parts.entries()) {
    const table = target.table.name;
    try {
      await loadPart(connection, target, part, { number, needsEvenLines: false });
    } catch (thrown) {
      if (isFault(thrown)) throw thrown;
      if (part.plan.source.kind !== 'csv') throw readingFault(table, part, thrown);
      // The reader stumbles over lines that end in more than one way, and says many things then.
      await loadPart(connection, target, part, { number, needsEvenLines: true }).catch((again: unknown) => {
        throw isFault(again) ? again : readingFault(table, part, again);
      });
    }
  }
}

type PartPlace = { readonly number: number; readonly needsEvenLines: boolean };

async function loadPart(
  connection: DuckDBConnection,
  target: TableToLoad,
  { plan, file }: TablePart,
  { number, needsEvenLines }: PartPlace,
): Promise<void> {
  const { index, table, culture, workFolder } = target;
  const place = `${index}_${number}`;
  const context = {
    connection,
    table: table.name,
    culture,
    file: file?.file ?? '',
    workFolder,
    place,
    needsEvenLines,
  };
  const relation = await applySteps(context, await openSource(context, plan.source), plan.steps);
  const columns = filledColumns(target, relation);
  const select = columns.map(({ index: at, column }) => `${strict(column, at)} AS ${physicalColumn(at)}`);
  const rows = `SELECT ${select.length === 0 ? 'true AS c' : select.join(', ')} FROM ${relation.from}`;
  const name = physicalTable(index);
  try {
    await connection.run(number === 0 ? `CREATE TABLE ${name} AS ${rows}` : `INSERT INTO ${name} BY NAME ${rows}`);
  } catch (thrown) {
    throw (await lostValue(connection, table.name, { relation, columns }, thrown)) ?? thrown;
  } finally {
    await relation.release?.();
  }
}

/** An empty table, for what has no data in the package. */
export async function createEmpty(connection: DuckDBConnection, { index, table }: TableToLoad): Promise<void> {
  const columns = table.columns.flatMap(({ source, dataType }, place) => {
    if (source.kind !== 'data') return [];
    const type = dataType === 'Binary' ? 'BLOB' : dataType === 'Unknown' ? 'VARCHAR' : SQL_TYPE[CELLS[dataType]];
    return [`${physicalColumn(place)} ${type}`];
  });
  await connection.run(
    `CREATE TABLE ${physicalTable(index)} (${columns.length === 0 ? 'c BOOLEAN' : columns.join(', ')})`,
  );
}

const CELLS: Readonly<Record<keyof typeof TARGETS, Exclude<Cell['type'], 'tagged'>>> = {
  Int64: 'whole',
  Double: 'double',
  Decimal: 'decimal',
  String: 'text',
  Boolean: 'logical',
  DateTime: 'moment',
};

function filledColumns({ table, culture }: TableToLoad, relation: Relation): readonly FilledColumn[] {
  const signs = signsOf({ table: table.name }, culture);
  return table.columns.flatMap(({ name, source, dataType }, index): readonly FilledColumn[] => {
    if (source.kind !== 'data') return [];
    const found = relation.columns.find((column) => column.name === source.sourceColumn);
    if (found === undefined) throw noColumn(table.name, source.sourceColumn, relation);
    const { cell } = found;
    const isOpen = dataType === 'Unknown' || dataType === 'Binary';
    const wanted = isOpen ? (cell.type === 'tagged' ? 'text' : undefined) : TARGETS[dataType];
    const column = wanted === undefined ? found : typed(found, { type: wanted }, signs);
    return [{ index, name, column }];
  });
}

/** SQL of a value that stops the statement, by a mark, where it is lost. Infinities and not-a-number are blank. */
function strict({ cell, checks }: RelationColumn, index: number): string {
  const value = cell.type === 'double' ? `CASE WHEN isfinite(${cell.sql}) THEN ${cell.sql} END` : filled(cell);
  if (checks.length === 0 || cell.type === 'tagged') return value;
  const type = SQL_TYPE[cell.type];
  const lost = checks.map(
    ({ isLost }, check) => `WHEN ${isLost} THEN CAST(error('azimuth-lost:${index}:${check}') AS ${type})`,
  );
  return `coalesce(${value}, CASE ${lost.join(' ')} END)`;
}
