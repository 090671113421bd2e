import { describe, expect, test } from 'vitest';
import type { TileLayout } from '../../../shared/dashboard/dashboard.ts';
import type { Page, VisualType } from '../../../shared/report/report.ts';
import { changed, overlaps, place } from '../../../web/src/features/dashboard/tile-layout.ts';
import { layOut } from '../../../web/src/features/report/canvas-layout.ts';
import { visual } from '../charts/sample-visuals.ts';

const at = (name: string, type: VisualType, x: number, y: number, width: number, height: number) => ({
  ...visual(type, {}),
  name,
  position: { x, y, width, height },
});
const PAGE: Page = {
  name: 'p',
  displayName: 'P',
  width: 1280,
  height: 720,
  visuals: [
    at('chart', 'lineChart', 232, 144, 1032, 272),
    at('slicer', 'slicer', 16, 16, 200, 688),
    at('one', 'card', 232, 16, 300, 112),
    at('two', 'card', 548, 16, 300, 112),
    at('three', 'card', 864, 16, 400, 112),
  ],
};

describe('a page on the screen', () => {
  test('fills the width exactly, its own margin left out', () => {
    const layout = layOut(PAGE, 1000);
    if (layout.kind !== 'canvas') throw new Error('expected a canvas');
    const boxes = [...layout.boxes.values()];
    expect(Math.min(...boxes.map((box) => box.left))).toBe(0);
    expect(Math.max(...boxes.map((box) => box.left + box.width))).toBe(1000);
    expect(Math.min(...boxes.map((box) => box.top))).toBe(0);
    expect(layout.height).toBe(Math.max(...boxes.map((box) => box.top + box.height)));
  });

  test('keeps its height readable where it is narrow', () => {
    const layout = layOut(PAGE, 800);
    expect(layout.kind === 'canvas' && layout.boxes.get('one')?.height).toBeGreaterThan(100);
  });

  test('becomes one column on a phone: slicers apart, cards in pairs, then in reading order', () => {
    const layout = layOut(PAGE, 340);
    if (layout.kind !== 'column') throw new Error('expected a column');
    expect(layout.slicers.map((one) => one.name)).toEqual(['slicer']);
    expect(layout.rows.map((row) => row.map((one) => one.visual.name))).toEqual([['one', 'two'], ['three'], ['chart']]);
  });

  test('a page without visuals or without width has a layout too', () => {
    expect(layOut({ ...PAGE, visuals: [] }, 1000)).toMatchObject({ kind: 'canvas', height: 0 });
    expect(layOut({ ...PAGE, width: 0 }, 1000).kind).toBe('column');
  });
});

const cell = (column: number, row: number, colSpan = 3, rowSpan = 2): TileLayout => ({ column, row, colSpan, rowSpan });

describe('tiles', () => {
  test.each([
    ['right', cell(0, 0), cell(1, 0)],
    ['left', cell(0, 0), undefined],
    ['up', cell(0, 0), undefined],
    ['down', cell(0, 0), cell(0, 1)],
    ['right', cell(9, 0), undefined],
    ['wider', cell(9, 0), cell(8, 0, 4)],
    ['wider', cell(0, 0, 12), undefined],
    ['narrower', cell(0, 0, 2), undefined],
    ['shorter', cell(0, 0, 3, 1), undefined],
    ['taller', cell(0, 0, 3, 12), undefined],
  ] as const)('%s of %j is %j', (change, layout, expected) => {
    expect(changed(layout, change)).toEqual(expected);
  });

  test('a tile that is put onto others pushes them down, and those push on', () => {
    const tiles = [
      { id: 'a', layout: cell(0, 0) },
      { id: 'b', layout: cell(3, 0) },
      { id: 'c', layout: cell(3, 2) },
      { id: 'far', layout: cell(9, 0) },
    ];
    const moves = place(tiles, 'a', cell(2, 0));
    expect(moves.map((one) => one.id).sort()).toEqual(['a', 'b', 'c']);
    const after = tiles.map((tile) => moves.find((one) => one.id === tile.id) ?? tile);
    for (const left of after) {
      for (const right of after) if (left !== right) expect(overlaps(left.layout, right.layout)).toBe(false);
    }
  });
});
