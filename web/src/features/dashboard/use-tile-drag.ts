import { type PointerEvent, type RefObject, useState } from 'react';
import type { DashboardTile } from '../../../../shared/contract/azimuth.ts';
import { COLUMNS, fitted } from './tile-layout.ts';

type Layout = DashboardTile['layout'];
type Drag = { readonly kind: 'move' | 'size'; readonly x: number; readonly y: number; readonly layout: Layout };

const ROW = 80;
const GAP = 12;

/** Moving by the head and resizing by the corner, in whole cells; the menu does the same by keyboard. */
export function useTileDrag(
  tile: DashboardTile,
  grid: RefObject<HTMLUListElement | null>,
  onPut: (tile: DashboardTile, layout: Layout) => void,
) {
  const [drag, setDrag] = useState<Drag>();

  const cells = (event: PointerEvent, from: Drag) => {
    const cell = ((grid.current?.clientWidth ?? 0) + GAP) / COLUMNS;
    const across = cell > 0 ? Math.round((event.clientX - from.x) / cell) : 0;
    return { across, down: Math.round((event.clientY - from.y) / (ROW + GAP)) };
  };
  const handlers = (kind: Drag['kind']) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ kind, x: event.clientX, y: event.clientY, layout: tile.layout });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drag === undefined) return;
      const { across, down } = cells(event, drag);
      const { column, row, colSpan, rowSpan } = tile.layout;
      const next =
        drag.kind === 'move'
          ? { ...tile.layout, column: column + across, row: row + down }
          : {
              ...tile.layout,
              colSpan: Math.min(COLUMNS - column, Math.max(2, colSpan + across)),
              rowSpan: rowSpan + down,
            };
      setDrag({ ...drag, layout: fitted(next) });
    },
    onPointerUp: () => {
      if (drag !== undefined) onPut(tile, drag.layout);
      setDrag(undefined);
    },
    onPointerCancel: () => setDrag(undefined),
  });
  return {
    layout: drag?.layout ?? tile.layout,
    isDragging: drag !== undefined,
    mover: handlers('move'),
    sizer: handlers('size'),
  };
}
