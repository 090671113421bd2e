import { api, type Scenario, TOKEN_CHECK } from './scenario.ts';

export const LIMIT_SCENARIOS: readonly Scenario[] = [
  {
    title: 'X-18: a rate for each person and one for their tenant, in a sliding window',
    apis: [
      api({
        validateJwt: TOKEN_CHECK,
        rateLimits: [
          { calls: 2, periodSeconds: 60, key: 'tid+oid', remainingHeader: 'X-Left' },
          { calls: 3, periodSeconds: 60, key: 'tid' },
        ],
      }),
    ],
    steps: [
      { atSeconds: 0, token: 'ann', expected: '200 from one', answered: { 'x-left': '1' } },
      { atSeconds: 10, token: 'ann', expected: '200 from one', answered: { 'x-left': '0' } },
      { atSeconds: 20, token: 'ann', expected: '429 TooManyRequests', answered: { 'retry-after': '40' } },
      { atSeconds: 20, token: 'bob', expected: '200 from one' },
      { atSeconds: 21, token: 'bob', expected: '429 TooManyRequests', answered: { 'retry-after': '39' } },
      { atSeconds: 21, token: 'eve', expected: '200 from one' },
      { atSeconds: 61, token: 'ann', expected: '200 from one' },
      { atSeconds: 62, token: 'ann', expected: '429 TooManyRequests', answered: { 'retry-after': '8' } },
    ],
  },
  {
    title: 'X-18: two limits of one kind and key, and two APIs, count for themselves',
    apis: [
      api({
        rateLimits: [
          { calls: 4, periodSeconds: 60, key: 'address' },
          { calls: 2, periodSeconds: 10, key: 'address' },
        ],
      }),
      api({ name: 'other', patterns: ['/azimuth/*'], rateLimits: [{ calls: 1, periodSeconds: 60, key: 'tid' }] }),
    ],
    steps: [
      { expected: '200 from one' },
      { expected: '200 from one' },
      { expected: '429 TooManyRequests', answered: { 'retry-after': '10' } },
      { address: '203.0.113.8', expected: '200 from one' },
      { path: '/azimuth/x', expected: '200 from one' },
      { path: '/azimuth/x', expected: '429 TooManyRequests' },
      { path: '/azimuth/x', address: '203.0.113.8', expected: '200 from one' },
    ],
  },
  {
    title: 'X-18: a limit that counts answers, and weighs each',
    apis: [api({ rateLimits: [{ calls: 5, periodSeconds: 60, key: 'address', countOnly: ['404'], incrementBy: 2 }] })],
    steps: [
      { expected: '200 from one' },
      { expected: '200 from one' },
      { backends: { one: { status: 404 } }, expected: '404 from one' },
      { backends: { one: { status: 404 } }, expected: '404 from one' },
      { expected: '429 TooManyRequests' },
    ],
  },
  {
    title: 'X-18: a token without the claims is counted by its address',
    apis: [
      api({
        validateJwt: TOKEN_CHECK,
        rateLimits: [{ calls: 1, periodSeconds: 60, key: 'tid+oid' }],
        quotas: [{ calls: 1, periodSeconds: 300, key: 'tid' }],
      }),
    ],
    steps: [
      { token: 'nobody', expected: '200 from one' },
      { token: 'nobody', expected: '429 TooManyRequests' },
      { token: 'nobody', address: '203.0.113.8', expected: '200 from one' },
    ],
  },
  {
    title: 'X-18: quotas of calls and of kilobytes, in fixed periods or for ever',
    apis: [
      api({ validateJwt: TOKEN_CHECK, quotas: [{ calls: 2, periodSeconds: 300, key: 'tid' }] }),
      api({ name: 'wide', patterns: ['/wide/*'], quotas: [{ bandwidthKB: 1, periodSeconds: 300, key: 'address' }] }),
      api({ name: 'once', patterns: ['/once/*'], quotas: [{ calls: 1, periodSeconds: 0, key: 'address' }] }),
    ],
    steps: [
      { atSeconds: 100, token: 'ann', expected: '200 from one' },
      { atSeconds: 100, token: 'bob', expected: '200 from one' },
      { atSeconds: 100, token: 'ann', expected: '403 QuotaExceeded', answered: { 'retry-after': '200' } },
      { atSeconds: 100, token: 'eve', expected: '200 from one' },
      { atSeconds: 300, token: 'ann', expected: '200 from one' },
      {
        atSeconds: 300,
        path: '/wide/x',
        backends: { one: { status: 200, bytes: 1023 } },
        expected: '200 from one',
      },
      { atSeconds: 300, path: '/wide/x', backends: { one: { status: 200, bytes: 1 } }, expected: '200 from one' },
      { atSeconds: 301, path: '/wide/x', expected: '403 QuotaExceeded', answered: { 'retry-after': '299' } },
      { atSeconds: 301, path: '/once/x', expected: '200 from one' },
      { atSeconds: 900, path: '/once/x', expected: '403 QuotaExceeded', answered: { 'retry-after': null } },
    ],
  },
];
