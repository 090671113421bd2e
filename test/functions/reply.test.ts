import { describe, expect, test } from 'vitest';
import { answering, json, requestIdOf } from '../../functions/reply.ts';
import type { Handler, Invocation } from '../../functions/route.ts';
import { Fault } from '../../shared/domain/faults.ts';

function invocation(): Invocation & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const log: Invocation['log'] = (level, event, facts = {}) => lines.push(JSON.stringify({ level, event, ...facts }));
  return { signal: new AbortController().signal, log, lines };
}

const THROWERS: readonly (readonly [string, (thrown: unknown) => Handler])[] = [
  [
    'throws at once',
    (thrown) => () => {
      throw thrown;
    },
  ],
  ['rejects', (thrown) => () => Promise.reject(thrown)],
];

describe.each(THROWERS)('a handler that %s', (_, throwing) => {
  test('with a fault is answered with the fault’s status and envelope', async () => {
    const call = invocation();
    const response = await answering(throwing(new Fault('not-found', { what: 'report' })))(request(), call);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: {
        code: 'PowerBIEntityNotFound',
        message: expect.stringContaining('report'),
        requestId: response.headers.get('RequestId'),
      },
    });
    expect(call.lines).toEqual([expect.stringContaining('"code":"not-found"')]);
  });

  test('with anything else is a 500 that tells nothing, and is logged', async () => {
    const call = invocation();
    const response = await answering(throwing(new Error('SELECT secret FROM person')))(request(), call);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain('SELECT');
    expect(text).toContain(String(response.headers.get('RequestId')));
    expect(call.lines).toEqual([expect.stringContaining('SELECT secret')]);
  });
});

describe('an answer', () => {
  test('is stored nowhere and guessed by no browser', async () => {
    const { headers } = await answering(async () => json(200, { a: 1 }))(request(), invocation());
    expect([headers.get('Cache-Control'), headers.get('X-Content-Type-Options')]).toEqual(['no-store', 'nosniff']);
  });

  test.each([
    [new Fault('token-missing', {}), 'Bearer'],
    [new Fault('token-expired', {}), 'Bearer error="invalid_token"'],
    [new Fault('token-invalid', { why: 'x' }), 'Bearer error="invalid_token"'],
  ])('of 401 says how to sign in', async (fault, challenge) => {
    const response = await answering(() => Promise.reject(fault))(request(), invocation());
    expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, challenge]);
    expect(await response.text()).not.toContain('why');
  });

  test.each([
    [0, 'This operation takes no request body. Send it without one.'],
    [65_536, 'The request body is larger than 65536 bytes. Send less at once.'],
  ])('to a body beyond %d bytes says what is allowed', async (limitBytes, message) => {
    const response = await answering(() => Promise.reject(new Fault('body-too-large', { limitBytes })))(
      request(),
      invocation(),
    );
    expect([response.status, await response.json()]).toMatchObject([413, { error: { message } }]);
  });

  test('of a busy engine says when to come back', async () => {
    const busy = new Fault('engine-busy', { retryAfterSeconds: 7 });
    const response = await answering(() => Promise.reject(busy))(request(), invocation());
    expect([response.status, response.headers.get('Retry-After')]).toEqual([429, '7']);
  });
});

describe('the request id', () => {
  test('is the one that the edge gave', () => {
    expect(requestIdOf(request({ 'x-request-id': 'abcd-1234' }))).toBe('abcd-1234');
  });

  test.each(['', 'short', 'x'.repeat(101), '<script>alert(1)</script>', 'a b c d e f g h'])(
    'is a new one in place of "%s"',
    (given) => {
      const asked = request(given === '' ? {} : { 'x-request-id': given });
      expect(requestIdOf(asked)).toMatch(/^[0-9a-f-]{36}$/);
      expect(requestIdOf(asked)).toBe(requestIdOf(asked));
    },
  );
});

function request(headers: Readonly<Record<string, string>> = {}): Request {
  return new Request('http://localhost/a', { headers });
}
