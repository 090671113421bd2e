import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { physicalColumn, physicalTable } from '../../../shared/model/physical-names.ts';
import type { ColumnType, TabularModel, TabularTable } from '../../../shared/model/tabular-model.ts';

const TYPES: Readonly<Record<ColumnType, string>> = {
  Int64: 'BIGINT',
  Double: 'DOUBLE',
  Decimal: 'DECIMAL(18,4)',
  Boolean: 'BOOLEAN',
  DateTime: 'TIMESTAMP',
  String: 'VARCHAR',
  Binary: 'BLOB',
  Unknown: 'VARCHAR',
};

/**
 * Loads the CSV files of a model into tables with physical names, as the product does: cells that are empty are blank
 * but for text, which is blank where a step of the query says so.
 */
export async function loadCsvTables(connection: DuckDBConnection, model: TabularModel, folder: string): Promise<void> {
  for (const [index, table] of model.tables.entries()) {
    const columns = table.columns.flatMap(({ source, dataType }, position) =>
      source.kind === 'data' ? [{ position, dataType, name: source.sourceColumn }] : [],
    );
    const path = fileOf(table);
    if (path === undefined || columns.length === 0) continue;
    const blankTexts = blankTextsOf(table);
    const file = join(folder, path);
    const header = readFileSync(file, 'utf8').split('\n', 1)[0]?.trim().split(',') ?? [];
    const list = columns.map(({ position, dataType, name }) => {
      const cell = `"${name}"`;
      if (!header.includes(name)) throw new Error(`${file} has no column ${name}.`);
      const isText = dataType === 'String';
      const sql = isText && !blankTexts.has(name) ? cell : `nullif(${cell}, '')`;
      return `CAST(${sql} AS ${TYPES[dataType]}) AS ${physicalColumn(position)}`;
    });
    await connection.run(
      `CREATE TABLE ${physicalTable(index)} AS SELECT ${list.join(', ')} ` +
        `FROM read_csv('${file}', header = true, all_varchar = true, nullstr = '\u0001', delim = ',', quote = '"', escape = '"')`,
    );
  }
}

function expressionOf(table: TabularTable): string {
  const [partition] = table.partitions;
  return partition?.source.kind === 'm' ? partition.source.expression : '';
}

function fileOf(table: TabularTable): string | undefined {
  return /"([^"]+\.csv)"/.exec(expressionOf(table))?.[1];
}

function blankTextsOf(table: TabularTable): ReadonlySet<string> {
  const list = /Table\.ReplaceValue\([\s\S]*?\{([^}]*)\}\)/.exec(expressionOf(table))?.[1] ?? '';
  return new Set([...list.matchAll(/"([^"]*)"/g)].flatMap(([, name]) => name ?? []));
}
