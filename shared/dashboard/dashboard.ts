import type { DashboardId, ModelId, ReportId, TileId } from '../domain/ids.ts';
import type { Visual } from '../report/report.ts';

/** A picture on a dashboard: a copy of one visual with the report it came from, asking a fixed question of one model. */
export type Tile = {
  readonly id: TileId;
  readonly dashboardId: DashboardId;
  readonly title: string;
  readonly subtitle: string;
  readonly modelId: ModelId;
  readonly reportId: ReportId;
  readonly pageName: string;
  readonly visual: Visual;
  readonly layout: TileLayout;
};

/** Grid cells: 12 columns wide, rows as many as are needed. */
export type TileLayout = {
  readonly column: number;
  readonly row: number;
  readonly colSpan: number;
  readonly rowSpan: number;
};
