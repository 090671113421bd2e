import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDuckdbFileImporter, type DuckdbImporterOptions } from '../../shared/adapters/duckdb/source-duckdb.ts';
import { fileKindOf } from '../../shared/source/file-kind.ts';
import { DEFAULT_IMPORT_LIMITS, type ImportedFile, type ImportLimits } from '../../shared/source/ports.ts';

export const WORKER = new URL('../../shared/adapters/duckdb/source-worker.ts', import.meta.url);

/** A public file of the package `vega-datasets`. */
export function publicFile(name: string): string {
  return fileURLToPath(new URL(`../../node_modules/vega-datasets/data/${name}`, import.meta.url));
}

export type TemporaryFiles = {
  readonly folder: string;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly read: (path: string, limits?: Partial<ImportLimits>, signal?: AbortSignal) => Promise<ImportedFile>;
  readonly remove: () => void;
};

/** A folder for one test file, with a reader whose own folders lie in it. */
export function temporaryFiles(options: Partial<DuckdbImporterOptions> = {}): TemporaryFiles {
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-source-test-'));
  const importer = createDuckdbFileImporter({ worker: WORKER, folder, ...options });
  return {
    folder,
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    read: (path, limits = {}, signal = new AbortController().signal) =>
      importer.import({ path, ...fileKindOf(path), limits: { ...DEFAULT_IMPORT_LIMITS, ...limits } }, signal),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
