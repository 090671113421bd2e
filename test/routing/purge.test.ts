import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cacheKey } from '../../shared/routing/cache-rule.ts';
import { badPurgePaths, isPurged, type Purge } from '../../shared/routing/purge.ts';

const rule = { behavior: 'HonorOrigin' as const, queryMode: 'UseQueryString' as const, queryParameters: [] };
const keyOf = (host: string, path: string, query = '') =>
  cacheKey(rule, { method: 'GET', host, path, query, headers: {} });

describe('X-10: purge', () => {
  test.each<[Purge, string, boolean]>([
    [{ paths: ['/assets/a.js'] }, keyOf('app.example', '/assets/a.js'), true],
    [{ paths: ['/ASSETS/A.js'] }, keyOf('app.example', '/assets/a.JS'), true],
    [{ paths: ['/assets/a.js'] }, keyOf('app.example', '/assets/a.js', '?v=1'), true],
    [{ paths: ['/assets/a.js'] }, keyOf('app.example', '/assets/a.js.map'), false],
    [{ paths: ['/assets/*'] }, keyOf('app.example', '/assets/deep/a.js', '?v=1'), true],
    [{ paths: ['/assets/*'] }, keyOf('app.example', '/assets'), false],
    [{ paths: ['/assets/*'] }, keyOf('app.example', '/assetsx'), false],
    [{ paths: ['/*'] }, keyOf('app.example', '/'), true],
    [{ paths: ['/'] }, keyOf('app.example', '/a'), false],
    [{ hosts: ['APP.example'], paths: ['/*'] }, keyOf('App.Example', '/a'), true],
    [{ hosts: ['other.example'], paths: ['/*'] }, keyOf('app.example', '/a'), false],
    [{ paths: [] }, keyOf('app.example', '/a'), false],
  ])('%j and %s: %s', (purge, key, expected) => {
    expect(isPurged(purge, key)).toBe(expected);
  });

  test('a path purges whatever was kept for it, and "/*" everything', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (given, query) => {
        const path = given === '' || !given.startsWith('/') ? `/${given}` : given;
        const key = keyOf('app.example', path, query === '' ? '' : `?${query}`);
        expect(isPurged({ paths: ['/*'] }, key)).toBe(true);
        if (!path.includes('*')) expect(isPurged({ paths: [path.toUpperCase()] }, key)).toBe(true);
      }),
    );
  });

  test('paths that mean nothing are named', () => {
    expect(badPurgePaths({ paths: ['/ok', '/ok/*', 'x', '/a*', '/a/*/b', '/a?b', ''] })).toEqual([
      ...['x', '/a*', '/a/*/b', '/a?b', ''],
    ]);
  });
});
