import type { Activity, ActivityEvent, ActivityFacts, Actor } from '../audit/activity.ts';
import type { Tile, TileLayout } from '../dashboard/dashboard.ts';
import type {
  DashboardId,
  EventId,
  ImportId,
  LinkId,
  ModelId,
  ModelVersionId,
  ObjectId,
  ReportId,
  TenantId,
  TileId,
  UploadId,
  WorkspaceId,
} from '../domain/ids.ts';
import type { PrincipalKind } from '../domain/principal.ts';
import type { GrantableRight, ItemKind, WorkspaceRole } from '../domain/rights.ts';
import type { TenantSetting } from '../domain/tenant-settings.ts';
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
   * One transaction, all or nothing; refused with `read-only` while the tenant's cluster is. `act` says who changes
   * something by which request: its id is used up inside the transaction (a second use is the fault `already-used`),
   * and where it names an activity, the work must have recorded it in `stores.audit`, or nothing is kept. Without an
   * act it is upkeep of the system's own. A change of anybody's rights moves the tenant's security epoch.
   */
  write<T>(tenantId: TenantId, act: Act | undefined, work: (stores: Stores) => Promise<T>): Promise<T>;
  /** What belongs to the system and to no tenant. */
  readonly system: SystemStore;
  close(): Promise<void>;
};

export type Once = { readonly id: string; readonly expiresAt: string };

/** A person's change, as the transaction that makes it needs to know it. */
export type Act = {
  /** The signed context that asked for it; undefined for what accompanies a read. */
  readonly once: Once | undefined;
  readonly by: Actor;
  /** What the activity log must say of it; undefined for a change that it does not list. */
  readonly activity: Activity | undefined;
};

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
  /** Events of the activity log from before `before` go; how many. */
  forgetActivity(before: string): Promise<number>;
  /** While set, every write of every tenant is the fault `read-only`: a cluster that took over after a failure. */
  setReadOnly(isReadOnly: boolean): Promise<void>;
  /**
   * Adds what this instance counted since it last told, and answers the totals of all instances, in the same order.
   * `window` is the start of the period; counts of periods that ended before `forgetBefore` go.
   */
  addUsage(counts: readonly UsageCount[], forgetBefore: string): Promise<readonly number[]>;
};

/** Calls of one user or tenant in one period. `key` says who and what. */
export type UsageCount = { readonly key: string; readonly window: string; readonly count: number };

export type Garbage = { readonly tenantId: TenantId; readonly blobName: string; readonly account: 'data' | 'intake' };

export type Stores = {
  readonly people: PersonStore;
  readonly workspaces: WorkspaceStore;
  readonly items: ItemStore;
  readonly versions: VersionStore;
  readonly tiles: TileStore;
  readonly permissions: PermissionStore;
  readonly links: LinkStore;
  readonly roleMembers: RoleMemberStore;
  readonly settings: SettingStore;
  readonly security: SecurityStore;
  readonly audit: AuditStore;
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
  readonly principalKind: PrincipalKind;
  readonly role: WorkspaceRole;
};

export type WorkspaceStore = {
  find(id: WorkspaceId): Promise<Workspace | undefined>;
  /** Those of them that are there, in no order. */
  findMany(ids: readonly WorkspaceId[]): Promise<readonly Workspace[]>;
  findPersonal(ownerId: ObjectId): Promise<Workspace | undefined>;
  findByName(name: string): Promise<Workspace | undefined>;
  create(workspace: Workspace): Promise<void>;
  /** With its members; items must be removed before. */
  remove(id: WorkspaceId): Promise<void>;
  /** Workspaces in which any of these principals has a role, with the roles; by name. */
  ofPrincipals(ids: readonly ObjectId[]): Promise<readonly { workspace: Workspace; role: WorkspaceRole }[]>;
  members(id: WorkspaceId): Promise<readonly Membership[]>;
  /** The memberships of any of these principals. */
  membershipsOf(id: WorkspaceId, principals: readonly ObjectId[]): Promise<readonly Membership[]>;
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
  /** Those of them that are there, in no order. */
  findMany(ids: readonly ItemId[]): Promise<readonly Item[]>;
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
   * The item with its definition, permissions, links, tiles, and versions (their blobs become garbage); with a model its reports,
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

/** Rights on one item that a person, group or application was given, by somebody or through a link. */
export type Permission = {
  readonly itemId: ItemId;
  readonly granteeId: ObjectId;
  readonly granteeKind: PrincipalKind;
  /** Never empty; `read` is always among them. */
  readonly rights: readonly GrantableRight[];
  /** One principal may hold the same item by several sources; each goes by itself. */
  readonly source: 'direct' | LinkId;
  readonly grantedBy: ObjectId;
  readonly grantedAt: string;
};
export type PermissionStore = {
  /** By time; only those of one giver, and only the first so many, where that is asked. */
  ofItem(
    id: ItemId,
    only?: { readonly grantedBy: ObjectId | undefined; readonly atMost: number },
  ): Promise<readonly Permission[]>;
  /** How many principals were given the item directly. */
  countDirect(id: ItemId): Promise<number>;
  ofGrantees(ids: readonly ObjectId[]): Promise<readonly Permission[]>;
  /** Those of any of these grantees on one item. */
  find(id: ItemId, grantees: readonly ObjectId[]): Promise<readonly Permission[]>;
  /** Adds it, or replaces the one of the same item, grantee and source. */
  save(permission: Permission): Promise<void>;
  /** False where there was none. */
  remove(id: ItemId, granteeId: ObjectId, source: Permission['source']): Promise<boolean>;
};

/**
 * An address that gives rights to who redeems it and is entitled to: per identity, never by possession. `people` is for
 * its recipients, `organisation` for everybody of the tenant but guests, `existing` gives nothing and only leads there.
 */
export type SharingLink = {
  readonly id: LinkId;
  readonly itemId: ItemId;
  readonly kind: 'people' | 'organisation' | 'existing';
  readonly rights: readonly GrantableRight[];
  /** Also gives rights on the item's model: its maker could share that too. */
  readonly coversModel: boolean;
  /** People and groups; only of the kind `people`. */
  readonly recipientIds: readonly ObjectId[];
  readonly createdBy: ObjectId;
  readonly createdAt: string;
};
export type LinkStore = {
  find(id: LinkId): Promise<SharingLink | undefined>;
  /** Newest first. */
  ofItem(id: ItemId): Promise<readonly SharingLink[]>;
  create(link: SharingLink): Promise<void>;
  /**
   * Takes a principal off the recipients of every link to the item, or of those that one person made; false where it
   * was on none. What was gained through the links stays.
   */
  removeRecipient(id: ItemId, principalId: ObjectId, madeBy?: ObjectId): Promise<boolean>;
  /** From now on it gives nothing of the model; what was gained stays. False where it gave nothing of it before. */
  stopCoveringModel(id: LinkId): Promise<boolean>;
  /** With every permission that was gained through it, on whichever item. */
  remove(id: LinkId): Promise<void>;
};

/** Somebody whom a role of a model binds, by the name that the model's definition gives the role. */
export type RoleMember = {
  readonly role: string;
  readonly memberId: ObjectId;
  readonly memberKind: PrincipalKind;
};
export type RoleMemberStore = {
  /** The roles of a model that any of these principals is in: each once, in the order of their names. */
  rolesOf(modelId: ModelId, memberIds: readonly ObjectId[]): Promise<readonly string[]>;
  /** By role, then by id. */
  ofModel(modelId: ModelId): Promise<readonly RoleMember[]>;
  /** The members of one role are these and no others from now on. */
  replace(modelId: ModelId, role: string, members: readonly Omit<RoleMember, 'role'>[]): Promise<void>;
  removeOfModel(modelId: ModelId): Promise<void>;
};

export type SettingStore = {
  /** Only what an administrator has set. */
  all(): Promise<readonly TenantSetting[]>;
  save(setting: TenantSetting): Promise<void>;
};

/** What every request asks about its tenant first. `epoch` grows with each change of anybody's rights. */
export type SecurityState = { readonly epoch: number; readonly isReadOnly: boolean };
export type SecurityStore = {
  /** One indexed row; a tenant without one is at epoch 0 and writable. */
  state(): Promise<SecurityState>;
  /** Tokens of this principal that were issued before this moment are refused; undefined where nobody said so. */
  sessionsValidFrom(objectId: ObjectId): Promise<string | undefined>;
  revokeSessions(objectId: ObjectId, validFrom: string): Promise<void>;
  /** Which of these principals hold a role in a workspace or a model, a permission or a place in a link anywhere in the tenant. */
  holders(ids: readonly ObjectId[]): Promise<readonly ObjectId[]>;
};

export type ActivityQuery = {
  /** Inclusive, ISO 8601 UTC with milliseconds. */
  readonly from: string;
  readonly to: string;
  readonly activity: Activity | undefined;
  /** Sign-in name, compared without regard to case. */
  readonly userId: string | undefined;
  /** The last event of the page before. */
  readonly after: { readonly at: string; readonly id: EventId } | undefined;
  readonly limit: number;
};
export type AuditStore = {
  /** Adds one event of the act's actor, at the time of the store's clock. */
  record(facts: ActivityFacts): Promise<void>;
  /** Oldest first, by time and id. */
  page(query: ActivityQuery): Promise<readonly ActivityEvent[]>;
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
/** Where a dataset of that name is there: another under a free name, a refusal, or a new definition for that one. */
export type ConflictRule = 'rename' | 'abort' | 'replace' | 'replace-only';
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
  readonly onConflict: ConflictRule;
  /** What is to be said of the outcome, as JSON text; undefined where there is nothing. */
  readonly report: string | undefined;
  /** How often somebody began to work on it. */
  readonly attempts: number;
};
export type ImportResult = Pick<Import, 'report' | 'reportId'> & { readonly modelId: ModelId };
export type ImportStore = {
  create(row: Import): Promise<void>;
  find(id: ImportId): Promise<Import | undefined>;
  inWorkspace(id: WorkspaceId): Promise<readonly Import[]>;
  /** Takes the lease and counts the attempt; false where another holds it or the import is finished. */
  lease(id: ImportId, now: string, until: string): Promise<boolean>;
  /** Moves the end of a lease that the caller holds; `now` gives the import back. */
  extendLease(id: ImportId, until: string): Promise<void>;
  succeed(id: ImportId, result: ImportResult, at: string): Promise<void>;
  fail(id: ImportId, error: { code: string; message: string }, at: string): Promise<void>;
};
