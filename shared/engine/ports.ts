import type { ModelVersionId } from '../domain/ids.ts';
import type { EmittedQuery } from '../query/emit.ts';
import type { Scalar } from '../query/question.ts';

/** Where a model version's `.duckdb` file lies in Blob, and how large it is. */
export type ModelFile = { readonly blobName: string; readonly bytes: number };

/** Local copies of model files. A copy stays on disk for as long as somebody holds a lease of it. */
export type ModelFiles = {
  open(versionId: ModelVersionId, blobName: string): Promise<LocalFile>;
};
export type LocalFile = { readonly path: string; readonly release: () => Promise<void> };

/** Opens model files for questions only: whatever the SQL, a session writes nothing and reads no other file. */
export type Engine = {
  open(path: string): Promise<Session>;
};

export type Session = {
  /**
   * The query's columns as they travel. Stops the engine's work when the signal fires (and throws its reason) or the
   * time is over (fault `query-timeout`).
   */
  run(query: EmittedQuery, limits: RunLimits, signal: AbortSignal): Promise<readonly (readonly Scalar[])[]>;
  /** Lets the file go; call it when no run is under way. */
  close(): Promise<void>;
};

export type RunLimits = { readonly timeoutMs: number };

export type Clock = { readonly now: () => Date };
