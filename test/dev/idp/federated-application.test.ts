import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { API_APP_ID, API_DEFAULT_SCOPE, CONTOSO, FABRIKAM } from '../../../dev/idp/sample-directory.ts';
import { apiApplication, askToken, type Provider, passwordToken, startProvider } from './provider-fixture.ts';

const AUTHOR = 'c0470500-0000-4000-8000-000000000002';
const IN_CONTOSO = { path: `/${CONTOSO.tenantId}/oauth2/v2.0/token`, origin: '' };
const IN_FABRIKAM = { path: `/${FABRIKAM.tenantId}/oauth2/v2.0/token`, origin: '' };
let provider: Provider;

beforeAll(async () => {
  provider = await startProvider();
});
beforeEach(() => {
  provider.clock.now = new Date();
});
afterAll(() => provider.close());

describe('the API application proves itself by a managed identity', () => {
  test('and gets a token for Graph in the tenant that the address names', async () => {
    for (const [tenant, place] of [
      [CONTOSO, IN_CONTOSO],
      [FABRIKAM, IN_FABRIKAM],
    ] as const) {
      const { status, body } = await askToken(provider, await apiApplication(provider), place);
      expect(status).toBe(200);
      const claims = decodeJwt(String(body['access_token']));
      expect(claims).toMatchObject({
        aud: 'https://graph.microsoft.com',
        tid: tenant.tenantId,
        azp: API_APP_ID,
        azpacr: '2',
        idtyp: 'app',
        oid: tenant.apiPrincipalId,
      });
      expect(claims).not.toHaveProperty('scp');
    }
  });

  test.each([
    ['the address names no tenant', {}, '/organizations/oauth2/v2.0/token', 400, 50059],
    ['the wanted resource is the API itself', { scope: API_DEFAULT_SCOPE }, IN_CONTOSO.path, 400, 500011],
    ['another application asks', { client_id: 'contoso-automation' }, IN_CONTOSO.path, 400, 700016],
    ['the assertion is no token', { client_assertion: 'x.y.z' }, IN_CONTOSO.path, 401, 700027],
    ['the kind of assertion is missing', { client_assertion_type: '' }, IN_CONTOSO.path, 401, 7000218],
  ])('and is refused where %s', async (_when, changes, path, status, code) => {
    const answer = await askToken(provider, await apiApplication(provider, changes), { path, origin: '' });
    expect(answer.status).toBe(status);
    expect(answer.body['error_codes']).toEqual([code]);
    expect(answer.body).not.toHaveProperty('access_token');
  });

  test('and is refused with an identity that is no role, a token for another audience, or an old one', async () => {
    const refusedWith = async (assertion: string): Promise<unknown> => {
      const form = await apiApplication(provider, { client_assertion: assertion });
      return (await askToken(provider, form, IN_CONTOSO)).body['error_codes'];
    };
    expect(await refusedWith(await provider.identityToken('stack'))).toEqual([700213]);
    expect(await refusedWith(await provider.identityToken('gateway', 'https://storage.azure.com'))).toEqual([700027]);
    const old = await provider.identityToken('gateway');
    provider.clock.now = new Date(Date.now() + 3600_000);
    expect(await refusedWith(old)).toEqual([700027]);
  });
});

describe('I-40: on behalf of a person', () => {
  async function exchange(assertion: string, changes: Readonly<Record<string, string>> = {}, place = IN_CONTOSO) {
    const form = await apiApplication(provider, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      requested_token_use: 'on_behalf_of',
      assertion,
      ...changes,
    });
    return askToken(provider, form, place);
  }

  test('the token for this API becomes one for Graph with delegated permissions only', async () => {
    for (const who of ['author@contoso.example', 'admin@contoso.example']) {
      const { status, body } = await exchange(await passwordToken(provider, who));
      expect(status).toBe(200);
      const claims = decodeJwt(String(body['access_token']));
      expect(claims).toMatchObject({ aud: 'https://graph.microsoft.com', azp: API_APP_ID, scp: 'User.Read', upn: who });
      expect(claims).not.toHaveProperty('roles');
      expect(claims).not.toHaveProperty('idtyp');
    }
  });

  test('no other token is taken: an application’s, one for Graph, another tenant’s, a changed one', async () => {
    const app = await askToken(
      provider,
      {
        grant_type: 'client_credentials',
        client_id: 'contoso-automation',
        client_secret: 'azimuth',
        scope: API_DEFAULT_SCOPE,
      },
      IN_CONTOSO,
    );
    const person = await passwordToken(provider, 'author@contoso.example');
    const codeOf = async (answer: ReturnType<typeof exchange>) => (await answer).body['error_codes'];
    expect(await codeOf(exchange(String(app.body['access_token'])))).toEqual([7000114]);
    const forGraph = await passwordToken(provider, 'author@contoso.example', 'https://graph.microsoft.com/.default');
    expect(await codeOf(exchange(forGraph))).toEqual([50013]);
    expect(await codeOf(exchange(person, {}, IN_FABRIKAM))).toEqual([50020]);
    expect(await codeOf(exchange(`${person.slice(0, -6)}AAAAAA`))).toEqual([50013]);
    expect(await codeOf(exchange(person, { requested_token_use: '' }))).toEqual([900144]);
    expect(await codeOf(exchange(person, { client_assertion: '' }))).toEqual([7000218]);
  });

  test('an old token, a disabled account and a revoked sign-in end it', async () => {
    const person = await passwordToken(provider, 'author@contoso.example');
    provider.clock.now = new Date(Date.now() + 2 * 3600_000);
    expect((await exchange(person)).body['error_codes']).toEqual([500133]);
    provider.clock.now = new Date();
    provider.directory.changeUser(AUTHOR, { isEnabled: false });
    expect((await exchange(person)).body['error_codes']).toEqual([50057]);
    const later = new Date(Date.now() + 1000).toISOString();
    provider.directory.changeUser(AUTHOR, { isEnabled: true, sessionsValidFrom: later });
    expect((await exchange(person)).body['error_codes']).toEqual([50173]);
  });
});
