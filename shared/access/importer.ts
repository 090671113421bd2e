import type { Import, Stores } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import { isAtLeast } from '../domain/rights.ts';

/**
 * Checks again, when the work begins, that who asked for the import may still publish into the workspace. Group
 * memberships are in nobody's token now: the role must be the person's own.
 */
export async function rightsOfImporter(stores: Stores, row: Import): Promise<void> {
  const roles = await stores.workspaces.rolesOf(row.workspaceId, [row.requestedBy]);
  if (roles.some((role) => isAtLeast(role, 'Contributor'))) return;
  throw new Fault('not-permitted', { what: 'publish into this workspace any more' });
}
