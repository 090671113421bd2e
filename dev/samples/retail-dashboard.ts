import type { TileLayout } from '../../shared/dashboard/dashboard.ts';

export type SampleTile = { readonly pageName: string; readonly visualName: string; readonly layout: TileLayout };

const tile = (
  pageName: string,
  visualName: string,
  column: number,
  row: number,
  colSpan: number,
  rowSpan: number,
): SampleTile => ({
  pageName,
  visualName,
  layout: { column, row, colSpan, rowSpan },
});

/** The sample dashboard: twelve visuals of the report, and where each lies. */
export const RETAIL_DASHBOARD: readonly SampleTile[] = [
  tile('overview', 'sales', 0, 0, 3, 2),
  tile('overview', 'profit', 3, 0, 3, 2),
  tile('overview', 'margin', 6, 0, 3, 2),
  tile('customers', 'orders', 9, 0, 3, 2),
  tile('overview', 'trend', 0, 2, 8, 4),
  tile('regions-and-stores', 'regions', 8, 2, 4, 4),
  tile('products', 'top-products', 0, 6, 4, 4),
  tile('products', 'profit-by-subcategory', 4, 6, 4, 4),
  tile('overview', 'channels', 8, 6, 4, 4),
  tile('regions-and-stores', 'countries', 0, 10, 4, 4),
  tile('products', 'star', 4, 10, 4, 4),
  tile('customers', 'active', 8, 10, 4, 4),
];
