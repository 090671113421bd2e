import type {
  DashboardGrant,
  ItemGrant,
  ModelGrant,
  ReadGrant,
  ReportGrant,
  TenantGrant,
  WorkspaceGrant,
} from '../domain/grants.ts';
import type { DashboardId, ModelId, ReportId, TenantId, WorkspaceId } from '../domain/ids.ts';
import type { ItemKind, Right, TenantStanding, WorkspaceRole } from '../domain/rights.ts';

/**
 * The only place where grants come into being; a test holds the code base to it. Only files of `access/` import it,
 * and each calls it right after the check that the grant stands for.
 */
export function makeTenantGrant(tenantId: TenantId, standing: TenantStanding): TenantGrant {
  return { kind: 'tenant', tenantId, standing } as TenantGrant;
}

export function makeWorkspaceGrant(tenantId: TenantId, workspaceId: WorkspaceId, role: WorkspaceRole): WorkspaceGrant {
  return { kind: 'workspace', tenantId, workspaceId, role } as WorkspaceGrant;
}

export function makeItemGrant(
  kind: ItemKind,
  tenantId: TenantId,
  id: ModelId | ReportId | DashboardId,
  workspaceId: WorkspaceId,
  rights: readonly Right[],
): ItemGrant {
  const fields = { tenantId, workspaceId, rights };
  switch (kind) {
    case 'model':
      return { kind, id: id as ModelId, ...fields } as ModelGrant;
    case 'report':
      return { kind, id: id as ReportId, ...fields } as ReportGrant;
    case 'dashboard':
      return { kind, id: id as DashboardId, ...fields } as DashboardGrant;
  }
}

export function makeReadGrant(tenantId: TenantId, modelId: ModelId, via: ReadGrant['via']): ReadGrant {
  return { kind: 'read', tenantId, modelId, via } as ReadGrant;
}
