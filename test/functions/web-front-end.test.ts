import { expect, test } from 'vitest';
import { webFrontEndRoutes } from '../../functions/web-front-end/routes.ts';

const PAGE = '<script src="./assets/index-1.js" nonce="__NONCE__"></script><link href="./assets/index-2.css">';
const WELL_KNOWN = {
  authority: 'https://login.example/organizations',
  tokenEndpoint: 'https://login.example/organizations/oauth2/v2.0/token',
  clientId: 'web',
  scope: 'api://azimuth/.default',
  apiBase: 'https://bi.example/v1.0/myorg',
  azimuthBase: 'https://bi.example/azimuth/v1',
  version: '1',
};

const INVOCATION = { signal: new AbortController().signal, log: () => undefined };

async function pageAt(path: string, assetsBase?: string): Promise<{ html: string; policy: string }> {
  const origins = { signIn: ['https://login.example'], intake: 'https://bi.example' };
  const assets = assetsBase === undefined ? undefined : new URL(assetsBase).origin;
  const routes = webFrontEndRoutes({
    readPage: () => Promise.resolve(PAGE),
    wellKnown: WELL_KNOWN,
    origins: { ...origins, assets },
    assetsBase,
  });
  const page = routes.find(({ name }) => name === 'web-front-end-zz-page');
  const response = await page?.handler(new Request(`https://bi.example${path}`), INVOCATION);
  if (!(response instanceof Response)) throw new Error('There is no page.');
  return { html: await response.text(), policy: response.headers.get('Content-Security-Policy') ?? '' };
}

test.each(['/', '/groups/1/reports/2'])('the page at %s finds its files on its own host', async (path) => {
  const { html, policy } = await pageAt(path);
  expect(html).toContain('src="/assets/index-1.js"');
  expect(html).toContain('href="/assets/index-2.css"');
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+';/);
});

test('static files may lie on another host: the page names it and lets it, and no other', async () => {
  const { html, policy } = await pageAt('/groups/1', 'https://cdn.example/azimuth');
  expect(html).toContain('src="https://cdn.example/azimuth/assets/index-1.js"');
  expect(html).toContain('href="https://cdn.example/azimuth/assets/index-2.css"');
  for (const directive of ['script-src', 'style-src', 'img-src', 'font-src']) {
    expect(policy).toContain(`${directive} 'self' https://cdn.example`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/connect-src 'self' https:\/\/login\.example https:\/\/bi\.example;/);
});
