import type { EChartsOption } from 'echarts';
import { valueAxis } from './axes.ts';
import { type ChartSetting, chartBase, markOpacity } from './chart-frame.ts';
import { paletteColour } from './chart-tokens.ts';
import type { Dot, ScatterData } from './scatter-data.ts';
import { indexOf, tooltipBase, tooltipMarkup } from './tooltip.ts';
import { type Field, numberText } from './wells.ts';

const [SMALLEST, LARGEST, PLAIN] = [5, 22, 8];

function dotSize(dot: Dot, most: number): number {
  if (dot.size === undefined || most <= 0) return PLAIN;
  return SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.max(0, dot.size) / most);
}

/** An axis starts at zero unless all values lie far from it. */
function isFarFromZero(values: readonly number[]): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length > 0 && least > 0 && least > most * 0.3;
}

function named(field: Field | undefined, setting: ChartSetting, pixels: number, values: readonly number[]) {
  return {
    ...valueAxis(setting.tokens, field?.column.formatString ?? '', pixels),
    scale: isFarFromZero(values),
    name: field?.label ?? '',
    nameTextStyle: { color: setting.tokens.quiet, fontSize: 11 },
  };
}

/** How two numbers go together: one dot for each thing. */
export function scatterOption(data: ScatterData, setting: ChartSetting): EChartsOption {
  const most = Math.max(0, ...data.dots.map((dot) => dot.size ?? 0));
  const fields = [data.x, data.y, data.size].filter((field) => field !== undefined);
  const colour = (dot: Dot) =>
    data.groups.length > 0 ? paletteColour(setting.tokens, dot.group) : setting.tokens.primary;
  const xs = data.dots.map((dot) => dot.x);
  const ys = data.dots.map((dot) => dot.y);
  return {
    ...chartBase(setting),
    grid: { left: 4, right: 16, top: 8, bottom: 4, outerBoundsMode: 'same' },
    xAxis: {
      ...named(data.x, setting, setting.width / 1.6, xs),
      nameLocation: 'middle',
      nameGap: 26,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: setting.tokens.line } },
    },
    yAxis: {
      ...named(data.y, setting, setting.height, ys),
      nameLocation: 'end',
      nameTextStyle: { color: setting.tokens.quiet, fontSize: 11, align: 'left', padding: [0, 0, 0, -24] },
    },
    tooltip: {
      ...tooltipBase(setting.tokens),
      trigger: 'item',
      formatter: (params: unknown) => {
        const dot = data.dots[indexOf(params) ?? -1];
        if (dot === undefined) return '';
        const group = data.groups[dot.group];
        const title = [dot.name, group].filter((text) => text !== undefined && text !== '').join(', ');
        const rows = fields.flatMap((field, index) => {
          const value = [dot.x, dot.y, dot.size][index];
          return value === undefined
            ? []
            : [{ colour: colour(dot), name: field.label, value: numberText(field, value) }];
        });
        return tooltipMarkup(title, rows);
      },
    },
    series: [
      {
        type: 'scatter',
        id: 's0',
        cursor: 'pointer',
        emphasis: { scale: 1.25 },
        data: data.dots.map((dot, index) => ({
          value: [dot.x, dot.y],
          symbolSize: dotSize(dot, most),
          itemStyle: {
            color: colour(dot),
            opacity: 0.75 * markOpacity(setting, index),
            borderColor: setting.tokens.surface,
            borderWidth: 1,
          },
        })),
      },
    ],
  };
}
