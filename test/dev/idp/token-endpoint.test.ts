import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { API_APP_ID, API_DEFAULT_SCOPE, CONTOSO, FABRIKAM, WEB_APP_ID } from '../../../dev/idp/sample-directory.ts';
import { askToken, type Provider, startProvider } from './provider-fixture.ts';

let provider: Provider;
const TENANTLESS = '/oauth2/v2.0/token';

beforeAll(async () => {
  provider = await startProvider();
});
beforeEach(() => {
  provider.clock.now = new Date();
});
afterAll(() => provider.close());

function password(username: string, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    grant_type: 'password',
    client_id: WEB_APP_ID,
    username,
    password: 'azimuth',
    scope: `openid offline_access ${API_DEFAULT_SCOPE}`,
    ...changes,
  };
}

function automation(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: 'contoso-automation',
    client_secret: 'azimuth',
    scope: API_DEFAULT_SCOPE,
    ...changes,
  };
}

describe('the password grant', () => {
  test.each([
    ...CONTOSO.users.map((user) => [user.signInName, CONTOSO, user.objectId] as const),
    ...FABRIKAM.users.map((user) => [user.signInName, FABRIKAM, user.objectId] as const),
  ])('signs in %s at the address without a tenant, through the edge or not', async (name, tenant, objectId) => {
    for (const path of [TENANTLESS, `/identity${TENANTLESS}`]) {
      const { status, body } = await askToken(provider, password(name.toUpperCase()), { path, origin: '' });
      expect(status).toBe(200);
      expect(decodeJwt(String(body['access_token']))).toMatchObject({
        aud: API_APP_ID,
        tid: tenant.tenantId,
        oid: objectId,
        upn: name,
      });
    }
  });

  test('takes the web application and the API where client and scope are left out', async () => {
    const form = { grant_type: 'password', username: 'viewer@contoso.example', password: 'azimuth' };
    const { body } = await askToken(provider, form, { path: TENANTLESS, origin: '' });
    expect(decodeJwt(String(body['access_token']))).toMatchObject({ aud: API_APP_ID, azp: WEB_APP_ID });
    expect(body).not.toHaveProperty('id_token');
    expect(body).not.toHaveProperty('refresh_token');
  });

  test.each([
    ['a wrong password', { password: 'Azimuth' }, 400, 'invalid_grant', 50126],
    ['an unknown person', { username: 'nobody@contoso.example' }, 400, 'invalid_grant', 50034],
    ['an unknown client', { client_id: '00000000-0000-4000-8000-000000000000' }, 400, 'unauthorized_client', 700016],
    ['an unknown grant', { grant_type: 'magic' }, 400, 'unsupported_grant_type', 70003],
    ['no password', { password: '' }, 400, 'invalid_request', 900144],
    ['an unknown resource', { scope: 'api://other/.default' }, 400, 'invalid_resource', 500011],
    ['an unknown permission', { scope: `api://${API_APP_ID}/all_of_it` }, 400, 'invalid_scope', 70011],
  ])('refuses %s as Entra does', async (_what, changes, status, error, code) => {
    const answer = await askToken(provider, password('author@contoso.example', changes));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      error,
      error_codes: [code],
      error_description: expect.stringMatching(new RegExp(`^AADSTS${code}: `)),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
    });
  });

  test('refuses an account of another tenant, an unknown tenant and a repeated parameter', async () => {
    const form = password('author@contoso.example');
    const at = (tenant: string) => askToken(provider, form, { path: `/${tenant}/oauth2/v2.0/token` });
    expect((await at('fabrikam.example')).body).toMatchObject({ error_codes: [50020] });
    expect((await at('nowhere.example')).body).toMatchObject({ error_codes: [90002] });
    expect((await at(CONTOSO.tenantId)).status).toBe(200);
    const body = `${new URLSearchParams(form)}&username=admin%40contoso.example`;
    const twice = await fetch(provider.url + TENANTLESS, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(JSON.parse(await twice.text())).toMatchObject({ error: 'invalid_request' });
  });

  test('gives a token for other than our API when no permission of it is asked for', async () => {
    const { body } = await askToken(provider, password('author@contoso.example', { scope: 'openid profile' }));
    expect(decodeJwt(String(body['access_token'])).aud).not.toBe(API_APP_ID);
  });
});

describe('refresh tokens', () => {
  const refresh = (token: unknown) => ({
    grant_type: 'refresh_token',
    client_id: WEB_APP_ID,
    refresh_token: String(token),
    scope: API_DEFAULT_SCOPE,
  });

  test('give new tokens for 24 hours, and using them does not make that longer', async () => {
    const first = await askToken(provider, password('author@contoso.example'));
    provider.clock.now = new Date(Date.now() + 20 * 3600_000);
    const second = await askToken(provider, refresh(first.body['refresh_token']));
    expect(second.status).toBe(200);
    expect(second.body['refresh_token_expires_in']).toBeLessThanOrEqual(4 * 3600);
    provider.clock.now = new Date(Date.now() + 25 * 3600_000);
    expect((await askToken(provider, refresh(second.body['refresh_token']))).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [700084],
    });
  });

  test.each(['', 'x.y.z', 'eyJhbGciOiJub25lIn0.eyJvaWQiOiJ4In0.'])(
    'that are not ours are refused: "%s"',
    async (token) => {
      const { status, body } = await askToken(provider, refresh(token));
      expect(status).toBe(400);
      expect(body).not.toHaveProperty('access_token');
    },
  );

  test('are not taken from an access token or a session', async () => {
    const { body } = await askToken(provider, password('author@contoso.example'));
    expect((await askToken(provider, refresh(body['access_token']))).status).toBe(400);
  });
});

describe('client credentials', () => {
  test.each([
    ['by name', {}],
    ['by client id', { client_id: CONTOSO.servicePrincipals[0]?.clientId ?? '' }],
  ])('give an app-only token, %s', async (_what, changes) => {
    const { status, body } = await askToken(provider, automation(changes), { path: TENANTLESS, origin: '' });
    expect(status).toBe(200);
    const claims = decodeJwt(String(body['access_token']));
    expect(claims).toMatchObject({ aud: API_APP_ID, idtyp: 'app', tid: CONTOSO.tenantId, roles: [expect.any(String)] });
    expect(claims).not.toHaveProperty('scp');
    expect(body).not.toHaveProperty('refresh_token');
  });

  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 7000215],
    ['no secret', { client_secret: '' }, 401, 7000218],
    ['an unknown client', { client_id: 'nobody' }, 400, 700016],
    ['a permission of people', { scope: `api://${API_APP_ID}/user_impersonation` }, 400, 1002012],
  ])('are refused with %s', async (_what, changes, status, code) => {
    const answer = await askToken(provider, automation(changes), { path: TENANTLESS });
    expect(answer.status).toBe(status);
    expect(answer.body['error_codes']).toEqual([code]);
  });

  test('are taken from basic authentication too', async () => {
    const response = await fetch(provider.url + TENANTLESS, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('contoso-automation:azimuth').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: API_DEFAULT_SCOPE }),
    });
    expect(response.status).toBe(200);
  });
});

test('metadata names endpoints on the public address and an issuer for each tenant', async () => {
  const read = async (tenant: string) =>
    JSON.parse(await (await fetch(`${provider.url}/identity/${tenant}/v2.0/.well-known/openid-configuration`)).text());
  expect(await read('organizations')).toMatchObject({
    issuer: 'https://login.azimuth.localhost/{tenantid}/v2.0',
    token_endpoint: 'http://localhost:8080/identity/organizations/oauth2/v2.0/token',
  });
  expect((await read('contoso')).issuer).toBe(`https://login.azimuth.localhost/${CONTOSO.tenantId}/v2.0`);
});

test('a body that is too large and an unknown address are refused', async () => {
  const large = await fetch(provider.url + TENANTLESS, { method: 'POST', body: 'x'.repeat(70_000) });
  expect(large.status).toBe(413);
  expect((await fetch(`${provider.url}/msi/token`)).status).toBe(404);
});
