import type { Right, WorkspaceRole } from '../domain/rights.ts';

/**
 * What a workspace role gives on every item of the workspace (H-07, H-08): a Contributor writes but does not share,
 * a Viewer looks.
 */
export const ROLE_RIGHTS: { readonly [R in WorkspaceRole]: readonly Right[] } = {
  Admin: ['read', 'build', 'reshare', 'write'],
  Member: ['read', 'build', 'reshare', 'write'],
  Contributor: ['read', 'build', 'write'],
  Viewer: ['read'],
};
