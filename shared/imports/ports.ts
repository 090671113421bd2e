import type { ImportId, TenantId } from '../domain/ids.ts';
import type { ModelFacts, StoredFile, StoredModel, StoredReport } from '../model/stored-model.ts';
import type { Refusal } from '../source/m/m-value.ts';
import type { ImportLimits } from '../source/ports.ts';

/** The account that clients upload to, each file into a place of its own. */
export type Intake = {
  /** An address for one PUT of one blob, and for nothing else, until `expiresAt`. */
  writeAddress(blobName: string, expiresAt: Date): Promise<string>;
  /** The blob that an address given by `writeAddress` names; undefined for any other address. */
  blobOfAddress(address: string): string | undefined;
  /** Bytes of the blob; undefined where nothing was uploaded. */
  size(blobName: string): Promise<number | undefined>;
  download(blobName: string, path: string, signal: AbortSignal): Promise<void>;
  /** Stores the bytes under a new name; more than `limit` of them are the fault `upload-too-large`, and nothing stays. */
  upload(blobName: string, bytes: AsyncIterable<Uint8Array>, limit: number, signal: AbortSignal): Promise<void>;
  remove(blobName: string): Promise<void>;
};

/** The account that holds model versions, written by Data Movement only. With a version goes what was cached of it. */
export type ModelBlobs = {
  upload(blobName: string, path: string, signal: AbortSignal): Promise<void>;
  download(blobName: string, path: string, signal: AbortSignal): Promise<void>;
  remove(blobName: string): Promise<void>;
};

/** An import by its key. */
export type PendingImport = { readonly tenantId: TenantId; readonly importId: ImportId };
export type NotedImport = PendingImport & { readonly notedAt: Date };

/**
 * The imports that are not known to have ended, noted where a look does not wake the metadata store. What is noted may be
 * over already, or never have begun; what is not over is always noted.
 */
export type PendingImports = {
  /** Before the import's row is written. Noting twice is noting once. */
  note(pending: PendingImport): Promise<void>;
  /** After the import has ended; forgetting what is not noted does nothing. */
  forget(pending: PendingImport): Promise<void>;
  /** Some of them, where there are thousands. */
  all(): Promise<readonly NotedImport[]>;
};

/** The version whose place a package takes: its definition, and its database file, which the importer moves away. */
export type PreviousVersion = { readonly stored: StoredModel; readonly databasePath: string };

export type PackageToImport = {
  readonly path: string;
  readonly previous: PreviousVersion | undefined;
  readonly limits: ImportLimits;
  readonly now: Date;
};

/** The zip of a PBIP project that has been read: its definition, and its rows in a database file with physical names. */
export type ImportedPackage = {
  readonly files: readonly StoredFile[];
  readonly reports: readonly StoredReport[];
  readonly facts: ModelFacts;
  /** Tables without data, by position, and why. */
  readonly waiting: readonly { readonly table: number; readonly reason: Pick<Refusal, 'needs' | 'name' | 'why'> }[];
  /** Tables with the rows of the version before, by position. */
  readonly kept: readonly number[];
  readonly databasePath: string;
  readonly bytes: number;
  readonly rowCount: number;
  /** Deletes the database file. */
  readonly remove: () => Promise<void>;
};

/** Reads a package apart from the caller's process, as files are read. */
export type PackageImporter = {
  /** Fails with the fault `import-failed`, or with the signal's reason when it is aborted. */
  readonly importPackage: (toImport: PackageToImport, signal: AbortSignal) => Promise<ImportedPackage>;
};
