import type { ImportId, TenantId } from '../domain/ids.ts';

/** The account that clients upload to, each file into a place of its own. */
export type Intake = {
  /** An address for one PUT of one blob, and for nothing else, until `expiresAt`. */
  writeAddress(blobName: string, expiresAt: Date): Promise<string>;
  /** The blob that an address given by `writeAddress` names; undefined for any other address. */
  blobOfAddress(address: string): string | undefined;
  /** Bytes of the blob; undefined where nothing was uploaded. */
  size(blobName: string): Promise<number | undefined>;
  download(blobName: string, path: string, signal: AbortSignal): Promise<void>;
  remove(blobName: string): Promise<void>;
};

/** The account that holds model versions, written by Data Movement only. With a version goes what was cached of it. */
export type ModelBlobs = {
  upload(blobName: string, path: string, signal: AbortSignal): Promise<void>;
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
