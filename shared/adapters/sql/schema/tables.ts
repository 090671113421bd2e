import type { ColumnType } from 'kysely';
import type { Activity } from '../../../audit/activity.ts';
import type { ConflictRule, ImportState, ItemId, Permission, SharingLink } from '../../../catalog/ports.ts';
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
} from '../../../domain/ids.ts';
import type { PrincipalKind } from '../../../domain/principal.ts';
import type { ItemKind, WorkspaceRole } from '../../../domain/rights.ts';
import type { TenantSettingName } from '../../../domain/tenant-settings.ts';

/** SQL Server's driver gives a bigint as text. */
type BigInteger = ColumnType<number | string, number, number>;
type Flag = 0 | 1;

/**
 * The tables of tenants as a store sees them: without `tenant_id`, which `tenant-scope` puts into every statement, so
 * that no store can forget it or name another tenant.
 */
export type TenantTables = {
  used_context: { id: string; expires_at: string };
  garbage: { account: 'data' | 'intake'; blob_name: string; since: string };
  person: {
    object_id: ObjectId;
    display_name: string;
    sign_in_name: string;
    kind: PrincipalKind;
    changed_at: string;
  };
  workspace: {
    id: WorkspaceId;
    name: string;
    name_key: string;
    kind: 'personal' | 'shared';
    owner_id: ObjectId;
    created_at: string;
  };
  workspace_member: {
    workspace_id: WorkspaceId;
    principal_id: ObjectId;
    principal_kind: PrincipalKind;
    role: WorkspaceRole;
  };
  item: {
    id: ItemId;
    kind: ItemKind;
    workspace_id: WorkspaceId;
    name: string;
    created_by: ObjectId;
    created_at: string;
    modified_at: string;
    model_id: ModelId | null;
  };
  item_definition: { item_id: ItemId; definition: string };
  model_version: {
    id: ModelVersionId;
    model_id: ModelId;
    blob_name: string;
    bytes: BigInteger;
    row_count: BigInteger;
    created_at: string;
  };
  tile: {
    id: TileId;
    dashboard_id: DashboardId;
    title: string;
    subtitle: string;
    model_id: ModelId;
    report_id: ReportId;
    page_name: string;
    visual: string;
    column_at: number;
    row_at: number;
    col_span: number;
    row_span: number;
  };
  permission: {
    item_id: ItemId;
    grantee_id: ObjectId;
    grantee_kind: PrincipalKind;
    /** As in `rights-text`. */
    rights: string;
    source: Permission['source'];
    granted_by: ObjectId;
    granted_at: string;
  };
  sharing_link: {
    id: LinkId;
    item_id: ItemId;
    kind: SharingLink['kind'];
    rights: string;
    covers_model: Flag;
    created_by: ObjectId;
    created_at: string;
  };
  role_member: { model_id: ModelId; role_name: string; member_id: ObjectId; member_kind: PrincipalKind };
  sharing_link_recipient: { link_id: LinkId; principal_id: ObjectId };
  /** `only_for` and `except_for` are JSON lists of ids. */
  tenant_setting: { name: TenantSettingName; is_on: Flag; only_for: string; except_for: string };
  tenant_security: { epoch: number; is_read_only: Flag };
  revocation: { object_id: ObjectId; valid_from: string };
  /** `user_key` is the actor's sign-in name as names are compared; `body` the event without id and time, as JSON. */
  activity_event: { id: EventId; at: string; activity: Activity; user_key: string; body: string };
  upload: {
    id: UploadId;
    workspace_id: WorkspaceId;
    requested_by: ObjectId;
    blob_name: string;
    created_at: string;
    expires_at: string;
  };
  import: {
    id: ImportId;
    workspace_id: WorkspaceId;
    file_name: string;
    blob_name: string;
    requested_by: ObjectId;
    state: ImportState;
    created_at: string;
    updated_at: string;
    model_id: ModelId | null;
    report_id: ReportId | null;
    error_code: string | null;
    error_message: string | null;
    attempts: number;
    lease_until: string | null;
    on_conflict: ConflictRule;
    /** JSON, or empty. */
    report: string;
  };
};

/** The whole database, for work of the system alone. */
export type SystemTables = {
  [T in keyof TenantTables]: TenantTables[T] & { tenant_id: TenantId };
} & {
  tenant: { tenant_id: TenantId; name: string; home_cluster: string };
  cluster_state: { name: 'read-only'; is_on: Flag };
  usage_count: { key_text: string; window_start: string; count: number };
  context_key: { key_id: string; public_jwk: string; published_at: string; expires_at: string };
};
