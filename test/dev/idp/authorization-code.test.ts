import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AUTHORITY_HOST } from '../../../dev/idp/provider-settings.ts';
import { API_APP_ID, CONTOSO, FABRIKAM, WEB_APP_ID } from '../../../dev/idp/sample-directory.ts';
import {
  askToken,
  authorizeUrl,
  CALLBACK,
  type Provider,
  pickAccount,
  redeem,
  startProvider,
} from './provider-fixture.ts';

const AUTHOR = 'c0470500-0000-4000-8000-000000000002';
let provider: Provider;

beforeAll(async () => {
  provider = await startProvider();
});
beforeEach(() => {
  provider.clock.now = new Date();
});
afterAll(() => provider.close());

describe('the authorisation code', () => {
  test('is exchanged for an access token, an id token and a refresh token', async () => {
    const back = await pickAccount(provider, AUTHOR);
    expect(back.get('state')).toBe('the state');
    const { status, body } = await askToken(provider, redeem(back.get('code') ?? ''));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });

    const keys = await fetch(`${provider.url}/organizations/discovery/v2.0/keys`);
    const jwks = createLocalJWKSet(JSON.parse(await keys.text()));
    const issuer = `https://${AUTHORITY_HOST}/${CONTOSO.tenantId}/v2.0`;
    const access = await jwtVerify(String(body['access_token']), jwks, { issuer, audience: API_APP_ID });
    expect(access.payload).toMatchObject({
      tid: CONTOSO.tenantId,
      oid: AUTHOR,
      scp: 'user_impersonation',
      azp: WEB_APP_ID,
      ver: '2.0',
      name: 'Tomas Berg',
      preferred_username: 'author@contoso.example',
      upn: 'author@contoso.example',
    });
    const life = (access.payload.exp ?? 0) - (access.payload.iat ?? 0);
    expect(life).toBeGreaterThanOrEqual(3600);
    expect(life).toBeLessThanOrEqual(5400);
    const id = await jwtVerify(String(body['id_token']), jwks, { issuer, audience: WEB_APP_ID });
    expect(id.payload).toMatchObject({ nonce: 'the nonce', oid: AUTHOR });
    expect(id.payload.sub).not.toBe(access.payload.sub);
  });

  test('works once', async () => {
    const code = (await pickAccount(provider, AUTHOR)).get('code') ?? '';
    expect((await askToken(provider, redeem(code))).status).toBe(200);
    expect(await askToken(provider, redeem(code))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_codes: [54005] },
    });
  });

  test('ends after ten minutes', async () => {
    const code = (await pickAccount(provider, AUTHOR)).get('code') ?? '';
    provider.clock.now = new Date(Date.now() + 10 * 60_000);
    expect((await askToken(provider, redeem(code))).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [70008],
    });
  });

  test.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }, 501481],
    ['another redirect address', { redirect_uri: 'http://localhost:8080/' }, 500112],
    ['another client', { client_id: API_APP_ID }, 700016],
    ['no verifier', { code_verifier: '' }, 900144],
    ['a code nobody gave out', { code: 'made-up' }, 9002313],
  ])('is refused with %s, and used up by a wrong proof', async (_what, changes, errorCode) => {
    const code = (await pickAccount(provider, AUTHOR)).get('code') ?? '';
    const { status, body } = await askToken(provider, redeem(code, changes));
    expect(status).toBe(400);
    expect(body['error_codes']).toEqual([errorCode]);
    expect(body).not.toHaveProperty('access_token');
  });

  test.each(['', 'https://evil.example', 'http://localhost:8081'])(
    'is redeemed by no page of origin "%s"',
    async (origin) => {
      const code = (await pickAccount(provider, AUTHOR)).get('code') ?? '';
      expect((await askToken(provider, redeem(code), { origin })).body).toMatchObject({ error_codes: [9002327] });
    },
  );

  test('of one tenant is not redeemed in the other', async () => {
    const code = (await pickAccount(provider, AUTHOR)).get('code') ?? '';
    const path = `/${FABRIKAM.tenantId}/oauth2/v2.0/token`;
    expect((await askToken(provider, redeem(code), { path })).body).toMatchObject({ error_codes: [50020] });
  });
});

describe('the page on which one picks an account', () => {
  test('names every sample account and what it is for', async () => {
    const page = await (await fetch(authorizeUrl(provider))).text();
    for (const { signInName, purpose } of [...CONTOSO.users, ...FABRIKAM.users]) {
      expect(page).toContain(signInName);
      expect(page).toContain(purpose);
    }
  });

  test('of one tenant shows and takes only its own accounts', async () => {
    const url = authorizeUrl(provider);
    url.pathname = `/${FABRIKAM.tenantId}/oauth2/v2.0/authorize`;
    expect(await (await fetch(url)).text()).not.toContain('author@contoso.example');
    const chosen = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ account: AUTHOR }),
      redirect: 'manual',
    });
    expect(chosen.status).toBe(400);
  });

  test.each([
    'http://localhost:8080/auth/callback/',
    'http://localhost:8080/auth/callback?x=1',
    'http://localhost:8080.evil.example/auth/callback',
    'http://localhost:8080@evil.example/auth/callback',
    'javascript:alert(1)',
    'https://localhost:8080/auth/callback',
    '',
  ])('never redirects to %s', async (redirectUri) => {
    const response = await fetch(authorizeUrl(provider, { redirect_uri: redirectUri }), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain('AADSTS50011');
  });

  test('is not moved by markup in the request', async () => {
    const page = await (await fetch(authorizeUrl(provider, { state: '"><script>alert(1)</script>' }))).text();
    expect(page).not.toContain('<script>');
  });

  test.each([
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['an unknown scope', { scope: 'api://other/.default' }, 'invalid_scope'],
    ['nobody signed in and prompt=none', { prompt: 'none' }, 'login_required'],
  ])('answers the client with an error for %s', async (_what, changes, error) => {
    const response = await fetch(authorizeUrl(provider, changes), { redirect: 'manual' });
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(CALLBACK);
    expect(new URLSearchParams(location.hash.slice(1)).get('error')).toBe(error);
  });

  test('is skipped by prompt=none while the session lasts, and not after a sign-out', async () => {
    const picked = await fetch(authorizeUrl(provider), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ account: AUTHOR }),
    });
    const cookie = (picked.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const silent = await fetch(authorizeUrl(provider, { prompt: 'none' }), { headers: { cookie }, redirect: 'manual' });
    expect(silent.headers.get('location')).toContain('code=');
    const out = await fetch(
      `${provider.url}/organizations/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent('http://localhost:8080/')}`,
      { headers: { cookie }, redirect: 'manual' },
    );
    expect(out.headers.get('location')).toBe('http://localhost:8080/');
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    const elsewhere = await fetch(
      `${provider.url}/organizations/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent('https://evil.example/')}`,
      { redirect: 'manual' },
    );
    expect(elsewhere.status).toBe(200);
  });
});
