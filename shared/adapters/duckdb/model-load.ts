import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import type { Refusal } from '../../source/m/m-value.ts';
import type { TableSource } from '../../source/m/plan-tables.ts';
import { factsOf, type TableFacts } from './model-facts.ts';
import { blankRowTables, checkKeys } from './model-keys.ts';
import { unifySpelling } from './model-spelling.ts';
import { createEmpty, loadTable } from './model-table.ts';

export type ModelToLoad = {
  readonly model: TabularModel;
  /** Where the rows of each table come from, in the order of the model's tables. */
  readonly sources: readonly TableSource[];
  readonly workFolder: string;
};

/** A table that stays empty, by its position in the model, and what it waits for. */
export type WaitingTable = { readonly table: number; readonly reason: Refusal };

/**
 * Makes the tables `t0`, `t1`, … of a model with their data columns, by physical names. Tables without data in the
 * package are made empty; calculated tables and columns are not made here. Fails with the fault `import-failed`, which
 * names the table, and the row and column where there is one.
 */
export async function loadTables(
  connection: DuckDBConnection,
  { model, sources, workFolder }: ModelToLoad,
): Promise<readonly WaitingTable[]> {
  const waiting: WaitingTable[] = [];
  for (const [index, table] of model.tables.entries()) {
    const source = sources[index];
    if (source === undefined || source.kind === 'computed') continue;
    const target = { index, table, culture: model.culture, workFolder };
    if (source.kind === 'none') {
      await createEmpty(connection, target);
      waiting.push({ table: index, reason: source.reason });
      continue;
    }
    await loadTable(connection, target, source.parts);
    const texts = table.columns.flatMap(({ dataType, source: from }, column) =>
      dataType === 'String' && from.kind === 'data' ? [physicalColumn(column)] : [],
    );
    await unifySpelling(connection, physicalTable(index), texts);
  }
  return waiting;
}

export type ModelFacts = {
  /** By position in the model; undefined for tables that the file does not hold. */
  readonly tables: readonly (TableFacts | undefined)[];
  /** Tables that have a blank row, because keys lead to rows that they do not have. */
  readonly blankRowTables: readonly number[];
};

/**
 * Checks the keys of a model whose tables are made, the calculated ones among them or not, and says what is in them.
 * Fails with the fault `import-failed` where a value of a one side is blank or repeated.
 */
export async function checkTables(connection: DuckDBConnection, model: TabularModel): Promise<ModelFacts> {
  await checkKeys(connection, model);
  const rows = await connection.runAndReadAll(
    "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'",
  );
  const present = new Set(rows.getRowsJson().map(([name]) => String(name)));
  const tables: (TableFacts | undefined)[] = [];
  for (const index of model.tables.keys())
    tables.push(present.has(physicalTable(index)) ? await factsOf(connection, model, index) : undefined);
  return { tables, blankRowTables: await blankRowTables(connection, model) };
}
