import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../dev/find-browser.ts';
import { AUTHORITY } from '../../dev/idp/provider-settings.ts';
import { API_APP_ID, API_DEFAULT_SCOPE, CONTOSO, WEB_APP_ID } from '../../dev/idp/sample-directory.ts';
import { localSignIn } from '../../dev/stack/role-settings.ts';
import { type Stack, startStack } from '../../dev/stack/start-stack.ts';

const found = findBrowser(process.env['AZIMUTH_BROWSER'] ?? process.env['CHROME_PATH']);
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'azimuth-sign-in-'));

let stack: Stack;
let browser: Browser;
const problems: string[] = [];

beforeAll(async () => {
  if (found.kind === 'absent') return;
  stack = await startStack({
    home,
    port: 0,
    roles: 'processes',
    programs: { host: join(root, 'test/dev/fixtures/role-process.ts'), edge: join(root, 'edge/main.ts') },
  });
  browser = await chromium.launch({ executablePath: found.executable, args: ['--no-sandbox'] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Opens a page of the application and makes an unmodified msal-browser in it, as `window.app`. */
async function openApp(page: Page, path = '/page'): Promise<void> {
  if (path !== '') await page.goto(stack.url + path);
  await page.evaluate(
    async ({ clientId, authority, signIn, origin }) => {
      // biome-ignore lint/suspicious/noExplicitAny: the library is a global of the page
      const global = globalThis as any;
      global.app = new global.msal.PublicClientApplication({
        auth: {
          clientId,
          authority,
          knownAuthorities: signIn.knownAuthorities,
          authorityMetadata: signIn.authorityMetadata,
          redirectUri: `${origin}/auth/callback`,
          postLogoutRedirectUri: `${origin}/`,
        },
        cache: { cacheLocation: 'sessionStorage' },
      });
      await global.app.initialize();
    },
    {
      clientId: WEB_APP_ID,
      authority: AUTHORITY,
      signIn: localSignIn(stack.url) as never as { knownAuthorities: string[]; authorityMetadata: string },
      origin: stack.url,
    },
  );
}

/** What axe finds wrong on the page, as it looks now. */
async function seriousFaults(page: Page): Promise<readonly string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  return page.evaluate('axe.run().then((result) => result.violations.map(({ id, help }) => [id, help].join()))');
}

function inApp<T>(page: Page, call: string): Promise<T> {
  return page.evaluate<T>(call);
}

describe.skipIf(found.kind === 'absent')(
  `unmodified msal-browser${found.kind === 'absent' ? ` (skipped: ${found.reason})` : ''}`,
  () => {
    test('signs in by picking an account, renews silently, and signs out', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      const scopes = JSON.stringify([API_DEFAULT_SCOPE]);

      await openApp(page);
      await Promise.all([
        page.waitForURL('**/identity/**'),
        inApp(page, `void app.loginRedirect({ scopes: ${scopes} })`).catch(() => undefined),
      ]);
      expect(await page.title()).toContain('local development');
      expect(await page.getByRole('button').count()).toBe(10);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await seriousFaults(page)).toEqual([]);
      }
      await page.getByRole('button', { name: 'author@contoso.example' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/auth/callback*');

      await openApp(page, '');
      const first = await inApp<{ accessToken: string; account: { tenantId: string; name: string } }>(
        page,
        'app.handleRedirectPromise({ navigateToLoginRequestUrl: false })',
      );
      expect(first.account).toMatchObject({ tenantId: CONTOSO.tenantId, name: 'Tomas Berg' });
      expect(decodeJwt(first.accessToken)).toMatchObject({ aud: API_APP_ID, scp: 'user_impersonation' });

      const silent = (more: string): string =>
        `app.acquireTokenSilent({ scopes: ${scopes}, account: app.getAllAccounts()[0]${more} })`;
      const cached = await inApp<{ accessToken: string; fromCache: boolean }>(page, silent(''));
      expect(cached).toMatchObject({ fromCache: true, accessToken: first.accessToken });
      const renewed = await inApp<{ accessToken: string; fromCache: boolean }>(page, silent(', forceRefresh: true'));
      expect(renewed.fromCache).toBe(false);
      expect(renewed.accessToken).not.toBe(first.accessToken);

      await Promise.all([
        page.waitForURL(`${stack.url}/?state=*`),
        inApp(page, 'void app.logoutRedirect({ account: app.getAllAccounts()[0] })').catch(() => undefined),
      ]);
      await openApp(page);
      expect(await inApp(page, 'app.getAllAccounts().length')).toBe(0);
      expect(problems).toEqual([]);
      await context.close();
    }, 60_000);
  },
);
