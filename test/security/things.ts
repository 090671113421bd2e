import type { Tile } from '../../shared/dashboard/dashboard.ts';
import {
  type DashboardId,
  type ImportId,
  type LinkId,
  type ModelId,
  type ModelVersionId,
  newId,
  type ReportId,
  type TileId,
  type UploadId,
  type WorkspaceId,
} from '../../shared/domain/ids.ts';
import { inferredDefinition } from '../../shared/model/inferred-definition.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { type StoredModel, storedInferred } from '../../shared/model/stored-model.ts';
import type { Report, Visual } from '../../shared/report/report.ts';
import type { Ids } from '../integration/operation-calls.ts';
import { column, table } from '../query/model-file.ts';
import { PRINCIPALS, type Principal, principal, RECIPIENT, TENANT } from './principals.ts';
import type { World } from './world.ts';

const MODEL: SemanticModel = { tables: [table('T', [column('Region', 'String'), column('N', 'Int64')])] };
/** The same with a role in its definition; the visual part knows none. */
const STORED: StoredModel = {
  ...storedInferred(MODEL, 'Sales', 1),
  files: [
    {
      path: 'model.bim',
      text: inferredDefinition(MODEL, 'Sales').replace(
        '"culture"',
        '"roles": [{ "name": "Europe", "modelPermission": "read" }], "culture"',
      ),
    },
  ],
};
const VISUAL: Visual = {
  name: 'rows',
  type: 'card',
  title: 'Rows',
  subtitle: '',
  position: { x: 0, y: 0, width: 200, height: 100 },
  wells: { category: [], series: [], values: [{ kind: 'rows', table: 'T', as: 'v1' }] },
  filters: [],
  orderBy: [],
  limit: 100,
};
const REPORT: Report = {
  pages: [{ name: 'overview', displayName: 'Overview', width: 1280, height: 720, visuals: [VISUAL] }],
};

/**
 * A workspace of contoso with one of everything, in which each principal holds what `principals.ts` says. A new one each
 * time: what a test changes in it, no other test sees.
 */
export async function createThings({ metadata, uploads, now }: World, asker: Principal): Promise<Ids> {
  const at = now().toISOString();
  const owner = principal('Admin');
  const workspaceId = newId<WorkspaceId>();
  const ids = {
    modelId: newId<ModelId>(),
    reportId: newId<ReportId>(),
    dashboardId: newId<DashboardId>(),
    tileId: newId<TileId>(),
    importId: newId<ImportId>(),
    linkId: newId<LinkId>(),
  };
  const { modelId, reportId, dashboardId } = ids;
  await metadata.write(TENANT, undefined, async (stores) => {
    await stores.people.save({ ...RECIPIENT, displayName: RECIPIENT.name }, at);
    const workspace = {
      id: workspaceId,
      name: `W ${workspaceId}`,
      kind: 'shared',
      ownerId: owner.objectId,
      createdAt: at,
    } as const;
    await stores.workspaces.create(workspace);
    for (const { objectId, kind, role } of PRINCIPALS) {
      if (role !== undefined) {
        await stores.workspaces.saveMember({ workspaceId, principalId: objectId, principalKind: kind, role });
      }
    }
    // Somebody without any right is in it, for those who take people out.
    await stores.workspaces.saveMember({
      workspaceId,
      principalId: RECIPIENT.objectId,
      principalKind: 'user',
      role: 'Viewer',
    });
    const item = { workspaceId, createdBy: owner.objectId, createdAt: at, modifiedAt: at };
    await stores.items.create(
      { ...item, id: modelId, kind: 'model', name: 'Sales', modelId: undefined },
      JSON.stringify(STORED),
    );
    await stores.items.create(
      { ...item, id: reportId, kind: 'report', name: 'Sales', modelId },
      JSON.stringify(REPORT),
    );
    await stores.items.create({ ...item, id: dashboardId, kind: 'dashboard', name: 'Sales', modelId: undefined }, '{}');
    const blobName = `${TENANT}/${modelId}.duckdb`;
    const version = { id: newId<ModelVersionId>(), modelId, blobName, bytes: 1000, rowCount: 1, createdAt: at };
    await stores.versions.publish(version);
    await stores.tiles.create(tileOf(ids));
    for (const { objectId, kind, rights } of [...PRINCIPALS, RECIPIENT]) {
      for (const itemId of rights === undefined ? [] : [modelId, reportId, dashboardId]) {
        const grantee = { granteeId: objectId, granteeKind: kind, rights: rights ?? [] };
        await stores.permissions.save({
          itemId,
          ...grantee,
          source: 'direct',
          grantedBy: owner.objectId,
          grantedAt: at,
        });
      }
    }
    await stores.links.create({
      id: ids.linkId,
      itemId: reportId,
      kind: 'organisation',
      rights: ['read'],
      coversModel: true,
      recipientIds: [],
      createdBy: owner.objectId,
      createdAt: at,
    });
    await stores.imports.create({
      id: ids.importId,
      workspaceId,
      fileName: 'sales.csv',
      blobName: `${TENANT}/${crypto.randomUUID()}`,
      requestedBy: owner.objectId,
      state: 'Succeeded',
      createdAt: at,
      updatedAt: at,
      modelId,
      reportId,
      error: undefined,
      onConflict: 'rename',
      report: undefined,
      attempts: 1,
    });
  });
  const blobName = `${asker.tenantId}/${crypto.randomUUID()}`;
  uploads.set(blobName, 'Region,N\nNorth,1\n');
  return {
    groupId: workspaceId,
    datasetId: modelId,
    reportId,
    pageName: 'overview',
    visualName: 'rows',
    dashboardId,
    tileId: ids.tileId,
    importId: ids.importId,
    userId: RECIPIENT.objectId,
    linkId: ids.linkId,
    fileUrl: `memory://uploads/${blobName}?signed`,
  };
}

function tileOf({
  tileId,
  dashboardId,
  modelId,
  reportId,
}: Pick<Tile, 'dashboardId' | 'modelId' | 'reportId'> & { tileId: TileId }): Tile {
  const layout = { column: 0, row: 0, colSpan: 3, rowSpan: 2 };
  return {
    id: tileId,
    dashboardId,
    title: 'Rows',
    subtitle: '',
    modelId,
    reportId,
    pageName: 'overview',
    visual: VISUAL,
    layout,
  };
}

/** A place where the asker may have uploaded the file of these ids: in the workspace, or in their own. */
export async function createUpload(world: World, ids: Ids, asker: Principal, isInGroup: boolean): Promise<void> {
  const at = world.now().toISOString();
  const blobName = ids.fileUrl.replace(/^memory:\/\/uploads\/|\?signed$/g, '');
  await world.metadata.write(asker.tenantId, undefined, async ({ uploads, workspaces }) => {
    const mine = await workspaces.findPersonal(asker.objectId);
    const upload = { id: newId<UploadId>(), requestedBy: asker.objectId, blobName, createdAt: at, expiresAt: at };
    const workspaceId = isInGroup && asker.tenantId === TENANT ? asWorkspace(ids.groupId) : mine?.id;
    if (workspaceId !== undefined) await uploads.create({ ...upload, workspaceId });
  });
}

function asWorkspace(text: string): WorkspaceId {
  return text as WorkspaceId;
}
