import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendScrollComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../shared/query/question.ts';
import type { Visual } from '../../../shared/report/report.ts';
import { DARK_TOKENS } from '../../../web/src/charts/chart-tokens.ts';
import { truncate } from '../../../web/src/charts/escape-text.ts';
import { type ChartType, describePicture, isChartType, pictureOf } from '../../../web/src/charts/picture.ts';
import { tooltipMarkup } from '../../../web/src/charts/tooltip.ts';
import { answer, column, group, SETTING, sum, visual } from './sample-visuals.ts';

use([
  BarChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendScrollComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
]);

const NAMES = ['Japan', 'USA', 'Europe', '<script>alert(1)</script>'];
const FOUR = answer(column('Origin', 'String', NAMES), column('Sales', 'Double', [4e6, 3e6, 2e6, 1e6], '$#,0'));
const DOTS = answer(
  column('Origin', 'String', NAMES),
  column('Sales', 'Double', [1, 2, 3, 4]),
  column('Cost', 'Double', [4, 3, 2, 1]),
);
const byOrigin = (type: ChartType) => visual(type, { category: [group('Origin')], values: [sum('Sales')] });
const dots = visual('scatterChart', { category: [group('Origin')], values: [sum('Sales'), sum('Cost')] });

function draw(type: ChartType, shown: Visual, data: Answer, setting = SETTING): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: setting.width, height: setting.height });
  chart.setOption({ ...pictureOf(type, shown, data).option(setting), animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const count = (svg: string, text: string) => svg.split(text).length - 1;
const fill = SETTING.tokens.primary;

describe('pictures', () => {
  test.each(['columnChart', 'barChart'] as const)('a %s draws one shape for each mark', (type) => {
    expect(count(draw(type, byOrigin(type), FOUR), `fill="${fill}"`)).toBe(4);
  });

  test('a scatter chart draws one dot for each row', () => {
    expect(count(draw('scatterChart', dots, DOTS), `fill="${fill}"`)).toBe(4);
  });

  test('a donut draws its slices in different colours and the total in the middle', () => {
    const svg = draw('donutChart', byOrigin('donutChart'), FOUR);
    for (const colour of SETTING.tokens.palette.slice(0, 4)) expect(svg).toContain(colour);
    expect(svg).toContain('$10M');
  });

  test.each(['columnChart', 'barChart', 'lineChart', 'areaChart', 'donutChart'] as const)(
    'a %s never makes markup of data',
    (type) => {
      expect(draw(type, byOrigin(type), FOUR)).not.toContain('<script');
    },
  );

  test('axis labels are short and carry the currency', () => {
    expect(draw('columnChart', byOrigin('columnChart'), FOUR)).toContain('$4M');
  });

  test('a ranking starts at the top and has its numbers at the ends of the bars', () => {
    const svg = draw('barChart', byOrigin('barChart'), FOUR);
    expect(svg.indexOf('Japan')).toBeGreaterThan(-1);
    expect(svg).toContain('$3M');
    expect(pictureOf('barChart', byOrigin('barChart'), FOUR).option(SETTING).yAxis).toMatchObject({ inverse: true });
  });

  test('marks that are not picked are dimmed', () => {
    const svg = draw('columnChart', byOrigin('columnChart'), FOUR, { ...SETTING, picked: new Set([0]) });
    expect(count(svg, 'fill-opacity="0.28"')).toBeGreaterThanOrEqual(3);
  });

  test('dark pictures use the dark colours', () => {
    const svg = draw('columnChart', byOrigin('columnChart'), FOUR, { ...SETTING, tokens: DARK_TOKENS });
    expect(svg).toContain(DARK_TOKENS.primary);
  });

  test('reduced motion turns the animation off', () => {
    const still = { ...SETTING, isMotionReduced: true };
    expect(pictureOf('lineChart', byOrigin('lineChart'), FOUR).option(still).animation).toBe(false);
  });

  test('a legend comes back after the page was filtered to one series', () => {
    const split = visual('columnChart', { category: [group('Origin')], values: [sum('Sales'), sum('Cost')] });
    expect(pictureOf('columnChart', split, DOTS).option(SETTING).legend).toMatchObject({ show: true });
    expect(pictureOf('columnChart', byOrigin('columnChart'), FOUR).option(SETTING).legend).toEqual({ show: false });
  });

  test.each(['columnChart', 'barChart', 'lineChart', 'areaChart', 'donutChart', 'scatterChart'] as const)(
    'a %s without rows is drawn without complaint',
    (type) => {
      const empty = answer(column('Origin', 'String', []), column('Sales', 'Double', []));
      expect(draw(type, byOrigin(type), empty)).toContain('<svg');
    },
  );
});

describe('words for pictures', () => {
  test('a chart is described by its number of points, its highest and its lowest', () => {
    const { marks } = pictureOf('columnChart', byOrigin('columnChart'), FOUR);
    expect(describePicture('Sales', marks.slice(0, 3))).toBe(
      'Sales. 3 points. Highest: Japan: $4,000,000. Lowest: Europe: $2,000,000.',
    );
    expect(describePicture('Sales', [])).toBe('Sales. No data.');
  });

  test('a tooltip escapes names, values, titles and odd colours', () => {
    const markup = tooltipMarkup('<img src=x onerror=alert(1)>', [
      { colour: 'red;background:url(x)', name: '"><b>', value: "'1'" },
    ]);
    expect(markup).not.toContain('<img');
    expect(markup).not.toContain('<b>"');
    expect(markup).not.toContain('url(');
    expect(markup).toContain('&lt;img');
  });

  test('long labels end with an ellipsis, emoji stay whole', () => {
    expect(truncate('amc ambassador brougham', 10)).toBe('amc ambas…');
    expect(truncate('😀😀😀😀', 3)).toBe('😀😀…');
    expect(truncate('short', 10)).toBe('short');
  });

  test('cards, tables and slicers are no charts', () => {
    expect((['card', 'table', 'slicer', 'barChart'] as const).map(isChartType)).toEqual([false, false, false, true]);
  });
});
