import { expect, test } from 'vitest';
import { ErrorEnvelope } from '../../shared/contract/error-envelope.ts';
import { answerFor } from '../../shared/routing/edge-fault.ts';
import { isHost, readTarget } from '../../shared/routing/request-target.ts';

test.each([
  ['/', '/', ''],
  ['/a/b?x=1&y=%2B?', '/a/b', '?x=1&y=%2B?'],
  ['/a?', '/a', '?'],
  ['/%E2%82%AC/..a/b..', '/%E2%82%AC/..a/b..', ''],
  ['/a?next=/../..', '/a', '?next=/../..'],
])('%s is read as %s and %s', (target, path, query) => {
  expect(readTarget(target, 8192)).toEqual({ path, query });
});

test.each([
  '/../x',
  '/a/..',
  '/a/./b',
  '/a/%2e%2E/b',
  '/a/.%2e',
  '/a\\..\\b',
  '/a%5c..%5cb',
  '/a/..%2Fx',
  '/a%2f..',
  '/a%00',
  '/a/x%2f..%2fb',
  '/a/x%2f%2e%2e/b',
  'http://other.test/',
  '*',
  '',
])('%s is refused', (target) => {
  expect(readTarget(target, 8192)).toMatchObject({ code: 'BadRequest' });
});

test.each([
  ['localhost:8080', true],
  ['app.example.com', true],
  ['[::1]:8080', true],
  ['127.0.0.1', true],
  ['', false],
  ['a b', false],
  ['evil.test/path', false],
  ['user@evil.test', false],
  ['"><script>', false],
  ['a:b', false],
])('as a host, %s is %s', (host, expected) => {
  expect(isHost(host)).toBe(expected);
});

test('a longer URL than allowed is refused with the limit', () => {
  expect(readTarget(`/${'a'.repeat(8192)}`, 8192)).toEqual({ code: 'UriTooLong', limitBytes: 8192 });
});

test("a refusal is the contract's envelope with the request id in it and in the headers", () => {
  const { status, headers, body } = answerFor({ code: 'MethodNotAllowed', allow: 'GET, HEAD' }, 'id-1');
  expect(status).toBe(405);
  expect(ErrorEnvelope.safeParse(JSON.parse(body)).success).toBe(true);
  expect(JSON.parse(body)).toEqual({
    error: { code: 'MethodNotAllowed', message: 'This path answers GET, HEAD.', requestId: 'id-1' },
  });
  expect(headers.join('|')).toContain('RequestId|id-1|X-Azure-Ref|id-1');
  expect(headers.join('|')).toContain('Allow|GET, HEAD');
});
