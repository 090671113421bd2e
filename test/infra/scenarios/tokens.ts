import { api, type Scenario, TOKEN_CHECK } from './scenario.ts';

export const TOKEN_SCENARIOS: readonly Scenario[] = [
  {
    title: 'X-17: what is wrong with a token',
    apis: [api({ validateJwt: TOKEN_CHECK })],
    steps: [
      { expected: '401 TokenMissing', answered: { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' } },
      { headers: { authorization: 'Basic YTpi' }, expected: '401 TokenMissing' },
      { headers: { authorization: 'Bearer' }, expected: '401 TokenMissing' },
      {
        token: 'forged',
        expected: '401 TokenInvalid',
        answered: { 'www-authenticate': 'Bearer error="invalid_token"' },
      },
      { token: 'elsewhere', expected: '401 TokenInvalid' },
      { token: 'foreign', expected: '401 TokenInvalid' },
      { token: 'endless', expected: '401 TokenInvalid' },
      { token: 'early', expected: '401 TokenInvalid' },
      { atSeconds: 450, token: 'early', expected: '200 from one' },
      { atSeconds: 1_059, token: 'ann', expected: '200 from one' },
      { atSeconds: 1_060, token: 'ann', expected: '401 TokenExpired' },
      { token: 'eve', expected: '200 from one', sent: { authorization: 'Bearer eve' } },
    ],
  },
  {
    title: 'X-17: claims that are required, all or any of their values',
    apis: [
      api({
        validateJwt: { ...TOKEN_CHECK, requiredClaims: [{ name: 'scp', values: ['read', 'write'], separator: ' ' }] },
      }),
      api({
        name: 'any',
        patterns: ['/any/*'],
        validateJwt: {
          ...TOKEN_CHECK,
          requiredClaims: [{ name: 'scp', match: 'any', values: ['read', 'write'], separator: ' ' }],
        },
      }),
    ],
    steps: [
      { token: 'ann', expected: '200 from one' },
      { token: 'bob', expected: '401 TokenInvalid' },
      { token: 'bob', path: '/any/x', expected: '200 from one' },
      { token: 'eve', path: '/any/x', expected: '401 TokenInvalid' },
    ],
  },
];
