import { deleteItem } from '../../shared/catalog/delete-item.ts';
import { loadModel } from '../../shared/catalog/load-model.ts';
import type { Item } from '../../shared/catalog/ports.ts';
import { AddDashboardRequest } from '../../shared/contract/power-bi.ts';
import { createDashboard } from '../../shared/dashboard/edit-dashboard.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { parseId, type TileId } from '../../shared/domain/ids.ts';
import { isAtLeast } from '../../shared/domain/rights.ts';
import { openReport } from '../../shared/report/open-report.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import type { Call } from '../internal-hop.ts';
import { readLenient } from '../read-body.ts';
import { done, json } from '../reply.ts';
import type { PresentationDeps } from './deps.ts';
import { openSources } from './open-sources.ts';
import { inBoth, type PresentationOperations } from './operations.ts';
import { dashboardShape, datasetShape, pageShape, reportShape, tableShape, tileShape } from './power-bi-shapes.ts';

/** Datasets, reports, dashboards and tiles, as Power BI's operations have them. */
export const itemOperations = {
  ...inBoth('datasets-list', async ({ metadata, publicUrl }, { grant }) => {
    const { tenantId, workspaceId } = grantOfKind(grant, 'workspace');
    const value = await metadata.read(tenantId, async (stores) => {
      const models = await stores.items.inWorkspace(workspaceId, 'model');
      const owners = await stores.people.findMany(models.map((model) => model.createdBy));
      const ownerOf = (model: Item) => owners.find((person) => person.objectId === model.createdBy);
      return models.map((model) => datasetShape(model, ownerOf(model), publicUrl));
    });
    return json(200, { value });
  }),
  ...inBoth('datasets-get', async ({ metadata, publicUrl }, call) => {
    const grant = grantOfKind(call.grant, 'model');
    return metadata.read(grant.tenantId, async (stores) => {
      const item = await stores.items.find(grant.id);
      if (item === undefined) throw new Fault('not-found', { what: 'dataset' });
      return json(200, datasetShape(item, await stores.people.find(item.createdBy), publicUrl));
    });
  }),
  ...inBoth('datasets-delete', deleteIt),
  ...inBoth('dataset-tables-list', async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'model');
    const model = await metadata.read(grant.tenantId, (stores) => loadModel(stores, grant.tenantId, grant.id));
    return json(200, { value: model.definition.tables.map(tableShape) });
  }),

  ...inBoth('reports-list', async ({ metadata, publicUrl }, { grant }) => {
    const { tenantId, workspaceId } = grantOfKind(grant, 'workspace');
    const reports = await metadata.read(tenantId, (stores) => stores.items.inWorkspace(workspaceId, 'report'));
    return json(200, { value: reports.map((report) => reportShape(report, publicUrl)) });
  }),
  ...inBoth('reports-get', async ({ metadata, publicUrl }, call) => {
    const grant = grantOfKind(call.grant, 'report');
    const item = await metadata.read(grant.tenantId, (stores) => stores.items.find(grant.id));
    if (item === undefined) throw new Fault('not-found', { what: 'report' });
    return json(200, reportShape(item, publicUrl));
  }),
  ...inBoth('reports-delete', deleteIt),
  ...inBoth('report-pages-list', async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'report');
    const { report } = await metadata.read(grant.tenantId, (stores) => openReport(stores, call.caller, grant));
    return json(200, { value: report.pages.map(pageShape) });
  }),

  ...inBoth('dashboards-list', async ({ metadata, publicUrl }, { grant }) => {
    const { tenantId, workspaceId, role } = grantOfKind(grant, 'workspace');
    const found = await metadata.read(tenantId, (stores) => stores.items.inWorkspace(workspaceId, 'dashboard'));
    const isReadOnly = !isAtLeast(role, 'Contributor');
    return json(200, { value: found.map((item) => dashboardShape(item, isReadOnly, publicUrl)) });
  }),
  ...inBoth('dashboards-create', async ({ metadata, now, publicUrl }, { caller, grant, body, act }) => {
    const { name } = readLenient(AddDashboardRequest, body);
    const workspace = grantOfKind(grant, 'workspace');
    const item = await createDashboard(metadata, caller, workspace, name, now().toISOString(), act);
    return json(200, dashboardShape(item, false, publicUrl));
  }),
  ...inBoth('dashboards-get', async ({ metadata, publicUrl }, call) => {
    const grant = grantOfKind(call.grant, 'dashboard');
    const item = await metadata.read(grant.tenantId, (stores) => stores.items.find(grant.id));
    if (item === undefined) throw new Fault('not-found', { what: 'dashboard' });
    return json(200, dashboardShape(item, !grant.rights.includes('write'), publicUrl));
  }),
  ...inBoth('dashboards-delete', deleteIt),
  ...inBoth('tiles-list', async ({ metadata }, { caller, grant }) => {
    const { tenantId, id } = grantOfKind(grant, 'dashboard');
    const value = await metadata.read(tenantId, async (stores) => {
      const tiles = await stores.tiles.ofDashboard(id);
      const open = await openSources(stores, caller, tiles);
      return tiles.map((tile) => tileShape(tile, open.has(tile.reportId)));
    });
    return json(200, { value });
  }),
  ...inBoth('tiles-get', async ({ metadata }, { caller, grant, parameters }) => {
    const { tenantId, id } = grantOfKind(grant, 'dashboard');
    const tileId = parseId<TileId>(parameters['tileId']);
    return metadata.read(tenantId, async (stores) => {
      const tile = tileId && (await stores.tiles.find(id, tileId));
      if (tile === undefined) throw new Fault('not-found', { what: 'tile' });
      const open = await openSources(stores, caller, [tile]);
      return json(200, tileShape(tile, open.has(tile.reportId)));
    });
  }),
} satisfies PresentationOperations;

async function deleteIt({ metadata }: PresentationDeps, { grant, act }: Call): Promise<Response> {
  if (!('rights' in grant)) throw new Fault('hop-refused', { why: 'a grant of an item was expected' });
  await deleteItem(metadata, grant, act);
  return done();
}
