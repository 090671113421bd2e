import { describe, expect, test } from 'vitest';
import { ErrorEnvelope, faultReply } from '../../shared/contract/error-envelope.ts';
import { Fault } from '../../shared/domain/faults.ts';
import { answerFor, type EdgeFault } from '../../shared/routing/edge-fault.ts';

const headerOf = (headers: readonly string[], name: string) => headers[headers.indexOf(name) + 1];

describe('a refusal before the Gateway reads as one by the Gateway', () => {
  test.each<[EdgeFault, Fault]>([
    [{ code: 'TokenMissing' }, new Fault('token-missing', {})],
    [{ code: 'TokenInvalid' }, new Fault('token-invalid', { why: 'x' })],
    [{ code: 'TokenExpired' }, new Fault('token-expired', {})],
    [
      { code: 'TooManyRequests', limit: 3, per: 'a minute', retryAfterSeconds: 9 },
      new Fault('rate-limited', { limit: 3, per: 'a minute', retryAfterSeconds: 9 }),
    ],
    [{ code: 'MethodNotAllowed', allow: 'GET' }, new Fault('method-unknown', { allowed: 'GET' })],
    [{ code: 'GatewayTimeout', limitSeconds: 5 }, new Fault('upstream-timeout', { limitMs: 5000 })],
    [{ code: 'OutcomeUnknown' }, new Fault('outcome-unknown', {})],
  ])('%j', (fault, same) => {
    const { status, body } = answerFor(fault, 'id-1');
    const reply = faultReply(same);
    expect([status, ErrorEnvelope.parse(JSON.parse(body)).error.code]).toEqual([reply.status, reply.code]);
  });
});

test.each<[EdgeFault, string | undefined]>([
  [{ code: 'TooManyRequests', limit: 3, per: 'in 60 s', retryAfterSeconds: 9 }, '9'],
  [{ code: 'QuotaExceeded', limit: 3, unit: 'calls', retryAfterSeconds: 300 }, '300'],
  [{ code: 'BackendUnavailable', retryAfterSeconds: 7 }, '7'],
  [{ code: 'RequestBlocked', retryAfterSeconds: 60 }, '60'],
])('%j says when to come again: %s', (fault, seconds) => {
  expect(headerOf(answerFor(fault, 'id-1').headers, 'Retry-After')).toBe(seconds);
});

test.each<[EdgeFault]>([
  [{ code: 'QuotaExceeded', limit: 3, unit: 'KB', retryAfterSeconds: undefined }],
  [{ code: 'RequestBlocked' }],
  [{ code: 'NotThroughEdge' }],
])('%j promises nothing', (fault) => {
  expect(answerFor(fault, 'id-1').headers).not.toContain('Retry-After');
});

test('a firewall refuses with its own status, and without the name of its rule', () => {
  expect(answerFor({ code: 'RequestBlocked', status: 406 }, 'id-1').status).toBe(406);
  expect(answerFor({ code: 'RequestBlocked' }, 'id-1').status).toBe(403);
});

test('a 401 tells how to sign in, and whether a token was wrong', () => {
  expect(headerOf(answerFor({ code: 'TokenMissing' }, 'id-1').headers, 'WWW-Authenticate')).toBe('Bearer');
  expect(headerOf(answerFor({ code: 'TokenExpired' }, 'id-1').headers, 'WWW-Authenticate')).toBe(
    'Bearer error="invalid_token"',
  );
});
