import type { TileLayout } from '../../../../shared/dashboard/dashboard.ts';

export const COLUMNS = 12;
const MOST_ROWS = 12;
const LAST_ROW = 1000;
const SMALLEST = { colSpan: 2, rowSpan: 1 };

type Placed = { readonly id: string; readonly layout: TileLayout };
export type Change = 'left' | 'right' | 'up' | 'down' | 'wider' | 'narrower' | 'taller' | 'shorter';

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));

/** A layout within the grid: no wider than it, nowhere outside it. */
export function fitted(layout: TileLayout): TileLayout {
  const colSpan = clamp(layout.colSpan, 1, COLUMNS);
  return {
    colSpan,
    rowSpan: clamp(layout.rowSpan, 1, MOST_ROWS),
    column: clamp(layout.column, 0, COLUMNS - colSpan),
    row: clamp(layout.row, 0, LAST_ROW),
  };
}

/** One step of moving or resizing; undefined where there is no room for it. */
export function changed(layout: TileLayout, change: Change): TileLayout | undefined {
  const steps: { readonly [C in Change]: TileLayout } = {
    left: { ...layout, column: layout.column - 1 },
    right: { ...layout, column: layout.column + 1 },
    up: { ...layout, row: layout.row - 1 },
    down: { ...layout, row: layout.row + 1 },
    wider: { ...layout, colSpan: layout.colSpan + 1, column: Math.min(layout.column, COLUMNS - layout.colSpan - 1) },
    narrower: { ...layout, colSpan: layout.colSpan - 1 },
    taller: { ...layout, rowSpan: layout.rowSpan + 1 },
    shorter: { ...layout, rowSpan: layout.rowSpan - 1 },
  };
  const next = steps[change];
  const isSmall = next.colSpan < SMALLEST.colSpan || next.rowSpan < SMALLEST.rowSpan;
  const isSame = (left: TileLayout, right: TileLayout) =>
    left.column === right.column &&
    left.row === right.row &&
    left.colSpan === right.colSpan &&
    left.rowSpan === right.rowSpan;
  return isSmall || !isSame(fitted(next), next) ? undefined : next;
}

export function overlaps(left: TileLayout, right: TileLayout): boolean {
  return (
    left.column < right.column + right.colSpan &&
    right.column < left.column + left.colSpan &&
    left.row < right.row + right.rowSpan &&
    right.row < left.row + left.rowSpan
  );
}

/**
 * Puts one tile where it is wanted; those in its way go down, and push others in turn. Answers all tiles whose place
 * changed, the moved one included.
 */
export function place(tiles: readonly Placed[], id: string, wanted: TileLayout): readonly Placed[] {
  const settled: Placed[] = [{ id, layout: fitted(wanted) }];
  const others = tiles.filter((tile) => tile.id !== id);
  const ordered = [...others].sort((a, b) => a.layout.row - b.layout.row || a.layout.column - b.layout.column);
  for (const tile of ordered) {
    let { layout } = tile;
    for (let blocker = find(settled, layout); blocker !== undefined; blocker = find(settled, layout)) {
      layout = { ...layout, row: blocker.layout.row + blocker.layout.rowSpan };
    }
    settled.push({ id: tile.id, layout });
  }
  const before = new Map(tiles.map((tile) => [tile.id, tile.layout]));
  return settled.filter(({ id: one, layout }) => JSON.stringify(before.get(one)) !== JSON.stringify(layout));
}

function find(settled: readonly Placed[], layout: TileLayout): Placed | undefined {
  return settled.find((one) => overlaps(one.layout, layout));
}
