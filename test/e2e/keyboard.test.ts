import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestStack, type TestStack } from '../integration/stack.ts';
import { cardNumber, noBrowser, openBrowser, untilDrawn, visual } from './browser.ts';

/** Presses Tab until the element has the focus, as a person does who cannot point. */
async function tabTo(page: Page, target: Locator, most = 120): Promise<void> {
  for (let press = 0; press < most; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab did not reach ${String(target)}`);
}

describe.skipIf(noBrowser !== undefined)(
  `with the keyboard alone${noBrowser === undefined ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let stack: TestStack;
    let browser: Browser;

    beforeAll(async () => {
      stack = await startTestStack({ samples: true });
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await stack?.stop();
    });

    test('one signs in, filters by a mark, pins, and shares', async () => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(stack.url);
      const signIn = page.getByRole('button', { name: 'Sign in with your work account' });
      await signIn.waitFor();
      await tabTo(page, signIn);
      await page.keyboard.press('Enter');
      const account = page.getByRole('button', { name: 'author@contoso.example' });
      await account.waitFor();
      await tabTo(page, account);
      await page.keyboard.press('Enter');

      const report = page.getByRole('main').getByRole('link', { name: /Retail sales/ });
      await report.waitFor();
      await tabTo(page, report);
      await page.keyboard.press('Enter');
      await untilDrawn(page);
      const before = await cardNumber(page, 'Sales');

      const marks = visual(page, 'Sales by category').getByRole('listbox');
      await tabTo(page, marks);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect.poll(() => cardNumber(page, 'Sales')).toBeLessThan(before);
      await page.keyboard.press('Escape');
      await expect.poll(() => cardNumber(page, 'Sales')).toBe(before);

      const more = visual(page, 'Sales by category').getByRole('button', { name: /^More about/ });
      await tabTo(page, more);
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Pin to a dashboard' }).waitFor();
      await page.keyboard.press('Enter');
      const pin = page.getByRole('dialog').getByRole('button', { name: 'Pin', exact: true });
      await pin.waitFor();
      await tabTo(page, pin);
      await page.keyboard.press('Enter');
      const open = page.getByRole('button', { name: 'Open dashboard' });
      await open.waitFor();
      await tabTo(page, open);
      await page.keyboard.press('Enter');

      const share = page.getByRole('button', { name: 'Share', exact: true });
      await share.waitFor();
      await tabTo(page, share);
      await page.keyboard.press('Enter');
      const person = page.getByRole('dialog').getByRole('combobox', { name: 'People and groups' });
      await person.waitFor();
      await tabTo(page, person);
      await page.keyboard.type('analyst@');
      await page.getByRole('option', { name: /^Mina Park/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('list', { name: 'Picked' }).waitFor();
      // The focus is still in the picker, for the next person.
      expect(await person.evaluate((element) => element === document.activeElement)).toBe(true);
      const give = page.getByRole('dialog').getByRole('button', { name: 'Share', exact: true });
      await tabTo(page, give);
      await page.keyboard.press('Enter');
      await page
        .getByRole('dialog')
        .getByText(/^Shared with /)
        .waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
      await context.close();
    });
  },
);
