import { expect, test } from 'vitest';
import type { Filter, Selection } from '../../shared/query/question.ts';
import type { Visual, VisualType } from '../../shared/report/report.ts';
import { capitalised, manyOf, spokenName } from '../../shared/report/report-words.ts';
import { visualQuestion } from '../../shared/report/visual-question.ts';

const field = (name: string) => ({ table: 't', field: name });
const region: Selection = { kind: 'group', field: field('region_text'), as: 'Region' };
const month: Selection = { kind: 'group', field: field('sold_on_date'), grain: 'month', as: 'Month' };
const sales: Selection = { kind: 'aggregate', field: field('amount_dec'), aggregation: 'sum', as: 'Sales' };
const own: Filter = { kind: 'in', field: field('region_text'), values: ['EMEA'] };
const picked: Filter = { kind: 'in', field: field('year_int'), values: [2024] };

function visual(
  type: VisualType,
  category: readonly Selection[],
  values: readonly Selection[],
  more: Partial<Visual> = {},
): Visual {
  return {
    name: 'v',
    type,
    title: 'Title',
    subtitle: '',
    position: { x: 0, y: 0, width: 100, height: 100 },
    wells: { category, series: [], values },
    filters: [],
    orderBy: [],
    limit: 500,
    ...more,
  };
}

test.each<[VisualType, readonly Selection[], readonly Selection[], readonly string[], number]>([
  ['card', [], [sales], [], 1],
  ['slicer', [region], [], ['Region ascending'], 500],
  ['lineChart', [month], [sales], ['Month ascending'], 500],
  ['areaChart', [month], [sales], ['Month ascending'], 500],
  ['columnChart', [month], [sales], ['Month ascending'], 500],
  ['columnChart', [region], [sales], ['Sales descending', 'Region ascending'], 500],
  ['barChart', [region], [sales], ['Sales descending', 'Region ascending'], 500],
  ['donutChart', [region], [sales], ['Sales descending', 'Region ascending'], 100],
  ['scatterChart', [region], [sales, sales], ['Region ascending'], 500],
  ['table', [], [region, sales], ['Region ascending'], 500],
])('a %s of %j and %j has its usual order and limit', (type, category, values, order, limit) => {
  const question = visualQuestion(visual(type, category, values));
  expect(question.select).toEqual([...category, ...values]);
  expect(question.orderBy.map(({ as, direction }) => `${as} ${direction}`)).toEqual(order);
  expect(question.limit).toBe(limit);
});

test('its own order and both kinds of filters are kept', () => {
  const question = visualQuestion(
    visual('barChart', [region], [sales], {
      filters: [own],
      orderBy: [{ as: 'Region', direction: 'descending' }],
      limit: 10,
    }),
    [picked],
  );
  expect(question).toMatchObject({
    filters: [own, picked],
    orderBy: [{ as: 'Region', direction: 'descending' }],
    limit: 10,
  });
});

test('a series is asked between category and values', () => {
  const lines = visual('lineChart', [], [], { wells: { category: [month], series: [region], values: [sales] } });
  expect(visualQuestion(lines).select.map(({ as }) => as)).toEqual(['Month', 'Region', 'Sales']);
});

test('a visual without fields asks nothing', () => {
  expect(() => visualQuestion(visual('card', [], []))).toThrow(expect.objectContaining({ code: 'question-invalid' }));
});

test.each([
  ['temp_max', 'maximum temperature'],
  ['CO2', 'CO2'],
  ['netGeneration', 'net generation'],
  ['Order date', 'order date'],
  ['Umsatz €', 'Umsatz €'],
  ['Umsatz_Netto', 'Umsatz Netto'],
  ['iPhone', 'iPhone'],
  ['homeCity', 'home city'],
  ['__proto__', 'proto'],
  ['', ''],
])('%s is spoken as "%s"', (name, spoken) => {
  expect(spokenName(name)).toBe(spoken);
});

test.each([
  ['country', 'countries'],
  ['day', 'days'],
  ['class', 'classes'],
  ['wildlife species', 'wildlife species'],
  ['sales', 'sales'],
  ['constructor', 'values of constructor'],
  ['SKU', 'values of SKU'],
  ['Hersteller', 'values of Hersteller'],
])('many of "%s" are "%s"', (one, many) => {
  expect(manyOf(one)).toBe(many);
});

test.each([
  ['total Umsatz €', 'Total Umsatz €'],
  ['iPhone', 'iPhone'],
  ['', ''],
])('"%s" in front is "%s"', (text, expected) => {
  expect(capitalised(text)).toBe(expected);
});
