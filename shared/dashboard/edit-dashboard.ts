import { authoriseItem, authoriseWorkspace } from '../access/authorise.ts';
import { freeName } from '../catalog/item-name.ts';
import type { Act, Item, Metadata, Stores } from '../catalog/ports.ts';
import { itemFacts, recordActivity } from '../catalog/record-activity.ts';
import { Fault } from '../domain/faults.ts';
import type { DashboardGrant, WorkspaceGrant } from '../domain/grants.ts';
import { newId, type ReportId, type TileId } from '../domain/ids.ts';
import type { Caller } from '../domain/principal.ts';
import { compileQuestion } from '../query/compile-question.ts';
import type { Filter } from '../query/question.ts';
import { type OpenDeps, openReport, readReport } from '../report/open-report.ts';
import type { Visual } from '../report/report.ts';
import { visualQuestion } from '../report/visual-question.ts';
import type { Tile, TileLayout } from './dashboard.ts';
import { placeTile } from './place-tile.ts';

const MOST_TILES = 100;

/** A new dashboard in the workspace, by who may still write there when it is saved. */
export async function createDashboard(
  metadata: Metadata,
  caller: Caller,
  grant: WorkspaceGrant,
  name: string,
  at: string,
  act: Act,
): Promise<Item> {
  return metadata.write(grant.tenantId, act, async (stores) => {
    await authoriseWorkspace(stores, caller, 'Contributor', grant.workspaceId);
    const siblings = await stores.items.inWorkspace(grant.workspaceId, 'dashboard');
    const item: Item = {
      id: newId(),
      kind: 'dashboard',
      workspaceId: grant.workspaceId,
      name: freeName(name, siblings),
      createdBy: caller.objectId,
      createdAt: at,
      modifiedAt: at,
      modelId: undefined,
    };
    await stores.items.create(item, '{}');
    await recordActivity(stores, act, await itemFacts(stores, item));
    return item;
  });
}

export type Pin = {
  readonly reportId: ReportId;
  readonly pageName: string;
  readonly visualName: string;
  readonly title: string | undefined;
  readonly filters: readonly Filter[];
};

/**
 * Copies a visual, with what was picked on its page, onto the dashboard. Who looks at the dashboard will see this
 * tile's result, so the caller must be able to read the report and to build on its model. What the caller may do is
 * checked in the transaction; before it, that nobody whose *My workspace* lends the report or the model is disabled
 * (H-10).
 */
export async function pinVisual(
  deps: Pick<OpenDeps, 'isEnabled'> & { readonly metadata: Metadata },
  caller: Caller,
  grant: DashboardGrant,
  pin: Pin,
  at: string,
  act: Act,
): Promise<Tile> {
  const source = await deps.metadata.read(caller.tenantId, (stores) =>
    authoriseItem(stores, caller, 'report', pin.reportId, 'read'),
  );
  await readReport(deps, caller, source, () => undefined);
  return deps.metadata.write(grant.tenantId, act, async (stores) => {
    await authoriseItem(stores, caller, 'dashboard', grant.id, 'write');
    const report = await authoriseItem(stores, caller, 'report', pin.reportId, 'read');
    const { report: definition, model, read } = await openReport(stores, caller, report);
    await authoriseItem(stores, caller, 'model', model.modelId, 'build');
    const page = definition.pages.find((candidate) => candidate.name === pin.pageName);
    const visual = page?.visuals.find((candidate) => candidate.name === pin.visualName);
    if (visual === undefined) throw new Fault('not-found', { what: 'visual' });
    if (visual.type === 'slicer')
      throw new Fault('request-invalid', { what: 'A slicer cannot be pinned: it shows no result.' });
    const pinned: Visual = { ...visual, filters: [...visual.filters, ...pin.filters] };
    compileQuestion(model.definition, visualQuestion(pinned), read);
    const others = await stores.tiles.ofDashboard(grant.id);
    if (others.length >= MOST_TILES) {
      throw new Fault('request-invalid', { what: `A dashboard holds at most ${MOST_TILES} tiles. Remove some first.` });
    }
    const tile: Tile = {
      id: newId(),
      dashboardId: grant.id,
      title: pin.title ?? visual.title,
      subtitle: visual.subtitle,
      modelId: model.modelId,
      reportId: report.id,
      pageName: pin.pageName,
      visual: pinned,
      layout: placeTile(
        visual.type,
        others.map((other) => other.layout),
      ),
    };
    await stores.tiles.create(tile);
    await touch(stores, grant, at, act, tile.title);
    return tile;
  });
}

/** Places a tile anew, by who may still change the dashboard then; a tile stays within the twelve columns. */
export async function moveTile(
  metadata: Metadata,
  caller: Caller,
  grant: DashboardGrant,
  tileId: TileId,
  layout: TileLayout,
  at: string,
  act: Act,
): Promise<void> {
  if (layout.column + layout.colSpan > 12) {
    throw new Fault('request-invalid', {
      what: 'The tile would reach over the right edge: column + colSpan is at most 12.',
    });
  }
  await metadata.write(grant.tenantId, act, async (stores) => {
    const tile = await requireTile(stores, caller, grant, tileId);
    await stores.tiles.move(tileId, layout);
    await touch(stores, grant, at, act, tile.title);
  });
}

/** Takes a tile off, by who may still change the dashboard then. */
export async function removeTile(
  metadata: Metadata,
  caller: Caller,
  grant: DashboardGrant,
  tileId: TileId,
  at: string,
  act: Act,
): Promise<void> {
  await metadata.write(grant.tenantId, act, async (stores) => {
    const tile = await requireTile(stores, caller, grant, tileId);
    await stores.tiles.remove(tileId);
    await touch(stores, grant, at, act, tile.title);
  });
}

async function requireTile(stores: Stores, caller: Caller, grant: DashboardGrant, tileId: TileId): Promise<Tile> {
  await authoriseItem(stores, caller, 'dashboard', grant.id, 'write');
  const tile = await stores.tiles.find(grant.id, tileId);
  if (tile === undefined) throw new Fault('not-found', { what: 'tile' });
  return tile;
}

/** The dashboard changed: it says when, and the activity log says by whom and which tile. */
async function touch(stores: Stores, grant: DashboardGrant, at: string, act: Act, tileTitle: string): Promise<void> {
  await stores.items.touch(grant.id, at);
  const item = await stores.items.find(grant.id);
  if (item === undefined) throw new Fault('not-found', { what: 'dashboard' });
  await recordActivity(stores, act, { ...(await itemFacts(stores, item)), detail: `tile "${tileTitle}"` });
}
