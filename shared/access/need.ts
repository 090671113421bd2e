import type { ItemKind, Right, TenantStanding, WorkspaceRole } from '../domain/rights.ts';

/** What a caller must hold for an operation. The ids come from the path's parameters. */
export type Need =
  /** To be signed in, of a known tenant, as at least this; what is answered depends on what else they hold. */
  | { readonly kind: 'tenant'; readonly standing: TenantStanding }
  /** A role in the workspace `groupId`; in the caller's own *My workspace* where the path names none. */
  | { readonly kind: 'workspace'; readonly role: WorkspaceRole }
  /** A right on an item; where the path names a workspace too, the item must live there. */
  | { readonly kind: 'item'; readonly item: ItemKind; readonly right: Right };
