/**
 * Identifiers. Each kind is its own type, so that a report's id cannot be handed where a workspace's is wanted.
 * All are lower-case GUIDs; text becomes an id once, where it enters, by `parseId`.
 */
declare const kind: unique symbol;
type Id<K extends string> = string & { readonly [kind]: K };

export type TenantId = Id<'tenant'>;
/** The object id of a person, group or service principal in Entra; means nothing without its tenant. */
export type ObjectId = Id<'object'>;
export type WorkspaceId = Id<'workspace'>;
/** A semantic model; Power BI's API calls it a dataset. */
export type ModelId = Id<'model'>;
/** One immutable version of a model's data. */
export type ModelVersionId = Id<'model-version'>;
export type ReportId = Id<'report'>;
export type DashboardId = Id<'dashboard'>;
export type TileId = Id<'tile'>;
export type ImportId = Id<'import'>;
export type UploadId = Id<'upload'>;
export type JobId = Id<'job'>;
export type LinkId = Id<'link'>;
export type EventId = Id<'event'>;

export type AnyId =
  | TenantId
  | ObjectId
  | WorkspaceId
  | ModelId
  | ModelVersionId
  | ReportId
  | DashboardId
  | TileId
  | ImportId
  | UploadId
  | JobId
  | LinkId
  | EventId;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Text as an id of the wanted kind, lower-cased; undefined where it is no GUID. */
export function parseId<T extends AnyId>(text: string | undefined): T | undefined {
  return text !== undefined && GUID.test(text) ? (text.toLowerCase() as T) : undefined;
}

/** A new random id. */
export function newId<T extends AnyId>(): T {
  return crypto.randomUUID() as T;
}
