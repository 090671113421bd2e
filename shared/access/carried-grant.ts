import { z } from 'zod';
import type { Grant } from '../domain/grants.ts';
import {
  type DashboardId,
  type ModelId,
  parseId,
  type ReportId,
  type TenantId,
  type WorkspaceId,
} from '../domain/ids.ts';
import { ITEM_KINDS, RIGHTS, TENANT_STANDINGS, WORKSPACE_ROLES } from '../domain/rights.ts';
import { makeItemGrant, makeTenantGrant, makeWorkspaceGrant } from './make-grant.ts';

/** A grant as it travels inside a signed context from the Gateway to the role that answers. */
export const CarriedGrant = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tenant'), standing: z.enum(TENANT_STANDINGS) }),
  z.strictObject({ kind: z.literal('workspace'), id: z.guid(), role: z.enum(WORKSPACE_ROLES) }),
  z.strictObject({
    kind: z.literal('item'),
    item: z.enum(ITEM_KINDS),
    id: z.guid(),
    workspace: z.guid(),
    rights: z.array(z.enum(RIGHTS)),
  }),
]);
export type CarriedGrant = z.infer<typeof CarriedGrant>;

export function carryGrant(grant: Grant): CarriedGrant {
  switch (grant.kind) {
    case 'tenant':
      return { kind: 'tenant', standing: grant.standing };
    case 'workspace':
      return { kind: 'workspace', id: grant.workspaceId, role: grant.role };
    default:
      return {
        kind: 'item',
        item: grant.kind,
        id: grant.id,
        workspace: grant.workspaceId,
        rights: [...grant.rights],
      };
  }
}

/** The grant again, from a context whose signature and binding were verified just before; undefined if malformed. */
export function rebuildGrant(tenantId: TenantId, carried: CarriedGrant): Grant | undefined {
  if (carried.kind === 'tenant') return makeTenantGrant(tenantId, carried.standing);
  if (carried.kind === 'workspace') {
    const id = parseId<WorkspaceId>(carried.id);
    return id && makeWorkspaceGrant(tenantId, id, carried.role);
  }
  const id = parseId<ModelId | ReportId | DashboardId>(carried.id);
  const workspaceId = parseId<WorkspaceId>(carried.workspace);
  return id && workspaceId && makeItemGrant(carried.item, tenantId, id, workspaceId, carried.rights);
}
