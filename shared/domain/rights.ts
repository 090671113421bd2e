/** What Azimuth keeps in a workspace. */
export const ITEM_KINDS = ['model', 'report', 'dashboard'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Rights on one item. Power BI's API calls `build` Explore; `owner` is held by who made the item. */
export const RIGHTS = ['read', 'build', 'reshare', 'write', 'owner'] as const;
export type Right = (typeof RIGHTS)[number];

/** What can be given on one item; to write takes a role in its workspace, and an owner is not made by sharing. */
export const GRANTABLE_RIGHTS = ['read', 'build', 'reshare'] as const;
export type GrantableRight = (typeof GRANTABLE_RIGHTS)[number];

/** Workspace roles, weakest first; each may do all that the ones before it may. */
export const WORKSPACE_ROLES = ['Viewer', 'Contributor', 'Member', 'Admin'] as const;
export type WorkspaceRole = (typeof WORKSPACE_ROLES)[number];

/** What one is in a tenant, weakest first: a guest, somebody of the organisation, its administrator. */
export const TENANT_STANDINGS = ['guest', 'member', 'administrator'] as const;
export type TenantStanding = (typeof TENANT_STANDINGS)[number];

export function isAtLeast(role: WorkspaceRole, wanted: WorkspaceRole): boolean {
  return WORKSPACE_ROLES.indexOf(role) >= WORKSPACE_ROLES.indexOf(wanted);
}
