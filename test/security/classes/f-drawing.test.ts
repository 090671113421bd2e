import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendScrollComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../shared/query/question.ts';
import { VISUAL_TYPES, type Visual } from '../../../shared/report/report.ts';
import { describePicture, isChartType, pictureOf } from '../../../web/src/charts/picture.ts';
import { answer, column, group, SETTING, sum, visual } from '../../web/charts/sample-visuals.ts';
import { HOSTILE_MARKUP } from './hostile-texts.ts';

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

const CHARTS = VISUAL_TYPES.filter(isChartType);
/** What a drawing may consist of; a payload that became markup would add to it. */
const DRAWN = new Set([
  'svg',
  'rect',
  'path',
  'g',
  'text',
  'tspan',
  'defs',
  'clipPath',
  'circle',
  'line',
  'polyline',
  'polygon',
  'ellipse',
  'style',
  'linearGradient',
  'stop',
  'use',
]);

/** Elements and attributes of the markup, with whatever stands in quotation marks or between tags left out. */
function markupOf(text: string) {
  const tags = [...text.matchAll(/<\/?([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)];
  const attributes = tags.flatMap(([, , rest = '']) =>
    [...rest.matchAll(/\s([\w:-]+)=/g)].map(([, name = '']) => name),
  );
  return { elements: new Set(tags.map(([, name = '']) => name)), attributes: new Set(attributes) };
}

/** Data in which every name and every value is the payload; columns are called by it too. */
function hostile(payload: string): Answer {
  const names = [payload, `${payload}2`, 'plain'];
  return answer(
    column('Name', 'String', names),
    column('Split', 'String', [`${payload}3`, 'b', 'c']),
    column(`${payload}`, 'Double', [3, 2, 1], `"${payload}"#,0`),
    column(`${payload}y`, 'Double', [1, 2, 3], `"${payload}"0`),
  );
}
const shown = (type: (typeof VISUAL_TYPES)[number], payload: string): Visual => ({
  ...visual(type, {
    category: [group('Name')],
    series: type === 'scatterChart' || type === 'donutChart' ? [] : [group('Split')],
    values: type === 'scatterChart' ? [sum(payload), sum(`${payload}y`)] : [sum(payload)],
  }),
  title: payload,
  subtitle: payload,
});

function draw(type: (typeof CHARTS)[number], payload: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: SETTING.width, height: SETTING.height });
  chart.setOption({ ...pictureOf(type, shown(type, payload), hostile(payload)).option(SETTING), animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

describe.each(CHARTS)('a %s', (type) => {
  test.each(HOSTILE_MARKUP)('F01: names, series and formats are drawn as text: %s', (payload) => {
    const { elements, attributes } = markupOf(draw(type, payload));
    expect([...elements].filter((name) => !DRAWN.has(name))).toEqual([]);
    expect([...attributes].filter((name) => /^on/i.test(name) || /href$/i.test(name))).toEqual([]);
  });

  test.each(HOSTILE_MARKUP)('F03: a tooltip has its own elements and no others: %s', (payload) => {
    const { tooltip } = pictureOf(type, shown(type, payload), hostile(payload)).option(SETTING);
    const one: unknown = Array.isArray(tooltip) ? tooltip[0] : tooltip;
    if (typeof one !== 'object' || one === null || !('formatter' in one) || typeof one.formatter !== 'function') {
      throw new Error(`A ${type} has no formatter of its own: the library would write the markup.`);
    }
    for (const params of [{ dataIndex: 0, name: payload, seriesName: payload, value: payload }, [{ dataIndex: 0 }]]) {
      const { elements, attributes } = markupOf(String(one.formatter(params)));
      expect([...elements].filter((name) => !['div', 'span', 'b', 'br'].includes(name))).toEqual([]);
      expect([...attributes].filter((name) => name !== 'class' && name !== 'style')).toEqual([]);
    }
  });
});

test('F02: what is read aloud of a picture is plain words, with the title as it is', () => {
  for (const payload of HOSTILE_MARKUP) {
    const { marks } = pictureOf('columnChart', shown('columnChart', payload), hostile(payload));
    expect(describePicture(payload, marks)).toContain(payload);
  }
});

test('F08: every kind of visual is a chart that is drawn here or a view that React writes as text', () => {
  const views = VISUAL_TYPES.filter((type) => !isChartType(type));
  expect(views.toSorted()).toEqual(['card', 'slicer', 'table']);
  for (const type of CHARTS) expect(draw(type, 'plain')).toContain('<svg');
});

test('F04: nothing in the page writes markup or runs a text, so every message is text', () => {
  const folder = 'web/src';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  expect(files.length).toBeGreaterThan(100);
  const WRITERS =
    /dangerouslySetInnerHTML|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(|createContextualFragment|\bsrcdoc\b|srcDoc|DOMParser|setTimeout\(\s*['"`]/;
  expect(files.filter((name) => WRITERS.test(readFileSync(join(folder, name), 'utf8')))).toEqual([]);
});
