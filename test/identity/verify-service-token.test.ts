import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { Fault } from '../../shared/domain/faults.ts';
import { createServiceTokenVerifier, type ServiceTokenRules } from '../../shared/identity/verify-service-token.ts';

const GATEWAY = '11111111-1111-4111-8111-111111111111';
const TENANT = '5e2f1ce0-0000-4000-8000-000000000000';
const ISSUER = `https://sts.example/${TENANT}/`;
const NOW = new Date('2026-03-01T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const good: JWTPayload = {
  iss: ISSUER,
  aud: 'api://presentation',
  oid: GATEWAY,
  iat: SECONDS - 10,
  exp: SECONDS + 600,
};

let rulesWith: (keyIssuer: string | undefined) => ServiceTokenRules;
let rules: ServiceTokenRules;
let sign: (claims: JWTPayload, kid?: string) => Promise<string>;
beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  sign = (claims, kid = 'k1') => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  rulesWith = (issuer) => ({
    issuer: ISSUER,
    audience: 'api://presentation',
    callerObjectId: GATEWAY,
    keys: async (kid) => (kid === 'k1' ? { key: publicKey, issuer } : undefined),
    now: () => NOW,
  });
  rules = rulesWith(undefined);
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
    const trouble = new Fault('upstream-unavailable', { role: 'identity provider' });
    const cut = createServiceTokenVerifier({ ...rules, keys: () => Promise.reject(trouble) });
    expect(await code(cut(`Bearer ${await sign(good)}`))).toBe('upstream-unavailable');
  });

  test('by a key that the issuer does not have is refused', async () => {
    expect(await code(createServiceTokenVerifier(rules)(`Bearer ${await sign(good, 'k2')}`))).toBe('hop-refused');
  });

  test.each([
    [ISSUER, 'accepted'],
    [`https://login.example/${TENANT}/v2.0`, 'accepted'],
    ['https://login.example/{tenantid}/v2.0', 'accepted'],
    [`https://login.example/${GATEWAY}/v2.0`, 'hop-refused'],
    ['https://login.example/', 'hop-refused'],
    ['not an address', 'hop-refused'],
  ])('I-21: by a key of the issuer %s is %s', async (keyIssuer, expected) => {
    const verify = createServiceTokenVerifier(rulesWith(keyIssuer));
    expect(await code(verify(`Bearer ${await sign(good)}`))).toBe(expected);
  });
});
