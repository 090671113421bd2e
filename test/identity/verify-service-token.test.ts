import { createLocalJWKSet, errors, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createServiceTokenVerifier, type ServiceTokenRules } from '../../shared/identity/verify-service-token.ts';

const GATEWAY = '11111111-1111-4111-8111-111111111111';
const NOW = new Date('2026-03-01T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const good: JWTPayload = {
  iss: 'https://sts.example/tenant/',
  aud: 'api://presentation',
  oid: GATEWAY,
  iat: SECONDS - 10,
  exp: SECONDS + 600,
};

let rules: ServiceTokenRules;
let sign: (claims: JWTPayload) => Promise<string>;
beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  sign = (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(pair.privateKey);
  rules = {
    issuer: 'https://sts.example/tenant/',
    audience: 'api://presentation',
    callerObjectId: GATEWAY,
    keys: createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256' }] }),
    now: () => NOW,
  };
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (fault: { code?: string }) => fault.code,
  );

describe('a service token', () => {
  test('of the Gateway for this role is accepted', async () => {
    expect(await code(createServiceTokenVerifier(rules)(`Bearer ${await sign(good)}`))).toBe('accepted');
  });

  test.each<[string, JWTPayload]>([
    ['of another identity', { oid: '22222222-2222-4222-8222-222222222222' }],
    ['for another role', { aud: 'api://data-movement' }],
    ['of another issuer', { iss: 'https://evil.example/' }],
    ['of a person', { scp: 'user_impersonation' }],
    ['that is over', { exp: SECONDS - 1 }],
  ])('%s is refused', async (_, change) => {
    const verify = createServiceTokenVerifier(rules);
    expect(await code(verify(`Bearer ${await sign({ ...good, ...change })}`))).toBe('hop-refused');
  });

  test('without an end is refused', async () => {
    const { exp: _, ...endless } = good;
    expect(await code(createServiceTokenVerifier(rules)(`Bearer ${await sign(endless)}`))).toBe('hop-refused');
  });

  test('is not blamed where the place of the keys does not answer', async () => {
    const cut = createServiceTokenVerifier({ ...rules, keys: () => Promise.reject(new errors.JWKSTimeout()) });
    expect(await code(cut(`Bearer ${await sign(good)}`))).toBe('upstream-unavailable');
  });
});
