import { effectiveRole, principalsOf } from '../../shared/access/effective-rights.ts';
import type { Stores } from '../../shared/catalog/ports.ts';
import type { WorkspaceId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import type { WorkspaceRole } from '../../shared/domain/rights.ts';

/** The caller's role in a workspace; to whom it is closed, its name is closed too. */
export async function effectiveRoleIn(
  stores: Stores,
  caller: Caller,
  workspaceId: WorkspaceId,
): Promise<WorkspaceRole | undefined> {
  return effectiveRole(caller, await stores.workspaces.membershipsOf(workspaceId, principalsOf(caller)));
}
