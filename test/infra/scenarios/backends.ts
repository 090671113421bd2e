import { api, ONE, type Scenario, TOKEN_CHECK, TWO } from './scenario.ts';

const failing = { one: { status: 503 } } as const;

export const BACKEND_SCENARIOS: readonly Scenario[] = [
  {
    title: 'X-20: each API has its own time, and a backend that cannot be reached is no answer',
    apis: [
      api({ forward: { timeoutSeconds: 10 } }),
      api({ name: 'slow', patterns: ['/slow/*'], forward: { timeoutSeconds: 20 } }),
    ],
    backends: [{ name: 'one', origin: 'gateway' }],
    steps: [
      {
        backends: { one: { status: 200, afterSeconds: 15 } },
        expected: '504 GatewayTimeout',
        answered: { 'cache-control': 'no-store' },
      },
      { path: '/slow/x', backends: { one: { status: 200, afterSeconds: 15 } }, expected: '200 from one' },
      { path: '/slow/x', backends: { one: { status: 200, afterSeconds: 21 } }, expected: '504 GatewayTimeout' },
      { backends: { one: { kind: 'unreachable' } }, expected: '502 ServiceUnavailable' },
      { backends: { one: { status: 500 } }, expected: '500 from one' },
    ],
  },
  {
    title: 'X-21: a circuit opens after failures within the interval, and closes when its time is over',
    apis: [api()],
    steps: [
      { atSeconds: 0, backends: failing, expected: '503 from one' },
      { atSeconds: 11, backends: failing, expected: '503 from one' },
      { atSeconds: 12, expected: '200 from one' },
      { atSeconds: 13, backends: { one: { status: 504 } }, expected: '504 from one' },
      { atSeconds: 14, backends: failing, expected: '503 from one' },
      { atSeconds: 15, expected: '503 BackendUnavailable' },
      { atSeconds: 43, expected: '503 BackendUnavailable' },
      { atSeconds: 44, expected: '200 from one' },
      { atSeconds: 45, backends: { one: { kind: 'unreachable' } }, expected: '502 ServiceUnavailable' },
      { atSeconds: 46, backends: { one: { status: 503, retryAfter: 5 } }, expected: '503 from one' },
      { atSeconds: 50, expected: '503 BackendUnavailable' },
      { atSeconds: 51, expected: '200 from one' },
      { atSeconds: 52, backends: { one: { status: 200, afterSeconds: 500 } }, expected: '504 GatewayTimeout' },
      { atSeconds: 53, backends: { one: { status: 200, afterSeconds: 500 } }, expected: '504 GatewayTimeout' },
      { atSeconds: 54, expected: '503 BackendUnavailable' },
    ],
  },
  {
    title: 'X-21: the second backend of a pool is asked only while the circuit of the first is open',
    apis: [api({ backend: 'pool' })],
    backends: [
      {
        name: 'pool',
        pool: [
          { backend: 'one', priority: 1 },
          { backend: 'two', priority: 2 },
        ],
      },
      ONE,
      TWO,
    ],
    steps: [
      { expected: '200 from one' },
      { backends: failing, expected: '503 from one' },
      { backends: failing, expected: '503 from one' },
      { expected: '200 from two' },
      { backends: { two: { status: 500 } }, expected: '500 from two' },
      { backends: { two: { status: 500 } }, expected: '500 from two' },
      { expected: '503 BackendUnavailable' },
      { atSeconds: 30, expected: '200 from one' },
    ],
  },
  {
    title: 'an exact path before a prefix, a longer prefix before a shorter one, whoever has them',
    apis: [
      api({ name: 'wide', patterns: ['/a/long/way/in/*', '/*'], backend: 'one' }),
      api({ name: 'narrow', patterns: ['/b/*'], backend: 'two' }),
      api({ name: 'exact', patterns: ['/b/'], backend: 'one' }),
    ],
    backends: [ONE, TWO],
    steps: [
      { path: '/b/x', expected: '200 from two' },
      { path: '/B/X', expected: '200 from two' },
      { path: '/b/', expected: '200 from one' },
      { path: '/b', expected: '200 from one' },
      { path: '/a/long/way/in/x', expected: '200 from one' },
    ],
  },
  {
    title: 'a path of no API, and names with signs that C# and XML have a meaning for',
    apis: [
      api({ patterns: ['/v1.0/*', '/a"b&c<d>/*'], validateJwt: { ...TOKEN_CHECK, audiences: ['a&b<"c">', 'api'] } }),
    ],
    steps: [
      { path: '/else', expected: '404 RouteNotFound' },
      { path: '/v1.0', expected: '404 RouteNotFound' },
      { path: '/a"b&c<d>/x', token: 'ann', expected: '200 from one' },
      { path: '/a"b&c<d>/x', expected: '401 TokenMissing' },
    ],
  },
];
