import { api, type Scenario, TOKEN_CHECK } from './scenario.ts';

const APP = 'https://app.example';
const OTHER = 'https://other.example';
const preflight = (origin: string, method = 'DELETE', path = '/v1.0/x') => ({
  method: 'OPTIONS',
  path,
  headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'X-Own' },
});

export const PAGE_SCENARIOS: readonly Scenario[] = [
  {
    title: 'X-19: each API has pages of its own that may call it',
    apis: [
      api({
        cors: { origins: [APP], methods: ['GET', 'DELETE'], headers: ['x-own'], credentials: true, maxAgeSeconds: 600 },
        validateJwt: TOKEN_CHECK,
      }),
      api({
        name: 'other',
        patterns: ['/azimuth/*'],
        cors: {
          origins: [OTHER],
          methods: ['POST'],
          headers: ['*'],
          exposeHeaders: ['RequestId'],
          terminateUnmatched: false,
        },
      }),
      api({ name: 'open', patterns: ['/open/*'], cors: { origins: ['*'], methods: ['PUT'], headers: ['x-own'] } }),
      api({ name: 'none', patterns: ['/none/*'] }),
    ],
    steps: [
      {
        ...preflight(APP),
        expected: '200 answered',
        answered: {
          'access-control-allow-origin': APP,
          'access-control-allow-credentials': 'true',
          'access-control-max-age': '600',
        },
      },
      { ...preflight(OTHER), expected: '200 answered', answered: { 'access-control-allow-origin': null } },
      { ...preflight(APP, 'PATCH'), expected: '200 answered', answered: { 'access-control-allow-origin': null } },
      {
        ...preflight(OTHER, 'POST', '/azimuth/x'),
        expected: '200 answered',
        answered: { 'access-control-allow-origin': OTHER },
      },
      {
        ...preflight(APP, 'POST', '/azimuth/x'),
        expected: '200 from one',
        answered: { 'access-control-allow-origin': null },
      },
      {
        ...preflight(APP, 'PUT', '/open/x'),
        expected: '200 answered',
        answered: { 'access-control-allow-origin': '*' },
      },
      {
        ...preflight(APP, 'PUT', '/none/x'),
        expected: '200 from one',
        answered: { 'access-control-allow-origin': null },
      },
      {
        headers: { origin: APP },
        expected: '401 TokenMissing',
        answered: { 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true' },
      },
      {
        headers: { origin: OTHER },
        token: 'ann',
        expected: '200 answered',
        answered: { 'access-control-allow-origin': null },
      },
      {
        headers: { origin: APP },
        token: 'ann',
        expected: '200 from one',
        answered: { 'access-control-allow-origin': APP },
      },
      {
        path: '/azimuth/x',
        headers: { origin: OTHER },
        expected: '200 from one',
        answered: { 'access-control-allow-origin': OTHER, 'access-control-expose-headers': 'RequestId' },
      },
      { token: 'ann', expected: '200 from one', answered: { 'access-control-allow-origin': null } },
    ],
  },
  {
    title: 'X-23: headers that only a platform may set',
    apis: [api({ stripHeaders: ['X-MS-CLIENT-PRINCIPAL*', 'X-Own'] })],
    steps: [
      {
        headers: {
          'x-ms-client-principal': 'a',
          'x-ms-client-principal-id': 'b',
          'x-own': 'c',
          'x-owner': 'd',
          accept: 'e',
        },
        expected: '200 from one',
        sent: {
          'x-ms-client-principal': null,
          'x-ms-client-principal-id': null,
          'x-own': null,
          'x-owner': 'd',
          accept: 'e',
        },
      },
    ],
  },
];
