import type { Filter, Selection } from '../query/question.ts';

/**
 * A report as plain data: pages of visuals at positions on a canvas, as in PBIR, which will be read into and
 * written from this value. A visual's fields sit in wells; from them `visual-question` makes the question.
 */
export type Report = {
  readonly pages: readonly Page[];
};

export type Page = {
  /** Stable within the report, used in addresses. */
  readonly name: string;
  readonly displayName: string;
  /** Canvas units. */
  readonly width: number;
  readonly height: number;
  readonly visuals: readonly Visual[];
};

export const VISUAL_TYPES = [
  'card',
  'columnChart',
  'barChart',
  'lineChart',
  'areaChart',
  'donutChart',
  'scatterChart',
  'table',
  'slicer',
] as const;
export type VisualType = (typeof VISUAL_TYPES)[number];

export type Position = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Visual = {
  readonly name: string;
  readonly type: VisualType;
  /** A title that a person would write. */
  readonly title: string;
  /** A word or two below the title; why this chart, or its unit. Empty for none. */
  readonly subtitle: string;
  readonly position: Position;
  readonly wells: Wells;
  /** The visual's own filters. */
  readonly filters: readonly Filter[];
  readonly orderBy: readonly { readonly as: string; readonly direction: 'ascending' | 'descending' }[];
  readonly limit: number;
};

/** Fields by the role they play; each `as` is unique within the visual. */
export type Wells = {
  /** The axis, the slices, the slicer's list, the scatter's dots. */
  readonly category: readonly Selection[];
  readonly series: readonly Selection[];
  /** Bars, lines, cards, a table's columns; scatter: x, y, then size. */
  readonly values: readonly Selection[];
};
