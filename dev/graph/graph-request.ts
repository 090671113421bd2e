import type { DirectoryTenant } from '../directory/directory-changes.ts';
import type { LocalDirectory } from '../directory/local-directory.ts';

/** A verified request to the stand-in of Graph. */
export type GraphRequest = {
  readonly tenant: DirectoryTenant;
  readonly directory: LocalDirectory;
  readonly query: URLSearchParams;
  /** What the body's JSON says; undefined where there is none. */
  readonly body: unknown;
  readonly now: () => Date;
};
