import type { ModelVersionId } from '../domain/ids.ts';
import type { BoundValue } from '../query/emit/asker.ts';
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

/** SQL that answers one JSON object with a list per column, `c0`, `c1`, …, and the values of its parameters. */
export type BoundStatement = {
  readonly sql: string;
  readonly parameters: readonly BoundValue[];
  readonly columnCount: number;
};

export type Session = {
  /**
   * The query's columns as they travel. Stops the engine's work when the signal fires (and throws its reason) or the
   * time is over (fault `query-timeout`). What a person can do something about is a fault as well: `query-failed` where
   * the query itself says what is wrong, `question-invalid` where the engine does.
   */
  run(query: BoundStatement, limits: RunLimits, signal: AbortSignal): Promise<readonly (readonly Scalar[])[]>;
  /** Lets the file go; call it when no run is under way. */
  close(): Promise<void>;
};

export type RunLimits = {
  readonly timeoutMs: number;
  /**
   * Conditions that stand further in are looked at first, whatever it costs: what fails then fails for rows that all of
   * them let through. Else the engine may look at the rows of a table in any order, those that a role hides among them.
   */
  readonly isInOrder?: boolean;
};

export type Clock = { readonly now: () => Date };
