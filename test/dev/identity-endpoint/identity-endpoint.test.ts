import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { ManagedIdentityCredential } from '@azure/identity';
import { decodeJwt, exportJWK, jwtVerify } from 'jose';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { answerIdentityRequest, identityEndpoint } from '../../../dev/identity-endpoint/identity-endpoint.ts';
import { createServiceIdentities, SERVICE_ISSUER } from '../../../dev/identity-endpoint/service-identities.ts';
import type { SigningKey } from '../../../dev/idp/signing-keys.ts';

const identities = createServiceIdentities();
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let key: SigningKey;

beforeAll(async () => {
  key = { kid: 'k', privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid: 'k' } };
});
afterEach(() => vi.unstubAllEnvs());

function settings() {
  return {
    identities: Object.values(identities),
    key,
    audiences: ['api://azimuth-presentation'],
    now: () => new Date(),
  };
}

function ask(query: string, header: string | undefined) {
  return answerIdentityRequest(settings(), new URL(`http://local/msi/token?${query}`), header);
}

describe('the managed-identity endpoint', () => {
  test('gives a service token of minutes, in the name of the role that asks', async () => {
    const { status, body } = await ask(
      'api-version=2019-08-01&resource=api://azimuth-presentation',
      identities.gateway.header,
    );
    expect(status).toBe(200);
    const { payload } = await jwtVerify(String(body['access_token']), publicKey, {
      issuer: SERVICE_ISSUER,
      audience: 'api://azimuth-presentation',
    });
    expect(payload).toMatchObject({ oid: identities.gateway.objectId, idtyp: 'app', ver: '1.0' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(600);
  });

  test('tells the roles apart by their headers', async () => {
    const query = 'api-version=2019-08-01&resource=https://storage.azure.com/';
    const one = await ask(query, identities.presentation.header);
    expect(decodeJwt(String(one.body['access_token']))).toMatchObject({
      oid: identities.presentation.objectId,
      aud: 'https://storage.azure.com',
    });
  });

  test.each([
    ['no header', 'api-version=2019-08-01&resource=https://storage.azure.com', undefined, 401],
    ['an unknown header', 'api-version=2019-08-01&resource=https://storage.azure.com', 'guess', 401],
    ['the plain word of func start', 'api-version=2019-08-01&resource=https://storage.azure.com', 'local', 401],
    ['an unknown resource', 'api-version=2019-08-01&resource=api://other', identities.gateway.header, 400],
    ['another version', 'api-version=2017-09-01&resource=https://storage.azure.com', identities.gateway.header, 400],
  ])('refuses %s', async (_what, query, header, status) => {
    const answer = await ask(query, header);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toHaveProperty('access_token');
  });

  test('serves an unmodified ManagedIdentityCredential', async () => {
    const server = createServer(identityEndpoint(settings()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/msi/token`);
    vi.stubEnv('IDENTITY_HEADER', identities['data-movement'].header);
    const token = await new ManagedIdentityCredential().getToken('api://azimuth-presentation/.default');
    expect(decodeJwt(token.token)['oid']).toBe(identities['data-movement'].objectId);
    server.closeAllConnections();
    server.close();
  });
});
