import type { BarSeriesOption, EChartsOption } from 'echarts';
import { formatCompact } from '../format/format-number.ts';
import { categoryAxis, valueAxis } from './axes.ts';
import { categoryTooltip } from './category-tooltip.ts';
import type { ChartData } from './chart-data.ts';
import { type ChartSetting, chartBase, legendOf, markIndex, markOpacity, seriesColour, topOf } from './chart-frame.ts';

const MOST_LABELLED_COLUMNS = 14;
/** So many names can be read slanted where they do not fit beside each other. */
const MOST_SLANTED_NAMES = 16;
const LETTER = 7;

function columnSeries(data: ChartData, setting: ChartSetting, hasLabels: boolean): BarSeriesOption[] {
  const marks = markIndex(data);
  return data.series.map((series, index) => ({
    type: 'bar' as const,
    id: `s${index}`,
    name: series.name,
    barMaxWidth: 44,
    barCategoryGap: '28%',
    barGap: '8%',
    cursor: 'pointer',
    itemStyle: { color: seriesColour(data, setting, index), borderRadius: [3, 3, 0, 0] },
    emphasis: { itemStyle: { color: 'inherit' as const, shadowBlur: 0 } },
    label: {
      show: hasLabels,
      position: 'top' as const,
      color: setting.tokens.quiet,
      fontSize: 11,
      formatter: (params) =>
        typeof params.value === 'number' ? formatCompact(params.value, series.field.column.formatString, 1000) : '',
    },
    labelLayout: { hideOverlap: true },
    data: series.values.map((value, category) => ({
      value: value ?? '-',
      itemStyle: { opacity: markOpacity(setting, marks.get(`${index}/${category}`)) },
    })),
  }));
}

/** Standing columns, beside each other where there are several series. */
export function columnOption(data: ChartData, setting: ChartSetting): EChartsOption {
  const room = setting.width / Math.max(1, data.categories.length);
  const hasLabels = data.series.length === 1 && data.categories.length <= MOST_LABELLED_COLUMNS && room > 40;
  const longest = Math.max(0, ...data.categories.map((name) => name.length));
  const isSlanted = !data.isTime && longest * LETTER > room - 8 && data.categories.length <= MOST_SLANTED_NAMES;
  const letters = isSlanted ? 15 : Math.max(6, Math.floor(Math.max(room, 64) / LETTER));
  const names = categoryAxis(setting.tokens, data.categories, letters);
  const format = data.series[0]?.field.column.formatString ?? '';
  return {
    ...chartBase(setting),
    legend: legendOf(data, setting),
    tooltip: categoryTooltip(data, setting),
    grid: { left: 4, right: 8, top: topOf(data) + (hasLabels ? 12 : 0), bottom: 5, outerBoundsMode: 'same' },
    xAxis: isSlanted ? { ...names, axisLabel: { ...names.axisLabel, rotate: 28, interval: 0 } } : names,
    yAxis: valueAxis(setting.tokens, format, setting.height),
    series: columnSeries(data, setting, hasLabels),
  };
}
