/** What Azimuth keeps in a workspace. */
export const ITEM_KINDS = ['model', 'report', 'dashboard'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Rights on one item, weakest first. Power BI's API calls `build` Explore. */
export const RIGHTS = ['read', 'build', 'reshare', 'write'] as const;
export type Right = (typeof RIGHTS)[number];

/** Workspace roles, weakest first; each may do all that the ones before it may. */
export const WORKSPACE_ROLES = ['Viewer', 'Contributor', 'Member', 'Admin'] as const;
export type WorkspaceRole = (typeof WORKSPACE_ROLES)[number];

export function isAtLeast(role: WorkspaceRole, wanted: WorkspaceRole): boolean {
  return WORKSPACE_ROLES.indexOf(role) >= WORKSPACE_ROLES.indexOf(wanted);
}
