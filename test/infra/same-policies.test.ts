import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiManagement } from './interpreter/api-management/api-management.ts';
import { unknownExpressions } from './interpreter/api-management/expressions.ts';
import { parsePolicies } from './interpreter/api-management/policy-xml.ts';
import { committed } from './interpreter/generated.ts';
import { byDocuments, byFunctions, type Came, configOf, documentsOf, type Side } from './policy-sides.ts';
import { BACKEND_SCENARIOS } from './scenarios/backends.ts';
import { LIMIT_SCENARIOS } from './scenarios/limits.ts';
import { PAGE_SCENARIOS } from './scenarios/pages.ts';
import type { Step } from './scenarios/scenario.ts';
import { TOKEN_SCENARIOS } from './scenarios/tokens.ts';

/**
 * One set of scenarios, run on the pure policies and on an interpreter of the generated API Management documents. Not
 * compared, because the two differ by nature: sentences of refusals, an unknown header of a stripped kind (refused there,
 * stripped here), issuers that hold the token's own tenant, and breakers by percentage.
 */

const SCENARIOS = [...TOKEN_SCENARIOS, ...LIMIT_SCENARIOS, ...PAGE_SCENARIOS, ...BACKEND_SCENARIOS];

test.each(SCENARIOS)('policies and documents agree: $title', async (scenario) => {
  const config = configOf(scenario);
  const functions = byFunctions(config);
  const documents = byDocuments(documentsOf(config));
  for (const [index, step] of scenario.steps.entries()) {
    const label = `step ${index}: ${step.method ?? 'GET'} ${step.path ?? ''} ${step.token ?? ''}`;
    await expectStep(`${label} by the functions`, functions, step);
    await expectStep(`${label} by the documents`, documents, step);
  }
});

async function expectStep(label: string, side: Side, step: Step): Promise<void> {
  const came = await side(step);
  expect({ label, what: came.what }).toEqual({ label, what: step.expected });
  expectHeaders(`${label}: the answer`, step.answered, came.answered);
  expectHeaders(`${label}: the backend`, step.sent, came.sent);
}

function expectHeaders(label: string, wanted: Step['answered'], found: Came['answered']): void {
  for (const [name, value] of Object.entries(wanted ?? {}))
    expect(found[name] ?? null, `${label}: ${name}`).toBe(value);
}

const PATTERNS = ['/*', '/v1.0/*', '/v1.0/a/*', '/v1.0/a/b', '/v1.0/a/', '/azimuth/*'];
const PATHS = ['/', '/v1.0/a', '/v1.0/a/', '/v1.0/a/b', '/V1.0/A/B', '/v1.0/a/b/c', '/v1.0/x', '/azimuth/x', '/else'];
const KEY = fc.constantFrom('tid', 'tid+oid', 'address');
const RATE = fc.record({
  calls: fc.integer({ min: 1, max: 4 }),
  periodSeconds: fc.integer({ min: 1, max: 60 }),
  key: KEY,
});
const QUOTA = fc.record({ calls: fc.integer({ min: 1, max: 6 }), periodSeconds: fc.constantFrom(0, 300), key: KEY });
const API = fc.record(
  {
    backend: fc.constantFrom('one', 'two', 'pool'),
    validateJwt: fc.constant({ openIdConfig: 'https://login.example/keys', audiences: ['api'] }),
    rateLimits: fc.array(RATE, { maxLength: 2 }),
    quotas: fc.array(QUOTA, { maxLength: 2 }),
  },
  { requiredKeys: ['backend'] },
);
const ACT = fc.oneof(
  fc.record({ status: fc.constantFrom(200, 200, 404, 503) }),
  fc.constant({ kind: 'unreachable' as const }),
);
const STEP = fc.record({
  wait: fc.integer({ min: 0, max: 40 }),
  path: fc.constantFrom(...PATHS),
  token: fc.constantFrom('ann', 'bob', 'eve', 'nobody', 'elsewhere', 'forged'),
  address: fc.constantFrom('203.0.113.7', '203.0.113.8'),
  act: ACT,
});
const BREAKER = { failures: 2, intervalSeconds: 20, status: ['500-599'], tripSeconds: 25 };

test('any policies and any calls: the functions and the documents come to the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...PATTERNS), { minLength: 1 }),
      fc.array(API, { minLength: 1, maxLength: 3 }),
      fc.array(STEP, { minLength: 1, maxLength: 25 }),
      async (patterns, drafts, calls) => {
        const named = drafts.map((draft, index) => ({
          ...draft,
          name: `api-${index}`,
          patterns: patterns.filter((_, place) => place % drafts.length === index),
        }));
        const config = configOf({
          apis: named.filter((one) => one.patterns.length > 0),
          backends: [
            {
              name: 'pool',
              pool: [
                { backend: 'two', priority: 1 },
                { backend: 'one', priority: 2 },
              ],
            },
            { name: 'one', origin: 'gateway', circuitBreaker: BREAKER },
            { name: 'two', origin: 'gateway-two', circuitBreaker: BREAKER },
          ],
        });
        const [functions, documents] = [byFunctions(config), byDocuments(documentsOf(config))];
        let atSeconds = 0;
        for (const { wait, act, ...call } of calls) {
          atSeconds += wait;
          const step = { ...call, atSeconds, backends: { one: act, two: act }, expected: '' };
          const [ours, theirs] = [await functions(step), await documents(step)];
          expect(theirs.what).toBe(ours.what);
          expect(theirs.answered['retry-after']).toBe(
            ours.what.startsWith('50') ? theirs.answered['retry-after'] : ours.answered['retry-after'],
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('what is committed is a document of this kind: health needs no token, the service does', async () => {
  const side = byDocuments({
    'api-management-policy.xml': committed('api-management-policy.xml'),
    'api-management-backends.json': committed('api-management-backends.json'),
  });
  expect((await side({ path: '/v1.0/health', expected: '' })).what).toBe('200 from gateway');
  expect((await side({ path: '/v1.0/myorg/groups', expected: '' })).what).toBe('401 TokenMissing');
  expect((await side({ path: '/', expected: '' })).what).toBe('404 RouteNotFound');
});

const TOKEN_SCENARIO = 'X-17: what is wrong with a token';
const CORS_SCENARIO = 'X-19: each API has pages of its own that may call it';

test.each([
  [TOKEN_SCENARIO, '<audience>api</audience>', '<audience>other</audience>'],
  [TOKEN_SCENARIO, 'clock-skew="60"', 'clock-skew="0"'],
  [TOKEN_SCENARIO, 'require-expiration-time="true"', 'require-expiration-time="false"'],
  [TOKEN_SCENARIO, '<issuers>', '<no-issuers>'],
  [CORS_SCENARIO, 'https://other.example', 'https://app.example'],
  [CORS_SCENARIO, '<method>DELETE</method>', '<method>PATCH</method>'],
  ['X-18: a rate for each person and one for their tenant, in a sliding window', 'calls="3"', 'calls="4"'],
  ['X-18: two limits of one kind and key, and two APIs, count for themselves', 'api 1 ', 'api 0 '],
  ['X-18: quotas of calls and of kilobytes, in fixed periods or for ever', 'bandwidth="1"', 'bandwidth="2"'],
  ['X-23: headers that only a platform may set', '"X-Own" exists-action="delete"', '"X-Else" exists-action="delete"'],
  ['X-20: each API has its own time, and a backend that cannot be reached is no answer', '@(20)', '@(10)'],
])('the comparison finds a planted fault: %s, %s', async (title, from, to) => {
  const scenario = SCENARIOS.find((one) => one.title === title);
  if (scenario === undefined) throw new Error(`there is no scenario "${title}"`);
  const files = documentsOf(configOf(scenario));
  const policy = files['api-management-policy.xml'] ?? '';
  const planted = policy.replaceAll(from, to).replaceAll(from.replace('<', '</'), to.replace('<', '</'));
  expect(planted).not.toBe(policy);
  const side = byDocuments({ ...files, 'api-management-policy.xml': planted });
  const run = async () => {
    for (const [index, step] of scenario.steps.entries()) await expectStep(String(index), side, step);
  };
  await expect(run()).rejects.toThrow();
});

test.each([
  ['"count": 2', '"count": 3'],
  ['"min": 500', '"min": 504'],
  ['"PT30S"', '"PT20S"'],
  ['"PT10S"', '"PT20S"'],
  ['"acceptRetryAfter": true', '"acceptRetryAfter": false'],
  ['"BackendConnectionFailure"', '"Other"'],
])('the comparison finds a planted fault in a circuit breaker: %s', async (from, to) => {
  const scenario = SCENARIOS.find(({ title }) => title.startsWith('X-21: a circuit opens'));
  if (scenario === undefined) throw new Error('there is no such scenario');
  const files = documentsOf(configOf(scenario));
  const backends = files['api-management-backends.json'] ?? '';
  expect(backends).toContain(from);
  const side = byDocuments({ ...files, 'api-management-backends.json': backends.replaceAll(from, to) });
  const run = async () => {
    for (const [index, step] of scenario.steps.entries()) await expectStep(String(index), side, step);
  };
  await expect(run()).rejects.toThrow();
});

test('members of a pool with one priority share: which of them is asked is theirs, that it is one of them is ours', async () => {
  const backends = [
    {
      name: 'pool',
      pool: [
        { backend: 'one', weight: 60 },
        { backend: 'two', weight: 40 },
      ],
    },
    { name: 'one', origin: 'gateway' },
    { name: 'two', origin: 'gateway-two' },
  ];
  const config = configOf({ apis: [{ name: 'api', patterns: ['/*'], backend: 'pool' }], backends });
  expect((await byDocuments(documentsOf(config))({ expected: '' })).what).toBe('200 from one or two');
  expect((await byFunctions(config)({ expected: '' })).what).toMatch(/^200 from (one|two)$/);
  const { backends: printed } = JSON.parse(documentsOf(config)['api-management-backends.json'] ?? '');
  expect(printed.at(-1).properties.pool.services.map(({ weight }: { weight: number }) => weight)).toEqual([60, 40]);
});

test('X-19: preflights come to the policies because OPTIONS is among the operations', () => {
  const files = documentsOf(configOf({ apis: [{ name: 'api', patterns: ['/*'], backend: 'one' }] }));
  expect(JSON.parse(files['api-management-backends.json'] ?? '').methods).toContain('OPTIONS');
});

test('every expression that is printed has its meaning in the interpreter’s table', () => {
  const printed = SCENARIOS.map((scenario) => documentsOf(configOf(scenario))['api-management-policy.xml'] ?? '');
  for (const text of [...printed, committed('api-management-policy.xml')]) {
    expect(unknownExpressions(parsePolicies(text))).toEqual([]);
  }
  expect(unknownExpressions(parsePolicies('<policies><set-body>@(context.New)</set-body></policies>'))).toEqual([
    '@(context.New)',
  ]);
});

test('no text of the documents reads as a named value of API Management', () => {
  for (const scenario of SCENARIOS) {
    expect(documentsOf(configOf(scenario))['api-management-policy.xml']).not.toContain('{{');
  }
});

test('X-06: a call that did not come through the edge is refused before anything is counted', () => {
  const config = configOf({ apis: [{ name: 'api', patterns: ['/*'], backend: 'one' }] });
  const files = documentsOf(config);
  const ask = apiManagement(files['api-management-policy.xml'] ?? '', files['api-management-backends.json'] ?? '');
  const world = { nowMs: 0, verify: () => undefined, backend: () => ({ status: 200 }) };
  const call = { method: 'GET', path: '/v1.0/x', address: '10.0.0.1' };
  for (const headers of [{}, { 'x-azure-fdid': 'another' }]) {
    const { status, body, sent } = ask({ ...call, headers }, world);
    expect([status, JSON.parse(body).error.code, sent]).toEqual([403, 'NotThroughEdge', undefined]);
  }
});

test('X-23: an unknown header of a stripped kind, or one with "_" in its name, is refused', async () => {
  const documents = byDocuments(
    documentsOf(
      configOf({ apis: [{ name: 'api', patterns: ['/*'], backend: 'one', stripHeaders: ['X-MS-TOKEN-*', 'X-Own'] }] }),
    ),
  );
  for (const name of ['x-ms-token-new', 'x_ms_token_aad', 'x_own']) {
    expect((await documents({ headers: { [name]: 'a' }, expected: '' })).what, name).toBe('400 BadRequest');
  }
});

test.each(['@(context.Deployment)', 'a{{secret}}'])(
  'a value that API Management would read as an expression is refused: %s',
  (audience) => {
    const validateJwt = { openIdConfig: 'https://login.example/x', audiences: [audience] };
    const config = configOf({ apis: [{ name: 'api', patterns: ['/*'], backend: 'one', validateJwt }] });
    expect(() => documentsOf(config)).toThrow('would be read as an expression');
  },
);
