import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { inferModel } from '../../shared/model/infer-model.ts';
import { firstReport } from '../../shared/report/first-report.ts';
import { publicFile, temporaryFiles } from '../source/temporary-files.ts';
import { askReport } from './ask-report.ts';
import { checkPage } from './check-page.ts';

const files = temporaryFiles();
afterAll(files.remove);

test.each([
  'seattle-weather.csv',
  'stocks.csv',
  'birdstrikes.csv',
  'gapminder-health-income.csv',
  'airports.csv',
  'la-riots.csv',
  'us-employment.csv',
  'global-temp.csv',
  'lookup_groups.csv',
  'unemployment.tsv',
  'flights-3m.parquet',
])('every visual of the first report of %s has an answer with something to draw', async (name) => {
  const imported = await files.read(publicFile(name));
  const model = inferModel(imported);
  const report = firstReport(model, imported);
  const answers = await askReport(imported.databasePath, model, report);
  await imported.remove();
  for (const page of report.pages) checkPage(page);
  for (const [visual, answer] of answers) expect([visual, answer.rowCount > 0]).toEqual([visual, true]);
  expect(answers.size).toBeGreaterThanOrEqual(3);
  expect(answers.size).toBeLessThanOrEqual(8);
});

test('numbers on the cards are those of the file', async () => {
  const path = publicFile('disasters.csv');
  const imported = await files.read(path);
  const model = inferModel(imported);
  const answers = await askReport(imported.databasePath, model, firstReport(model, imported));
  await imported.remove();
  const rows = readFileSync(path, 'utf8')
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  expect(answers.get('overview/number-1')?.columns[0]?.values).toEqual([
    rows.reduce((sum, row) => sum + Number(row[2]), 0),
  ]);
  expect(answers.get('overview/rows')?.columns[0]?.values).toEqual([rows.length]);
  expect(answers.get('overview/trend')?.columns[0]?.values).toHaveLength(new Set(rows.map((row) => row[1])).size);
});
