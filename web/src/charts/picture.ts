import type { EChartsOption } from 'echarts';
import type { Answer } from '../../../shared/query/question.ts';
import type { Visual, VisualType } from '../../../shared/report/report.ts';
import { barOption } from './bar-option.ts';
import { type ChartData, chartData, type Mark } from './chart-data.ts';
import type { ChartSetting } from './chart-frame.ts';
import { columnOption } from './column-option.ts';
import { donutOption } from './donut-option.ts';
import { lineOption } from './line-option.ts';
import { scatterData } from './scatter-data.ts';
import { scatterOption } from './scatter-option.ts';

export type ChartType = Extract<
  VisualType,
  'columnChart' | 'barChart' | 'lineChart' | 'areaChart' | 'donutChart' | 'scatterChart'
>;

/** A chart before it has a size: its marks, and the picture as a function of its setting. */
type Picture = {
  readonly marks: readonly Mark[];
  readonly option: (setting: ChartSetting) => EChartsOption;
  /** The height below which it would be unreadable; it scrolls where there is less room. */
  readonly neededHeight: number;
};

const ROW_HEIGHT = 18;
const MOST_LABELLED_ROWS = 400;

function overCategories(data: ChartData, draw: (data: ChartData, setting: ChartSetting) => EChartsOption): Picture {
  return { marks: data.marks, option: (setting) => draw(data, setting), neededHeight: 0 };
}

function ranking(data: ChartData): Picture {
  const rows = Math.min(MOST_LABELLED_ROWS, data.categories.length) * Math.max(1, data.series.length * 0.7);
  return {
    ...overCategories(data, barOption),
    neededHeight: Math.ceil(rows * ROW_HEIGHT) + (data.series.length > 1 ? 60 : 8),
  };
}

const DRAW: { readonly [T in ChartType]: (visual: Visual, answer: Answer) => Picture } = {
  columnChart: (visual, answer) => overCategories(chartData(visual, answer), columnOption),
  barChart: (visual, answer) => ranking(chartData(visual, answer)),
  lineChart: (visual, answer) =>
    overCategories(chartData(visual, answer), (data, setting) => lineOption(data, setting, false)),
  areaChart: (visual, answer) =>
    overCategories(chartData(visual, answer), (data, setting) => lineOption(data, setting, true)),
  donutChart: (visual, answer) => overCategories(chartData(visual, answer), donutOption),
  scatterChart: (visual, answer) => {
    const data = scatterData(visual, answer);
    return { marks: data.marks, option: (setting) => scatterOption(data, setting), neededHeight: 0 };
  },
};

export function isChartType(type: VisualType): type is ChartType {
  return Object.hasOwn(DRAW, type);
}

/** The picture of a visual and its answer. Pure: the same input gives the same picture, and no browser is needed. */
export function pictureOf(type: ChartType, visual: Visual, answer: Answer): Picture {
  return DRAW[type](visual, answer);
}

/** One sentence for those who hear the chart instead of seeing it. */
export function describePicture(title: string, marks: readonly Mark[]): string {
  const first = marks[0];
  if (first === undefined) return `${title}. No data.`;
  let [most, least] = [first, first];
  for (const mark of marks) {
    if (mark.value > most.value) most = mark;
    if (mark.value < least.value) least = mark;
  }
  const count = marks.length === 1 ? '1 point' : `${marks.length} points`;
  return marks.length < 2
    ? `${title}. ${count}: ${first.label}.`
    : `${title}. ${count}. Highest: ${most.label}. Lowest: ${least.label}.`;
}
