import { expect, test } from 'vitest';
import { ensureBrowser, findBrowser } from '../../dev/find-browser.ts';

test('a browser that CHROME_PATH names is taken', () => {
  expect(findBrowser(process.execPath)).toEqual({ kind: 'found', executable: process.execPath });
});

test('a CHROME_PATH where nothing is gives a reason and installs nothing in its place', async () => {
  const log: string[] = [];
  const browser = await ensureBrowser({ chromePath: '/nowhere/chrome', log: (line) => log.push(line) });
  expect(browser).toEqual({ kind: 'absent', reason: 'CHROME_PATH is /nowhere/chrome, and no program is there.' });
  expect(log).toEqual([]);
});
