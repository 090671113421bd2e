import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchRoute, pathAtOrigin } from '../../shared/routing/match-route.ts';
import { configWith, routingOf } from './sample-config.ts';

const VECTOR = { A: '/', B: '/*', C: '/ab', D: '/abc', E: '/abc/', F: '/abc/*', G: '/abc/def', H: '/path/' };
const vectorRouting = routingOf(
  configWith(Object.entries(VECTOR).map(([name, pattern]) => ({ name: name.toLowerCase(), patterns: [pattern] }))),
);

function nameOf(routing: typeof vectorRouting, host: string, path: string, method = 'GET'): string {
  const match = matchRoute(routing, { host, path, method });
  return match.kind === 'route' ? match.route.name : match.kind;
}

describe("Front Door's path matching", () => {
  test.each([
    ['/', 'a'],
    ['/a', 'b'],
    ['/ab', 'c'],
    ['/abc', 'd'],
    ['/abzzz', 'b'],
    ['/abc/', 'e'],
    ['/abc/d', 'f'],
    ['/abc/def', 'g'],
    ['/abc/defzzz', 'f'],
    ['/abc/def/ghi', 'f'],
    ['/path', 'b'],
    ['/path/', 'h'],
    ['/path/zzz', 'b'],
    ['/ABC/Def', 'g'],
  ])('%s goes to route %s', (path, route) => {
    expect(nameOf(vectorRouting, 'any.example', path)).toBe(route);
  });

  test('the order in which routes are written is no matter', () => {
    const specs = Object.entries(VECTOR).map(([name, pattern]) => ({ name: name.toLowerCase(), patterns: [pattern] }));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(specs, { minLength: specs.length }),
        fc.constantFrom('/', '/ab', '/abc/', '/abc/def', '/abc/x/y', '/path', '/zzz'),
        (shuffled, path) => {
          expect(nameOf(routingOf(configWith(shuffled)), 'h', path)).toBe(nameOf(vectorRouting, 'h', path));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('host matching', () => {
  const routing = routingOf(
    configWith([
      { name: 'every', domains: ['*'], patterns: ['/*'] },
      { name: 'wild', domains: ['*.example.com'], patterns: ['/*'] },
      { name: 'wilder', domains: ['*.eu.example.com'], patterns: ['/*'] },
      { name: 'exact', domains: ['app.example.com'], patterns: ['/only'] },
    ]),
  );
  test.each([
    ['other.test', '/x', 'every'],
    ['a.example.com', '/x', 'wild'],
    ['a.eu.example.com', '/x', 'wilder'],
    ['APP.Example.COM:8080', '/only', 'exact'],
    ['app.example.com.', '/only', 'exact'],
    ['app.example.com', '/elsewhere', 'no-route'],
    ['example.com', '/x', 'every'],
    ['[::1]:8080', '/x', 'every'],
    ['', '/x', 'every'],
  ])('%s%s goes to %s', (host, path, route) => {
    expect(nameOf(routing, host, path)).toBe(route);
  });

  test('an unknown host has no route where no route takes every host', () => {
    const closed = routingOf(configWith([{ name: 'exact', domains: ['app.example.com'], patterns: ['/*'] }]));
    expect(nameOf(closed, 'evil.test', '/')).toBe('no-route');
  });
});

test('a method that the route does not take is refused with those that it takes', () => {
  const routing = routingOf(configWith([{ name: 'put', patterns: ['/in/*'], methods: ['PUT', 'HEAD'] }]));
  expect(matchRoute(routing, { host: 'h', path: '/in/x', method: 'GET' })).toEqual({
    kind: 'method-refused',
    allow: 'PUT, HEAD',
  });
  expect(nameOf(routing, 'h', '/in/x', 'PUT')).toBe('put');
  expect(nameOf(vectorRouting, 'h', '/', 'TRACE')).toBe('method-refused');
});

test('a disabled route does not match', () => {
  const routing = routingOf(
    configWith([
      { name: 'off', patterns: ['/off'], enabled: false },
      { name: 'on', patterns: ['/on'] },
    ]),
  );
  expect(nameOf(routing, 'h', '/off')).toBe('no-route');
});

test.each([
  [undefined, '/in/*', '/in/A/b%2Fc', '/in/A/b%2Fc'],
  ['/', '/in/*', '/IN/A/b%2Fc', '/A/b%2Fc'],
  ['/base/', '/in/*', '/in/', '/base/'],
  ['/base/', '/exact', '/exact', '/base/'],
])('with the origin path %s and pattern %s, %s becomes %s', (originPath, pattern, path, expected) => {
  const routing = routingOf(configWith([{ name: 'one', patterns: [pattern], ...(originPath && { originPath }) }]));
  const match = matchRoute(routing, { host: 'h', path, method: 'GET' });
  expect(match.kind === 'route' && pathAtOrigin(match.entry, path)).toBe(expected);
});
