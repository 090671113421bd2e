import { deleteItem } from '../../shared/catalog/delete-item.ts';
import { loadModel } from '../../shared/catalog/load-model.ts';
import type { Item } from '../../shared/catalog/ports.ts';
import { AddDashboardRequest } from '../../shared/contract/power-bi.ts';
import { createDashboard } from '../../shared/dashboard/edit-dashboard.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { parseId, type TileId } from '../../shared/domain/ids.ts';
import { isAtLeast } from '../../shared/domain/rights.ts';
import { readReport } from '../../shared/report/open-report.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import type { Call } from '../internal-hop.ts';
import { readLenient } from '../read-body.ts';
import { done, json } from '../reply.ts';
import type { PresentationDeps } from './deps.ts';
import { findSources, openSources } from './open-sources.ts';
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
    const showsDax = grant.rights.includes('build');
    return json(200, { value: model.definition.tables.map((table) => tableShape(table, showsDax)) });
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
  ...inBoth('report-pages-list', async (deps, call) => {
    const grant = grantOfKind(call.grant, 'report');
    const pages = await readReport(deps, call.caller, grant, ({ report }) => report.pages);
    return json(200, { value: pages.map(pageShape) });
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
  ...inBoth('tiles-list', async (deps, { caller, grant }) => {
    const { tenantId, id } = grantOfKind(grant, 'dashboard');
    const { tiles, sources } = await deps.metadata.read(tenantId, async (stores) => {
      const found = await stores.tiles.ofDashboard(id);
      return { tiles: found, sources: await findSources(stores, caller, found) };
    });
    const open = await openSources(deps, tenantId, sources);
    return json(200, { value: tiles.map((tile) => tileShape(tile, open.has(tile.reportId))) });
  }),
  ...inBoth('tiles-get', async (deps, { caller, grant, parameters }) => {
    const { tenantId, id } = grantOfKind(grant, 'dashboard');
    const tileId = parseId<TileId>(parameters['tileId']);
    const { tile, sources } = await deps.metadata.read(tenantId, async (stores) => {
      const found = tileId && (await stores.tiles.find(id, tileId));
      if (found === undefined) throw new Fault('not-found', { what: 'tile' });
      return { tile: found, sources: await findSources(stores, caller, [found]) };
    });
    const open = await openSources(deps, tenantId, sources);
    return json(200, tileShape(tile, open.has(tile.reportId)));
  }),
} satisfies PresentationOperations;

async function deleteIt({ metadata }: PresentationDeps, { caller, grant, act }: Call): Promise<Response> {
  if (!('rights' in grant)) throw new Fault('hop-refused', { why: 'a grant of an item was expected' });
  await deleteItem(metadata, caller, grant, act);
  return done();
}
