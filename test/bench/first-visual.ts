import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../dev/find-browser.ts';
import type { Bench } from './bench.ts';
import { AUTHOR, openSampleStack, restart } from './sample-stack.ts';
import { quantile } from './statistics.ts';

const OPENS = 20;
const LIMIT_MS = 30_000;

/**
 * Looks at each frame whether a visual shows a value, and notes when that frame is drawn, in milliseconds from the
 * start of the navigation, as attributes of the document. (The page forbids code from text, so nothing is polled in it.)
 */
const WATCH = `(() => {
  const hasValue = (visual) =>
    visual.querySelector('[data-value]:not([data-value=""])') !== null ||
    visual.querySelector('[data-points]:not([data-points="0"]) svg path') !== null;
  const note = (name) => requestAnimationFrame(() => {
    document.documentElement.setAttribute(name, String(performance.now()));
  });
  let sawFirst = false;
  const look = () => {
    const visuals = [...document.querySelectorAll('[data-visual]')];
    const isFirst = visuals.some(hasValue);
    if (isFirst && !sawFirst) { sawFirst = true; note('data-bench-first'); }
    const isAll = isFirst && visuals.every((visual) => visual.querySelector('[data-points]') !== null);
    if (isAll) note('data-bench-all'); else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()`;

type Opening = { readonly firstMs: number; readonly allMs: number };

/** How long a signed-in person who opens the sample report looks at a page without a figure. */
export const firstVisual: Bench = async (context) => {
  const found = findBrowser(process.env['CHROME_PATH']);
  if (found.kind === 'absent') throw new Error(`No browser: ${found.reason}`);
  const { stack, reportId } = await openSampleStack(context);
  const browser = await chromium.launch({
    executablePath: found.executable,
    args: ['--no-sandbox'],
    // Who stops the bench stops it as a whole: the browser is closed with the rest.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  context.atEnd(() => browser.close());
  const address = `${stack.url}/reports/${reportId}`;
  context.say('signing in');
  const person = await signedIn(browser, address);
  context.say(`opening the report ${OPENS} times`);
  const openings: Opening[] = [];
  for (let index = 0; index < OPENS; index += 1) openings.push(await open(person, address));

  await restart(context, stack);
  const cold = await open(person, address);
  const firsts = openings.map(({ firstMs }) => firstMs / 1000);
  const all = openings.map(({ allMs }) => allMs / 1000);
  return [
    { what: 'first visual of the sample report, p50', figure: quantile(firsts, 0.5), unit: 's', note: `${OPENS} tabs` },
    { what: 'first visual of the sample report, p95', figure: quantile(firsts, 0.95), unit: 's', limit: 1.5 },
    { what: 'all visuals of its page, p50', figure: quantile(all, 0.5), unit: 's' },
    { what: 'all visuals of its page, p95', figure: quantile(all, 0.95), unit: 's' },
    { what: 'first visual, first time after a restart', figure: cold.firstMs / 1000, unit: 's', note: 'stack cold' },
    { what: 'all visuals, first time after a restart', figure: cold.allMs / 1000, unit: 's' },
  ];
};

/** A browser whose new tabs are signed in, because one of its tabs has signed in. */
async function signedIn(browser: Browser, address: string): Promise<BrowserContext> {
  const person = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await person.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  await page.addInitScript(WATCH);
  await page.goto(address);
  await page.getByRole('button', { name: 'Sign in with your work account' }).click();
  await page.getByRole('button', { name: AUTHOR }).click();
  await openingOf(page);
  await person.addInitScript(WATCH);
  await page.close();
  return person;
}

async function open(person: BrowserContext, address: string): Promise<Opening> {
  const page = await person.newPage();
  try {
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(address, { waitUntil: 'commit' });
    return await openingOf(page);
  } finally {
    await page.close();
  }
}

async function openingOf(page: Page): Promise<Opening> {
  const document = page.locator('html[data-bench-first][data-bench-all]');
  await document.waitFor({ state: 'attached' });
  const [firstMs, allMs] = [
    await document.getAttribute('data-bench-first'),
    await document.getAttribute('data-bench-all'),
  ];
  return { firstMs: Number(firstMs), allMs: Number(allMs) };
}
