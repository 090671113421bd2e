import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOSS_SUBCATEGORY, STAR_PRODUCT } from '../../dev/samples/retail-catalog.ts';
import { RETAIL_DASHBOARD } from '../../dev/samples/retail-dashboard.ts';
import { RETAIL_COLUMNS, RETAIL_FILE_NAME, retailCsv } from '../../dev/samples/retail-data.ts';
import { RETAIL_REPORT } from '../../dev/samples/retail-report.ts';
import { ReportShape } from '../../shared/contract/azimuth.ts';
import { inferModel } from '../../shared/model/infer-model.ts';
import type { Answer } from '../../shared/query/question.ts';
import { temporaryFiles } from '../source/temporary-files.ts';
import { askReport } from './ask-report.ts';
import { checkPage } from './check-page.ts';

const files = temporaryFiles();
const csv = retailCsv();
const rows = csv
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const place = (column: (typeof RETAIL_COLUMNS)[number]) => RETAIL_COLUMNS.indexOf(column);
const sumOf = (column: (typeof RETAIL_COLUMNS)[number], where: (row: readonly string[]) => boolean = () => true) =>
  rows.filter(where).reduce((sum, row) => sum + Number(row[place(column)]), 0);
const isOf = (column: (typeof RETAIL_COLUMNS)[number], value: string) => (row: readonly string[]) =>
  row[place(column)] === value;
afterAll(files.remove);

describe('the data', () => {
  test('are the same at each call', () => {
    expect(retailCsv()).toBe(csv);
  });

  test('are three years of order lines', () => {
    expect(csv.split('\n', 1)[0]).toBe(RETAIL_COLUMNS.join(','));
    expect(rows.length).toBeGreaterThan(60_000);
    expect(rows.length).toBeLessThan(120_000);
    expect(rows.every((row) => row.length === RETAIL_COLUMNS.length)).toBe(true);
    expect([rows[0]?.[0], rows.at(-1)?.[0]]).toEqual(['2023-01-01', '2025-12-31']);
  });

  test('profit is sales less cost in each line', () => {
    for (const row of rows) {
      const [sales, cost, profit] = [row[place('Sales')], row[place('Cost')], row[place('Profit')]].map(Number);
      expect(Math.abs(Number(sales) - Number(cost) - Number(profit))).toBeLessThan(0.006);
    }
  });

  test('tell what the titles of the report say', () => {
    const year = (text: string) => (row: readonly string[]) => row[0]?.startsWith(text) ?? false;
    const within = (from: string, to: string) => (row: readonly string[]) =>
      String(row[0]) >= from && String(row[0]) < to;
    const emea = isOf('Region', 'EMEA');
    expect(sumOf('Sales', year('2025'))).toBeGreaterThan(1.2 * sumOf('Sales', year('2023')));
    expect(sumOf('Sales', (row) => emea(row) && within('2024-05-01', '2024-08-01')(row))).toBeLessThan(
      0.75 * sumOf('Sales', (row) => emea(row) && within('2023-05-01', '2023-08-01')(row)),
    );
    expect(sumOf('Profit', isOf('Subcategory', LOSS_SUBCATEGORY))).toBeLessThan(-50_000);
    const star = rows.filter(isOf('Product', STAR_PRODUCT));
    expect(star[0]?.[0]?.slice(0, 7)).toBe('2024-08');
    const online = (text: string) =>
      sumOf('Sales', (row) => year(text)(row) && isOf('Channel', 'Online')(row)) / sumOf('Sales', year(text));
    expect(online('2023')).toBeLessThan(0.34);
    expect(online('2025')).toBeGreaterThan(0.4);
  });
});

describe('the report', () => {
  let answers: ReadonlyMap<string, Answer> = new Map();
  beforeAll(async () => {
    const imported = await files.read(files.write(RETAIL_FILE_NAME, csv));
    answers = await askReport(imported.databasePath, inferModel(imported), RETAIL_REPORT);
    await imported.remove();
  });

  test('has pages of five to eight visuals that do not overlap', () => {
    expect(ReportShape.safeParse(RETAIL_REPORT).error).toBeUndefined();
    for (const page of RETAIL_REPORT.pages) {
      checkPage(page);
      expect(page.visuals.length).toBeGreaterThanOrEqual(5);
      expect(page.visuals.length).toBeLessThanOrEqual(8);
      expect(new Set(page.visuals.map(({ name }) => name)).size).toBe(page.visuals.length);
    }
  });

  test('every visual has something to draw', () => {
    for (const [visual, answer] of answers) expect([visual, answer.rowCount > 0]).toEqual([visual, true]);
    expect(answers.get('overview/trend')?.rowCount).toBe(3 * 36);
    expect(answers.get('products/top-products')?.rowCount).toBe(10);
    expect(answers.get('regions-and-stores/countries')?.isPartial).toBe(true);
  });

  test('its numbers are those of the data', () => {
    const value = (visual: string) => Number(answers.get(visual)?.columns[0]?.values[0]);
    expect(value('overview/sales')).toBeCloseTo(sumOf('Sales'), 2);
    expect(value('overview/margin')).toBeCloseTo(sumOf('Profit') / sumOf('Sales'), 8);
    expect(value('customers/customers-count')).toBe(new Set(rows.map((row) => row[place('Customer ID')])).size);
    expect(value('products/returned')).toBe(rows.filter(isOf('Returned', 'true')).length);
    const countOf = (column: (typeof RETAIL_COLUMNS)[number]) => new Set(rows.map((row) => row[place(column)])).size;
    expect([countOf('Country'), countOf('Product')]).toEqual([14, 37]);
  });

  test('the loss comes first where profit is ranked', () => {
    expect(answers.get('products/profit-by-subcategory')?.columns[0]?.values[0]).toBe(LOSS_SUBCATEGORY);
    expect(answers.get('overview/categories')?.columns[0]?.values[0]).toBe('Electronics');
  });
});

test('the dashboard shows twelve visuals of the report, side by side', () => {
  const taken = new Set<string>();
  for (const { pageName, visualName, layout } of RETAIL_DASHBOARD) {
    const visual = RETAIL_REPORT.pages
      .find(({ name }) => name === pageName)
      ?.visuals.find(({ name }) => name === visualName);
    expect(visual?.type, `${pageName}/${visualName}`).toBeDefined();
    expect(visual?.type).not.toBe('slicer');
    expect(layout.column + layout.colSpan).toBeLessThanOrEqual(12);
    for (let column = layout.column; column < layout.column + layout.colSpan; column += 1) {
      for (let row = layout.row; row < layout.row + layout.rowSpan; row += 1) {
        expect(taken.has(`${column},${row}`)).toBe(false);
        taken.add(`${column},${row}`);
      }
    }
  }
  expect(RETAIL_DASHBOARD).toHaveLength(12);
});
