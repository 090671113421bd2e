import type { Tile, TileLayout } from '../dashboard/dashboard.ts';
import type {
  DashboardId,
  ImportId,
  ModelId,
  ModelVersionId,
  ObjectId,
  ReportId,
  TenantId,
  TileId,
  UploadId,
  WorkspaceId,
} from '../domain/ids.ts';
import type { ItemKind, WorkspaceRole } from '../domain/rights.ts';
import type { ContextKey, PersonStore, Tenant } from '../identity/ports.ts';

/**
 * Metadata as the capabilities see it. All work is done inside a tenant: `read` and `write` set the tenant on the
 * connection that they take from the pool, and every store below answers for that tenant only. Times are ISO 8601
 * UTC text with milliseconds; ids are lower-case GUIDs.
 */
export type Metadata = {
  /** A consistent view; several statements see the same state. */
  read<T>(tenantId: TenantId, work: (stores: Stores) => Promise<T>): Promise<T>;
  /**
   * One transaction, all or nothing. `once` is the id of a signed context: it is used up inside the transaction,
   * and a second use is the fault `already-used`.
   */
  write<T>(tenantId: TenantId, once: Once | undefined, work: (stores: Stores) => Promise<T>): Promise<T>;
  /** What belongs to the system and to no tenant. */
  readonly system: SystemStore;
  close(): Promise<void>;
};

export type Once = { readonly id: string; readonly expiresAt: string };

export type SystemStore = {
  findTenant(tenantId: TenantId): Promise<Tenant | undefined>;
  saveTenant(tenant: Tenant): Promise<void>;
  publishKey(key: ContextKey): Promise<void>;
  /** Undefined where unknown; an expired key is given too, and the caller looks at `expiresAt`. */
  findKey(keyId: string): Promise<ContextKey | undefined>;
  /** Imports of all tenants that nobody works on: never started, or their lease ran out; oldest first. */
  idleImports(now: string, limit: number): Promise<readonly { tenantId: TenantId; importId: ImportId }[]>;
  /** Forgets used-up contexts and keys that expired before `now`; how many rows went. */
  forgetExpired(now: string): Promise<number>;
  /** Blobs that no row refers to any more, of all tenants. */
  garbage(limit: number): Promise<readonly Garbage[]>;
  forgetGarbage(blob: Garbage): Promise<void>;
  /** Uploads whose time is over and that nobody imported become garbage; how many. */
  discardExpiredUploads(now: string): Promise<number>;
};

export type Garbage = { readonly tenantId: TenantId; readonly blobName: string; readonly account: 'data' | 'intake' };

export type Stores = {
  readonly people: PersonStore;
  readonly workspaces: WorkspaceStore;
  readonly items: ItemStore;
  readonly versions: VersionStore;
  readonly tiles: TileStore;
  readonly shares: ShareStore;
  readonly uploads: UploadStore;
  readonly imports: ImportStore;
};

export type Workspace = {
  readonly id: WorkspaceId;
  readonly name: string;
  /** A personal workspace belongs to `ownerId`, who is its Admin; there is one per person. */
  readonly kind: 'personal' | 'shared';
  readonly ownerId: ObjectId;
  readonly createdAt: string;
};
export type Membership = {
  readonly workspaceId: WorkspaceId;
  readonly principalId: ObjectId;
  readonly principalKind: 'User' | 'App';
  readonly role: WorkspaceRole;
};

export type WorkspaceStore = {
  find(id: WorkspaceId): Promise<Workspace | undefined>;
  findPersonal(ownerId: ObjectId): Promise<Workspace | undefined>;
  findByName(name: string): Promise<Workspace | undefined>;
  create(workspace: Workspace): Promise<void>;
  /** With its members; items must be removed before. */
  remove(id: WorkspaceId): Promise<void>;
  /** Workspaces in which any of these principals has a role, with the roles; by name. */
  ofPrincipals(ids: readonly ObjectId[]): Promise<readonly { workspace: Workspace; role: WorkspaceRole }[]>;
  members(id: WorkspaceId): Promise<readonly Membership[]>;
  rolesOf(id: WorkspaceId, principals: readonly ObjectId[]): Promise<readonly WorkspaceRole[]>;
  saveMember(member: Membership): Promise<void>;
  removeMember(id: WorkspaceId, principalId: ObjectId): Promise<boolean>;
};

export type ItemId = ModelId | ReportId | DashboardId;
export type Item = {
  readonly id: ItemId;
  readonly kind: ItemKind;
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly createdBy: ObjectId;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** The model that a report shows. */
  readonly modelId: ModelId | undefined;
};

export type ItemStore = {
  find(id: ItemId): Promise<Item | undefined>;
  inWorkspace(id: WorkspaceId, kind?: ItemKind): Promise<readonly Item[]>;
  /** Newest first over several workspaces. */
  recent(workspaceIds: readonly WorkspaceId[], limit: number): Promise<readonly Item[]>;
  reportsOfModel(id: ModelId): Promise<readonly Item[]>;
  create(item: Item, definition: string): Promise<void>;
  /** The definition as JSON text: a SemanticModel, a Report; `{}` for a dashboard. */
  definition(id: ItemId): Promise<string | undefined>;
  saveDefinition(id: ItemId, definition: string, at: string): Promise<void>;
  touch(id: ItemId, at: string): Promise<void>;
  /**
   * The item with its definition, shares, tiles, and versions (their blobs become garbage); with a model its reports,
   * and with model or report every tile that shows it.
   */
  remove(id: ItemId): Promise<void>;
};

export type ModelVersion = {
  readonly id: ModelVersionId;
  readonly modelId: ModelId;
  /** The `.duckdb` file in the data account. */
  readonly blobName: string;
  readonly bytes: number;
  readonly rowCount: number;
  readonly createdAt: string;
};
export type VersionStore = {
  /** The one that readers see. */
  current(modelId: ModelId): Promise<ModelVersion | undefined>;
  /** Adds a version and makes it current; the one before becomes garbage. */
  publish(version: ModelVersion): Promise<void>;
};

export type TileStore = {
  ofDashboard(id: DashboardId): Promise<readonly Tile[]>;
  find(dashboardId: DashboardId, tileId: TileId): Promise<Tile | undefined>;
  create(tile: Tile): Promise<void>;
  move(tileId: TileId, layout: TileLayout): Promise<void>;
  remove(tileId: TileId): Promise<void>;
  /** Tiles that show this model or came from this report, on any dashboard. */
  removeOfItem(id: ModelId | ReportId): Promise<number>;
};

export type ShareRow = {
  readonly itemId: ItemId;
  readonly granteeId: ObjectId;
  readonly right: 'read';
  readonly grantedBy: ObjectId;
  readonly grantedAt: string;
};
export type ShareStore = {
  ofItem(id: ItemId): Promise<readonly ShareRow[]>;
  ofGrantees(ids: readonly ObjectId[]): Promise<readonly ShareRow[]>;
  find(id: ItemId, grantees: readonly ObjectId[]): Promise<readonly ShareRow[]>;
  /** Adds or renews. */
  save(share: ShareRow): Promise<void>;
  remove(id: ItemId, granteeId: ObjectId): Promise<boolean>;
};

/** A place in the intake account where one person may put one file. */
export type Upload = {
  readonly id: UploadId;
  readonly workspaceId: WorkspaceId;
  readonly requestedBy: ObjectId;
  readonly blobName: string;
  readonly createdAt: string;
  readonly expiresAt: string;
};
export type UploadStore = {
  create(upload: Upload): Promise<void>;
  findByBlob(blobName: string): Promise<Upload | undefined>;
  /** The upload is consumed: its row goes. */
  remove(id: UploadId): Promise<void>;
  /** The blob is to be deleted when somebody has time. */
  discardBlob(blobName: string, account: 'data' | 'intake'): Promise<void>;
};

export type ImportState = 'Publishing' | 'Succeeded' | 'Failed';
export type Import = {
  readonly id: ImportId;
  readonly workspaceId: WorkspaceId;
  /** The file's name with its extension. */
  readonly fileName: string;
  readonly blobName: string;
  readonly requestedBy: ObjectId;
  readonly state: ImportState;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly modelId: ModelId | undefined;
  readonly reportId: ReportId | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** How often somebody began to work on it. */
  readonly attempts: number;
};
export type ImportStore = {
  create(row: Import): Promise<void>;
  find(id: ImportId): Promise<Import | undefined>;
  inWorkspace(id: WorkspaceId): Promise<readonly Import[]>;
  /** Takes the lease and counts the attempt; false where another holds it or the import is finished. */
  lease(id: ImportId, now: string, until: string): Promise<boolean>;
  /** Moves the end of a lease that the caller holds; `now` gives the import back. */
  extendLease(id: ImportId, until: string): Promise<void>;
  succeed(id: ImportId, result: { modelId: ModelId; reportId: ReportId }, at: string): Promise<void>;
  fail(id: ImportId, error: { code: string; message: string }, at: string): Promise<void>;
};
