import type { XAXisComponentOption, YAXisComponentOption } from 'echarts';
import { formatTick } from '../format/format-number.ts';
import type { ChartTokens } from './chart-tokens.ts';
import { truncate } from './escape-text.ts';

type ValueAxis = Extract<XAXisComponentOption, { type?: 'value' }> & Extract<YAXisComponentOption, { type?: 'value' }>;
type CategoryAxis = Extract<XAXisComponentOption, { type?: 'category' }> &
  Extract<YAXisComponentOption, { type?: 'category' }>;

/** An axis of numbers: short labels, light lines, no axis line. */
export function valueAxis(tokens: ChartTokens, formatString: string, pixels: number): ValueAxis {
  return {
    type: 'value',
    splitNumber: Math.max(2, Math.min(5, Math.floor(pixels / 60))),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: tokens.line, width: 1 } },
    axisLabel: {
      color: tokens.quiet,
      fontSize: 11,
      hideOverlap: true,
      formatter: (value: number) => formatTick(value, formatString),
    },
  };
}

/** An axis of names or periods: a quiet base line, labels cut where they are long, fewer of them where it is tight. */
export function categoryAxis(tokens: ChartTokens, names: readonly string[], labelLength: number): CategoryAxis {
  return {
    type: 'category',
    data: [...names],
    axisLine: { show: true, lineStyle: { color: tokens.line } },
    axisTick: { show: false },
    axisLabel: {
      color: tokens.quiet,
      fontSize: 11,
      hideOverlap: true,
      formatter: (name: string) => truncate(name, labelLength),
    },
  };
}
