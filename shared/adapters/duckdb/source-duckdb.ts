import { mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportedPackage, PackageImporter, PackageToImport } from '../../imports/ports.ts';
import type { FileImporter, FileToImport, ImportedFile } from '../../source/ports.ts';
import { askChild, brokenReply, type ChildOptions } from './source-child.ts';
import { PACKAGE_ANSWER, PackageAnswer } from './source-protocol.ts';

export type DuckdbImporterOptions = ChildOptions & {
  /** Where the folders of running imports are made; the system's place for temporary files without it. */
  readonly folder?: string;
};

/** Reads files and packages with DuckDB in a child process each, which is killed when its time is up or the signal is aborted. */
export function createDuckdbFileImporter(options: DuckdbImporterOptions): FileImporter & PackageImporter {
  return {
    import: (file, signal) => inFolder(options, signal, (folder) => readFileIn(folder, file, options, signal)),
    importPackage: (toImport, signal) =>
      inFolder(options, signal, (folder) => readPackageIn(folder, toImport, options, signal)),
  };
}

/** The folder lives as long as what was read into it, or goes with the failure. */
async function inFolder<T extends object>(
  options: DuckdbImporterOptions,
  signal: AbortSignal,
  read: (folder: string) => Promise<T>,
): Promise<T & { readonly remove: () => Promise<void> }> {
  signal.throwIfAborted();
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'azimuth-import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await read(await realpath(folder))), remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}

async function readFileIn(
  folder: string,
  { path, kind, tableName, limits }: FileToImport,
  options: DuckdbImporterOptions,
  signal: AbortSignal,
): Promise<Omit<ImportedFile, 'remove'>> {
  const databasePath = join(folder, 'data.duckdb');
  const { memoryBytes, maxColumns, timeoutMs } = limits;
  const request = { path: await realpath(path), kind, databasePath, memoryBytes, maxColumns };
  const reply = await askChild(options, request, folder, timeoutMs, signal);
  if (reply.ok !== true) throw brokenReply();
  const { bytes, rowCount, columns, relations } = reply;
  return { databasePath, tableName, bytes, rowCount, columns, relations };
}

async function readPackageIn(
  folder: string,
  { path, previous, limits, now }: PackageToImport,
  options: DuckdbImporterOptions,
  signal: AbortSignal,
): Promise<Omit<ImportedPackage, 'remove'>> {
  const before = { definitionPath: join(folder, 'previous.json'), databasePath: join(folder, 'previous.duckdb') };
  if (previous !== undefined) {
    await writeFile(before.definitionPath, JSON.stringify(previous.stored));
    await rename(previous.databasePath, before.databasePath);
  }
  const databasePath = join(folder, 'data.duckdb');
  const request = {
    path: await realpath(path),
    kind: 'package',
    databasePath,
    memoryBytes: limits.memoryBytes,
    previous: previous === undefined ? undefined : before,
    now: now.toISOString(),
  } as const;
  const reply = await askChild(options, request, folder, limits.timeoutMs, signal);
  if (reply.ok !== 'package') throw brokenReply();
  const answer = PackageAnswer.safeParse(JSON.parse(await readFile(join(folder, PACKAGE_ANSWER), 'utf8')));
  if (!answer.success) throw brokenReply();
  return { ...answer.data, databasePath, bytes: reply.bytes, rowCount: reply.rowCount };
}
