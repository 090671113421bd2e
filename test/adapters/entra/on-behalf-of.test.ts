import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { API_APP_ID, CONTOSO } from '../../../dev/idp/sample-directory.ts';
import { createOnBehalfOf } from '../../../shared/adapters/entra/on-behalf-of.ts';
import { parseId, type TenantId } from '../../../shared/domain/ids.ts';
import { passwordToken, startProvider } from '../../dev/idp/provider-fixture.ts';

const SCOPE = 'https://graph.microsoft.com/.default';
const CLAIMS = '{"access_token":{"capolids":{"essential":true,"values":["mfa"]}}}';
const tenantId = parseId<TenantId>(CONTOSO.tenantId);
if (tenantId === undefined) throw new Error('no id');
const person = { who: { kind: 'user', tenantId }, userToken: 'a token', scope: SCOPE } as const;

function exchangeWith(answer: () => Response | Promise<Response>) {
  return createOnBehalfOf({
    tokenEndpoint: 'https://login.example/{tenantid}/token',
    clientId: 'client',
    identityToken: async () => 'proof',
    now: () => new Date('2030-01-01T00:00:00Z'),
    fetch: async () => answer(),
  });
}

const refusal = (error: string, more: object = {}) =>
  exchangeWith(() => Response.json({ error, ...more }, { status: 400 }));

describe('I-40: on behalf of', () => {
  test('a person’s token becomes one for another resource, with delegated permissions', async () => {
    const provider = await startProvider();
    const exchange = createOnBehalfOf({
      tokenEndpoint: `${provider.url}/{tenantid}/oauth2/v2.0/token`,
      clientId: API_APP_ID,
      identityToken: (audience) => provider.identityToken('presentation', audience),
      now: () => new Date(),
    });
    const userToken = await passwordToken(provider, 'author@contoso.example');
    const outcome = await exchange({ ...person, userToken });
    expect(outcome).toMatchObject({ kind: 'token' });
    expect(decodeJwt(outcome.kind === 'token' ? outcome.accessToken : '')).toMatchObject({ scp: 'User.Read' });
    provider.directory.changeUser('c0470500-0000-4000-8000-000000000002', { isEnabled: false });
    expect(await exchange({ ...person, userToken })).toEqual({ kind: 'refused', error: 'invalid_grant' });
    provider.close();
  });

  test('an application’s own token is not even sent', async () => {
    const exchange = exchangeWith(() => Promise.reject(new Error('asked')));
    expect(await exchange({ ...person, who: { kind: 'service', tenantId } })).toMatchObject({ kind: 'refused' });
  });

  test.each([
    ['interaction_required', { claims: CLAIMS }, CLAIMS],
    ['invalid_grant', { claims: CLAIMS }, CLAIMS],
    ['consent_required', {}, undefined],
  ])('%s is handed on with its claims, so that the client can sign in accordingly', async (error, more, claims) => {
    expect(await refusal(error, more)(person)).toEqual({ kind: 'interaction-required', claims });
  });

  test('a refusal for another reason is one', async () => {
    expect(await refusal('invalid_grant')(person)).toEqual({ kind: 'refused', error: 'invalid_grant' });
  });

  test('an endpoint that fails is unavailable', async () => {
    const exchange = exchangeWith(() => new Response('', { status: 500 }));
    await expect(exchange(person)).rejects.toMatchObject({ code: 'upstream-unavailable' });
  });
});
