import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { API_DEFAULT_SCOPE, WEB_APP_ID } from '../../../dev/idp/sample-directory.ts';
import {
  askToken,
  authorizeUrl,
  type Provider,
  passwordToken,
  pickAccount,
  redeem,
  startProvider,
} from './provider-fixture.ts';

const AUTHOR = 'c0470500-0000-4000-8000-000000000002';
const SIGN_IN = { grant_type: 'password', username: 'author@contoso.example', password: 'azimuth' };
const AUTOMATION = {
  grant_type: 'client_credentials',
  client_id: 'contoso-automation',
  client_secret: 'azimuth',
  scope: API_DEFAULT_SCOPE,
};
const WITH_REFRESH = { ...SIGN_IN, scope: `openid offline_access ${API_DEFAULT_SCOPE}` };
let provider: Provider;

beforeEach(async () => {
  provider = await startProvider();
});
afterEach(() => provider.close());

function refresh(token: unknown, more: Readonly<Record<string, string>> = {}) {
  return askToken(provider, {
    grant_type: 'refresh_token',
    client_id: WEB_APP_ID,
    refresh_token: String(token),
    ...more,
  });
}

async function pickForCookie(): Promise<string> {
  const body = new URLSearchParams({ account: AUTHOR });
  const picked = await fetch(authorizeUrl(provider), { method: 'POST', redirect: 'manual', body });
  return (picked.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function silentAnswer(cookie: string): Promise<string> {
  const url = authorizeUrl(provider, { prompt: 'none' });
  const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  return response.headers.get('location') ?? '';
}

describe('a disabled account', () => {
  test('gets no token by any grant, and cannot be picked', async () => {
    const before = await askToken(provider, WITH_REFRESH);
    const code = (await pickAccount(provider, AUTHOR)).get('code') ?? '';
    const cookie = await pickForCookie();
    provider.directory.changeUser(AUTHOR, { isEnabled: false });
    const answers = [
      await askToken(provider, SIGN_IN),
      await refresh(before.body['refresh_token']),
      await askToken(provider, redeem(code)),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body['error_codes']).toEqual([50057]);
      expect(body['error_description']).toMatch(/^AADSTS50057: /);
    }
    const picked = await fetch(authorizeUrl(provider), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ account: AUTHOR }),
    });
    expect(picked.status).toBe(400);
    expect(await silentAnswer(cookie)).toContain('login_required');
  });

  test('that is enabled again signs in as before', async () => {
    provider.directory.changeUser(AUTHOR, { isEnabled: false });
    provider.directory.changeUser(AUTHOR, { isEnabled: true });
    expect((await askToken(provider, SIGN_IN)).status).toBe(200);
  });
});

describe('a revoked sign-in', () => {
  test('is renewed by nothing; a new sign-in is', async () => {
    const before = await askToken(provider, WITH_REFRESH);
    const cookie = await pickForCookie();
    expect(await silentAnswer(cookie)).toContain('code=');
    const chained = await refresh(before.body['refresh_token'], { scope: `offline_access ${API_DEFAULT_SCOPE}` });
    provider.directory.changeUser(AUTHOR, { sessionsValidFrom: new Date(Date.now() + 1000).toISOString() });
    provider.clock.now = new Date(Date.now() + 2000);
    for (const { body } of [before, chained]) {
      expect((await refresh(body['refresh_token'])).body['error_codes']).toEqual([50173]);
    }
    expect(await silentAnswer(cookie)).toContain('login_required');
    const anew = await askToken(provider, WITH_REFRESH);
    expect((await refresh(anew.body['refresh_token'])).status).toBe(200);
  });
});

describe('tokens say how the account is now', () => {
  test('a new name is in the next token, and the object id stays', async () => {
    provider.directory.changeUser(AUTHOR, { signInName: 'tomas@contoso.example', displayName: 'Tomas Lund' });
    expect((await askToken(provider, SIGN_IN)).body['error_codes']).toEqual([50034]);
    expect(decodeJwt(await passwordToken(provider, 'tomas@contoso.example'))).toMatchObject({
      oid: AUTHOR,
      upn: 'tomas@contoso.example',
      name: 'Tomas Lund',
    });
  });

  test.each([
    ['admin@contoso.example', true],
    ['admin@fabrikam.example', true],
    ['author@contoso.example', false],
    ['guest_partner.example#EXT#@contoso.example', false],
  ])('`wids` of %s names the administrator’s role: %s', async (who, isAdministrator) => {
    const { wids } = decodeJwt<{ wids: string[] }>(await passwordToken(provider, who));
    expect(wids.includes('a9ea8996-122f-4c74-9520-8edcd192826c')).toBe(isAdministrator);
  });

  test('a client that takes challenges says so, and its tokens do, by every grant', async () => {
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } });
    const first = await askToken(provider, { ...WITH_REFRESH, claims });
    const code = (await pickAccount(provider, AUTHOR)).get('code') ?? '';
    const answers = [
      first,
      await refresh(first.body['refresh_token'], { claims }),
      await askToken(provider, redeem(code, { claims })),
      await askToken(provider, { ...AUTOMATION, claims }),
    ];
    for (const { body } of answers) expect(decodeJwt(String(body['access_token']))['xms_cc']).toEqual(['cp1']);
    expect(decodeJwt(await passwordToken(provider, SIGN_IN.username))).not.toHaveProperty('xms_cc');
    expect((await askToken(provider, { ...SIGN_IN, claims: '{' })).body['error_codes']).toEqual([9002322]);
  });

  test('an administrator gets more of Graph by the password grant than others', async () => {
    const scp = async (who: string) =>
      decodeJwt(await passwordToken(provider, who, 'https://graph.microsoft.com/.default'))['scp'];
    expect(await scp('admin@contoso.example')).toBe('User.Read Directory.AccessAsUser.All');
    expect(await scp('author@contoso.example')).toBe('User.Read');
  });
});

describe('I-30: signing keys', () => {
  const published = async () => {
    const answer = await fetch(`${provider.url}/organizations/discovery/v2.0/keys`);
    return JSON.parse(await answer.text()).keys;
  };

  test('are published with the issuer’s template, or with one tenant’s issuer', async () => {
    expect(await published()).toMatchObject([{ issuer: 'https://login.azimuth.localhost/{tenantid}/v2.0' }]);
  });

  test('a new key is published before it signs, and the old one goes last', async () => {
    const old = await passwordToken(provider, SIGN_IN.username);
    const { kid } = await provider.keyRing.announce();
    expect((await published()).length).toBe(2);
    expect(decodeProtectedHeader(await passwordToken(provider, SIGN_IN.username)).kid).not.toBe(kid);
    provider.keyRing.rotate();
    const token = await passwordToken(provider, SIGN_IN.username);
    expect(decodeProtectedHeader(token).kid).toBe(kid);
    const both = createLocalJWKSet({ keys: await published() });
    await jwtVerify(old, both);
    await jwtVerify(token, both);
    provider.keyRing.dropOld();
    expect(await published()).toMatchObject([{ kid }]);
  });
});
