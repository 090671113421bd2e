import type { TileStore } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import type { ModelId, ReportId } from '../../../domain/ids.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import type { Scope } from './scope.ts';

type Tile = Parameters<TileStore['create']>[0];

/** The tiles of one tenant's dashboards, in reading order. */
export function tileStore({ db, flavour }: Scope): TileStore {
  const onDashboard = (id: Tile['dashboardId']) => db.selectFrom('tile').selectAll().where('dashboard_id', '=', id);
  return {
    ofDashboard: async (id) => {
      const rows = await onDashboard(id).orderBy('row_at').orderBy('column_at').orderBy('id').execute();
      return rows.map(tileOf);
    },
    find: async (dashboardId, tileId) => {
      const row = await onDashboard(dashboardId).where('id', '=', tileId).executeTakeFirst();
      return row === undefined ? undefined : tileOf(row);
    },
    create: async (tile) => {
      try {
        await db.insertInto('tile').values(rowOf(tile)).execute();
      } catch (thrown) {
        if (!flavour.isReferenceViolation(thrown)) throw thrown;
        throw new Fault('not-found', { what: 'dashboard, report or dataset of the tile' }, { cause: thrown });
      }
    },
    move: async (tileId, layout) => {
      await db.updateTable('tile').set(cellsOf(layout)).where('id', '=', tileId).execute();
    },
    remove: async (tileId) => {
      await db.deleteFrom('tile').where('id', '=', tileId).execute();
    },
    removeOfItem: async (id) => {
      const { numDeletedRows } = await db
        .deleteFrom('tile')
        .where((eb) => {
          const columns = [eb.ref('model_id'), eb.ref('report_id')];
          return eb.or(columns.map((column) => eb(column.$castTo<ModelId | ReportId>(), '=', id)));
        })
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}

function rowOf(tile: Tile) {
  return checkedRow('tile', {
    id: tile.id,
    dashboard_id: tile.dashboardId,
    title: tile.title,
    subtitle: tile.subtitle,
    model_id: tile.modelId,
    report_id: tile.reportId,
    page_name: tile.pageName,
    visual: JSON.stringify(tile.visual),
    ...cellsOf(tile.layout),
  });
}

function cellsOf(layout: Tile['layout']) {
  return { column_at: layout.column, row_at: layout.row, col_span: layout.colSpan, row_span: layout.rowSpan };
}

function tileOf(row: TenantTables['tile']): Tile {
  // Only `create` writes this text, from a tile's visual.
  const visual: Tile['visual'] = JSON.parse(row.visual);
  return {
    id: row.id,
    dashboardId: row.dashboard_id,
    title: row.title,
    subtitle: row.subtitle,
    modelId: row.model_id,
    reportId: row.report_id,
    pageName: row.page_name,
    visual,
    layout: { column: row.column_at, row: row.row_at, colSpan: row.col_span, rowSpan: row.row_span },
  };
}
