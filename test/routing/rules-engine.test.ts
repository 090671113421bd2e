import { describe, expect, test } from 'vitest';
import { pathAtOrigin } from '../../shared/routing/match-route.ts';
import type { RequestFacts } from '../../shared/routing/request-facts.ts';
import type { UrlRewrite } from '../../shared/routing/rule-schema.ts';
import { applyRules, rewrittenPath, rulesLookAtBody } from '../../shared/routing/rules-engine.ts';
import { configWith, onlyRoute, routingOf } from './sample-config.ts';
import { factsOf, geoOf } from './sample-facts.ts';

type Rule = Readonly<Record<string, unknown>>;
const overwrite = (header: string, value: string) => ({ type: 'ModifyRequestHeader', op: 'Overwrite', header, value });
const shows = (header: string, value: string) => ({ type: 'ModifyResponseHeader', op: 'Append', header, value });
const pathBegins = (...values: readonly string[]) => ({ variable: 'UrlPath', operator: 'BeginsWith', values });
const isGet = { variable: 'RequestMethod', operator: 'Equal', values: ['GET'] };

const routeWith = (rules: readonly Rule[], more: Rule = {}) =>
  onlyRoute(
    { ruleSets: ['one', 'two'], ...more },
    {
      ruleSets: [
        { name: 'one', rules: rules.map((rule, index) => ({ name: `r${index}`, ...rule })) },
        { name: 'two', rules: [{ name: 'last', actions: [overwrite('X-Last', '1')] }] },
      ],
    },
  );

function outcomeOf(rules: readonly Rule[], facts: Partial<RequestFacts> = {}, more: Rule = {}) {
  return applyRules(routeWith(rules, more), factsOf(facts), geoOf);
}

function headersSet(rules: readonly Rule[], facts: Partial<RequestFacts> = {}): readonly string[] {
  return outcomeOf(rules, facts).route.requestActions.map(({ header, value }) => `${header}=${value}`);
}

describe('X-11: which rules act', () => {
  test.each([
    ['no condition: always', [{ actions: [overwrite('X-A', '1')] }], ['X-A=1', 'X-Last=1']],
    [
      'all conditions must hold',
      [
        { conditions: [isGet, pathBegins('files/')], actions: [overwrite('X-A', '1')] },
        { conditions: [isGet, pathBegins('other/')], actions: [overwrite('X-B', '1')] },
      ],
      ['X-A=1', 'X-Last=1'],
    ],
    [
      'one value of a condition is enough',
      [{ conditions: [pathBegins('other/', 'files/')], actions: [overwrite('X-A', '1')] }],
      ['X-A=1', 'X-Last=1'],
    ],
    [
      'a rule that stops is the last, of later rule sets too',
      [
        { conditions: [isGet], onMatch: 'Stop', actions: [overwrite('X-A', '1')] },
        { actions: [overwrite('X-B', '1')] },
      ],
      ['X-A=1'],
    ],
    [
      'a rule that would stop but does not match stops nothing',
      [
        { conditions: [pathBegins('other/')], onMatch: 'Stop', actions: [overwrite('X-A', '1')] },
        { actions: [overwrite('X-B', '1')] },
      ],
      ['X-B=1', 'X-Last=1'],
    ],
    [
      'actions act in the order of rules',
      [
        { conditions: [isGet], actions: [overwrite('X-A', '1'), overwrite('X-B', '1')] },
        { actions: [overwrite('X-A', '2')] },
      ],
      ['X-A=1', 'X-B=1', 'X-A=2', 'X-Last=1'],
    ],
  ])('%s', (_, rules, expected) => {
    expect(headersSet(rules)).toEqual(expected);
  });

  test('rules that look at nothing are told before any request comes', () => {
    const route = routeWith([{ actions: [overwrite('X-A', '1'), shows('X-B', '2')] }]);
    expect(route.rules).toEqual([]);
    expect(route.requestActions.map(({ header }) => header)).toEqual(['X-A', 'X-Last']);
    expect(route.responseActions.map(({ header }) => header)).toEqual(['X-B']);
    expect(applyRules(route, factsOf(), geoOf).route).toBe(route);
  });

  test('a regular expression answers alike, however often it is asked', () => {
    const route = routeWith([
      {
        conditions: [{ variable: 'UrlPath', operator: 'RegEx', values: ['^files/[a-z]+$'] }],
        actions: [overwrite('X-A', '1')],
      },
    ]);
    const counts = ['/files/x', '/files/x', '/files/X', '/files/x'].map(
      (path) => applyRules(route, factsOf({ path }), geoOf).route.requestActions.length,
    );
    expect(counts).toEqual([2, 2, 1, 2]);
  });

  test('a rule with a condition does not act before it was asked', () => {
    const route = routeWith([{ conditions: [pathBegins('other/')], actions: [overwrite('X-A', '1')] }]);
    expect(route.requestActions).toEqual([]);
    expect(route.rules).toHaveLength(2);
  });

  test('rules on the body say that they need it', () => {
    const body = { variable: 'RequestBody', operator: 'Contains', values: ['x'] };
    expect(rulesLookAtBody(routeWith([{ conditions: [body], actions: [overwrite('X-A', '1')] }]))).toBe(true);
    expect(rulesLookAtBody(routeWith([{ conditions: [isGet], actions: [overwrite('X-A', '1')] }]))).toBe(false);
  });
});

describe('X-11: redirects', () => {
  const redirect = (more: Rule) => [{ actions: [{ type: 'UrlRedirect', status: 308, ...more }] }];
  test.each([
    [{ protocol: 'Https' }, { scheme: 'http' as const }, 'https://app.example/files/Report.pdf?a=1'],
    [{ protocol: 'Https' }, { scheme: 'http' as const, host: 'h:8080' }, 'https://h/files/Report.pdf?a=1'],
    [{}, { host: 'h:8443' }, 'https://h:8443/files/Report.pdf?a=1'],
    [{ host: 'new.example' }, {}, 'https://new.example/files/Report.pdf?a=1'],
    [{ path: '/moved' }, {}, 'https://app.example/moved?a=1'],
    [{ query: 'b=2', fragment: 'top' }, {}, 'https://app.example/files/Report.pdf?b=2#top'],
    [{}, { path: '//evil.example/x' }, 'https://app.example//evil.example/x?a=1'],
  ])('%j of %j leads to %s', (more, facts, location) => {
    expect(outcomeOf(redirect(more), { query: '?a=1', ...facts })).toMatchObject({
      kind: 'redirect',
      status: 308,
      location,
    });
  });

  test('a redirect ends the work, with the response headers that were set before it', () => {
    const rules = [{ actions: [shows('X-A', '1')] }, ...redirect({}), { actions: [shows('X-B', '1')] }];
    const { route, kind } = outcomeOf(rules);
    expect(kind).toBe('redirect');
    expect(route.responseActions.map(({ header }) => header)).toEqual(['X-A']);
  });
});

describe('X-11: rewrites', () => {
  const rewrite = (source: string, destination: string, preserveUnmatchedPath = false): UrlRewrite => ({
    type: 'UrlRewrite',
    source,
    destination,
    preserveUnmatchedPath,
  });
  const entryOf = (pattern: string, originPath?: string) => {
    const routing = routingOf(configWith([{ name: 'one', patterns: [pattern], ...(originPath && { originPath }) }]));
    const entry = routing.everyHost?.prefixes[0] ?? routing.everyHost?.exact.get(pattern);
    if (entry === undefined) throw new Error('no entry');
    return entry;
  };
  test.each([
    ['/*', undefined, rewrite('/', '/foo/', true), '/sub/1.jpg', '/foo/sub/1.jpg'],
    ['/*', undefined, rewrite('/sub/', '/foo/', true), '/sub/image/1.jpg', '/foo/image/1.jpg'],
    ['/*', undefined, rewrite('/sub/', '/foo/2.jpg'), '/sub/image/1.jpg', '/foo/2.jpg'],
    ['/*', undefined, rewrite('/other/', '/foo/'), '/sub/1.jpg', '/sub/1.jpg'],
    // Only what comes after the pattern is looked at and replaced.
    ['/app/*', undefined, rewrite('/old/', '/new/', true), '/app/old/x', '/app/new/x'],
    ['/app/*', '/', rewrite('/old/', '/new/', true), '/app/old/x', '/new/x'],
    ['/app/*', '/base/', rewrite('/', '/v2/', true), '/APP/x', '/base/v2/x'],
    ['/exact', undefined, rewrite('/', '/foo/'), '/exact', '/exact'],
    ['/*', undefined, undefined, '/sub/1.jpg', '/sub/1.jpg'],
  ])('pattern %s, origin path %s, %j: %s becomes %s', (pattern, originPath, action, path, expected) => {
    const entry = entryOf(pattern, originPath);
    expect(pathAtOrigin(entry, rewrittenPath(path, entry, action))).toBe(expected);
  });

  test('of two rewrites the later one counts', () => {
    const outcome = outcomeOf([
      { actions: [rewrite('/', '/a/')] },
      { conditions: [isGet], actions: [rewrite('/', '/b/')] },
    ]);
    expect(outcome.kind === 'forward' && outcome.rewrite?.destination).toBe('/b/');
  });
});

test('X-11: an override changes group and cache of this request only', () => {
  const groups = ['gateway', 'static'].map((name) => ({
    name,
    origins: [{ name, serves: 'static', host: `${name}.example` }],
  }));
  const cache = { behavior: 'HonorOrigin', queryMode: 'UseQueryString' };
  const override = { type: 'RouteConfigurationOverride', originGroup: 'static', forwarding: 'HttpsOnly', cache };
  const route = onlyRoute(
    { ruleSets: ['set'] },
    {
      originGroups: groups,
      ruleSets: [
        {
          name: 'set',
          rules: [
            { name: 'static', conditions: [pathBegins('files/')], actions: [override] },
            { name: 'none', conditions: [pathBegins('files/live/')], actions: [{ type: override.type, cache: null }] },
          ],
        },
      ],
    },
  );
  const at = (path: string) => applyRules(route, factsOf({ path }), geoOf).route;
  expect(at('/files/x')).toMatchObject({ group: { name: 'static' }, forwarding: 'HttpsOnly', cache });
  expect(at('/files/live/x')).toMatchObject({ group: { name: 'gateway' }, forwarding: 'MatchRequest', cache: null });
  expect(at('/else')).toMatchObject({ group: { name: 'gateway' }, forwarding: 'MatchRequest', cache: null });
});
