import type { TableProfile } from '../model/column-profile.ts';
import type { FileKind } from './file-kind.ts';

export type ImportLimits = {
  readonly timeoutMs: number;
  /** What the reader may hold in memory; beyond it data is spilled to disk where it can be. */
  readonly memoryBytes: number;
  readonly maxColumns: number;
};

/** Limits that suit an instance of 2 GB. */
export const DEFAULT_IMPORT_LIMITS: ImportLimits = {
  timeoutMs: 10 * 60_000,
  memoryBytes: 1024 ** 3,
  maxColumns: 1000,
};

export type FileToImport = {
  readonly path: string;
  readonly kind: FileKind;
  readonly tableName: string;
  readonly limits: ImportLimits;
};

/** A file that has been read: its rows in a compact database file with physical names, and what was seen in them. */
export type ImportedFile = TableProfile & {
  readonly databasePath: string;
  readonly bytes: number;
  /** Deletes the database file; the caller does so when it has been stored. */
  readonly remove: () => Promise<void>;
};

/** Reads an uploaded file apart from the caller's process: whatever the file does ends that import and nothing else. */
export type FileImporter = {
  /** Fails with the fault `import-failed`, or with the signal's reason when it is aborted. */
  readonly import: (file: FileToImport, signal: AbortSignal) => Promise<ImportedFile>;
};
