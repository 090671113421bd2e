import type { Activity, Actor } from '../../shared/audit/activity.ts';
import type {
  Act,
  Import,
  Item,
  Metadata,
  ModelVersion,
  Permission,
  SharingLink,
  Upload,
  Workspace,
} from '../../shared/catalog/ports.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import {
  type DashboardId,
  type ImportId,
  type LinkId,
  type ModelId,
  type ModelVersionId,
  newId,
  type ObjectId,
  type ReportId,
  type TenantId,
  type TileId,
  type UploadId,
  type WorkspaceId,
} from '../../shared/domain/ids.ts';
import type { Person } from '../../shared/identity/ports.ts';

export const AT = '2026-03-01T08:00:00.000Z';

/** A moment so many seconds after `AT`. */
export function later(seconds: number): string {
  return new Date(Date.parse(AT) + seconds * 1000).toISOString();
}

export type World = Awaited<ReturnType<typeof aWorld>>;

/** Ids of one small world, so that two tenants can have the very same one. */
export function worldIds() {
  return {
    owner: newId<ObjectId>(),
    colleague: newId<ObjectId>(),
    workspace: newId<WorkspaceId>(),
    model: newId<ModelId>(),
    version: newId<ModelVersionId>(),
    report: newId<ReportId>(),
    dashboard: newId<DashboardId>(),
    tile: newId<TileId>(),
    upload: newId<UploadId>(),
    import: newId<ImportId>(),
    link: newId<LinkId>(),
  };
}

/** One of everything, in a tenant of its own. */
export async function aWorld(metadata: Metadata, tenant = newId<TenantId>(), ids = worldIds(), mark = 'Sales') {
  const world = {
    tenant,
    ...ids,
    blob: `${tenant}/${ids.version}.duckdb`,
    uploadBlob: `${tenant}/${ids.upload}`,
    mark,
  };
  await metadata.write(tenant, undefined, async (stores) => {
    await stores.people.save(person(ids.owner, `${mark} owner`, `${mark}@contoso.example`), AT);
    await stores.workspaces.create(workspace(world));
    await stores.workspaces.saveMember({
      workspaceId: ids.workspace,
      principalId: ids.owner,
      principalKind: 'user',
      role: 'Admin',
    });
    await stores.items.create(item(world, 'model'), `{"model":"${mark}"}`);
    await stores.items.create(item(world, 'report'), `{"report":"${mark}"}`);
    await stores.items.create(item(world, 'dashboard'), '{}');
    await stores.versions.publish(version(world));
    await stores.tiles.create(tile(world));
    await stores.permissions.save(permission(world));
    await stores.links.create(link(world));
    await stores.uploads.create(upload(world));
    await stores.imports.create(importRow(world));
  });
  return world;
}

type Ids = ReturnType<typeof worldIds> & { readonly mark: string; readonly blob: string; readonly uploadBlob: string };

/** Somebody's act of their own, with a context that was never used. */
export function anAct(by: ObjectId, activity?: Activity): Act {
  return { once: { id: newId(), expiresAt: later(60) }, by: actor(by), activity };
}

export function actor(objectId: ObjectId): Actor {
  return {
    objectId,
    kind: 'user',
    signInName: `${objectId}@Contoso.example`,
    requestId: 'request-1',
    clientIp: '192.0.2.7',
    userAgent: 'Browser/1',
  };
}

export function person(objectId: ObjectId, displayName: string, signInName: string): Person {
  return { objectId, displayName, signInName, kind: 'user' };
}

export function workspace(ids: Ids): Workspace {
  return { id: ids.workspace, name: ids.mark, kind: 'shared', ownerId: ids.owner, createdAt: AT };
}

export function item(ids: Ids, kind: Item['kind']): Item {
  return {
    id: ids[kind],
    kind,
    workspaceId: ids.workspace,
    name: `${ids.mark} ${kind}`,
    createdBy: ids.owner,
    createdAt: AT,
    modifiedAt: AT,
    modelId: kind === 'report' ? ids.model : undefined,
  };
}

export function version(ids: Ids): ModelVersion {
  return {
    id: ids.version,
    modelId: ids.model,
    blobName: ids.blob,
    bytes: 5_000_000_000,
    rowCount: 12_345_678_901,
    createdAt: AT,
  };
}

export function tile(ids: Ids): Tile {
  return {
    id: ids.tile,
    dashboardId: ids.dashboard,
    title: `${ids.mark} by region`,
    subtitle: '',
    modelId: ids.model,
    reportId: ids.report,
    pageName: 'page1',
    visual: {
      name: 'v1',
      type: 'card',
      title: 'Total',
      subtitle: '',
      position: { x: 0, y: 0, width: 10, height: 10 },
      wells: { category: [], series: [], values: [] },
      filters: [],
      orderBy: [],
      limit: 1,
    },
    layout: { column: 0, row: 0, colSpan: 3, rowSpan: 2 },
  };
}

/** The dashboard, given to the colleague by hand. */
export function permission(ids: Ids): Permission {
  return {
    itemId: ids.dashboard,
    granteeId: ids.colleague,
    granteeKind: 'user',
    rights: ['read'],
    source: 'direct',
    grantedBy: ids.owner,
    grantedAt: AT,
  };
}

/** The report, for the colleague by a link. */
export function link(ids: Ids): SharingLink {
  return {
    id: ids.link,
    itemId: ids.report,
    kind: 'people',
    rights: ['read', 'build'],
    coversModel: true,
    recipientIds: [ids.colleague],
    createdBy: ids.owner,
    createdAt: AT,
  };
}

export function upload(ids: Ids): Upload {
  return {
    id: ids.upload,
    workspaceId: ids.workspace,
    requestedBy: ids.owner,
    blobName: ids.uploadBlob,
    createdAt: AT,
    expiresAt: later(3600),
  };
}

export function importRow(ids: Ids): Import {
  return {
    id: ids.import,
    workspaceId: ids.workspace,
    fileName: `${ids.mark}.csv`,
    blobName: `${ids.uploadBlob}-import`,
    requestedBy: ids.owner,
    state: 'Publishing',
    createdAt: AT,
    updatedAt: AT,
    modelId: undefined,
    reportId: undefined,
    error: undefined,
    onConflict: 'rename',
    report: undefined,
    attempts: 0,
  };
}
