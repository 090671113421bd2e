import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greaterThan } from '../../dev/infra/greater-than.ts';
import { infraFiles } from '../../dev/infra/infra-files.ts';
import { packageDocument } from '../../dev/infra/package-document.ts';
import { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { configWith } from '../routing/sample-config.ts';
import { committed } from './interpreter/generated.ts';

const root = new URL('../../', import.meta.url);
const config = RoutingConfig.parse(JSON.parse(readFileSync(new URL('routing.config.json', root), 'utf8')));
const files = infraFiles(config);

test('infra/generated is what routing.config.json prints: run `npm run infra` after a change', () => {
  expect(readdirSync(new URL('infra/generated/', root)).toSorted()).toEqual(Object.keys(files).toSorted());
  for (const [name, text] of Object.entries(files)) {
    if (name.endsWith('.json')) expect(JSON.parse(committed(name)), name).toEqual(JSON.parse(text));
    else expect(committed(name), name).toBe(text);
  }
});

test('the same configuration always prints the same files', () => {
  expect(infraFiles(config)).toEqual(files);
});

test('every placeholder is one that Bicep fills in', () => {
  const filledIn = [
    'main.bicep',
    'modules/edge-routes.bicep',
    'modules/traffic-manager.bicep',
    'modules/api-management.bicep',
  ]
    .map((name) => readFileSync(new URL(`infra/${name}`, root), 'utf8'))
    .join('\n');
  const used = new Set(
    Object.values(files).flatMap((text) => [...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g)].map(([, name]) => name)),
  );
  expect(used.size).toBeGreaterThan(5);
  for (const name of used) expect(filledIn, `\${${name}} has a value`).toMatch(new RegExp(`\\b${name}: `));
});

test('no origin of the generated profile is an internal role', () => {
  expect(files['front-door.json']).not.toMatch(/presentation|data-?movement/i);
});

test('X-12: a document cannot ask for less than TLS 1.2, and TLS 1.3 alone is passed on', () => {
  const stricter = RoutingConfig.parse(
    configWith([{ name: 'all', patterns: ['/*'] }], { tls: { minimumVersion: 'TLS13' } }),
  );
  expect(JSON.parse(infraFiles(stricter)['front-door.json'] ?? '').customDomain.tlsSettings.minimumTlsVersion).toBe(
    'TLS13',
  );
  expect(JSON.parse(files['front-door.json'] ?? '').customDomain.tlsSettings.minimumTlsVersion).toMatch(/^TLS1[23]$/);
});

test('a body limit becomes a pattern that holds for exactly the larger numbers', () => {
  fc.assert(
    fc.property(fc.nat(200_000_000), fc.nat(400_000_000), (limit, length) => {
      expect(new RegExp(greaterThan(limit)).test(String(length))).toBe(length > limit);
    }),
  );
  for (const limit of [0, 1, 9, 10, 99, 100, 104857600]) {
    const pattern = new RegExp(greaterThan(limit));
    expect([limit - 1, limit, limit + 1].map((length) => pattern.test(String(length)))).toEqual([false, false, true]);
  }
});

test('priorities of the firewall are unique, and ours come before those of the configuration', () => {
  const withRule = RoutingConfig.parse(
    configWith([{ name: 'all', patterns: ['/*'], methods: ['GET'] }], {
      waf: {
        mode: 'Prevention',
        managed: [{ type: 'Microsoft_DefaultRuleSet', version: '2.1' }],
        custom: [
          {
            name: 'perAddress',
            priority: 1,
            type: 'RateLimit',
            threshold: 600,
            action: 'Block',
            conditions: [{ variable: 'RequestUri', operator: 'Contains', values: ['/v1.0/'] }],
          },
        ],
      },
    }),
  );
  const { rules } = JSON.parse(infraFiles(withRule)['waf.json'] ?? '').properties.customRules;
  const priorities = rules.map(({ priority }: { priority: number }) => priority);
  expect(new Set(priorities).size).toBe(priorities.length);
  expect(rules.at(-1)).toMatchObject({
    name: 'perAddress',
    priority: Math.max(...priorities),
    ruleType: 'RateLimitRule',
    rateLimitThreshold: 600,
    rateLimitDurationInMinutes: 1,
    groupBy: [{ variableName: 'SocketAddr' }],
  });
});

test('X-17 to X-21: the duties of the Gateway become policies of API Management, the longest path first', () => {
  const policies = {
    apis: [
      { name: 'any', patterns: ['/*'], backend: 'pool' },
      {
        name: 'bi',
        patterns: ['/v1.0/*'],
        backend: 'pool',
        cors: { origins: ['https://app.example'] },
        validateJwt: {
          openIdConfig: 'https://login.example/x',
          audiences: ['a&b'],
          issuers: ['https://login.example/{tid}/v2.0'],
        },
        rateLimits: [{ calls: 120, periodSeconds: 60, key: 'tid+oid' }],
        quotas: [{ calls: 1000, periodSeconds: 86400, key: 'tid' }],
        stripHeaders: ['X-MS-CLIENT-PRINCIPAL', 'X-MS-*'],
      },
    ],
    backends: [
      { name: 'pool', pool: [{ backend: 'one', weight: 60 }] },
      {
        name: 'one',
        origin: 'gateway',
        circuitBreaker: { failures: 5, intervalSeconds: 30, status: ['500-599'], tripSeconds: 60 },
      },
    ],
  };
  const printed = infraFiles(
    RoutingConfig.parse(configWith([{ name: 'all', patterns: ['/*'] }], { gatewayPolicies: policies })),
  );
  const xml = printed['api-management-policy.xml'] ?? '';
  const order = [
    '<check-header name="X-Azure-FDID"',
    '&quot;/v1.0/&quot;',
    '<cors ',
    '<validate-jwt ',
    '<rate-limit-by-key calls="120"',
    '<quota-by-key calls="1000"',
    'StartsWith(&quot;/&quot;',
    '<otherwise>',
  ];
  expect(order.map((part) => xml.indexOf(part))).toEqual(
    order.map((part) => xml.indexOf(part)).toSorted((a, b) => a - b),
  );
  for (const part of order) expect(xml).toContain(part);
  expect(xml).toContain('<audience>a&amp;b</audience>');
  expect(xml).not.toContain('{tid}');
  const { backends } = JSON.parse(printed['api-management-backends.json'] ?? '');
  expect(backends.map(({ name }: { name: string }) => name)).toEqual(['one', 'pool']);
  expect(backends[0].properties.circuitBreaker.rules[0]).toMatchObject({
    failureCondition: { count: 5, interval: 'PT30S', statusCodeRanges: [{ min: 500, max: 599 }] },
    tripDuration: 'PT60S',
  });
});

test('a Traffic Manager endpoint that is a nested profile is refused with what to do', () => {
  const endpoint = { name: 'inner', profile: 'europe' };
  const monitor = { protocol: 'HTTPS', port: 443, path: '/healthz' };
  const trafficManager = {
    method: 'Weighted',
    monitor,
    endpoints: [endpoint],
    nested: [{ name: 'europe', method: 'Weighted', monitor, endpoints: [{ name: 'edge', target: 'edge.example' }] }],
  };
  const nested = RoutingConfig.parse(configWith([{ name: 'all', patterns: ['/*'] }], { trafficManager }));
  expect(() => infraFiles(nested)).toThrow('give it a target to deploy it');
});

test('a deployed package names its entry and the one native package, and runs nothing when it is installed', () => {
  const own: unknown = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const document = packageDocument(own);
  expect(document).toMatchObject({ type: 'module', main: 'dist/functions/main.js' });
  expect(Object.keys(document)).not.toContain('scripts');
  expect(Object.keys(document['dependencies'] ?? {})).toEqual(['@duckdb/node-api']);
  expect(() => packageDocument({ name: 'a', version: '1', main: 'm', dependencies: {} })).toThrow(
    '@duckdb/node-api is missing',
  );
});
