import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendScrollComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

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

/** An empty chart in an element; only the parts of the library that we draw with are loaded. */
export function openChart(element: HTMLElement) {
  return init(element, null, { renderer: 'svg' });
}

export type OpenChart = ReturnType<typeof openChart>;
