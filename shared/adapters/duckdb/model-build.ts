import type { DuckDBConnection } from '@duckdb/node-api';
import { withTypes } from '../../model/inferred-types.ts';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { ModelFacts as StoredFacts } from '../../model/stored-model.ts';
import type { TabularModel } from '../../model/tabular-model.ts';
import type { TableSource } from '../../source/m/plan-tables.ts';
import { calculateAll } from './model-calculate-all.ts';
import { type KeptTables, type PreviousModel, takeKept } from './model-kept.ts';
import { checkTables, loadTables, type WaitingTable } from './model-load.ts';

export type ModelToBuild = {
  readonly model: TabularModel;
  /** Where the rows of each table come from, in the order of the model's tables. */
  readonly sources: readonly TableSource[];
  readonly workFolder: string;
  /** The version before, whose data are kept where they still fit. */
  readonly previous: PreviousModel | undefined;
  readonly now: Date;
};

export type BuiltModel = {
  readonly facts: StoredFacts;
  /** Tables that hold no data, with what they wait for. */
  readonly waiting: readonly WaitingTable[];
  /** Tables that hold what the version before held. */
  readonly kept: readonly number[];
};

/**
 * Makes all tables of a model: those of the package, those that are kept, the items of calculation groups, and then
 * calculated columns and tables in the order of their dependencies. Fails with the fault `import-failed`, which names
 * the table or the column.
 */
export async function buildModel(connection: DuckDBConnection, toBuild: ModelToBuild): Promise<BuiltModel> {
  const { model, sources, workFolder, previous, now } = toBuild;
  const loaded = await loadTables(connection, { model, sources, workFolder });
  const kept: KeptTables = previous === undefined ? [] : await takeKept(connection, model, loaded, previous);
  await makeGroups(connection, model);
  const columnTypes = await calculateAll(connection, model, now);
  const { tables, blankRowTables: blank } = await checkTables(connection, withTypes(model, columnTypes));
  const waiting = loaded.filter(({ table }) => !kept.includes(table));
  return {
    facts: {
      blankRowTables: blank,
      rowCounts: tables.map((facts) => facts?.rows ?? 0),
      withoutData: waiting.map(({ table }) => table),
      ...(columnTypes.length > 0 && { columnTypes }),
    },
    waiting,
    kept,
  };
}

/** A row for each item of a calculation group: its name, and its ordinal. */
async function makeGroups(connection: DuckDBConnection, model: TabularModel): Promise<void> {
  for (const [index, { calculationGroup, columns }] of model.tables.entries()) {
    if (calculationGroup === undefined) continue;
    const own = columns.flatMap(({ source, dataType }, position) =>
      source.kind === 'calculated' ? [] : [{ position, isText: dataType === 'String' }],
    );
    const types = own.map(({ position, isText }) => `${physicalColumn(position)} ${isText ? 'VARCHAR' : 'BIGINT'}`);
    await connection.run(`CREATE TABLE ${physicalTable(index)} (${types.join(', ')})`);
    const marks = own.map((_, position) => `$${position + 1}`).join(', ');
    for (const { name, ordinal } of calculationGroup.items) {
      const row = own.map(({ isText }) => (isText ? name : ordinal));
      await connection.run(`INSERT INTO ${physicalTable(index)} VALUES (${marks})`, row);
    }
  }
}
