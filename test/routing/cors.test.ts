import { describe, expect, test } from 'vitest';
import { decideCors } from '../../shared/routing/cors.ts';
import type { RequestFacts } from '../../shared/routing/request-facts.ts';
import { policiesWith } from './sample-policies.ts';

type Spec = Readonly<Record<string, unknown>>;
const APP = 'https://app.example';
function decide(more: Spec, method: string, headers: RequestFacts['headers']) {
  const policy = policiesWith({ cors: { origins: [APP], ...more } }).apis[0]?.cors;
  if (policy === undefined) throw new Error('the policy has no cors');
  return decideCors(policy, { method, headers });
}
const preflight = (method: string, more: RequestFacts['headers'] = {}) => ({
  origin: APP,
  'access-control-request-method': method,
  ...more,
});

describe('X-19: cors', () => {
  test('a request without an origin is no business of the policy', () => {
    expect(decide({}, 'GET', {})).toEqual({ kind: 'same-origin' });
    expect(decide({}, 'OPTIONS', {})).toEqual({ kind: 'same-origin' });
  });

  test('a call of an allowed origin gets the headers that let its page read the answer', () => {
    expect(decide({ exposeHeaders: ['RequestId'] }, 'GET', { origin: APP })).toEqual({
      kind: 'cross-origin',
      headers: ['Access-Control-Allow-Origin', APP, 'Vary', 'Origin', 'Access-Control-Expose-Headers', 'RequestId'],
    });
    const withCookies = decide({ credentials: true }, 'GET', { origin: APP });
    expect(withCookies.kind === 'cross-origin' && withCookies.headers).toContain('Access-Control-Allow-Credentials');
  });

  test('a preflight is answered here', () => {
    const policy = { methods: ['PATCH'], headers: ['Authorization'], maxAgeSeconds: 600 };
    const asked = preflight('PATCH', { 'access-control-request-headers': 'authorization, content-type' });
    expect(decide(policy, 'OPTIONS', asked)).toEqual({
      kind: 'answer',
      status: 200,
      headers: [
        ...['Access-Control-Allow-Origin', APP, 'Vary', 'Origin', 'Access-Control-Allow-Methods', 'PATCH'],
        ...['Access-Control-Allow-Headers', 'authorization, content-type', 'Access-Control-Max-Age', '600'],
      ],
    });
  });

  test.each([
    ['another origin', 'GET', { origin: 'https://app.example.evil.test' }],
    ['the same host over http', 'GET', { origin: 'http://app.example' }],
    ['origin null', 'GET', { origin: 'null' }],
    ["another origin's preflight", 'OPTIONS', preflight('GET', { origin: 'https://evil.test' })],
    ['a method that is not allowed', 'OPTIONS', preflight('DELETE')],
    ['a header that is not allowed', 'OPTIONS', preflight('GET', { 'access-control-request-headers': 'x-secret' })],
  ])('%s ends with an empty 200 without CORS headers, or goes on without them', (_, method, headers) => {
    expect(decide({}, method, headers)).toEqual({ kind: 'answer', status: 200, headers: [] });
    expect(decide({ terminateUnmatched: false }, method, headers)).toEqual({ kind: 'same-origin' });
  });

  test('every origin may be let in, but never with credentials', () => {
    expect(decide({ origins: ['*'] }, 'GET', { origin: 'https://any.test' })).toEqual({
      kind: 'cross-origin',
      headers: ['Access-Control-Allow-Origin', '*'],
    });
    expect(() => decide({ origins: ['*'], credentials: true }, 'GET', {})).toThrow('may not go with every origin');
  });
});
