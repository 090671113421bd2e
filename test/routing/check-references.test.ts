import { describe, expect, test } from 'vitest';
import { parseRouting } from '../../shared/routing/parse-routing.ts';
import { configWith } from './sample-config.ts';

type Spec = Readonly<Record<string, unknown>>;
const all = { name: 'all', patterns: ['/*'] };
function refusal(more: Spec, route: Spec = {}): readonly string[] {
  const parsed = parseRouting(configWith([{ ...all, ...route }], more));
  return parsed.kind === 'routing' ? [] : parsed.problems.map(({ where, what }) => `${where} ${what}`);
}
const origin = (name: string, more: Spec = {}) => ({ name, serves: 'gateway', host: `${name}.example`, ...more });
const group = (more: Spec) => ({ originGroups: [{ name: 'gateway', origins: [origin('gateway')], ...more }] });
const rules = (...list: readonly Spec[]) => ({
  ruleSets: [{ name: 'set', rules: list.map((rule, index) => ({ name: `r${index}`, ...rule })) }],
});
const header = { type: 'ModifyRequestHeader', op: 'Overwrite', header: 'X-A', value: '1' };
const redirect = { type: 'UrlRedirect', status: 301 };
const override = (more: Spec) => ({ type: 'RouteConfigurationOverride', ...more });
const cache = { behavior: 'HonorOrigin', queryMode: 'UseQueryString' };
const anyPath = { variable: 'UrlPath', operator: 'Any' };
const wafRule = {
  name: 'a',
  priority: 1,
  type: 'Match',
  action: 'Block',
  conditions: [{ variable: 'RequestUri', operator: 'Any' }],
};
const waf = (more: Spec) => ({ waf: { mode: 'Prevention', custom: [wafRule], ...more } });
const monitor = { protocol: 'HTTPS', port: 443, path: '/' };
const traffic = (method: string, endpoints: readonly Spec[], more: Spec = {}) => ({
  trafficManager: { method, monitor, endpoints, ...more },
});
const api = { name: 'api', patterns: ['/v1.0/*'], backend: 'gateway' };
const backend = { name: 'gateway', origin: 'gateway' };
const policies = (apis: readonly Spec[], backends: readonly Spec[] = [backend]) => ({
  gatewayPolicies: { apis, backends },
});
const regions = [
  { name: 'west', location: 'westeurope', pairedWith: 'north' },
  { name: 'north', location: 'northeurope', pairedWith: 'west' },
];
const cluster = { name: 'one', region: 'west', originGroup: 'gateway' };

describe('what is new in the schema may all be left out, and may all be there', () => {
  test('left out', () => {
    expect(refusal({})).toEqual([]);
  });

  test('all there', () => {
    const full = {
      tls: { minimumVersion: 'TLS13', hsts: { maxAgeSeconds: 60 } },
      domains: [{ host: 'app.example' }, { host: 'api.example', certificate: { keyVaultSecret: `\${CERT}` } }],
      ...group({
        probe: { path: '/healthz' },
        sessionAffinity: true,
        loadBalancing: { sampleSize: 2, successfulSamplesRequired: 1 },
      }),
      ...rules({ conditions: [anyPath], onMatch: 'Stop', actions: [header] }),
      ...waf({ managed: [{ type: 'Microsoft_DefaultRuleSet', version: '2.1' }] }),
      ...traffic('Performance', [{ name: 'a', target: 'a.example', region: 'westeurope' }]),
      ...policies([api]),
      regions,
      clusters: [cluster],
      networkAccess: { blockPublicAccess: true, privateLink: true },
      lockdown: { header: 'X-Azure-FDID' },
    };
    expect(refusal(full, { ruleSets: ['set'], httpsRedirect: true, forwarding: 'HttpsOnly' })).toEqual([]);
  });
});

describe('a configuration is refused with', () => {
  test.each<[string, Spec, string, Spec?]>([
    ['TLS 1.0', { tls: { minimumVersion: 'TLS10' } }, '/tls/minimumVersion must be "TLS12" or "TLS13": nothing lower'],
    ['TLS 1.1', { tls: { minimumVersion: 'TLS11' } }, '/tls/minimumVersion must be "TLS12" or "TLS13"'],
    [
      'preload for a short time',
      { tls: { hsts: { maxAgeSeconds: 60, includeSubDomains: true, preload: true } } },
      '/tls/hsts/preload needs',
    ],
    ['a domain twice', { domains: [{ host: 'a.example' }, { host: 'a.example' }] }, '/domains/1/host there is another'],
    [
      'a domain that is not listed',
      { domains: [{ host: 'a.example' }] },
      '/routes/0/domains/0 "b.example" is not among',
      { domains: ['b.example'] },
    ],
    [
      'a sample that cannot be reached',
      group({ loadBalancing: { sampleSize: 2, successfulSamplesRequired: 3 } }),
      '/originGroups/0/loadBalancing/successfulSamplesRequired',
    ],
    ['a probe every 256 s', group({ probe: { intervalSeconds: 256 } }), '/originGroups/0/probe/intervalSeconds'],
    ['a priority of 6', group({ origins: [origin('a', { priority: 6 })] }), '/originGroups/0/origins/0/priority'],
    ['a weight of 1001', group({ origins: [origin('a', { weight: 1001 })] }), '/originGroups/0/origins/0/weight'],
    [
      'private and public origins mixed',
      group({
        origins: [
          origin('a', { privateLink: { resource: `\${A_ID}`, groupId: 'sites', location: 'westeurope' } }),
          origin('b'),
        ],
      }),
      '/originGroups/0/origins either all origins of a group have a private link, or none',
    ],
    [
      "a private link to an internal role's resource",
      group({
        origins: [
          origin('a', { privateLink: { resource: `\${PRESENTATION_ID}`, groupId: 'sites', location: 'westeurope' } }),
        ],
      }),
      '/originGroups/0/origins/0/privateLink/resource "presentation" is an internal role',
    ],
    [
      'origins of two roles in a group',
      group({ origins: [origin('a'), origin('b', { serves: 'static' })] }),
      '/originGroups/0/origins origins that stand in',
    ],
    [
      '11 conditions',
      rules({ conditions: Array(11).fill(anyPath), actions: [header] }),
      '/ruleSets/0/rules/0/conditions a rule has at most 10',
    ],
    ['6 actions', rules({ actions: Array(6).fill(header) }), '/ruleSets/0/rules/0/actions a rule has at most 5'],
    ['two redirects', rules({ actions: [redirect, redirect] }), '/ruleSets/0/rules/0/actions may hold one redirect'],
    [
      'a redirect and an override',
      rules({ actions: [redirect, override({ cache: null })] }),
      '/ruleSets/0/rules/0/actions a redirect goes neither',
    ],
    [
      'a redirect to a page of scripts',
      rules({ actions: [{ ...redirect, path: 'javascript:x' }] }),
      '/ruleSets/0/rules/0/actions/0/path',
    ],
    [
      'a redirect of status 200',
      rules({ actions: [{ ...redirect, status: 200 }] }),
      '/ruleSets/0/rules/0/actions/0/status must be 301',
    ],
    ['an override of nothing', rules({ actions: [override({})] }), '/ruleSets/0/rules/0/actions/0 must name'],
    [
      'two rules of one name',
      {
        ruleSets: [
          {
            name: 'set',
            rules: [
              { name: 'r', actions: [header] },
              { name: 'r', actions: [header] },
            ],
          },
        ],
      },
      '/ruleSets/0/rules/1/name there is another rule',
    ],
    [
      'an override to a group that is not there',
      rules({ actions: [override({ originGroup: 'nowhere' })] }),
      '/ruleSets/0/rules/0/actions/0/originGroup there is no origin group',
    ],
    [
      'an override to an internal role',
      rules({ actions: [override({ originGroup: 'presentation' })] }),
      '/ruleSets/0/rules/0/actions/0/originGroup "presentation" is an internal role',
    ],
    [
      'a cache by override for a role',
      rules({ actions: [override({ cache })] }),
      '/routes/0/ruleSets only static files may be cached',
      { ruleSets: ['set'] },
    ],
    [
      'a cached route that an override sends to a role',
      rules({ actions: [override({ originGroup: 'gateway' })] }),
      '/routes/0/cache only static',
      { ruleSets: ['set'], originGroup: 'static', cache },
    ],
    [
      'a redirect to HTTPS that it does not serve',
      {},
      '/routes/0/httpsRedirect needs both',
      { httpsRedirect: true, protocols: ['Http'] },
    ],
    [
      'two firewall rules of one priority',
      waf({ custom: [wafRule, { ...wafRule, name: 'b' }] }),
      '/waf/custom/1/priority rule "a" has the priority 1 already',
    ],
    [
      'two firewall rules of one name',
      waf({ custom: [wafRule, { ...wafRule, name: 'A', priority: 2 }] }),
      '/waf/custom/1/name there is another rule',
    ],
    [
      'a rate limit without a threshold',
      waf({ custom: [{ ...wafRule, type: 'RateLimit' }] }),
      '/waf/custom/0/threshold is needed',
    ],
    [
      'a window of 2 minutes',
      waf({ custom: [{ ...wafRule, type: 'RateLimit', threshold: 1, windowMinutes: 2 }] }),
      '/waf/custom/0/windowMinutes must be 1 or 5',
    ],
    [
      'a limit that allows',
      waf({ custom: [{ ...wafRule, type: 'RateLimit', threshold: 1, action: 'Allow' }] }),
      '/waf/custom/0/action a rate limit that allows',
    ],
    ['a redirect to nowhere', waf({ custom: [{ ...wafRule, action: 'Redirect' }] }), '/waf/redirectUrl is needed'],
    ['a block of status 500', waf({ block: { status: 500 } }), '/waf/block/status must be 200'],
    [
      'managed rules without Premium',
      {
        ...waf({ managed: [{ type: 'Microsoft_DefaultRuleSet', version: '2.1' }] }),
        profile: { name: 'p', sku: 'Standard_AzureFrontDoor', frontDoorId: `\${ID}`, originResponseTimeoutSeconds: 60 },
      },
      '/waf/managed managed rule sets need',
    ],
    [
      'a priority twice',
      traffic('Priority', [
        { name: 'a', target: 'a.example', priority: 1 },
        { name: 'b', target: 'b.example', priority: 1 },
      ]),
      '/trafficManager/endpoints/1/priority endpoint "a" has the priority 1 already',
    ],
    [
      'no priority',
      traffic('Priority', [{ name: 'a', target: 'a.example' }]),
      '/trafficManager/endpoints/0/priority is needed',
    ],
    [
      'no region',
      traffic('Performance', [{ name: 'a', target: 'a.example' }]),
      '/trafficManager/endpoints/0/region is needed',
    ],
    [
      'no place',
      traffic('Geographic', [{ name: 'a', target: 'a.example' }]),
      '/trafficManager/endpoints/0/geo is needed',
    ],
    [
      'a place twice',
      traffic('Geographic', [
        { name: 'a', target: 'a.example', geo: ['DE'] },
        { name: 'b', target: 'b.example', geo: ['DE'] },
      ]),
      '/trafficManager/endpoints/1/geo/0 endpoint "a" has',
    ],
    [
      'two fallbacks',
      traffic('Subnet', [
        { name: 'a', target: 'a.example' },
        { name: 'b', target: 'b.example' },
      ]),
      '/trafficManager/endpoints/1 endpoint "a" has',
    ],
    [
      'a host name for MultiValue',
      traffic('MultiValue', [{ name: 'a', target: 'a.example' }]),
      '/trafficManager/endpoints/0/target must be an address',
    ],
    [
      'an internal role',
      traffic('Weighted', [{ name: 'a', target: 'presentation.example' }]),
      '/trafficManager/endpoints/0/target "presentation" is an internal role',
    ],
    [
      'a nested profile that is not there',
      traffic('Weighted', [{ name: 'a', profile: 'none' }]),
      '/trafficManager/endpoints/0/profile there is no nested',
    ],
    [
      'a circle of profiles',
      traffic('Weighted', [{ name: 'a', profile: 'one' }], {
        nested: [
          { name: 'one', method: 'Weighted', monitor, endpoints: [{ name: 'a', profile: 'two' }] },
          { name: 'two', method: 'Weighted', monitor, endpoints: [{ name: 'a', profile: 'one' }] },
        ],
      }),
      '/trafficManager/nested/0/endpoints the profile is nested in itself',
    ],
    [
      'a fast monitor that waits 10 s',
      {
        trafficManager: {
          method: 'Weighted',
          monitor: { ...monitor, intervalSeconds: 10, timeoutSeconds: 10 },
          endpoints: [{ name: 'a', target: 'a.example' }],
        },
      },
      '/trafficManager/monitor/timeoutSeconds may be 9',
    ],
    [
      'a forward of 231 s',
      policies([{ ...api, forward: { timeoutSeconds: 231 } }]),
      '/gatewayPolicies/apis/0/forward/timeoutSeconds',
    ],
    [
      'a backend that is not there',
      policies([{ ...api, backend: 'none' }]),
      '/gatewayPolicies/apis/0/backend there is no backend',
    ],
    [
      'a backend that is no Gateway',
      policies([api], [{ ...backend, origin: 'static' }]),
      '/gatewayPolicies/backends/0/origin there is no origin "static" that serves',
    ],
    [
      'a backend that is an internal role',
      policies([api], [{ ...backend, origin: 'presentation' }]),
      '/gatewayPolicies/backends/0/origin there is no origin "presentation"',
    ],
    [
      'a pool in a pool',
      policies([api], [{ name: 'gateway', pool: [{ backend: 'gateway' }] }]),
      '/gatewayPolicies/backends/0/pool/0/backend a pool may hold no other',
    ],
    [
      'a pattern of two APIs',
      policies([api, { ...api, name: 'b', patterns: ['/V1.0/*'] }]),
      '/gatewayPolicies/apis/1/patterns/0 API "api" has',
    ],
    [
      'a limit over 300 s',
      policies([{ ...api, rateLimits: [{ calls: 1, periodSeconds: 301, key: 'tid' }] }]),
      '/gatewayPolicies/apis/0/rateLimits/0/periodSeconds',
    ],
    [
      'a quota of 60 s',
      policies([{ ...api, quotas: [{ calls: 1, periodSeconds: 60, key: 'tid' }] }]),
      '/gatewayPolicies/apis/0/quotas/0/periodSeconds must be 0, or 300',
    ],
    [
      'a call that weighs more than the limit',
      policies([{ ...api, rateLimits: [{ calls: 1, periodSeconds: 60, key: 'tid', incrementBy: 2 }] }]),
      '/gatewayPolicies/apis/0/rateLimits/0/incrementBy',
    ],
    ['a cluster in no region', { clusters: [cluster] }, '/clusters/0/region there is no region "west"'],
    [
      'a cluster of static files',
      { regions, clusters: [{ ...cluster, originGroup: 'static' }] },
      '/clusters/0/originGroup there is no origin group "static" that serves',
    ],
    [
      'a pair in the same region',
      {
        regions,
        clusters: [
          { ...cluster, pairedWith: 'two' },
          { ...cluster, name: 'two', pairedWith: 'one' },
        ],
      },
      '/clusters/0/pairedWith must be a cluster of another region',
    ],
    [
      'a one-sided pair',
      { regions: [regions[0], { name: 'north', location: 'northeurope' }] },
      '/regions/0/pairedWith "north" must be there',
    ],
  ])('%s', (_, more, start, route = {}) => {
    expect(refusal(more, route).filter((line) => line.startsWith(start))).toHaveLength(1);
  });
});
