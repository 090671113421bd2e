import { principalsOf } from '../../shared/access/authorise.ts';
import { PinRequest, ShareRequest, UpdateTileRequest } from '../../shared/contract/azimuth.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import { moveTile, pinVisual, removeTile } from '../../shared/dashboard/edit-dashboard.ts';
import { listShares, shareDashboard, unshareDashboard } from '../../shared/dashboard/share-dashboard.ts';
import { showTiles } from '../../shared/dashboard/show-tiles.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { type ObjectId, parseId, type ReportId, type TileId } from '../../shared/domain/ids.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readStrict } from '../read-body.ts';
import { done, json } from '../reply.ts';
import { resultShapes, shareShape } from './azimuth-shapes.ts';
import { openSources } from './open-sources.ts';
import type { PresentationOperations } from './operations.ts';

/** Dashboards as our own pages need them: tiles with results, pinning, sharing. */
export const dashboardOperations = {
  'azimuth-dashboards-open': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'dashboard');
    return metadata.read(grant.tenantId, async (stores) => {
      const item = await stores.items.find(grant.id);
      if (item === undefined) throw new Fault('not-found', { what: 'dashboard' });
      const roles = await stores.workspaces.rolesOf(item.workspaceId, principalsOf(call.caller));
      const workspace = roles.length === 0 ? undefined : await stores.workspaces.find(item.workspaceId);
      const tiles = await stores.tiles.ofDashboard(grant.id);
      const open = await openSources(stores, call.caller, tiles);
      return json(200, {
        id: item.id,
        name: item.name,
        workspaceId: item.workspaceId,
        workspaceName: workspace?.name ?? '',
        canEdit: grant.rights.includes('write'),
        canShare: grant.rights.includes('reshare'),
        tiles: tiles.map((tile) => dashboardTile(tile, open.has(tile.reportId))),
      });
    });
  },
  'azimuth-dashboard-data': async (deps, { grant, signal }) => {
    const outcomes = await showTiles(deps, grantOfKind(grant, 'dashboard'), signal);
    return json(200, { tiles: resultShapes(outcomes) });
  },
  'azimuth-tiles-pin': async ({ metadata, now }, { caller, grant, body, once }) => {
    const { reportId, title, ...rest } = readStrict(PinRequest, body);
    const report = parseId<ReportId>(reportId);
    if (report === undefined) throw new Fault('not-found', { what: 'report' });
    const pin = { ...rest, title, reportId: report };
    const dashboard = grantOfKind(grant, 'dashboard');
    const tile = await pinVisual(metadata, caller, dashboard, pin, now().toISOString(), once);
    return json(200, dashboardTile(tile, true));
  },
  'azimuth-tiles-move': async ({ metadata, now }, { grant, parameters, body, once }) => {
    const { layout } = readStrict(UpdateTileRequest, body);
    const tileId = tileIdOf(parameters);
    await moveTile(metadata, grantOfKind(grant, 'dashboard'), tileId, layout, now().toISOString(), once);
    return done();
  },
  'azimuth-tiles-remove': async ({ metadata, now }, { grant, parameters, once }) => {
    const tileId = tileIdOf(parameters);
    await removeTile(metadata, grantOfKind(grant, 'dashboard'), tileId, now().toISOString(), once);
    return done();
  },
  'azimuth-shares-list': async ({ metadata }, call) => {
    const grant = grantOfKind(call.grant, 'dashboard');
    const shares = await metadata.read(grant.tenantId, (stores) => listShares(stores, grant));
    return json(200, { shares: shares.map(shareShape) });
  },
  'azimuth-shares-add': async ({ metadata, now }, { caller, grant, body, once }) => {
    const userId = parseId<ObjectId>(readStrict(ShareRequest, body).userId);
    if (userId === undefined) throw new Fault('request-invalid', { what: 'userId is not an id.' });
    const dashboard = grantOfKind(grant, 'dashboard');
    const share = await shareDashboard(metadata, caller, dashboard, userId, now().toISOString(), once);
    return json(200, shareShape(share));
  },
  'azimuth-shares-remove': async ({ metadata }, { grant, parameters, once }) => {
    const userId = parseId<ObjectId>(parameters['userId']);
    if (userId === undefined) throw new Fault('not-found', { what: 'share' });
    await unshareDashboard(metadata, grantOfKind(grant, 'dashboard'), userId, once);
    return done();
  },
} satisfies PresentationOperations;

function tileIdOf(parameters: Readonly<Record<string, string>>): TileId {
  const id = parseId<TileId>(parameters['tileId']);
  if (id === undefined) throw new Fault('not-found', { what: 'tile' });
  return id;
}

/** To whom the report is closed, its address and the values of the tile's filters are closed too: both say more than the result. */
function dashboardTile(tile: Tile, isOpen: boolean): unknown {
  const { id, title, subtitle, visual, layout, reportId, pageName } = tile;
  const shown = { id, title, subtitle, layout };
  return isOpen
    ? { ...shown, visual, source: { reportId, pageName } }
    : { ...shown, visual: { ...visual, filters: [] } };
}
