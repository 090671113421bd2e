import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Claims, decideClaims, type VerifiedToken, validateJwt } from '../../shared/routing/validate-jwt.ts';
import { policiesWith } from './sample-policies.ts';

const NOW = 1_800_000_000;
const TENANT = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const base = {
  openIdConfig: 'https://login.example/common/.well-known/openid-configuration',
  audiences: ['api'],
  issuers: ['https://login.example/{tid}/v2.0'],
};
const good: Claims = {
  aud: 'api',
  iss: `https://login.example/${TENANT}/v2.0`,
  tid: TENANT,
  exp: NOW + 60,
  nbf: NOW - 60,
};

function policy(more: Readonly<Record<string, unknown>> = {}) {
  const found = policiesWith({ validateJwt: { ...base, ...more } }).apis[0]?.validateJwt;
  if (found === undefined) throw new Error('the policy has no validateJwt');
  return found;
}
function reasonFor(claims: Claims, more: Readonly<Record<string, unknown>> = {}): string {
  const decision = decideClaims(policy(more), claims, NOW);
  return decision.kind === 'accepted' ? 'accepted' : decision.reason;
}
const without = (name: string): Claims => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

describe('X-17: claims', () => {
  test.each<[string, Claims, string]>([
    ['a good token', good, 'accepted'],
    ['its last second is over', { ...good, exp: NOW }, 'TokenExpired'],
    ['no expiration', without('exp'), 'JwtInvalid'],
    ['an expiration that is no number', { ...good, exp: String(NOW + 60) }, 'JwtInvalid'],
    ['not valid yet', { ...good, nbf: NOW + 1 }, 'JwtInvalid'],
    ['another audience', { ...good, aud: 'other' }, 'TokenAudienceNotAllowed'],
    ['one of several audiences', { ...good, aud: ['other', 'api'] }, 'accepted'],
    ['no audience', without('aud'), 'TokenAudienceNotAllowed'],
    ['another issuer', { ...good, iss: 'https://evil.example/' }, 'TokenIssuerNotAllowed'],
    ["another tenant's issuer", { ...good, tid: OTHER }, 'TokenIssuerNotAllowed'],
    ['no tenant', without('tid'), 'TokenIssuerNotAllowed'],
    [
      'a tenant that is a path',
      { ...good, tid: '../x', iss: 'https://login.example/../x/v2.0' },
      'TokenIssuerNotAllowed',
    ],
  ])('%s: %s', (_, claims, expected) => {
    expect(reasonFor(claims)).toBe(expected);
  });

  test('the skew is given to both ends', () => {
    expect(reasonFor({ ...good, exp: NOW - 59 }, { clockSkewSeconds: 60 })).toBe('accepted');
    expect(reasonFor({ ...good, exp: NOW - 60 }, { clockSkewSeconds: 60 })).toBe('TokenExpired');
    expect(reasonFor({ ...good, nbf: NOW + 60 }, { clockSkewSeconds: 60 })).toBe('accepted');
    expect(reasonFor({ ...good, nbf: NOW + 61 }, { clockSkewSeconds: 60 })).toBe('JwtInvalid');
  });

  test('without the requirement a token may have no expiration', () => {
    expect(reasonFor(without('exp'), { requireExpirationTime: false })).toBe('accepted');
  });

  const scp = { ...good, scp: 'read write', roles: ['a', 'b'], ver: 2 };
  test.each([
    [{ name: 'scp', values: ['write'], separator: ' ' }, 'accepted'],
    [{ name: 'scp', values: ['write'] }, 'TokenClaimValueNotAllowed'],
    [{ name: 'roles', values: ['a', 'b'] }, 'accepted'],
    [{ name: 'roles', values: ['a', 'c'] }, 'TokenClaimValueNotAllowed'],
    [{ name: 'roles', values: ['a', 'c'], match: 'any' }, 'accepted'],
    [{ name: 'ver', values: ['2'] }, 'accepted'],
    [{ name: 'roles' }, 'accepted'],
    [{ name: 'missing' }, 'TokenClaimNotFound'],
    [{ name: 'toString' }, 'TokenClaimNotFound'],
  ])('the required claim %j: %s', (claim, expected) => {
    expect(reasonFor(scp, { requiredClaims: [claim] })).toBe(expected);
  });

  test('no claims at all are never accepted', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (claims) => {
        expect(reasonFor(claims)).not.toBe('accepted');
      }),
    );
  });
});

describe('X-17: the token of a request', () => {
  const verify =
    (answer: VerifiedToken, seen: string[] = []) =>
    (token: string) => {
      seen.push(token);
      return Promise.resolve(answer);
    };
  const accepted: VerifiedToken = { kind: 'claims', claims: good };

  test.each([undefined, '', 'Basic abc', 'Bearer', 'Bearer a b', 'Bearer a,Bearer b'])(
    '%s is no token, and no verifier is asked',
    async (header) => {
      const seen: string[] = [];
      const decision = await validateJwt(policy(), header, verify(accepted, seen), NOW);
      expect(decision).toMatchObject({ kind: 'refused', reason: 'TokenNotPresent', fault: { code: 'TokenMissing' } });
      expect(seen).toEqual([]);
    },
  );

  test('a verified token is decided by its claims', async () => {
    const seen: string[] = [];
    expect(await validateJwt(policy(), 'bearer a.b.c', verify(accepted, seen), NOW)).toMatchObject({
      kind: 'accepted',
    });
    expect(seen).toEqual(['a.b.c']);
    const late = await validateJwt(policy(), 'Bearer a.b.c', verify(accepted), NOW + 3600);
    expect(late).toMatchObject({ reason: 'TokenExpired', fault: { code: 'TokenExpired' } });
  });

  test("a bad signature is refused with the verifier's reason, of which the client reads nothing", async () => {
    const refused: VerifiedToken = { kind: 'refused', reason: 'TokenSignatureInvalid' };
    expect(await validateJwt(policy(), 'Bearer a.b.c', verify(refused), NOW)).toEqual({
      kind: 'refused',
      reason: 'TokenSignatureInvalid',
      fault: { code: 'TokenInvalid' },
    });
  });
});
