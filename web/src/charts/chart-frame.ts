import type { EChartsOption } from 'echarts';
import type { ChartData } from './chart-data.ts';
import { type ChartTokens, paletteColour } from './chart-tokens.ts';

/** What a picture depends on besides its data. */
export type ChartSetting = {
  readonly tokens: ChartTokens;
  /** Indices of the marks that are picked; undefined where none is, and all are lit. */
  readonly picked: ReadonlySet<number> | undefined;
  readonly isMotionReduced: boolean;
  readonly width: number;
  readonly height: number;
};

/** How strongly a mark is drawn that is not among the picked ones. */
const DIMMED = 0.28;

export function markOpacity(setting: ChartSetting, mark: number | undefined): number {
  return setting.picked === undefined || (mark !== undefined && setting.picked.has(mark)) ? 1 : DIMMED;
}

export function seriesColour(data: ChartData, setting: ChartSetting, series: number): string {
  return data.series.length === 1 ? setting.tokens.primary : paletteColour(setting.tokens, series);
}

/** The index of the mark at a place, for looking up what a drawn point is. */
export function markIndex(data: ChartData): ReadonlyMap<string, number> {
  return new Map(data.marks.map((mark, index) => [`${mark.series}/${mark.category}`, index]));
}

/** What every chart shares: type, motion, and a legend only where there is something to tell apart. */
export function chartBase(setting: ChartSetting): EChartsOption {
  return {
    animation: !setting.isMotionReduced,
    animationDuration: 240,
    animationDurationUpdate: 240,
    animationEasing: 'cubicOut',
    animationEasingUpdate: 'cubicOut',
    textStyle: { fontFamily: setting.tokens.fontFamily, color: setting.tokens.ink, fontSize: 12 },
  };
}

export function legendOf(data: ChartData, setting: ChartSetting): NonNullable<EChartsOption['legend']> {
  if (data.series.length < 2) return { show: false };
  return {
    show: true,
    type: 'scroll',
    top: 0,
    left: 0,
    right: 0,
    padding: [5, 0],
    itemWidth: 10,
    itemHeight: 10,
    itemGap: 14,
    icon: 'roundRect',
    selectedMode: false,
    textStyle: { color: setting.tokens.quiet, fontSize: 12, width: 130, overflow: 'truncate' },
    pageIconColor: setting.tokens.quiet,
    pageTextStyle: { color: setting.tokens.quiet },
  };
}

/** Room above the plot for the legend. */
export function topOf(data: ChartData): number {
  return data.series.length < 2 ? 10 : 34;
}
