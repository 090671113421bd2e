import { expect } from 'vitest';
import type { Page, Position } from '../../shared/report/report.ts';

/** Fails where a visual lies beyond the page, is too small to read, or lies on another one. */
export function checkPage(page: Page): void {
  for (const [index, { name, position }] of page.visuals.entries()) {
    const { x, y, width, height } = position;
    expect([x >= 0, y >= 0, x + width <= page.width, y + height <= page.height], `${name} is on the page`).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(Math.min(width, height), name).toBeGreaterThanOrEqual(100);
    const overlapping = page.visuals.slice(index + 1).filter((other) => overlap(position, other.position));
    expect(overlapping.map((other) => `${name} and ${other.name}`)).toEqual([]);
  }
}

function overlap(left: Position, right: Position): boolean {
  const isBeside = left.x + left.width <= right.x || right.x + right.width <= left.x;
  const isBelow = left.y + left.height <= right.y || right.y + right.height <= left.y;
  return !isBeside && !isBelow;
}
