import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { ColumnRef, Relationship, TabularModel } from '../../model/tabular-model.ts';
import { tableFault } from './model-relation.ts';
import { rowsOf } from './source-rows.ts';

const LONGEST_SHOWN = 40;

/**
 * Demands of every column on the one side of a relationship, and of every key column, that its values are there and
 * differ. Columns that are not in the file yet, because they are calculated, are left out.
 */
export async function checkKeys(connection: DuckDBConnection, model: TabularModel): Promise<void> {
  const present = await presentColumns(connection);
  for (const ref of keyColumns(model)) {
    if (present.has(nameOf(ref))) await checkKey(connection, model, ref);
  }
}

/** Tables on the one side of a regular relationship, active or not, to which keys lead that have no row there. */
export async function blankRowTables(connection: DuckDBConnection, model: TabularModel): Promise<readonly number[]> {
  const present = await presentColumns(connection);
  const found = new Set<number>();
  for (const relationship of model.relationships) {
    for (const { many, one } of oneSides(relationship)) {
      if (found.has(one.table) || !present.has(nameOf(many)) || !present.has(nameOf(one))) continue;
      if (await hasOrphan(connection, many, one, present)) found.add(one.table);
    }
  }
  return [...found].sort((left, right) => left - right);
}

function keyColumns(model: TabularModel): readonly ColumnRef[] {
  const declared = model.tables.flatMap(({ columns }, table) =>
    columns.flatMap(({ isKey }, column) => (isKey ? [{ table, column }] : [])),
  );
  const related = model.relationships.flatMap((relationship) => oneSides(relationship).map(({ one }) => one));
  return [...new Map([...declared, ...related].map((ref) => [nameOf(ref), ref])).values()];
}

/** The sides of a relationship that have a row a key, each with the side that leads to it. */
function oneSides({ from, to, fromCardinality, toCardinality }: Relationship) {
  const sides = toCardinality === 'one' ? [{ many: from, one: to }] : [];
  return fromCardinality === 'one' ? [...sides, { many: to, one: from }] : sides;
}

const nameOf = ({ table, column }: ColumnRef): string => `${physicalTable(table)}.${physicalColumn(column)}`;

async function presentColumns(connection: DuckDBConnection): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf(
    connection,
    "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main'",
  );
  return new Map(rows.map(([table, column, type]) => [`${String(table)}.${String(column)}`, String(type)]));
}

async function checkKey(connection: DuckDBConnection, model: TabularModel, ref: ColumnRef): Promise<void> {
  const [table, column] = [physicalTable(ref.table), physicalColumn(ref.column)];
  const [counts = []] = await rowsOf(
    connection,
    `SELECT count(*), count(${column}), count(DISTINCT ${column}) FROM ${table}`,
  );
  const [rows, filled, distinct] = counts.map(Number);
  if (rows === distinct) return;
  const owner = model.tables[ref.table];
  const fault = (what: string, row: number) =>
    tableFault(owner?.name ?? '', what, ONE_SIDE, {
      where: `column "${owner?.columns[ref.column]?.name}", row ${row}`,
    });
  if (filled !== rows) {
    const [row] = await rowsOf(connection, `SELECT min(rowid) FROM ${table} WHERE ${column} IS NULL`);
    throw fault('A value of a key column is blank', Number(row?.[0] ?? 0) + 1);
  }
  const repeated = `SELECT rowid AS place, row_number() OVER (PARTITION BY ${column} ORDER BY rowid) AS copy, CAST(${column} AS VARCHAR) AS value FROM ${table}`;
  const [row] = await rowsOf(
    connection,
    `SELECT place, left(value, ${LONGEST_SHOWN}) FROM (${repeated}) WHERE copy = 2 ORDER BY place LIMIT 1`,
  );
  throw fault(`A value of a key column is there twice: "${String(row?.[1] ?? '')}"`, Number(row?.[0] ?? 0) + 1);
}

const ONE_SIDE =
  'The column is a key, or the one side of a relationship: remove the row, or make the relationship many to many.';

async function hasOrphan(
  connection: DuckDBConnection,
  many: ColumnRef,
  one: ColumnRef,
  types: ReadonlyMap<string, string>,
): Promise<boolean> {
  const [left, right] = [`m.${physicalColumn(many.column)}`, `o.${physicalColumn(one.column)}`];
  const isText = [many, one].some((ref) => types.get(nameOf(ref)) === 'VARCHAR');
  const folded = (value: string) => (isText ? `lower(CAST(${value} AS VARCHAR))` : value);
  const [row] = await rowsOf(
    connection,
    `SELECT EXISTS (SELECT 1 FROM ${physicalTable(many.table)} m ANTI JOIN ${physicalTable(one.table)} o ON ${folded(left)} = ${folded(right)})`,
  );
  return row?.[0] === true;
}
