import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Fault } from '../../domain/faults.ts';
import type { ColumnRelations } from '../../model/column-profile.ts';
import { checkContent } from './source-content.ts';
import { type LoadedColumn, loadDelimited } from './source-delimited.ts';
import { readerFault } from './source-faults.ts';
import { readPackageInto } from './source-package.ts';
import { loadParquet } from './source-parquet.ts';
import { countRows, profileColumns } from './source-profile.ts';
import type { FileRequest, WorkerReply, WorkerRequest } from './source-protocol.ts';
import { relateColumns } from './source-relations.ts';

/**
 * The process that reads one file or package: one request as a line of JSON on standard input, one reply on standard output.
 * It ends when its parent does, that is when standard input closes.
 */
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => {
  void answer(JSON.parse(line) as WorkerRequest);
});
lines.once('close', () => process.exit(0));

async function answer(request: WorkerRequest): Promise<void> {
  const reading = request.kind === 'package' ? readPackageInto(request) : readFileInto(request);
  const reply = await reading.catch((thrown: unknown): WorkerReply => {
    const fault = readerFault(
      thrown,
      'The file could not be read',
      'Try again; if it fails again, save the file anew.',
    );
    return { ok: false, detail: fault.detail };
  });
  process.stdout.write(`${JSON.stringify(reply)}\n`, () => process.exit(0));
}

const NOTHING_KNOWN: ColumnRelations = { correlations: [], shares: [], twins: [] };

async function readFileInto(request: FileRequest): Promise<WorkerReply> {
  const start = await checkContent(request.path, request.kind);
  const instance = await DuckDBInstance.create(request.databasePath, {
    threads: '2',
    memory_limit: `${Math.floor(request.memoryBytes / 1024)}KiB`,
    temp_directory: `${dirname(request.databasePath)}/spill`,
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await lockDown(connection, request);
  const columns = await load(connection, request, start);
  const rowCount = await countRows(connection);
  if (rowCount === 0) {
    throw new Fault('import-failed', {
      what: 'The file has column names but no rows',
      advice: 'Upload a file with at least one row below the header.',
    });
  }
  const profiles = await profileColumns(connection, columns, rowCount);
  // The data are there: a comparison that runs out of memory costs a choice of charts and not the import.
  const relations = await relateColumns(connection, profiles, rowCount).catch(() => NOTHING_KNOWN);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  return { ok: true, bytes: (await stat(request.databasePath)).size, rowCount, columns: profiles, relations };
}

/** From here on the process sees the one file and its own folder, and can load nothing. */
async function lockDown(connection: DuckDBConnection, request: FileRequest): Promise<void> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  await connection.run("ATTACH ':memory:' AS staging (COMPRESS)");
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_paths = [${text(request.path)}]`);
  await connection.run(`SET allowed_directories = [${text(`${dirname(request.databasePath)}/`)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

function load(
  connection: DuckDBConnection,
  request: FileRequest,
  start: Awaited<ReturnType<typeof checkContent>>,
): Promise<readonly LoadedColumn[]> {
  const { path, kind, maxColumns } = request;
  if (kind === 'parquet') return loadParquet(connection, path, maxColumns);
  const tab = kind === 'tsv' ? { onlyDelimiter: '\t' } : {};
  return loadDelimited(connection, { path, maxColumns, workFolder: dirname(request.databasePath), ...tab }, start);
}
