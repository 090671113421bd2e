import { describe, expect, test } from 'vitest';
import { cacheKey, decideStore, durationSeconds, mayUseCache } from '../../shared/routing/cache-rule.ts';
import { chooseEncoding, isCompressible } from '../../shared/routing/content-encoding.ts';
import type { CacheRule } from '../../shared/routing/routing-config.ts';

const honor: CacheRule = { behavior: 'HonorOrigin', queryMode: 'IgnoreQueryString', queryParameters: [] };
const request = { method: 'GET', host: 'h', path: '/a', query: '', headers: {} };
const NOW = Date.parse('2026-01-01T00:00:00Z');

/** For how many seconds an answer is kept; 0 for not at all. */
function keptSeconds(
  rule: CacheRule,
  answer: Record<string, string>,
  asked: Record<string, string> = {},
  status = 200,
) {
  const decision = decideStore(rule, { ...request, headers: asked }, { status, headers: answer }, NOW, 0.5);
  return decision.keep ? (decision.freshUntilMs - NOW) / 1000 : 0;
}

describe('what is kept, and how long', () => {
  test.each([
    [{ 'cache-control': 'public, max-age=60' }, 60],
    [{ 'cache-control': 'max-age=60, s-maxage=5' }, 5],
    [{ 'cache-control': 'max-age=60', expires: 'Fri, 02 Jan 2026 00:00:00 GMT' }, 60],
    [{ expires: 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60],
    [{ expires: '0' }, 0],
    [{ 'cache-control': 'max-age=0' }, 0],
    [{ 'cache-control': 'max-age=-1' }, 0],
    [{ 'cache-control': 'max-age=99999999999' }, 366 * 86400],
    [{}, 2 * 86400],
    [{ 'cache-control': 'private, max-age=60' }, 0],
    [{ 'cache-control': 'No-Cache' }, 0],
    [{ 'cache-control': 'no-store' }, 0],
    [{ 'cache-control': 'max-age=60', 'set-cookie': 'a=1' }, 0],
    [{ 'cache-control': 'max-age=60', vary: 'Accept-Encoding' }, 60],
    [{ 'cache-control': 'max-age=60', vary: 'Origin' }, 0],
    [{ 'cache-control': 'max-age=60', vary: '*' }, 0],
    [{ 'cache-control': 'max-age=60', 'content-range': 'bytes 0-1/2' }, 0],
  ])('%j is kept %d s', (headers, seconds) => {
    expect(keptSeconds(honor, headers)).toBe(seconds);
  });

  test('never an answer to a signed, partial, failed or writing request', () => {
    const answer = { 'cache-control': 'public, max-age=60' };
    expect(keptSeconds(honor, answer, { authorization: 'Bearer x' })).toBe(0);
    expect(keptSeconds(honor, answer, { range: 'bytes=0-1' })).toBe(0);
    expect(keptSeconds(honor, answer, {}, 404)).toBe(0);
    const posted = { ...request, method: 'POST' };
    expect(decideStore(honor, posted, { status: 200, headers: answer }, NOW, 0)).toEqual({ keep: false });
    expect(mayUseCache(posted)).toBe(false);
  });

  test('an override rules the duration, but not over no-store', () => {
    const always: CacheRule = { ...honor, behavior: 'OverrideAlways', duration: '00:10:00' };
    const missing: CacheRule = { ...honor, behavior: 'OverrideIfOriginMissing', duration: '1.00:00:00' };
    expect(keptSeconds(always, { 'cache-control': 'max-age=5' })).toBe(600);
    expect(keptSeconds(missing, { 'cache-control': 'max-age=5' })).toBe(5);
    expect(keptSeconds(missing, {})).toBe(86400);
    expect(keptSeconds(always, { 'cache-control': 'no-store' })).toBe(0);
  });
});

test.each([
  ['IgnoreQueryString', [], '?b=2&a=1', 'h /a'],
  ['UseQueryString', [], '?b=2&a=1', 'h /a?a=1&b=2'],
  ['UseQueryString', [], '', 'h /a'],
  ['IgnoreSpecifiedQueryStrings', ['b'], '?b=2&a=1', 'h /a?a=1'],
  ['IncludeSpecifiedQueryStrings', ['b'], '?c&b=2&a=1', 'h /a?b=2'],
] as const)('%s %j with %s gives the key "%s"', (queryMode, queryParameters, query, key) => {
  expect(
    cacheKey({ ...honor, queryMode, queryParameters: [...queryParameters] }, { ...request, host: 'H', query }),
  ).toBe(key);
});

test.each([
  ['00:00:30', 30],
  ['1.02:03:04', 93784],
  ['25:00:00', 0],
  ['x', 0],
])('the duration %s is %d s', (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds);
});

test.each([
  [undefined, undefined],
  ['', undefined],
  ['gzip, deflate', 'gzip'],
  ['gzip, br;q=0.5', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0.0', undefined],
  ['identity', undefined],
])('for Accept-Encoding %s the encoding is %s', (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding);
});

test('only listed types between 1 KB and 8 MB are compressed', () => {
  const rule: CacheRule = { ...honor, compression: { types: ['text/css'] } };
  expect(isCompressible(rule, 'text/css; charset=utf-8', 2000)).toBe(true);
  expect(isCompressible(rule, 'text/css', 1000)).toBe(false);
  expect(isCompressible(rule, 'text/css', 9 * 1024 * 1024)).toBe(false);
  expect(isCompressible(rule, 'image/png', 2000)).toBe(false);
  expect(isCompressible(honor, 'text/css', 2000)).toBe(false);
});
