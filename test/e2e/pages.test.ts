import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestStack, type TestStack } from '../integration/stack.ts';
import { accessibilityFindings, type Look, noBrowser, openBrowser, picture, untilDrawn, visit } from './browser.ts';

/** The page of who has access, over the menu of an opened item. */
async function openAccess(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Access to ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Manage permissions' }).click();
  await untilAccess(page);
}

async function untilAccess(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: /^Access to / }).waitFor();
  await page.getByRole('heading', { level: 2, name: 'Who has access' }).waitFor();
  await page.waitForLoadState('networkidle');
}

async function openRetailReport(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /Retail sales/ })
    .first()
    .click();
  await untilDrawn(page);
}

async function openRetailDashboard(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /Retail sample.*Dashboard|Dashboard.*Retail sample/ })
    .first()
    .click();
  await page
    .getByText(/^As of /)
    .first()
    .waitFor();
  await untilDrawn(page);
}

async function openRetailWorkspace(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/`);
  if ((page.viewportSize()?.width ?? 0) < 700) await page.getByRole('button', { name: 'Open the menu' }).click();
  await page
    .getByRole('navigation')
    .getByRole('link', { name: 'Retail sample', exact: true })
    .and(page.locator(':visible'))
    .click();
  await page.getByRole('heading', { level: 1, name: 'Retail sample' }).waitFor();
  await page.getByText('Retail sales').first().waitFor();
}

/** Each page as a person comes to it, from Home. */
const PAGES: readonly { readonly name: string; readonly open: (page: Page) => Promise<void> }[] = [
  {
    name: 'home',
    open: async (page) => {
      await page.getByRole('heading', { name: 'Recent' }).waitFor();
      await page
        .getByRole('link', { name: /Retail sales/ })
        .first()
        .waitFor();
    },
  },
  { name: 'report', open: openRetailReport },
  ...['Products', 'Regions & stores', 'Customers'].map((tab) => ({
    name: `report-${tab.toLowerCase().replace(/\W+/g, '-')}`,
    open: async (page: Page) => {
      await page
        .getByRole('link', { name: /Retail sales/ })
        .first()
        .click();
      await page
        .getByRole('tab', { name: tab })
        .or(page.getByRole('link', { name: tab }))
        .click();
      await untilDrawn(page);
    },
  })),
  { name: 'dashboard', open: openRetailDashboard },
  { name: 'workspace', open: openRetailWorkspace },
  {
    name: 'workspace-people',
    open: async (page) => {
      await openRetailWorkspace(page);
      await page.getByRole('button', { name: 'People' }).click();
      await page.getByRole('dialog').getByText('viewer@contoso.example').waitFor();
    },
  },
  {
    name: 'report-share-people',
    open: async (page) => {
      await openRetailReport(page);
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const sharing = page.getByRole('dialog', { name: /^Share/ });
      await sharing.getByRole('combobox', { name: 'People and groups' }).fill('Contoso');
      await page.getByRole('option', { name: /^Contoso Analysts/ }).click();
      await sharing.getByRole('list', { name: 'Picked' }).waitFor();
    },
  },
  {
    name: 'report-share-link',
    open: async (page) => {
      await openRetailReport(page);
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.getByRole('tab', { name: 'Copy a link' }).click();
      await page.getByRole('radio', { name: /^People in your organisation/ }).waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'report-why',
    open: async (page) => {
      await openRetailReport(page);
      await page.getByRole('button', { name: 'Access to Retail sales' }).click();
      await page.getByRole('menuitem', { name: 'Why do I see this?' }).click();
      await page.getByRole('dialog').getByText('You can open it and see data').waitFor();
    },
  },
  {
    name: 'report-permissions',
    open: async (page) => {
      await openRetailReport(page);
      await openAccess(page, 'Retail sales');
      await page.getByRole('combobox', { name: 'Person or group' }).fill('viewer@');
      await page.getByRole('option', { name: /^Jonas Reed/ }).click();
      await page.getByText('Jonas Reed is a Viewer').first().waitFor();
      // The next question is typed over the first.
      await page.getByRole('combobox', { name: 'Person or group' }).press('Control+a');
      await page.keyboard.type('analyst@');
      await page.getByRole('option', { name: /^Mina Park/ }).click();
      await page.getByText('Mina Park is a Member').first().waitFor();
    },
  },
  {
    name: 'dashboard-permissions',
    open: async (page) => {
      await openRetailDashboard(page);
      await openAccess(page, 'Retail sample');
    },
  },
  {
    name: 'dataset-permissions',
    open: async (page) => {
      await openRetailWorkspace(page);
      await page
        .getByRole('button', { name: /^More about semantic model/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Manage permissions' }).click();
      await untilAccess(page);
    },
  },
  {
    name: 'shared-with-me',
    open: async (page) => {
      await page.goto(`${new URL(page.url()).origin}/shared`);
      await page.getByRole('heading', { level: 1, name: 'Shared with me' }).waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
];

const LOOKS: readonly (readonly [string, Look])[] = [
  ['light', { scheme: 'light' }],
  ['dark', { scheme: 'dark' }],
  ['phone', { scheme: 'light', width: 360, height: 780 }],
];

describe.skipIf(noBrowser !== undefined)(
  `every page${noBrowser === undefined ? '' : ` (skipped: ${noBrowser})`}`,
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

    test.each(LOOKS)('in %s fits the width, is accessible and says no error', async (tag, look) => {
      const { page, context, expectQuiet } = await visit(browser, stack.url, 'author@contoso.example', look);
      for (const { name, open } of PAGES) {
        await page.goto(stack.url);
        await open(page);
        await picture(page, `${name}-${tag}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0);
        expect(await accessibilityFindings(page), name).toEqual([]);
      }
      expectQuiet();
      await context.close();
    });

    test.each(LOOKS)('before sign-in in %s is one screen with one button', async (tag, look) => {
      const context = await browser.newContext({
        colorScheme: look.scheme ?? 'light',
        viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
      });
      const page = await context.newPage();
      await page.goto(stack.url);
      await page.getByRole('button', { name: 'Sign in with your work account' }).waitFor();
      expect(await page.getByRole('button').count()).toBe(1);
      expect(await accessibilityFindings(page)).toEqual([]);
      await picture(page, `sign-in-${tag}`);
      await context.close();
    });

    test('is served with a policy that allows no script but ours', async () => {
      const answer = await fetch(stack.url);
      const policy = answer.headers.get('content-security-policy') ?? '';
      const html = await answer.text();
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(html).not.toContain('__NONCE__');
      for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(nonce);
      const again = (await fetch(stack.url)).headers.get('content-security-policy');
      expect(again).not.toContain(nonce);
    });

    test.each(LOOKS)('a link that is for nobody says so, in %s', async (tag, look) => {
      const { page, context } = await visit(browser, stack.url, 'author@contoso.example', look);
      await page.goto(`${stack.url}/links/${crypto.randomUUID()}`);
      await page.getByRole('heading', { level: 1, name: 'This link does not open for you' }).waitFor();
      await page.getByText('author@contoso.example').waitFor();
      await picture(page, `link-not-for-you-${tag}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(await accessibilityFindings(page)).toEqual([]);
      await context.close();
    });

    test('opens by its own address after the sign-in that it asked for', async () => {
      const { page } = await visit(browser, `${stack.url}/shared`, 'viewer@contoso.example');
      await page.getByRole('heading', { level: 1, name: 'Shared with me' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/shared');
      await page
        .getByRole('main')
        .getByRole('link', { name: /Retail sample/ })
        .first()
        .click();
      await page
        .getByText(/^As of /)
        .first()
        .waitFor();
      await page.context().close();
    });

    test('lets an Admin delete the sample in one place', async () => {
      const { page, expectQuiet } = await visit(browser, stack.url, 'admin@contoso.example');
      await page.getByRole('navigation').getByRole('link', { name: 'Retail sample', exact: true }).first().click();
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      const sure = page.getByRole('alertdialog', { name: /Retail sample/ });
      await sure.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('heading', { name: 'Recent' }).waitFor();
      await expect.poll(() => page.getByRole('link', { name: /Retail/ }).count()).toBe(0);
      expectQuiet();
      await page.context().close();
    });
  },
);

test.skipIf(process.env['AZIMUTH_KEEP_PICTURES'] === undefined)('the pictures of the README are renewed', () => {
  const images = fileURLToPath(new URL('../../docs/images', import.meta.url));
  const screens = fileURLToPath(new URL('../../test-results/screens', import.meta.url));
  mkdirSync(images, { recursive: true });
  for (const name of ['report', 'dashboard']) copyFileSync(`${screens}/${name}-light.png`, `${images}/${name}.png`);
});
