import fc from 'fast-check';
import { anyActions, anyCache, groups } from './any-action.ts';
import { anyCondition, anyWafCondition, list } from './any-condition.ts';
import type { Seen } from './interpreter/condition.ts';

const word = fc.constantFrom('a', 'b', 'ab', 'x.js', 'v1.0');
const folder = fc.constantFrom('/', '/a/', '/b/', '/a/b/');

const rule = fc.record({
  conditions: fc.array(anyCondition, { maxLength: 2 }),
  onMatch: fc.constantFrom('Continue', 'Continue', 'Stop'),
  actions: anyActions.map(([headers, ...more]) => [...headers, ...more]),
});
const numbered =
  (prefix: string) =>
  <T extends object>(ones: readonly T[]) =>
    ones.map((one, index) => ({ ...one, name: `${prefix}-${index}` }));
const ruleSets = fc
  .array(fc.record({ rules: fc.array(rule, { minLength: 1, maxLength: 4 }).map(numbered('rule')) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map(numbered('set'));

const pattern = fc.oneof(
  fc.constant('/*'),
  folder.map((path) => `${path}*`),
  fc.tuple(folder, word).map(([path, name]) => path + name),
);
const routes = fc
  .uniqueArray(pattern, { minLength: 1, maxLength: 4, selector: (one) => one.toLowerCase() })
  .chain((patterns) =>
    fc.tuple(
      ...patterns.map((one) =>
        fc.record(
          {
            patterns: fc.constant([one]),
            originGroup: groups,
            originPath: folder,
            methods: list(['GET', 'HEAD', 'POST']),
            ruleSets: fc.subarray(['set-0', 'set-1', 'set-2']),
            cache: fc.option(anyCache),
            enabled: fc.constantFrom(true, true, true, false),
            bodyBytes: fc.constantFrom(0, 10, 99),
          },
          { requiredKeys: ['patterns', 'originGroup', 'ruleSets'] },
        ),
      ),
    ),
  )
  .map(numbered('route'));

const wafRule = fc.record({
  type: fc.constant('Match'),
  action: fc.constantFrom('Block', 'Allow', 'Log'),
  conditions: fc.array(anyWafCondition, { minLength: 1, maxLength: 2 }),
});
const waf = fc.record({
  mode: fc.constant('Prevention'),
  custom: fc
    .array(wafRule, { maxLength: 3 })
    .map((rules) => rules.map((one, index) => ({ ...one, name: `Rule${index}`, priority: 10 - index }))),
});

/** The parts of a configuration that a deployment reads; rule sets that a route names and that are not there are left out. */
export const anyConfig = fc.record({ routes, ruleSets, waf: fc.option(waf, { nil: undefined }) }).map((drafts) => {
  const names = drafts.ruleSets.map(({ name }) => name);
  const routes = drafts.routes.map((route) => ({
    ...route,
    ruleSets: route.ruleSets.filter((one) => names.includes(one)),
  }));
  return { ...drafts, routes };
});

export const anyRequest: fc.Arbitrary<Seen> = fc.record({
  method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'DELETE'),
  host: fc.constant('bi.example.com'),
  path: fc
    .tuple(fc.array(fc.constantFrom('a', 'b', 'A', 'ab', 'c', 'x.js', 'v1.0'), { maxLength: 4 }), fc.boolean())
    .map(([segments, isFolder]) => `/${segments.join('/')}${isFolder && segments.length > 0 ? '/' : ''}`),
  query: fc.constantFrom('', '', 'v=1', 'v=1&w=2'),
  scheme: fc.constant('https' as const),
  headers: fc
    .record(
      {
        'x-in': fc.constantFrom('yes', 'no', ' Yes '),
        cookie: fc.constantFrom('c=1', 'c=1; d=2'),
        'content-length': fc.constantFrom('0', '10', '11', '100'),
      },
      { requiredKeys: [] },
    )
    .map((some) => ({ ...some })),
  address: fc.constantFrom('203.0.113.7', '198.51.100.7', '192.0.2.1'),
  httpVersion: fc.constantFrom('1.1', '2.0'),
  tlsVersion: fc.constantFrom('TLSv1.2', 'TLSv1.3'),
  clientPort: fc.constantFrom(50_000, 60_000),
});
