import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frontDoorObjects } from '../../dev/infra/front-door-objects.ts';
import { wafObject } from '../../dev/infra/waf-objects.ts';
import { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { configWith, routingOf } from '../routing/sample-config.ts';
import { anyConfig, anyRequest } from './any-config.ts';
import { type Decided, edgeDecision } from './edge-decision.ts';
import type { Seen } from './interpreter/condition.ts';
import { frontDoor, type Outcome } from './interpreter/front-door.ts';
import { readGenerated } from './interpreter/generated.ts';

/**
 * What the edge decides over a request, against what an interpreter makes of the objects that are generated from the same
 * configuration. Left out is what Front Door cannot say; `docs/deploy.md` lists it.
 */

type Parts = {
  readonly routes: Parameters<typeof configWith>[0];
  readonly ruleSets?: unknown;
  readonly waf?: unknown;
};

function documentOf({ routes, ...more }: Parts) {
  const originGroups = ['one', 'two'].map((name) => ({
    name,
    origins: [{ name: `${name}-origin`, serves: 'static', host: `${name}.example` }],
  }));
  return configWith(routes, { originGroups, ...more });
}

function bothSides(parts: Parts) {
  const document = documentOf(parts);
  const config = RoutingConfig.parse(document);
  const [edgeText, wafText] = [frontDoorObjects(config), wafObject(config)].map((one) => JSON.stringify(one, null, 2));
  const deployed = frontDoor(readGenerated(edgeText ?? '', wafText ?? ''));
  return {
    edge: edgeDecision(routingOf(document)),
    deployed: (seen: Seen) => asDecided(deployed(seen)),
    texts: { edge: edgeText ?? '', waf: wafText ?? '' },
  };
}

/** Headers that rules of the configuration change; the others are the edge's own business on both sides. */
const CHANGED = ['x-in', 'x-a', 'x-b'];

function asDecided(outcome: Outcome): Decided {
  if (outcome.kind !== 'forwarded') return outcome;
  const { kind, group, path, requestHeaders, responseHeaders, cache } = outcome;
  return { kind, group, path, requestHeaders, responseHeaders, cache };
}

function comparable(decided: Decided): unknown {
  if (decided.kind !== 'forwarded') return decided;
  const only = (table: Readonly<Record<string, string | undefined>>) => CHANGED.map((name) => table[name] ?? null);
  return {
    ...decided,
    requestHeaders: only(decided.requestHeaders),
    responseHeaders: only(decided.responseHeaders),
  };
}

const REQUEST: Seen = {
  method: 'GET',
  host: 'bi.example.com',
  path: '/a/b/x.js',
  query: 'v=1',
  scheme: 'https',
  headers: { 'x-in': 'yes' },
  address: '203.0.113.7',
};
const HONOR = { behavior: 'HonorOrigin', queryMode: 'UseQueryString' };
const ALWAYS = { behavior: 'OverrideAlways', duration: '00:10:00', queryMode: 'IgnoreQueryString' };
const KEPT = { query: 'UseQueryString', parameters: '', behavior: 'HonorOrigin', duration: undefined };

type RuleSpec = Readonly<Record<string, unknown>>;
/** One route below `/a/` with these rules. */
const ruled = (rules: readonly RuleSpec[], route: RuleSpec = {}): Parts => ({
  routes: [{ name: 'only', patterns: ['/a/*'], originGroup: 'one', ruleSets: ['set'], ...route }],
  ruleSets: [{ name: 'set', rules: rules.map((rule, index) => ({ name: `rule-${index}`, ...rule })) }],
});
const redirect = (more: RuleSpec = {}) => ({ actions: [{ type: 'UrlRedirect', status: 308, ...more }] });
const rewrite = (source: string, destination: string, preserveUnmatchedPath = false) => ({
  actions: [{ type: 'UrlRewrite', source, destination, preserveUnmatchedPath }],
});
const override = (more: RuleSpec) => ({ actions: [{ type: 'RouteConfigurationOverride', ...more }] });
const sets = (op: string, header: string, value?: string, type = 'ModifyRequestHeader') => ({
  actions: [{ type, op, header, ...(value !== undefined && { value }) }],
});

const VECTORS: readonly (readonly [string, Parts, Partial<Seen>, Partial<Decided>])[] = [
  [
    'a redirect keeps what it does not name',
    ruled([redirect()]),
    {},
    { kind: 'redirected', status: 308, location: 'https://bi.example.com/a/b/x.js?v=1' },
  ],
  [
    'a redirect changes what it names',
    ruled([redirect({ status: 302, host: 'new.example', path: '/moved', query: 'k=v', fragment: 'top' })]),
    {},
    { status: 302, location: 'https://new.example/moved?k=v#top' },
  ],
  [
    'a redirect to plain HTTP',
    ruled([redirect({ status: 307, protocol: 'Http' })]),
    { query: '' },
    { status: 307, location: 'http://bi.example.com/a/b/x.js' },
  ],
  [
    'a redirect ends what follows',
    ruled([redirect({ path: '/first' }), redirect({ path: '/second' })]),
    {},
    { location: 'https://bi.example.com/first?v=1' },
  ],
  [
    'plain HTTP is sent to HTTPS before rules',
    ruled([redirect()], { httpsRedirect: true }),
    { scheme: 'http' },
    { status: 307, location: 'https://bi.example.com/a/b/x.js?v=1' },
  ],
  [
    'a rewrite looks at what follows the pattern',
    ruled([rewrite('/b/', '/new/', true)]),
    {},
    { kind: 'forwarded', path: '/a/new/x.js' },
  ],
  ['a rewrite that keeps nothing', ruled([rewrite('/', '/new.html')]), {}, { path: '/a/new.html' }],
  ['a rewrite that does not match', ruled([rewrite('/c/', '/new/')]), {}, { path: '/a/b/x.js' }],
  [
    'a rewrite before an origin path',
    ruled([rewrite('/b/', '/new/', true)], { originPath: '/base/' }),
    {},
    { path: '/base/new/x.js' },
  ],
  [
    'of two rewrites the later one',
    ruled([rewrite('/', '/one/', true), rewrite('/', '/two/', true)]),
    {},
    { path: '/a/two/b/x.js' },
  ],
  [
    'no rewrite of an exact path',
    ruled([rewrite('/', '/new/')], { patterns: ['/a/b/x.js'] }),
    {},
    { path: '/a/b/x.js' },
  ],
  [
    'an override of the group keeps nothing',
    ruled([override({ originGroup: 'two' })], { cache: HONOR }),
    {},
    { group: 'two', cache: undefined },
  ],
  [
    'an override of group and cache',
    ruled([override({ originGroup: 'two', cache: HONOR })]),
    {},
    { group: 'two', cache: KEPT },
  ],
  ['an override of the cache alone', ruled([override({ cache: HONOR })]), {}, { group: 'one', cache: KEPT }],
  [
    'an override that turns the cache off',
    ruled([override({ cache: null })], { cache: HONOR }),
    {},
    { group: 'one', cache: undefined },
  ],
  [
    'the last override counts as a whole',
    ruled([override({ originGroup: 'two' }), override({ cache: HONOR })]),
    {},
    { group: 'one', cache: KEPT },
  ],
  [
    'a rule wins over the cache time of its route',
    ruled([override({ cache: HONOR })], { cache: ALWAYS }),
    {},
    { cache: KEPT },
  ],
  [
    'a rule that stops leaves the cache time of its route alone',
    ruled([{ ...sets('Overwrite', 'X-A', '1'), onMatch: 'Stop' }, override({ cache: null })], { cache: ALWAYS }),
    {},
    { cache: { query: 'IgnoreQueryString', parameters: '', behavior: 'OverrideAlways', duration: '00:10:00' } },
  ],
  [
    'what is appended follows without a delimiter',
    ruled([sets('Append', 'X-In', '2'), sets('Append', 'X-A', '1')]),
    {},
    { requestHeaders: { 'x-in': 'yes2', 'x-a': '1', 'x-b': undefined } },
  ],
];

describe('X-11: actions of rules', () => {
  test.each(VECTORS)('%s, at the edge and in the objects', (_, parts, changes, expected) => {
    const { edge, deployed } = bothSides(parts);
    const seen = { ...REQUEST, ...changes };
    for (const decided of [edge(seen), deployed(seen)]) {
      const found: Readonly<Record<string, unknown>> = decided;
      for (const [key, value] of Object.entries(expected)) {
        const wanted: unknown = value;
        if (key === 'requestHeaders') expect(found[key]).toMatchObject(JSON.parse(JSON.stringify(wanted)));
        else expect(found[key], key).toEqual(wanted);
      }
    }
  });
});

test('X-11: any configuration and any request come to the same at the edge and in the objects', () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(anyConfig, fc.array(anyRequest, { minLength: 5, maxLength: 20 }), (config, requests) => {
      const { edge, deployed } = bothSides(config);
      for (const seen of requests) {
        const ours = edge(seen);
        outcomes.set(ours.kind, (outcomes.get(ours.kind) ?? 0) + 1);
        expect(comparable(deployed(seen))).toEqual(comparable(ours));
      }
    }),
    { numRuns: 400 },
  );
  // A comparison of nothing but refusals would say little.
  for (const kind of ['refused', 'no-route', 'redirected', 'forwarded'])
    expect(outcomes.get(kind), kind).toBeGreaterThan(20);
});

test.each([
  ['a redirect to another status', redirect(), '"PermanentRedirect"', '"Moved"'],
  [
    'a rewrite that keeps the rest',
    rewrite('/b/', '/new/'),
    '"preserveUnmatchedPath": false',
    '"preserveUnmatchedPath": true',
  ],
  ['a rewrite of something else', rewrite('/b/', '/new/'), '"sourcePattern": "/b/"', '"sourcePattern": "/c/"'],
  ['an override to another group', override({ originGroup: 'two' }), 'originGroups/two"', 'originGroups/one"'],
  [
    'an override with another cache',
    override({ cache: HONOR }),
    '"cacheBehavior": "HonorOrigin"',
    '"cacheBehavior": "OverrideAlways"',
  ],
])('the comparison finds %s', (_, rule, from, to) => {
  const { edge, texts } = bothSides(ruled([rule]));
  expect(texts.edge).toContain(from);
  const planted = frontDoor(readGenerated(texts.edge.replaceAll(from, to), texts.waf));
  expect(comparable(asDecided(planted(REQUEST)))).not.toEqual(comparable(edge(REQUEST)));
});

test.each(['Forwarded', 'x-azure-fdid', 'X-Forwarded-For', 'Host'])(
  'a rule for %s, which Front Door keeps for itself, is refused',
  (header) => {
    expect(RoutingConfig.safeParse(documentOf(ruled([sets('Delete', header)]))).success).toBe(false);
  },
);

test('an empty query or fragment of a redirect, which Front Door reads as none, is refused', () => {
  for (const more of [{ query: '' }, { fragment: '' }]) {
    expect(RoutingConfig.safeParse(documentOf(ruled([redirect(more)]))).success).toBe(false);
  }
});
