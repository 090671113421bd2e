import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '@duckdb/node-api';
import { withModelDatabase } from '../../../shared/adapters/duckdb/model-database.ts';
import {
  checkTables,
  loadTables,
  type ModelFacts,
  type WaitingTable,
} from '../../../shared/adapters/duckdb/model-load.ts';
import { hasCode } from '../../../shared/domain/faults.ts';
import { readModel } from '../../../shared/model/read-model.ts';
import type { TabularModel } from '../../../shared/model/tabular-model.ts';
import { planTables } from '../../../shared/source/m/plan-tables.ts';

export type Loaded = {
  readonly waiting: readonly WaitingTable[];
  readonly facts: ModelFacts;
  readonly rows: (sql: string) => Promise<readonly (readonly Json[])[]>;
};

const root = realpathSync(mkdtempSync(join(tmpdir(), 'azimuth-model-test-')));
export const removeAll = (): void => rmSync(root, { recursive: true, force: true });

/** The model that a `model.bim` says. */
export function modelOf(bim: unknown): TabularModel {
  const bytes = new TextEncoder().encode(JSON.stringify(bim));
  const { reading } = readModel([{ path: 'model.bim', bytes }]);
  if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.model;
}

export type Column = { readonly name: string; readonly dataType: string; readonly [key: string]: unknown };

/** A model of tables that are given by their columns and their M. */
export function modelWith(
  tables: Readonly<Record<string, { readonly columns: readonly Column[]; readonly m: string | readonly string[] }>>,
  relationships: readonly unknown[] = [],
): TabularModel {
  return modelOf({
    name: 'M',
    compatibilityLevel: 1567,
    model: {
      culture: 'en-US',
      tables: Object.entries(tables).map(([name, { columns, m }]) => ({
        name,
        columns: columns.map((column) => ({ sourceColumn: column.name, ...column })),
        partitions: [m].flat().map((expression, index) => ({
          name: `${name}-${index}`,
          mode: 'import',
          source: { type: 'm', expression },
        })),
      })),
      relationships,
    },
  });
}

/** Loads a model from files, by name and content, and asks the work about the database before it is removed. */
export async function withLoaded<T>(
  model: TabularModel,
  files: Readonly<Record<string, string | Uint8Array>>,
  work: (loaded: Loaded) => Promise<T>,
  memoryBytes = 512 * 1024 ** 2,
): Promise<T> {
  const workFolder = mkdtempSync(join(root, 'load-'));
  const packed = Object.entries(files).map(([path, content], index) => {
    const file = join(workFolder, `data-${index}`);
    writeFileSync(file, content);
    return { path, file, bytes: content.length };
  });
  const sources = await planTables(model, packed);
  const databasePath = join(workFolder, 'model.duckdb');
  return await withModelDatabase({ databasePath, workFolder, memoryBytes }, async (connection) => {
    const waiting = await loadTables(connection, { model, sources, workFolder });
    const facts = await checkTables(connection, model);
    const rows: Loaded['rows'] = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson();
    return await work({ waiting, facts, rows });
  });
}

/** Why a model cannot be loaded: what, where. */
export async function refusalOf(
  model: TabularModel,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  try {
    await withLoaded(model, files, async () => undefined);
  } catch (thrown) {
    if (!hasCode(thrown, 'import-failed')) throw thrown;
    return `${thrown.detail.what} @ ${thrown.detail.where ?? ''}`;
  }
  return 'loaded';
}

/** Files of a folder by their paths, where there is one. */
export function filesIn(folder: string, prefix: string): Readonly<Record<string, Uint8Array>> {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(readdirSync(folder).map((name) => [`${prefix}${name}`, readFileSync(join(folder, name))]));
}
