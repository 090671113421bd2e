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
