import { describe, expect, test } from 'vitest';
import { checkEntrance, resolvesTo } from '../../shared/routing/access-switches.ts';
import { checkScheme, schemeToOrigin } from '../../shared/routing/check-scheme.ts';
import { asksForDebug, debugHeaders } from '../../shared/routing/client-headers.ts';
import { strictTransportSecurity } from '../../shared/routing/hsts.ts';
import { checkLockdown } from '../../shared/routing/lockdown.ts';
import { nextHop } from '../../shared/routing/request-chain.ts';
import { configWith, onlyRoute, routingOf } from './sample-config.ts';

describe('N-02: the two switches', () => {
  test.each([
    [false, false, true, false, 'public'],
    [false, true, true, true, 'private-endpoint'],
    [true, true, false, true, 'private-endpoint'],
    [true, false, false, false, 'public'],
  ] as const)('block %s, link %s: public %s, private %s, inside names lead to %s', (block, link, pub, priv, inside) => {
    const switches = { blockPublicAccess: block, privateLink: link };
    expect(checkEntrance(switches, 'public') === undefined).toBe(pub);
    expect(checkEntrance(switches, 'private-endpoint') === undefined).toBe(priv);
    expect(resolvesTo(switches, 'inside')).toBe(inside);
    expect(resolvesTo(switches, 'internet')).toBe('public');
  });
});

describe('X-06: lock-down of origins', () => {
  const id = 'AAAAAAAA-bbbb-4ccc-8ddd-eeeeeeeeeeee';
  test.each<[string, string | readonly string[] | undefined, boolean]>([
    ['our id', id, true],
    ['our id in the other case', id.toLowerCase(), true],
    ['no id', undefined, false],
    ['an empty id', '', false],
    ["another profile's id", 'BBBBBBBB-bbbb-4ccc-8ddd-eeeeeeeeeeee', false],
    ['the beginning of our id', id.slice(0, -1), false],
    ['more than our id', `${id}0`, false],
    ['our id twice', [id, id], false],
    ['a list with our id', `${id}, ${id}`, false],
  ])('%s', (_, value, isLetIn) => {
    expect(checkLockdown(id, { 'x-azure-fdid': value }) === undefined).toBe(isLetIn);
  });

  test('an origin that was not told an id refuses everything', () => {
    expect(checkLockdown('', { 'x-azure-fdid': '' })).toEqual({ code: 'NotThroughEdge' });
  });
});

describe('X-02: schemes', () => {
  const asked = { scheme: 'http' as const, host: 'app.example:80', path: '/x', query: '?a=1' };
  const route = (more: Readonly<Record<string, unknown>>) => onlyRoute(more);
  test('plain HTTP is redirected, refused or served as the route says', () => {
    expect(checkScheme(route({ httpsRedirect: true }), asked, false)).toEqual({
      kind: 'redirect',
      status: 307,
      location: 'https://app.example/x?a=1',
    });
    expect(checkScheme(route({ protocols: ['Https'] }), asked, false).kind).toBe('no-route');
    expect(checkScheme(route({}), asked, false).kind).toBe('serve');
    expect(checkScheme(route({ protocols: ['Http'] }), { ...asked, scheme: 'https' }, false).kind).toBe('no-route');
    expect(checkScheme(route({ httpsRedirect: true }), { ...asked, scheme: 'https' }, false).kind).toBe('serve');
  });

  test('the plain listener of a development stack serves', () => {
    expect(checkScheme(route({ httpsRedirect: true, protocols: ['Http', 'Https'] }), asked, true).kind).toBe('serve');
  });

  test.each([
    ['HttpOnly', 'http', 'http'],
    ['HttpsOnly', 'https', 'https'],
    ['MatchRequest', 'http', 'https'],
  ])('forwarding %s', (forwarding, overHttp, overHttps) => {
    expect(schemeToOrigin(route({ forwarding }), 'http')).toBe(overHttp);
    expect(schemeToOrigin(route({ forwarding }), 'https')).toBe(overHttps);
  });
});

test.each([
  [{ maxAgeSeconds: 31_536_000 }, 'max-age=31536000'],
  [
    { maxAgeSeconds: 31_536_000, includeSubDomains: true, preload: true },
    'max-age=31536000; includeSubDomains; preload',
  ],
  [undefined, undefined],
])('HSTS %j is sent as %s over TLS, and never over plain HTTP', (hsts, expected) => {
  const { tls } = routingOf(configWith([{ name: 'all', patterns: ['/*'] }], { tls: { ...(hsts && { hsts }) } }));
  expect(strictTransportSecurity(tls, 'https')).toBe(expected);
  expect(strictTransportSecurity(tls, 'http')).toBeUndefined();
});

describe('5.4: headers to the client', () => {
  test.each([
    [{ 'x-azure-debuginfo': '1' }, true],
    [{ 'x-azure-debuginfo': '0' }, false],
    [{}, false],
  ])('%j asks for debug headers: %s', (headers, expected) => {
    expect(asksForDebug(headers)).toBe(expected);
  });

  test('debug headers are there only for what happened', () => {
    expect(debugHeaders({ originStatus: 503, externalError: 'ServiceUnavailable' })).toEqual([
      ...['X-Azure-OriginStatusCode', '503', 'X-Azure-ExternalError', 'ServiceUnavailable'],
    ]);
    expect(debugHeaders({ internalError: 'RequestBlocked' })).toEqual(['X-Azure-InternalError', 'RequestBlocked']);
    expect(debugHeaders({})).toEqual([]);
  });
});

test.each([
  [{}, 1],
  [{ 'x-azure-requestchain': 'hops=1' }, 2],
  [{ 'x-azure-requestchain': 'hops=2' }, 3],
  [{ 'x-azure-requestchain': 'hops=3' }, { code: 'LoopDetected' }],
  [{ 'x-azure-requestchain': 'nonsense' }, 1],
])('5.4: %j makes it %j', (headers, expected) => {
  expect(nextHop(headers)).toEqual(expected);
});
