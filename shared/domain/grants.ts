import type { DashboardId, ModelId, ReportId, TenantId, WorkspaceId } from './ids.ts';
import type { Right, TenantStanding, WorkspaceRole } from './rights.ts';

/**
 * Permission as a value. Only `access/` makes grants (a test holds the code to it); whoever reads or changes
 * something demands one, so that a forgotten check does not compile.
 */
declare const made: unique symbol;
type Made = { readonly [made]: true };

/** The caller holds at least this role in the workspace. */
export type WorkspaceGrant = Made & {
  readonly kind: 'workspace';
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  readonly role: WorkspaceRole;
};

type ItemGrantOf<K extends string, I> = Made & {
  readonly kind: K;
  readonly tenantId: TenantId;
  readonly id: I;
  /** Where the item lives, as the access check saw it. */
  readonly workspaceId: WorkspaceId;
  readonly rights: readonly Right[];
};
export type ModelGrant = ItemGrantOf<'model', ModelId>;
export type ReportGrant = ItemGrantOf<'report', ReportId>;
export type DashboardGrant = ItemGrantOf<'dashboard', DashboardId>;
export type ItemGrant = ModelGrant | ReportGrant | DashboardGrant;

/**
 * Leave to ask one model for rows, the only thing the engine takes. `via` says why: the caller may read the model
 * itself, or sees it through one dashboard whose tiles ask fixed questions.
 */
export type ReadGrant = Made & {
  readonly kind: 'read';
  readonly tenantId: TenantId;
  readonly modelId: ModelId;
  readonly via: 'model' | 'dashboard';
};

/** The caller is signed in and of a known tenant, at least as what `standing` says. */
export type TenantGrant = Made & {
  readonly kind: 'tenant';
  readonly tenantId: TenantId;
  readonly standing: TenantStanding;
};

export type Grant = TenantGrant | WorkspaceGrant | ItemGrant;
