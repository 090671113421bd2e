import { type CryptoKey, createLocalJWKSet, errors, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseId, type TenantId } from '../../shared/domain/ids.ts';
import type { Caller } from '../../shared/domain/principal.ts';
import { type AccessTokenRules, createAccessTokenVerifier } from '../../shared/identity/verify-access-token.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const OTHER_TENANT = '22222222-2222-4222-8222-222222222222';
const PERSON = '33333333-3333-4333-8333-333333333333';
const API = '44444444-4444-4444-8444-444444444444';
const NOW = new Date('2026-03-01T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;

const good: JWTPayload = {
  iss: `https://login.example/${TENANT}/v2.0`,
  aud: API,
  tid: TENANT,
  oid: PERSON,
  scp: 'user_impersonation',
  name: 'Ada',
  preferred_username: 'ada@contoso.example',
  iat: SECONDS - 10,
  nbf: SECONDS - 10,
  exp: SECONDS + 3600,
};

let sign: (claims: JWTPayload, header?: Record<string, unknown>) => Promise<string>;
let publicPem: Uint8Array;
let verify: (header: string | null) => Promise<Caller>;
let rules: AccessTokenRules;
let strangerKey: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  publicPem = new TextEncoder().encode(JSON.stringify(jwk));
  strangerKey = (await generateKeyPair('RS256')).privateKey;
  sign = (claims, header = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'JWT', ...header }).sign(pair.privateKey);
  rules = {
    issuer: 'https://login.example/{tenantid}/v2.0',
    audience: API,
    scope: 'user_impersonation',
    keys: createLocalJWKSet({ keys: [{ ...jwk, kid: 'k1', alg: 'RS256', use: 'sig' }] }),
    isKnownTenant: async (tenantId) => tenantId === parseId<TenantId>(TENANT),
    now: () => NOW,
  };
  verify = createAccessTokenVerifier(rules);
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (fault: { code?: string }) => fault.code,
  );

describe('an access token', () => {
  test('becomes the caller: tenant and object id, names only beside them', async () => {
    expect(await verify(`Bearer ${await sign(good)}`)).toEqual({
      kind: 'user',
      tenantId: TENANT,
      objectId: PERSON,
      displayName: 'Ada',
      signInName: 'ada@contoso.example',
      effectiveUserName: 'ada@contoso.example',
      groupIds: [],
    });
  });

  test('of an application needs a role and acts as nobody', async () => {
    const { scp: _, ...claims } = good;
    const app = { ...claims, sub: PERSON };
    expect(await code(verify(`Bearer ${await sign(app)}`))).toBe('scope-missing');
    const caller = await verify(`Bearer ${await sign({ ...app, roles: ['Tenant.Read.All'] })}`);
    expect(caller).toMatchObject({ kind: 'service', effectiveUserName: '' });
  });

  test('is no ID token: a person without a scope is not taken for an application, whatever their roles', async () => {
    const { scp: _, ...claims } = good;
    const idToken = { ...claims, sub: 'pairwise-and-not-the-object-id', roles: ['Tenant.Read.All'] };
    expect(await code(verify(`Bearer ${await sign(idToken)}`))).toBe('token-invalid');
    expect(await code(verify(`Bearer ${await sign({ ...idToken, sub: PERSON, idtyp: 'user' })}`))).toBe(
      'token-invalid',
    );
  });

  test('that was accepted before is refused once its tenant is no longer known', async () => {
    let isKnown = true;
    const changing = createAccessTokenVerifier({ ...rules, isKnownTenant: async () => isKnown });
    const header = `Bearer ${await sign(good)}`;
    expect(await code(changing(header))).toBe('accepted');
    isKnown = false;
    expect(await code(changing(header))).toBe('tenant-unknown');
  });

  test.each([
    ['does not answer in time', new errors.JWKSTimeout()],
    ['answers with an error', new errors.JOSEError('Expected 200 OK from the JSON Web Key Set HTTP response')],
    ['answers something else than keys', new errors.JWKSInvalid()],
    ['cannot be reached', new TypeError('fetch failed')],
  ])('is not blamed where the place of the keys %s', async (_, trouble) => {
    const cut = createAccessTokenVerifier({ ...rules, keys: () => Promise.reject(trouble) });
    expect(await code(cut(`Bearer ${await sign(good)}`))).toBe('upstream-unavailable');
  });

  test.each<[string, string, JWTPayload]>([
    ['another audience', 'token-invalid', { aud: '00000003-0000-0000-c000-000000000000' }],
    ['an issuer of another tenant', 'token-invalid', { iss: `https://login.example/${OTHER_TENANT}/v2.0` }],
    ['a tenant that the issuer is not of', 'token-invalid', { tid: OTHER_TENANT }],
    ['another issuer', 'token-invalid', { iss: `https://evil.example/${TENANT}/v2.0` }],
    ['no tenant', 'token-invalid', { tid: 'organizations' }],
    ['no object id', 'token-invalid', { oid: undefined }],
    ['an expiry in the past', 'token-expired', { exp: SECONDS - 120 }],
    ['a start in the future', 'token-invalid', { nbf: SECONDS + 600 }],
    ['another scope', 'scope-missing', { scp: 'profile email' }],
    ['a scope that only contains the wanted one', 'scope-missing', { scp: 'not_user_impersonation' }],
    [
      'a tenant that is not onboarded',
      'tenant-unknown',
      { tid: OTHER_TENANT, iss: `https://login.example/${OTHER_TENANT}/v2.0` },
    ],
  ])('with %s is refused', async (_, expected, change) => {
    expect(await code(verify(`Bearer ${await sign({ ...good, ...change })}`))).toBe(expected);
  });

  test("is refused with any algorithm but RS256, and by any key but the issuer's", async () => {
    const [, payload] = (await sign(good)).split('.');
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const hmac = await new SignJWT(good).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(publicPem);
    const stranger = await new SignJWT(good).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(strangerKey);
    const unknown = await new SignJWT(good).setProtectedHeader({ alg: 'RS256', kid: 'k2' }).sign(strangerKey);
    for (const alg of ['none', 'None', 'nOnE']) {
      expect(await code(verify(`Bearer ${part({ alg, kid: 'k1' })}.${payload}.AA`))).toBe('token-invalid');
    }
    for (const token of [hmac, stranger, unknown]) expect(await code(verify(`Bearer ${token}`))).toBe('token-invalid');
  });

  test.each([
    [null, 'token-missing'],
    ['', 'token-missing'],
    ['Bearer', 'token-invalid'],
    ['Basic YTpi', 'token-invalid'],
    ['Bearer a.b', 'token-invalid'],
    [`Bearer ${'a'.repeat(20_000)}.b.c`, 'token-invalid'],
  ])('that reads %s is answered %s', async (header, expected) => {
    expect(await code(verify(header))).toBe(expected);
  });
});
