import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalColumn, physicalTable } from '../../model/physical-names.ts';
import type { OpenedModel } from '../../model/stored-model.ts';
import type { TabularModel, TabularTable } from '../../model/tabular-model.ts';
import { textLiteral } from './model-cells.ts';
import type { WaitingTable } from './model-load.ts';

/** The version that a new definition takes the place of. */
export type PreviousModel = {
  readonly opened: Pick<OpenedModel, 'tabular' | 'facts'>;
  /** Its database, in the folder that the work may read. */
  readonly databasePath: string;
};

/** Positions of the tables that have the rows of the version before. */
export type KeptTables = readonly number[];

/**
 * Fills tables that the package brings no data for with what the version before held, where that has the same data
 * columns. Rows come with their order.
 */
export async function takeKept(
  connection: DuckDBConnection,
  model: TabularModel,
  waiting: readonly WaitingTable[],
  { opened, databasePath }: PreviousModel,
): Promise<KeptTables> {
  const pairs = waiting.flatMap(({ table }) => {
    const own = model.tables[table];
    const place = own && fittingTable(own, opened);
    return own === undefined || place === undefined ? [] : [{ table, own, place }];
  });
  if (pairs.length === 0) return [];
  await connection.run(`ATTACH ${textLiteral(databasePath)} AS previous (READ_ONLY)`);
  try {
    for (const { table, own, place } of pairs) {
      const before = opened.tabular.tables[place];
      const columns = dataColumns(own).map(({ name, position }) => {
        const from = dataColumns(before).find((column) => isSame(column.name, name));
        return `${physicalColumn(from?.position ?? -1)} AS ${physicalColumn(position)}`;
      });
      await connection.run(`DROP TABLE ${physicalTable(table)}`);
      await connection.run(
        `CREATE TABLE ${physicalTable(table)} AS SELECT ${columns.join(', ')} FROM previous.${physicalTable(place)}`,
      );
    }
  } finally {
    await connection.run('DETACH previous');
  }
  return pairs.map(({ table }) => table);
}

/** The table of that name in the version before, where it has data and the same columns of the same types. */
function fittingTable(own: TabularTable, { tabular, facts }: PreviousModel['opened']): number | undefined {
  const place = tabular.tables.findIndex(({ name }) => isSame(name, own.name));
  const before = tabular.tables[place];
  if (before === undefined || facts.withoutData.includes(place)) return undefined;
  const [mine, theirs] = [dataColumns(own), dataColumns(before)];
  const fits =
    mine.length === theirs.length &&
    mine.length > 0 &&
    mine.every(({ name, dataType }) =>
      theirs.some((column) => isSame(column.name, name) && column.dataType === dataType),
    );
  return fits ? place : undefined;
}

function dataColumns(table: TabularTable | undefined) {
  return (table?.columns ?? []).flatMap(({ name, dataType, source }, position) =>
    source.kind === 'data' ? [{ name, dataType, position }] : [],
  );
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
