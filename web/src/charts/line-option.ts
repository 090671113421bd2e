import type { EChartsOption, LineSeriesOption } from 'echarts';
import { categoryAxis, valueAxis } from './axes.ts';
import { categoryTooltip } from './category-tooltip.ts';
import type { ChartData } from './chart-data.ts';
import { type ChartSetting, chartBase, legendOf, markIndex, markOpacity, seriesColour, topOf } from './chart-frame.ts';

const MOST_DOTTED_POINTS = 40;
const LETTER = 6.4;

function isAlone(values: readonly (number | null)[], index: number): boolean {
  const isBlank = (value: number | null | undefined) => value === null || value === undefined;
  return isBlank(values[index - 1]) && isBlank(values[index + 1]);
}

function lineSeries(data: ChartData, setting: ChartSetting, isFilled: boolean): LineSeriesOption[] {
  const marks = markIndex(data);
  const hasDots = data.categories.length <= MOST_DOTTED_POINTS;
  return data.series.map((series, index) => {
    const colour = seriesColour(data, setting, index);
    return {
      type: 'line' as const,
      id: `s${index}`,
      name: series.name,
      cursor: 'pointer',
      triggerLineEvent: false,
      showSymbol: true,
      showAllSymbol: true,
      symbol: 'circle',
      smooth: false,
      lineStyle: { color: colour, width: 2, opacity: setting.picked === undefined ? 1 : 0.45 },
      itemStyle: { color: colour },
      emphasis: { scale: 1.6, lineStyle: { width: 2 } },
      ...(isFilled ? { areaStyle: { color: colour, opacity: data.series.length > 1 ? 0.5 : 0.16 } } : {}),
      ...(isFilled && data.series.length > 1 ? { stack: 'all' } : {}),
      data: series.values.map((value, category) => {
        const mark = marks.get(`${index}/${category}`);
        const isPicked = setting.picked !== undefined && mark !== undefined && setting.picked.has(mark);
        const isShown = hasDots || isPicked || isAlone(series.values, category);
        return {
          value: value ?? '-',
          symbolSize: isPicked ? 9 : isShown ? 5 : 0.1,
          itemStyle: { opacity: markOpacity(setting, mark) },
        };
      }),
    };
  });
}

/** A course over time or over an order; an area where it is filled. A gap in the data is a gap in the line. */
export function lineOption(data: ChartData, setting: ChartSetting, isFilled: boolean): EChartsOption {
  const format = data.series[0]?.field.column.formatString ?? '';
  const names = data.grain === 'week' ? data.categories.map((name) => name.replace('Week of ', '')) : data.categories;
  const longest = Math.max(4, ...names.map((name) => name.length));
  const letters = data.isTime ? longest : Math.max(8, Math.floor(setting.width / 5 / LETTER));
  const axis = categoryAxis(setting.tokens, names, letters);
  const isGrowingFromZero = isFilled || data.series.some((series) => series.values.some((value) => (value ?? 0) < 0));
  return {
    ...chartBase(setting),
    legend: legendOf(data, setting),
    tooltip: categoryTooltip(data, setting, 'line'),
    grid: { left: 4, right: 16, top: topOf(data), bottom: 5, outerBoundsMode: 'same' },
    xAxis: {
      ...axis,
      boundaryGap: data.categories.length < 2,
      axisLabel: { ...axis.axisLabel, alignMaxLabel: 'right' },
    },
    yAxis: { ...valueAxis(setting.tokens, format, setting.height), scale: !isGrowingFromZero && isFlat(data) },
    series: lineSeries(data, setting, isFilled),
  };
}

/** True where all values lie so far from zero that a line from zero would look flat. */
function isFlat(data: ChartData): boolean {
  const values = data.marks.map((mark) => mark.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length > 1 && least > 0 && (most - least) / most < 0.2;
}
