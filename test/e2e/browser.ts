import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBrowser } from '../../dev/find-browser.ts';

const found = findBrowser(process.env['AZIMUTH_BROWSER'] ?? process.env['CHROME_PATH']);

/** Why there is no browser; undefined where there is one. With `CI=true` the run has failed before it comes here. */
export const noBrowser: string | undefined =
  found.kind === 'absent' ? (process.env['AZIMUTH_BROWSER_ABSENT'] ?? found.reason) : undefined;

/** Without the browser's own calls home, which a closed network would answer with errors. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  if (found.kind === 'absent') throw new Error(found.reason);
  return chromium.launch({ executablePath: found.executable, args: FLAGS });
}

/** A signed-in person in front of a browser of their own. */
export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Fails where the page said an error or a warning since the start. */
  expectQuiet(): void;
};

export type Look = { readonly scheme?: 'light' | 'dark'; readonly width?: number; readonly height?: number };

/** Opens the address, signs in as the sample account through the local sign-in page, and waits for the page. */
export async function visit(browser: Browser, url: string, account: string, look: Look = {}): Promise<Visitor> {
  const options: BrowserContextOptions = {
    colorScheme: look.scheme ?? 'light',
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.stack ?? error.message));
  await page.goto(url);
  await page.getByRole('button', { name: 'Sign in with your work account' }).click();
  await page.getByRole('button', { name: account }).click();
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  return { page, context, expectQuiet: () => expect(said).toEqual([]) };
}

/** The visual of this title, whole. */
export function visual(page: Page, title: string | RegExp) {
  return page.getByRole('region', { name: title }).and(page.locator('[data-visual]'));
}

/** The exact number on a card of this title. */
export async function cardNumber(page: Page, title: string | RegExp): Promise<number> {
  const number = visual(page, title).locator('[data-value]').first();
  return Number(await number.getAttribute('data-value'));
}

/** Waits until every visual on the page has drawn something. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.locator('[data-visual]').first().waitFor();
  await expect
    .poll(async () => page.locator('[data-visual]:not(:has([data-points]))').count(), { timeout: 20_000 })
    .toBe(0);
}

/** Opens a report of this name from Home, and waits until it is drawn. */
export async function openReport(page: Page, url: string, name: RegExp): Promise<void> {
  await page.goto(url);
  await page.getByRole('link', { name }).first().click();
  await untilDrawn(page);
}

const SCREENS = fileURLToPath(new URL('../../test-results/screens', import.meta.url));

/** A picture of the page for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: `${SCREENS}/${name}.png`, animations: 'disabled' });
}

type Finding = { readonly rule: string; readonly where: readonly string[] };

/** What axe finds wrong with the page as it is now: nothing, where people of all kinds can use it. */
export async function accessibilityFindings(page: Page): Promise<readonly Finding[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const tool = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
    const { violations } = await tool.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(({ id, nodes }) => ({ rule: id, where: nodes.map(({ html }) => html.slice(0, 200)) }));
  });
}
