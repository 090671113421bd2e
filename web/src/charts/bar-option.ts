import type { BarSeriesOption, EChartsOption } from 'echarts';
import { formatCompact } from '../format/format-number.ts';
import { categoryAxis, valueAxis } from './axes.ts';
import { categoryTooltip } from './category-tooltip.ts';
import type { ChartData } from './chart-data.ts';
import { type ChartSetting, chartBase, legendOf, markIndex, markOpacity, seriesColour, topOf } from './chart-frame.ts';
import { truncate } from './escape-text.ts';

const LETTER = 6.6;

function barSeries(data: ChartData, setting: ChartSetting, hasLabels: boolean): BarSeriesOption[] {
  const marks = markIndex(data);
  return data.series.map((series, index) => ({
    type: 'bar' as const,
    id: `s${index}`,
    name: series.name,
    barMaxWidth: 22,
    barCategoryGap: '30%',
    cursor: 'pointer',
    itemStyle: { color: seriesColour(data, setting, index), borderRadius: [0, 3, 3, 0] },
    emphasis: { itemStyle: { color: 'inherit' as const } },
    label: {
      show: hasLabels,
      position: 'right' as const,
      color: setting.tokens.ink,
      fontSize: 11,
      formatter: (params) =>
        typeof params.value === 'number' ? formatCompact(params.value, series.field.column.formatString, 10_000) : '',
    },
    data: series.values.map((value, category) => ({
      value: value ?? '-',
      itemStyle: { opacity: markOpacity(setting, marks.get(`${index}/${category}`)) },
    })),
  }));
}

/** A ranking: the answer's order from the top, the name before the bar, the number at its end. */
export function barOption(data: ChartData, setting: ChartSetting): EChartsOption {
  const hasLabels = data.series.length === 1;
  const letters = Math.max(8, Math.floor((setting.width * 0.34) / LETTER));
  const axis = valueAxis(setting.tokens, data.series[0]?.field.column.formatString ?? '', setting.width / 2);
  const names = categoryAxis(setting.tokens, data.categories, letters);
  return {
    ...chartBase(setting),
    legend: legendOf(data, setting),
    tooltip: categoryTooltip(data, setting),
    grid: { left: 0, right: hasLabels ? 52 : 12, top: topOf(data) - 6, bottom: 2, outerBoundsMode: 'same' },
    xAxis: hasLabels ? { ...axis, show: false } : axis,
    yAxis: {
      ...names,
      inverse: true,
      axisLine: { show: false },
      axisLabel: {
        color: setting.tokens.ink,
        fontSize: 12,
        interval: 0,
        formatter: (name: string) => truncate(name, letters),
      },
    },
    series: barSeries(data, setting, hasLabels),
  };
}
