import { describe, expect, test } from 'vitest';
import { applyPolicies, type PolicyWorld } from '../../shared/routing/api-policies.ts';
import { GatewayPolicies } from '../../shared/routing/gateway-policies-schema.ts';
import { matchApi } from '../../shared/routing/match-api.ts';
import type { RequestFacts } from '../../shared/routing/request-facts.ts';
import { settleCall } from '../../shared/routing/settle-call.ts';
import { stripHeaders } from '../../shared/routing/strip-headers.ts';
import type { Claims } from '../../shared/routing/validate-jwt.ts';
import { factsOf } from './sample-facts.ts';
import { policiesWith } from './sample-policies.ts';

const APP = 'https://app.example';
const policies = policiesWith({
  cors: { origins: [APP] },
  validateJwt: { openIdConfig: 'https://login.example/keys', audiences: ['api'] },
  rateLimits: [{ calls: 2, periodSeconds: 60, key: 'tid+oid', remainingHeader: 'X-Left' }],
  quotas: [{ calls: 3, periodSeconds: 300, key: 'tid' }],
  forward: { timeoutSeconds: 100 },
});
const bearer = (person: string) => ({ authorization: `Bearer ${person}` });
/** The token is the person's name. */
const claimsOf = (token: string): Claims => ({ aud: 'api', exp: 10 ** 9, tid: 'contoso', oid: token });

function gateway(nowMs = 0) {
  const world: PolicyWorld = {
    memory: { rates: new Map(), quotas: new Map(), breakers: new Map() },
    verify: (token) => Promise.resolve({ kind: 'claims', claims: claimsOf(token) }),
    nowMs,
    turn: 0,
  };
  return (facts: Partial<RequestFacts>) => applyPolicies(policies, factsOf(facts), world);
}

describe('5.9: the order of the policies', () => {
  test('a preflight needs no token and counts nowhere', async () => {
    const ask = gateway();
    const headers = { origin: APP, 'access-control-request-method': 'GET' };
    for (let i = 0; i < 5; i += 1) {
      expect(await ask({ method: 'OPTIONS', headers })).toMatchObject({ kind: 'answer', status: 200 });
    }
    expect(await ask({ headers: bearer('ann') })).toMatchObject({ kind: 'forward', headers: ['X-Left', '1'] });
  });

  test('without a token nothing is counted, and the page of another origin may read why', async () => {
    const ask = gateway();
    expect(await ask({ headers: { origin: APP } })).toEqual({
      kind: 'refused',
      fault: { code: 'TokenMissing' },
      headers: ['Access-Control-Allow-Origin', APP, 'Vary', 'Origin'],
    });
  });

  test('the limit of a person is theirs, the quota is the tenant’s, and a call over the limit spends no quota', async () => {
    const ask = gateway();
    const codes: string[] = [];
    for (const person of ['ann', 'ann', 'ann', 'bob', 'bob']) {
      const decision = await ask({ headers: bearer(person) });
      codes.push(decision.kind === 'refused' ? decision.fault.code : decision.kind);
    }
    expect(codes).toEqual(['forward', 'forward', 'TooManyRequests', 'forward', 'QuotaExceeded']);
  });

  test('what is forwarded knows its backend, its time-out and the claims', async () => {
    expect(await gateway()({ headers: bearer('ann') })).toMatchObject({
      kind: 'forward',
      backend: { name: 'gateway' },
      timeoutMs: 100_000,
      claims: claimsOf('ann'),
    });
  });

  test('an expired token is refused', async () => {
    const late = gateway(10 ** 12);
    expect(await late({ headers: bearer('ann') })).toMatchObject({ kind: 'refused', fault: { code: 'TokenExpired' } });
  });
});

describe('5.9: after the answer', () => {
  const counting = policiesWith(
    {
      rateLimits: [{ calls: 1, periodSeconds: 60, key: 'address', countOnly: ['404'] }],
      quotas: [{ bandwidthKB: 1, periodSeconds: 300, key: 'address' }],
    },
    [
      {
        name: 'gateway',
        origin: 'gateway',
        circuitBreaker: { failures: 1, intervalSeconds: 10, status: ['500-599'], tripSeconds: 30 },
      },
    ],
  );
  /** What the next call meets after one that ended so. */
  async function nextAfter(end: { status: number | undefined; bytes?: number; retryAfterSeconds?: number }) {
    const memory = { rates: new Map(), quotas: new Map(), breakers: new Map() };
    const verify = () => Promise.resolve({ kind: 'claims' as const, claims: {} });
    const ask = () => applyPolicies(counting, factsOf(), { memory, verify, nowMs: 0, turn: 0 });
    const first = await ask();
    if (first.kind !== 'forward') throw new Error('the first call must pass');
    settleCall(first, { bytes: 0, clientAddress: factsOf().clientAddress, ...end }, memory, 0);
    const next = await ask();
    return next.kind === 'refused' ? next.fault : next.kind;
  }

  test.each([
    [{ status: 200, bytes: 1023 }, 'forward'],
    [{ status: 404 }, { code: 'TooManyRequests', limit: 1, per: 'in 60 s', retryAfterSeconds: 60 }],
    [
      { status: 200, bytes: 1024 },
      { code: 'QuotaExceeded', limit: 1, unit: 'KB', retryAfterSeconds: 300 },
    ],
    [
      { status: 503, retryAfterSeconds: 5 },
      { code: 'BackendUnavailable', retryAfterSeconds: 5 },
    ],
    [{ status: undefined }, { code: 'BackendUnavailable', retryAfterSeconds: 30 }],
  ])('%j: the next call meets %j', async (end, expected) => {
    expect(await nextAfter(end)).toEqual(expected);
  });
});

test('an API is found by its exact pattern, then by its longest prefix', () => {
  const named = (name: string, pattern: string) => ({ name, patterns: [pattern], backend: 'gateway' });
  const three = GatewayPolicies.parse({
    apis: [named('all', '/v1.0/*'), named('health', '/v1.0/health'), named('admin', '/v1.0/admin/*')],
    backends: [{ name: 'gateway', origin: 'gateway' }],
  });
  const at = (path: string) => matchApi(three, path)?.name;
  expect(['/v1.0/health', '/V1.0/Health', '/v1.0/health/x', '/v1.0/admin/x', '/v1.0/admin', '/else'].map(at)).toEqual([
    'health',
    'health',
    'all',
    'admin',
    'all',
    undefined,
  ]);
});

test('X-23: headers that only a platform may set are stripped, however they are written', () => {
  const sent = [
    'x-ms-client-principal-id',
    'a',
    'X_MS_CLIENT_PRINCIPAL',
    'b',
    'X-MS-Client',
    'c',
    'Accept',
    'd',
    'Via',
    'e',
  ];
  expect(stripHeaders(sent, ['X-MS-CLIENT-PRINCIPAL*', 'via'])).toEqual(['X-MS-Client', 'c', 'Accept', 'd']);
});
