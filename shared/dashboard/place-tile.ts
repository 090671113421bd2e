import type { VisualType } from '../report/report.ts';
import type { TileLayout } from './dashboard.ts';

const COLUMNS = 12;

/** Grid cells that a tile of this kind wants. */
const SIZE: { readonly [T in VisualType]: Pick<TileLayout, 'colSpan' | 'rowSpan'> } = {
  card: { colSpan: 3, rowSpan: 2 },
  columnChart: { colSpan: 6, rowSpan: 4 },
  barChart: { colSpan: 6, rowSpan: 4 },
  lineChart: { colSpan: 6, rowSpan: 4 },
  areaChart: { colSpan: 6, rowSpan: 4 },
  donutChart: { colSpan: 4, rowSpan: 4 },
  scatterChart: { colSpan: 6, rowSpan: 4 },
  table: { colSpan: 6, rowSpan: 5 },
  slicer: { colSpan: 3, rowSpan: 4 },
};

/** The first free place from the top left for a new tile. */
export function placeTile(type: VisualType, others: readonly TileLayout[]): TileLayout {
  const size = SIZE[type];
  for (let row = 0; ; row += 1) {
    for (let column = 0; column + size.colSpan <= COLUMNS; column += 1) {
      const place = { column, row, ...size };
      if (!others.some((other) => overlaps(place, other))) return place;
    }
  }
}

function overlaps(a: TileLayout, b: TileLayout): boolean {
  const apart =
    a.column + a.colSpan <= b.column ||
    b.column + b.colSpan <= a.column ||
    a.row + a.rowSpan <= b.row ||
    b.row + b.rowSpan <= a.row;
  return !apart;
}
