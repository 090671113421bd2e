import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TileLayout } from '../../shared/dashboard/dashboard.ts';
import { placeTile } from '../../shared/dashboard/place-tile.ts';
import { VISUAL_TYPES } from '../../shared/report/report.ts';

test('a first tile lies at the top left', () => {
  expect(placeTile('card', [])).toEqual({ column: 0, row: 0, colSpan: 3, rowSpan: 2 });
});

test('a card fills the gap that a chart leaves', () => {
  const chart = placeTile('lineChart', []);
  expect(placeTile('card', [chart])).toEqual({ column: 6, row: 0, colSpan: 3, rowSpan: 2 });
});

test('tiles pinned one after another never overlap and never leave the grid', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...VISUAL_TYPES), { maxLength: 20 }), (types) => {
      const placed: TileLayout[] = [];
      for (const type of types) placed.push(placeTile(type, placed));
      const cells = placed.flatMap(({ column, row, colSpan, rowSpan }) =>
        Array.from(
          { length: colSpan * rowSpan },
          (_, i) => `${column + (i % colSpan)}/${row + Math.floor(i / colSpan)}`,
        ),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(placed.every(({ column, colSpan }) => column >= 0 && column + colSpan <= 12)).toBe(true);
    }),
  );
});
