import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { PageData, ReportDetail } from '../../shared/contract/azimuth.ts';
import { Dataset, DatasetTable, listOf, Report, ReportPage } from '../../shared/contract/power-bi.ts';
import type { Answer, Filter } from '../../shared/query/question.ts';
import type { Visual } from '../../shared/report/report.ts';
import { API, type Client, OURS } from './client.ts';
import { expectFromFile, FLIGHTS, SEATTLE_WEATHER, STOCKS } from './file-answers.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** From a file to numbers on a page, by HTTP, as any client would. */
let stack: TestStack;
let author: Client;

beforeAll(async () => {
  stack = await startTestStack();
  author = await stack.client('author@contoso.example');
});
afterAll(() => stack?.stop());

type Opened = { readonly report: z.infer<typeof ReportDetail>; readonly path: string };

async function openReport(id: string | undefined): Promise<Opened> {
  const report = await author.call(ReportDetail, 'GET', `${OURS}/reports/${id}`);
  return { report, path: `${OURS}/reports/${id}/pages/${report.definition.pages[0]?.name}/data` };
}

/** The page's answers; a visual that was refused fails the test. */
async function ask(path: string, interactions: readonly { source: string; filters: readonly Filter[] }[] = []) {
  const { visuals } = await author.call(PageData, 'POST', path, { interactions });
  return new Map(
    Object.entries(visuals).map(([name, result]): [string, Answer] => {
      if (result.kind === 'error') throw new Error(`${name}: ${result.message}`);
      return [name, result.answer];
    }),
  );
}

describe.each([
  { file: SEATTLE_WEATHER, rows: 1461, columns: ['date', 'precipitation', 'temp_max', 'temp_min', 'weather', 'wind'] },
  { file: STOCKS, rows: 560, columns: ['date', 'price', 'symbol'] },
  { file: FLIGHTS, rows: 3_000_000, columns: ['date', 'delay', 'destination', 'distance', 'origin'] },
])('the real file $file.name', ({ file, rows, columns }) => {
  const fileName = file.name;
  const name = fileName.replace(/\.\w+$/, '');
  let datasetId = '';
  let opened: Opened;

  test('becomes a dataset and a report that are named after it', async () => {
    const done = await author.upload(file.path);
    expect(done).toMatchObject({ name: fileName, importState: 'Succeeded', datasets: [{ name }], reports: [{ name }] });
    datasetId = done.datasets[0]?.id ?? '';
    opened = await openReport(done.reports[0]?.id);
    expect(opened.report).toMatchObject({ name, modelId: datasetId, canEdit: true });
  });

  test('is found by the calls of the Power BI API', async () => {
    const dataset = await author.call(Dataset, 'GET', `${API}/datasets/${datasetId}`);
    expect(dataset).toMatchObject({ name, configuredBy: 'author@contoso.example' });
    const datasets = await author.call(listOf(Dataset), 'GET', `${API}/datasets`);
    expect(datasets.value).toContainEqual(dataset);
    const report = await author.call(Report, 'GET', `${API}/reports/${opened.report.id}`);
    expect(report).toMatchObject({ name, datasetId });
    const pages = await author.call(listOf(ReportPage), 'GET', `${API}/reports/${opened.report.id}/pages`);
    expect(pages.value.map((page) => page.name)).toEqual(opened.report.definition.pages.map((page) => page.name));
    const tables = await author.call(listOf(DatasetTable), 'GET', `${API}/datasets/${datasetId}/tables`);
    expect(tables.value.map((table) => table.name)).toEqual([name]);
    expect(tables.value[0]?.columns.map((column) => column.name).toSorted()).toEqual(columns);
  });

  test('shows in each visual exactly what DuckDB computes from the file', async () => {
    const visuals = opened.report.definition.pages[0]?.visuals ?? [];
    expect(visuals.length).toBeGreaterThanOrEqual(4);
    const answers = await ask(opened.path);
    expect([...answers.keys()].toSorted()).toEqual(visuals.map((visual) => visual.name).toSorted());
    for (const visual of visuals) await expectFromFile(answers.get(visual.name) ?? missing(), file, visual);
    expect(answers.get('rows')?.columns[0]?.values).toEqual([rows]);
  });

  test('answers a pick in one visual by narrowing all others and not that one', async () => {
    const visuals = opened.report.definition.pages[0]?.visuals ?? [];
    const before = await ask(opened.path);
    for (const source of visuals.filter((visual) => ['slicer', 'columnChart', 'barChart'].includes(visual.type))) {
      const filters = pickFirst(source, before.get(source.name) ?? missing());
      const after = await ask(opened.path, [{ source: source.name, filters }]);
      expect(after.get(source.name), `${source.name} keeps its own marks`).toEqual(before.get(source.name));
      for (const visual of visuals.filter((other) => other.name !== source.name)) {
        await expectFromFile(after.get(visual.name) ?? missing(), file, visual, filters);
      }
      expect(after.get('rows')).not.toEqual(before.get('rows'));
    }
  });
});

test('two picks on one page narrow together', async () => {
  const done = await author.upload(STOCKS.path);
  const { report, path } = await openReport(done.reports[0]?.id);
  const field = (name: string) => ({ table: 'stocks', field: name });
  const symbol: Filter = { kind: 'in', field: field('symbol'), values: ['IBM', 'MSFT'] };
  const year: Filter = { kind: 'in', field: field('date'), grain: 'year', values: ['2009-01-01T00:00:00'] };
  const answers = await ask(path, [
    { source: 'pick-1', filters: [symbol] },
    { source: 'year', filters: [year] },
  ]);
  const visual = (name: string) => report.definition.pages[0]?.visuals.find((one) => one.name === name) ?? missing();
  await expectFromFile(answers.get('parts') ?? missing(), STOCKS, visual('parts'), [symbol, year]);
  await expectFromFile(answers.get('pick-1') ?? missing(), STOCKS, visual('pick-1'), [year]);
  await expectFromFile(answers.get('year') ?? missing(), STOCKS, visual('year'), [symbol]);
});

test('a file of the same name again makes a second dataset with a name of its own', async () => {
  const name = 'twice.csv';
  const content = 'city,sold\nOslo,1\nRome,2\n';
  const first = await author.upload({ name, content });
  const second = await author.upload({ name, content });
  expect([first, second].map(({ datasets }) => datasets[0]?.name)).toEqual(['twice', 'twice (2)']);
});

function pickFirst(visual: Visual, answer: Answer): readonly Filter[] {
  const [category] = visual.wells.category;
  if (category?.kind !== 'group') return missing();
  const { field, grain } = category;
  return [
    {
      kind: 'in',
      field,
      ...(grain === undefined ? {} : { grain }),
      values: answer.columns[0]?.values.slice(0, 1) ?? [],
    },
  ];
}

function missing(): never {
  throw new Error('An answer or a visual is missing.');
}
