import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestStack, type TestStack } from '../integration/stack.ts';
import { cardNumber, noBrowser, openBrowser, openReport, untilDrawn, type Visitor, visit, visual } from './browser.ts';

const DATA = fileURLToPath(new URL('../../node_modules/vega-datasets/data', import.meta.url));

/** The same figure computed from the file by DuckDB, without any of our code. */
async function fromFile(file: string, expression: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(`SELECT (${expression})::DOUBLE AS n FROM '${join(DATA, file)}'`);
  const [row] = result.getRows();
  connection.closeSync();
  instance.closeSync();
  return Number(row?.[0]);
}

async function dropFile(page: Page, name: string): Promise<void> {
  const base64 = readFileSync(join(DATA, name)).toString('base64');
  const transfer = await page.evaluateHandle(
    async ({ text, fileName }) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], fileName));
      return data;
    },
    { text: base64, fileName: name },
  );
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', event, { dataTransfer: transfer });
  }
}

async function pickFile(page: Page, path: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a file' }).first().click(),
  ]);
  await chooser.setFiles(path);
}

describe.skipIf(noBrowser !== undefined)(
  `in a browser${noBrowser === undefined ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let stack: TestStack;
    let browser: Browser;
    let author: Visitor;

    beforeAll(async () => {
      stack = await startTestStack({ samples: true });
      browser = await openBrowser();
      author = await visit(browser, stack.url, 'author@contoso.example');
    });
    afterAll(async () => {
      await browser?.close();
      await stack?.stop();
    });

    test.each([
      ['seattle-weather.csv', 'dropped onto the page', (page: Page) => dropFile(page, 'seattle-weather.csv')],
      [
        'gapminder-health-income.csv',
        'picked',
        (page: Page) => pickFile(page, join(DATA, 'gapminder-health-income.csv')),
      ],
      ['flights-3m.parquet', 'picked', (page: Page) => pickFile(page, join(DATA, 'flights-3m.parquet'))],
    ])('%s, %s, becomes a report of a few drawn visuals', async (name, _, bring) => {
      const { page } = author;
      await page.goto(stack.url);
      await page.getByRole('heading', { name: 'Bring your data' }).waitFor();
      await bring(page);
      await page.waitForURL(/\/reports\//, { timeout: 60_000 });
      await page.getByRole('heading', { level: 1, name: name.replace(/\.\w+$/, '') }).waitFor();
      await untilDrawn(page);
      const visuals = await page.locator('[data-visual]').count();
      expect(visuals).toBeGreaterThanOrEqual(4);
      expect(visuals).toBeLessThanOrEqual(8);
      const points = await page
        .locator('[data-points]')
        .evaluateAll((all) => all.map((one) => Number(one.dataset['points'])));
      expect(Math.min(...points)).toBeGreaterThan(0);
      author.expectQuiet();
    });

    test('a number on a card equals the number in the file', async () => {
      const { page } = author;
      await openReport(page, stack.url, /seattle-weather/);
      const cards = page.locator('[data-visual-type="card"]');
      const titles = await cards.evaluateAll((all) => all.map((one) => one.querySelector('h2, h3')?.textContent ?? ''));
      expect(titles.length).toBeGreaterThan(0);
      const asked = titles.flatMap((title) => {
        const column = ['precipitation', 'temp_max', 'temp_min', 'wind'].find((name) =>
          title.toLowerCase().replaceAll(' ', '_').includes(name),
        );
        if (/^(rows|number of rows)/i.test(title)) return [{ title, expression: 'count(*)' }];
        if (column === undefined) return [];
        return [{ title, expression: `${/average/i.test(title) ? 'avg' : 'sum'}(${column})` }];
      });
      expect(asked.length).toBeGreaterThan(0);
      for (const { title, expression } of asked) {
        const expected = await fromFile('seattle-weather.csv', expression);
        expect(await cardNumber(page, title), title).toBeCloseTo(expected, 6);
      }
    });

    test('as many marks are drawn as the chart has points', async () => {
      const { page } = author;
      await openReport(page, stack.url, /Retail sales/);
      const bars = visual(page, 'Sales by category');
      expect(await bars.locator('[data-points]').getAttribute('data-points')).toBe('4');
      const box = await bars.boundingBox();
      const drawn = await bars.locator('svg path').evaluateAll(
        (paths) =>
          paths.filter((path) => {
            const { width, height } = path.getBoundingClientRect();
            return width > 20 && height > 10 && height < 60 && getComputedStyle(path).fill !== 'none';
          }).length,
      );
      expect(box).not.toBeNull();
      expect(drawn).toBe(4);
    });

    test('a slicer filters the page, and a click on a mark cross-filters the others', async () => {
      const { page } = author;
      const all = await cardNumber(page, 'Sales');
      await visual(page, 'Region').getByRole('checkbox', { name: 'EMEA' }).click();
      await expect.poll(() => visual(page, 'Region').getByRole('checkbox', { name: 'EMEA' }).isChecked()).toBe(true);
      await expect.poll(() => cardNumber(page, 'Sales')).toBeLessThan(all);
      const emea = await cardNumber(page, 'Sales');
      expect(await visual(page, 'Region').getByRole('checkbox').count()).toBe(3);

      const bars = visual(page, 'Sales by category');
      await bars.getByRole('listbox').focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => cardNumber(page, 'Sales')).toBeLessThan(emea);
      expect(await bars.locator('[data-points]').getAttribute('data-points')).toBe('4');
      const electronics = await cardNumber(page, 'Sales');

      const address = page.url();
      await page.reload();
      await untilDrawn(page);
      expect(page.url()).toBe(address);
      await expect.poll(() => cardNumber(page, 'Sales')).toBe(electronics);

      await page.getByRole('button', { name: 'Clear all' }).click();
      await expect.poll(() => cardNumber(page, 'Sales')).toBe(all);
      author.expectQuiet();
    });

    test('a click anywhere in the plot of a line picks the nearest point, and Ctrl adds another', async () => {
      const { page } = author;
      await openReport(page, stack.url, /seattle-weather/);
      const line = page.locator('[data-visual-type="lineChart"], [data-visual-type="areaChart"]').first();
      const chips = page.getByRole('region', { name: 'Filters of this page' }).getByRole('button', { name: /remove/ });
      const plot = line.locator('.az-chart-canvas');
      const { width, height } = (await plot.boundingBox()) ?? { width: 0, height: 0 };
      await plot.click({ position: { x: width * 0.4, y: height * 0.5 } });
      await expect.poll(() => chips.count()).toBe(1);
      const chip = chips.locator('span').first();
      const first = await chip.innerText();
      await plot.click({ position: { x: width * 0.8, y: height * 0.3 }, modifiers: ['ControlOrMeta'] });
      await expect.poll(() => chip.innerText()).not.toBe(first);
      expect(await chip.innerText()).toMatch(new RegExp(`^${first}, `));
      await page.getByRole('button', { name: 'Clear all' }).click();
      await expect.poll(() => chips.count()).toBe(0);
      author.expectQuiet();
    });

    test('a visual is pinned, the dashboard is shared, a colleague sees it and nothing else, and the share ends', async () => {
      const { page } = author;
      await openReport(page, stack.url, /seattle-weather/);
      await page
        .getByRole('button', { name: /^More about/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Pin to a dashboard' }).click();
      const pinning = page.getByRole('dialog', { name: 'Pin to a dashboard' });
      await pinning.getByRole('textbox', { name: 'Name' }).fill('Weather at a glance');
      await pinning.getByRole('button', { name: 'Pin', exact: true }).click();
      await page.getByRole('button', { name: 'Open dashboard' }).click();
      await page.waitForURL(/\/dashboards\//);
      await page.getByRole('heading', { level: 1, name: 'Weather at a glance' }).waitFor();
      await page.getByText(/^As of /).waitFor();
      const shown = await page.locator('[data-tile] [data-value], [data-tile] [data-points]').first().innerText();

      await page.getByRole('button', { name: 'Share' }).click();
      const sharing = page.getByRole('dialog', { name: /Share/ });
      await sharing.getByRole('combobox', { name: 'People and groups' }).fill('analyst@');
      await page.getByRole('option', { name: /^Mina Park/ }).click();
      await sharing.getByRole('checkbox', { name: 'They may share it on' }).uncheck();
      await sharing.getByRole('button', { name: 'Share', exact: true }).click();
      await sharing.getByText(/^Shared with /).waitFor();

      const colleague = await visit(browser, stack.url, 'analyst@contoso.example');
      await colleague.page.getByRole('link', { name: 'Shared with me' }).first().click();
      await colleague.page.getByRole('link', { name: /Weather at a glance/ }).click();
      await colleague.page.getByText(/^As of /).waitFor();
      expect(
        await colleague.page.locator('[data-tile] [data-value], [data-tile] [data-points]').first().innerText(),
      ).toBe(shown);
      expect(await colleague.page.getByRole('button', { name: 'Share' }).count()).toBe(0);
      expect(await colleague.page.getByRole('button', { name: /^More about/ }).count()).toBe(0);
      expect(await colleague.page.locator('[data-tile] a').count()).toBe(0);
      await colleague.page.getByRole('button', { name: 'Access to Weather at a glance' }).click();
      await colleague.page.getByRole('menuitem', { name: 'Why do I see this?' }).click();
      const why = colleague.page.getByRole('dialog', { name: /^Why do I see/ });
      await why.getByText(/Tomas Berg let you see it\.$/).waitFor();
      colleague.expectQuiet();

      await sharing.getByRole('link', { name: 'Who has access' }).click();
      await page.getByRole('heading', { level: 1, name: /Weather at a glance/ }).waitFor();
      await page.getByRole('button', { name: /^Remove / }).click();
      await page
        .getByRole('alertdialog')
        .or(page.getByRole('dialog', { name: /^Remove / }))
        .getByRole('button', { name: 'Remove', exact: true })
        .click();
      await expect.poll(() => page.getByRole('button', { name: /^Remove / }).count()).toBe(0);
      await colleague.page.reload();
      await colleague.page.getByText(/was not found, or you do not have the permission/).waitFor();
      await colleague.context.close();
      author.expectQuiet();
    });

    test('the rows behind a visual are taken out as a file', async () => {
      const { page } = author;
      await openReport(page, stack.url, /Retail sales/);
      await visual(page, 'Sales by category')
        .getByRole('button', { name: /^More about/ })
        .click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'Export data' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('Retail sales - Sales by category.csv');
      const lines = readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\r\n');
      expect(lines).toHaveLength(5);
      author.expectQuiet();
    });

    test('a report is shared by a link, which opens for whom it is and for nobody else', async () => {
      const { page } = author;
      await openReport(page, stack.url, /seattle-weather/);
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const sharing = page.getByRole('dialog', { name: /^Share/ });
      await sharing.getByRole('tab', { name: 'Copy a link' }).click();
      await sharing.getByRole('combobox', { name: 'People and groups' }).fill('analyst@');
      await page.getByRole('option', { name: /^Mina Park/ }).click();
      await sharing.getByRole('button', { name: 'Make and copy the link' }).click();
      await sharing.getByText(/^The link is made/).waitFor();
      const link = await sharing.getByText(/\/links\//).innerText();
      const address = stack.url + new URL(link).pathname;

      const colleague = await visit(browser, address, 'analyst@contoso.example');
      await colleague.page.waitForURL(/\/reports\//);
      await untilDrawn(colleague.page);
      colleague.expectQuiet();
      await colleague.context.close();

      const stranger = await visit(browser, address, 'viewer@contoso.example');
      await stranger.page.getByRole('heading', { level: 1, name: 'This link does not open for you' }).waitFor();
      await stranger.context.close();
    });

    test('a bad file ends with what, where and what to do, and leaves nothing behind', async () => {
      const { page } = author;
      await page.goto(stack.url);
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: 'Choose a file' }).first().click(),
      ]);
      await chooser.setFiles({ name: 'ragged.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n3\n4,5\n') });
      const alert = page.getByRole('alert').filter({ hasText: /row 3/ });
      await alert.waitFor();
      await page.getByRole('button', { name: 'Close' }).first().click();
      await page.goto(stack.url);
      await page.getByRole('heading', { name: 'Recent' }).waitFor();
      expect(await page.getByRole('link', { name: /ragged/ }).count()).toBe(0);
      author.expectQuiet();
    });

    test('an upload can be cancelled while it runs, and nothing comes of it', async () => {
      const { page } = author;
      await page.goto(stack.url);
      let isHeld = false;
      await page.route('**/intake/**', async (route) => {
        isHeld = true;
        await new Promise((resolve) => setTimeout(resolve, 3000));
        await route.continue().catch(() => undefined);
      });
      await pickFile(page, join(DATA, 'stocks.csv'));
      await page.getByRole('progressbar', { name: /stocks/ }).waitFor();
      await expect.poll(() => isHeld).toBe(true);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect.poll(() => page.getByRole('region', { name: 'Bringing data' }).count()).toBe(0);
      await page.unroute('**/intake/**');
      await page.goto(stack.url);
      await page.getByRole('heading', { name: 'Recent' }).waitFor();
      expect(await page.getByRole('link', { name: /stocks/ }).count()).toBe(0);
    });

    test('sign-out ends the session', async () => {
      const { page } = author;
      await page.getByRole('button', { name: /Tomas Berg/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign in with your work account' }).waitFor({ timeout: 20_000 });
      await page.goto(`${stack.url}/shared`);
      await page.getByRole('button', { name: 'Sign in with your work account' }).waitFor();
    });
  },
);
