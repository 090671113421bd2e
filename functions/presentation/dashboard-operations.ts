import { itemFacts } from '../../shared/catalog/record-activity.ts';
import { PinRequest, UpdateTileRequest } from '../../shared/contract/azimuth.ts';
import type { Tile } from '../../shared/dashboard/dashboard.ts';
import { moveTile, pinVisual, removeTile } from '../../shared/dashboard/edit-dashboard.ts';
import { showTiles } from '../../shared/dashboard/show-tiles.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { parseId, type ReportId, type TileId } from '../../shared/domain/ids.ts';
import { grantOfKind } from '../grant-of-kind.ts';
import { readStrict } from '../read-body.ts';
import { done, json } from '../reply.ts';
import { resultShapes } from './azimuth-shapes.ts';
import { effectiveRoleIn } from './effective-role-in.ts';
import { findSources, openSources } from './open-sources.ts';
import type { PresentationOperations } from './operations.ts';
import { recordOpening, recordReadingOf } from './record-view.ts';

/** Dashboards as our own pages need them: tiles with results, pinning. */
export const dashboardOperations = {
  'azimuth-dashboards-open': async (deps, call) => {
    const grant = grantOfKind(call.grant, 'dashboard');
    const { answer, tiles, sources, told } = await deps.metadata.read(grant.tenantId, async (stores) => {
      const item = await stores.items.find(grant.id);
      if (item === undefined) throw new Fault('not-found', { what: 'dashboard' });
      const role = await effectiveRoleIn(stores, call.caller, item.workspaceId);
      const workspace = role === undefined ? undefined : await stores.workspaces.find(item.workspaceId);
      const found = await stores.tiles.ofDashboard(grant.id);
      const answer = {
        id: item.id,
        name: item.name,
        workspaceId: item.workspaceId,
        workspaceName: workspace?.name ?? '',
        canEdit: grant.rights.includes('write'),
        canShare: grant.rights.includes('reshare'),
      };
      const sources = await findSources(stores, call.caller, found);
      return { answer, tiles: found, sources, told: await itemFacts(stores, item) };
    });
    const open = await openSources(deps, grant.tenantId, sources);
    await recordOpening(deps, call, grant.id, told);
    return json(200, { ...answer, tiles: tiles.map((tile) => dashboardTile(tile, open.has(tile.reportId))) });
  },
  'azimuth-dashboard-data': async (deps, call) => {
    const grant = grantOfKind(call.grant, 'dashboard');
    const outcomes = await showTiles(deps, call.caller, grant, call.signal);
    await recordReadingOf(deps, call, grant.id);
    return json(200, { tiles: resultShapes(outcomes) });
  },
  'azimuth-tiles-pin': async (deps, { caller, grant, body, act }) => {
    const { reportId, title, ...rest } = readStrict(PinRequest, body);
    const report = parseId<ReportId>(reportId);
    if (report === undefined) throw new Fault('not-found', { what: 'report' });
    const pin = { ...rest, title, reportId: report };
    const dashboard = grantOfKind(grant, 'dashboard');
    const tile = await pinVisual(deps, caller, dashboard, pin, deps.now().toISOString(), act);
    return json(200, dashboardTile(tile, true));
  },
  'azimuth-tiles-move': async ({ metadata, now }, { caller, grant, parameters, body, act }) => {
    const { layout } = readStrict(UpdateTileRequest, body);
    const tileId = tileIdOf(parameters);
    await moveTile(metadata, caller, grantOfKind(grant, 'dashboard'), tileId, layout, now().toISOString(), act);
    return done();
  },
  'azimuth-tiles-remove': async ({ metadata, now }, { caller, grant, parameters, act }) => {
    const tileId = tileIdOf(parameters);
    await removeTile(metadata, caller, grantOfKind(grant, 'dashboard'), tileId, now().toISOString(), act);
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
