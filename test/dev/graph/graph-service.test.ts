import { decodeJwt, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONTOSO, FABRIKAM } from '../../../dev/idp/sample-directory.ts';
import { apiApplication, askToken, type Provider, passwordToken, startProvider } from '../idp/provider-fixture.ts';

const GRAPH = 'https://graph.microsoft.com/.default';
const id = (suffix: string) => `c0470500-0000-4000-8000-0000000000${suffix}`;
let provider: Provider;
let administrator: string;
let application: string;

beforeEach(async () => {
  provider = await startProvider();
  administrator = await passwordToken(provider, 'admin@contoso.example', GRAPH);
  const place = { path: `/${CONTOSO.tenantId}/oauth2/v2.0/token`, origin: '' };
  application = String((await askToken(provider, await apiApplication(provider), place)).body['access_token']);
});
afterEach(() => provider.close());

async function call(token: string | undefined, method: string, path: string, body?: unknown) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(provider.graphUrl + path, init);
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

const SELECT = '$select=id,displayName,userPrincipalName,userType,accountEnabled';

describe('reading', () => {
  test('the API application and the administrator see people, groups and applications', async () => {
    for (const token of [application, administrator]) {
      expect(await call(token, 'GET', `/users/${id('07')}?${SELECT}`)).toEqual({
        status: 200,
        body: {
          id: id('07'),
          displayName: 'Gina Rossi',
          userPrincipalName: 'guest_partner.example#EXT#@contoso.example',
          userType: 'Guest',
          accountEnabled: true,
        },
      });
      expect((await call(token, 'GET', `/directoryObjects/${id('d1')}`)).body).toMatchObject({
        '@odata.type': '#microsoft.graph.group',
        displayName: 'Contoso Analysts',
      });
      expect((await call(token, 'GET', `/servicePrincipals/${id('c2')}`)).body).toMatchObject({ accountEnabled: true });
    }
  });

  test('groups come through other groups', async () => {
    const path = `/directoryObjects/${id('05')}/getMemberObjects`;
    const { body } = await call(application, 'POST', path, { securityEnabledOnly: false });
    expect(body.value.toSorted()).toEqual([id('d2'), id('d3')]);
    expect((await call(application, 'POST', path, {})).status).toBe(400);
  });

  test('nobody sees another tenant’s objects', async () => {
    const foreign = await passwordToken(provider, 'admin@fabrikam.example', GRAPH);
    for (const path of [`/users/${id('02')}`, `/directoryObjects/${id('d1')}`, '/users/author@contoso.example']) {
      expect((await call(foreign, 'GET', path)).status).toBe(404);
      expect((await call(administrator, 'GET', path)).status).toBe(200);
    }
    const { body } = await call(foreign, 'GET', "/users?$filter=startswith(userPrincipalName,'author')");
    expect(body.value).toMatchObject([{ userPrincipalName: 'author@fabrikam.example' }]);
  });

  test.each([
    ["startswith(displayName,'to')", ['Tomas Berg']],
    ["startswith(displayName,'TO') or startswith(userPrincipalName,'viewer.e')", ['Tomas Berg', 'Leila Haddad']],
    ["mail eq 'GUEST@partner.example'", ['Gina Rossi']],
    ["displayName eq 'x'' or displayName ne ''x'", []],
    ["displayName eq ' or '", []],
  ])('the filter %s finds %j', async (filter, names) => {
    const { status, body } = await call(application, 'GET', `/users?$filter=${encodeURIComponent(filter)}`);
    expect(status).toBe(200);
    expect(body.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual(names);
  });

  test.each(["displayName ne 'x'", "displayName eq 'x' or ", "displayName eq 'x", "eq 'x'", ''])(
    'the filter "%s" is refused',
    async (filter) => {
      const { status } = await call(application, 'GET', `/users?$filter=${encodeURIComponent(filter)}`);
      expect(status).toBe(400);
    },
  );
});

describe('who may not', () => {
  test('a token that is missing, for another audience, changed, or old is refused', async () => {
    const forApi = await passwordToken(provider, 'admin@contoso.example');
    for (const token of [undefined, forApi, `${administrator.slice(0, -6)}AAAAAA`]) {
      expect(await call(token, 'GET', '/users')).toMatchObject({
        status: 401,
        body: { error: { code: 'InvalidAuthenticationToken', innerError: { 'request-id': expect.any(String) } } },
      });
    }
    provider.clock.now = new Date(Date.now() + 2 * 3600_000);
    expect((await call(administrator, 'GET', '/users')).status).toBe(401);
  });

  test('I-21: a token of one tenant with the issuer of another is refused', async () => {
    const { kid, privateKey } = provider.keyRing.signing();
    const signedBy = (issuerTenant: string) =>
      new SignJWT({ ...decodeJwt(administrator), iss: `https://login.azimuth.localhost/${issuerTenant}/v2.0` })
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(privateKey);
    expect((await call(await signedBy(CONTOSO.tenantId), 'GET', '/users')).status).toBe(200);
    expect((await call(await signedBy(FABRIKAM.tenantId), 'GET', '/users')).status).toBe(401);
  });

  test('others than the application and the administrator read nothing', async () => {
    const author = await passwordToken(provider, 'author@contoso.example', GRAPH);
    const plain = await passwordToken(provider, 'admin@contoso.example', 'openid profile');
    for (const token of [author, plain]) {
      expect((await call(token, 'GET', '/users')).body.error.code).toBe('Authorization_RequestDenied');
    }
  });

  test('the application changes nothing', async () => {
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id('04')}` };
    for (const [method, path, body] of [
      ['PATCH', `/users/${id('04')}`, { accountEnabled: false }],
      ['POST', `/users/${id('04')}/revokeSignInSessions`, undefined],
      ['POST', `/groups/${id('d1')}/members/$ref`, member],
      ['DELETE', `/groups/${id('d1')}/members/${id('02')}/$ref`, undefined],
      ['POST', '/groups', { displayName: 'Testers' }],
    ] as const) {
      expect((await call(application, method, path, body)).status).toBe(403);
    }
  });

  test('what the stand-in does not know is refused', async () => {
    expect((await call(administrator, 'GET', '/me')).status).toBe(400);
    expect((await call(administrator, 'GET', '/users/%E0%A4%A')).status).toBe(400);
    expect((await call(administrator, 'GET', '/directoryObjects/7')).body.error.code).toBe('Request_BadRequest');
  });
});

describe('the administrator changes', () => {
  test('an account: disabled, renamed, and the next sign-in sees it', async () => {
    const patch = {
      accountEnabled: false,
      displayName: 'J. Reed',
      userPrincipalName: 'jonas@contoso.example',
      mail: null,
    };
    expect((await call(administrator, 'PATCH', `/users/${id('04')}`, patch)).status).toBe(204);
    expect((await call(application, 'GET', `/users/${id('04')}`)).body).toMatchObject(patch);
    const signIn = { grant_type: 'password', username: 'jonas@contoso.example', password: 'azimuth' };
    expect((await askToken(provider, signIn)).body['error_codes']).toEqual([50057]);
  });

  test('but not to a name that another has, nor anything else of it', async () => {
    const path = `/users/${id('04')}`;
    expect((await call(administrator, 'PATCH', path, { userPrincipalName: 'Author@contoso.example' })).status).toBe(
      400,
    );
    expect((await call(administrator, 'PATCH', path, { userType: 'Guest' })).status).toBe(400);
    expect((await call(administrator, 'PATCH', `/users/${id('ff')}`, {})).status).toBe(404);
  });

  test('who may stay signed in: every token before the answer is older, every one after it is not', async () => {
    // The provider's clock stands still; the wait is real.
    const moment = provider.clock.now.getTime();
    const startedAt = performance.now();
    await call(administrator, 'POST', `/users/${id('02')}/revokeSignInSessions`);
    const waited = performance.now() - startedAt;
    const { body } = await call(application, 'GET', `/users/${id('02')}`);
    const validFrom = Date.parse(body.signInSessionsValidFromDateTime);
    expect(validFrom).toBe((Math.floor(moment / 1000) + 1) * 1000);
    expect(waited).toBeGreaterThanOrEqual(validFrom - moment - 1);
  });

  test('groups and their members', async () => {
    const { body: group } = await call(administrator, 'POST', '/groups', { displayName: 'Testers' });
    const groupsOf = async () =>
      (await call(application, 'POST', `/users/${id('01')}/getMemberObjects`, { securityEnabledOnly: false })).body
        .value;
    const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id('01')}` };
    const add = () => call(administrator, 'POST', `/groups/${group.id}/members/$ref`, member);
    expect((await add()).status).toBe(204);
    expect((await add()).status).toBe(400);
    expect(await groupsOf()).toEqual([group.id]);
    const remove = () => call(administrator, 'DELETE', `/groups/${group.id}/members/${id('01')}/$ref`);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect(await groupsOf()).toEqual([]);
  });
});

test('an invited guest is there at once', async () => {
  const invitation = { invitedUserEmailAddress: 'pia@partner.example', inviteRedirectUrl: 'http://localhost:8080' };
  const { status, body } = await call(application, 'POST', '/invitations', invitation);
  expect(status).toBe(201);
  expect((await call(application, 'GET', `/users/${body.invitedUser.id}`)).body).toMatchObject({ userType: 'Guest' });
  expect(
    (await call(application, 'POST', '/invitations', { ...invitation, invitedUserEmailAddress: 'x' })).status,
  ).toBe(400);
});
