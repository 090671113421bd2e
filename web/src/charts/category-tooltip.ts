import type { EChartsOption } from 'echarts';
import type { ChartData } from './chart-data.ts';
import { type ChartSetting, seriesColour } from './chart-frame.ts';
import { indexOf, tooltipBase, tooltipMarkup } from './tooltip.ts';
import { numberText } from './wells.ts';

/** Shows all series at the pointed category, largest first where there are many. */
export function categoryTooltip(
  data: ChartData,
  setting: ChartSetting,
  pointer: 'shadow' | 'line' = 'shadow',
): NonNullable<EChartsOption['tooltip']> {
  return {
    ...tooltipBase(setting.tokens),
    trigger: 'axis',
    axisPointer: {
      type: pointer,
      lineStyle: { color: setting.tokens.quiet, type: 'solid', width: 1, opacity: 0.5 },
      shadowStyle: { color: setting.tokens.quiet, opacity: 0.08 },
    },
    formatter: (params: unknown) => {
      const index = indexOf(params);
      if (index === undefined) return '';
      const rows = data.series.flatMap((series, place) => {
        const value = series.values[index];
        if (value === null || value === undefined) return [];
        return [
          {
            colour: seriesColour(data, setting, place),
            name: series.name,
            value: numberText(series.field, value),
            size: value,
          },
        ];
      });
      return tooltipMarkup(data.categories[index] ?? '', rows);
    },
  };
}
