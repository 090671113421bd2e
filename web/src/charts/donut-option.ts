import type { EChartsOption } from 'echarts';
import { formatCompact } from '../format/format-number.ts';
import type { ChartData } from './chart-data.ts';
import { type ChartSetting, chartBase, markIndex, markOpacity } from './chart-frame.ts';
import { paletteColour } from './chart-tokens.ts';
import { truncate } from './escape-text.ts';
import { indexOf, tooltipBase, tooltipMarkup } from './tooltip.ts';
import { numberText } from './wells.ts';

const share = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

function shareText(part: number): string {
  return part > 0 && part < 0.0005 ? '<0.1%' : share.format(part);
}

/** Room for the key where it stands below the ring. */
const KEY_HEIGHT = 44;

/** Where the ring and its key go: side by side where it is wide, the key below where it is narrow. */
function donutPlaces(width: number, height: number) {
  const isWide = width > height * 1.25;
  const ring = isWide ? Math.min(height, width * 0.5) : Math.min(width, height - KEY_HEIGHT);
  return { isWide, ring: Math.max(60, ring - 8) };
}

/** Parts of a whole: few slices, each named with its share, the total in the middle. */
export function donutOption(data: ChartData, setting: ChartSetting): EChartsOption {
  const series = data.series[0];
  const { isWide, ring } = donutPlaces(setting.width, setting.height);
  const total = data.marks.reduce((sum, mark) => (mark.series === 0 ? sum + Math.max(0, mark.value) : sum), 0);
  const marks = markIndex(data);
  const format = series?.field.column.formatString ?? '';
  const sliceOf = (index: number) => series?.values[index] ?? 0;
  const centre: [number, number] = isWide
    ? [ring / 2 + 4, setting.height / 2]
    : [setting.width / 2, (setting.height - KEY_HEIGHT) / 2];
  const letters = Math.max(6, Math.floor((isWide ? setting.width - ring - 100 : setting.width * 0.6) / 7));
  return {
    ...chartBase(setting),
    title: {
      text: formatCompact(total, format, 100_000),
      subtext: 'in total',
      left: centre[0] - 1,
      top: centre[1] - 24,
      textAlign: 'center',
      itemGap: 7,
      textStyle: { color: setting.tokens.ink, fontSize: Math.max(13, Math.min(20, ring / 9)), fontWeight: 600 },
      subtextStyle: { color: setting.tokens.quiet, fontSize: 11 },
    },
    legend: {
      type: 'scroll',
      selectedMode: false,
      orient: isWide ? 'vertical' : 'horizontal',
      ...(isWide ? { left: ring + 22, top: 'middle' } : { left: 'center', bottom: 0 }),
      itemWidth: 10,
      itemHeight: 10,
      itemGap: isWide ? 9 : 14,
      icon: 'roundRect',
      data: data.categories.map((_, index) => String(index)),
      formatter: (key: string) => {
        const index = Number(key);
        const part = total > 0 ? `  ${shareText(Math.max(0, sliceOf(index)) / total)}` : '';
        return `${truncate(data.categories[index] ?? '', letters)}${part}`;
      },
      textStyle: { color: setting.tokens.ink, fontSize: 12 },
      pageIconColor: setting.tokens.quiet,
      pageTextStyle: { color: setting.tokens.quiet },
    },
    tooltip: {
      ...tooltipBase(setting.tokens),
      trigger: 'item',
      formatter: (params: unknown) => {
        const index = indexOf(params);
        if (index === undefined || series === undefined) return '';
        const value = sliceOf(index);
        const part = total > 0 ? ` (${shareText(value / total)})` : '';
        const row = { colour: paletteColour(setting.tokens, index), name: series.name };
        return tooltipMarkup(data.categories[index] ?? '', [
          { ...row, value: `${numberText(series.field, value)}${part}` },
        ]);
      },
    },
    series: [
      {
        type: 'pie',
        id: 's0',
        animation: false,
        cursor: 'pointer',
        center: centre,
        radius: [ring * 0.32, ring * 0.5],
        label: { show: false },
        emphasis: { scale: false },
        itemStyle: { borderColor: setting.tokens.surface, borderWidth: 2, borderRadius: 3 },
        data: data.categories.map((_, index) => ({
          name: String(index),
          value: Math.max(0, sliceOf(index)),
          itemStyle: {
            color: paletteColour(setting.tokens, index),
            opacity: markOpacity(setting, marks.get(`0/${index}`)),
          },
        })),
      },
    ],
  };
}
