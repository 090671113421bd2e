import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseRouting } from '../../shared/routing/parse-routing.ts';
import { RoutingConfig } from '../../shared/routing/routing-config.ts';
import { configWith, routingOf } from './sample-config.ts';

const readJson = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const group = (name: string, origin: Readonly<Record<string, unknown>>) => ({
  name,
  origins: [{ name, serves: 'gateway', host: 'a.example', ...origin }],
});
const all = { name: 'all', patterns: ['/*'] };

function refusal(document: unknown, overlay?: unknown): readonly string[] {
  const parsed = parseRouting(document, overlay);
  return parsed.kind === 'routing' ? [] : parsed.problems.map(({ where, what }) => `${where} ${what}`);
}

describe('the committed documents', () => {
  test('are read, and the overlay adds the development routes', () => {
    const names = (overlay?: unknown) =>
      routingOf(readJson('routing.config.json'), overlay).routes.map(({ name }) => name);
    expect(names()).toEqual(['web', 'api', 'assets', 'intake']);
    expect(names(readJson('dev/routing.overlay.json'))).toEqual([
      'web',
      'api',
      'assets',
      'intake',
      'identity',
      'graph',
    ]);
  });

  test('the JSON Schema that editors use says the same as the code', () => {
    const { title, ...schema } = z.record(z.string(), z.unknown()).parse(readJson('routing.schema.json'));
    expect(title).toBe('Azimuth routing configuration');
    expect(schema).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(RoutingConfig, { io: 'input' }))));
  });

  test('the value is frozen all the way down', () => {
    const { routes } = routingOf(readJson('routing.config.json'));
    expect(Object.isFrozen(routes) && Object.isFrozen(routes[0]) && Object.isFrozen(routes[0]?.group.origins)).toBe(
      true,
    );
  });
});

describe('internal roles are refused with the place', () => {
  test.each(['presentation', 'data-movement'])('%s as what an origin serves', (role) => {
    const config = configWith([all], { originGroups: [group('gateway', { serves: role })] });
    expect(refusal(config)).toEqual([
      expect.stringMatching(`^/originGroups/0/origins/0/serves "${role}" is an internal role`),
    ]);
  });

  test.each([
    ['a route to its group', configWith([{ ...all, originGroup: 'presentation' }]), '/routes/0/originGroup'],
    [
      'the name of a group',
      configWith([{ ...all, originGroup: 'data-movement' }], { originGroups: [group('data-movement', { name: 'x' })] }),
      '/originGroups/0/name',
    ],
    [
      'the name of an origin',
      configWith([all], { originGroups: [group('gateway', { name: 'eu-presentation-1' })] }),
      '/originGroups/0/origins/0/name',
    ],
    [
      'a host name',
      configWith([all], { originGroups: [group('gateway', { host: 'func-presentation.azurewebsites.net' })] }),
      '/originGroups/0/origins/0/host',
    ],
    [
      'a placeholder',
      configWith([all], { originGroups: [group('gateway', { host: `\${DATA_MOVEMENT_HOST}` })] }),
      '/originGroups/0/origins/0/host',
    ],
    [
      'a host header',
      configWith([all], { originGroups: [group('gateway', { hostHeader: 'presentation.internal' })] }),
      '/originGroups/0/origins/0/hostHeader',
    ],
  ])('%s', (_, config, where) => {
    expect(refusal(config).map((line) => line.split(' ')[0])).toContain(where);
    expect(refusal(config).join()).toContain('is an internal role');
  });
});

describe('a deployed configuration is refused with', () => {
  const twice = { ...all, name: 'again' };
  test.each([
    [
      'a development origin',
      configWith([all], { originGroups: [group('gateway', { serves: 'identity-provider' })] }),
      '/originGroups/0/origins/0/serves "identity-provider" belongs in the development overlay; a deployed configuration may not have it',
    ],
    [
      'headers kept for another than the intake account',
      configWith([{ ...all, keepRequestHeaders: ['x-ms-version'] }]),
      '/routes/0/keepRequestHeaders goes only with a route to the intake account',
    ],
    [
      'an edge known by another header than Front Door has',
      configWith([all], { lockdown: { header: 'X-Other' } }),
      '/lockdown/header ',
    ],
    ['a time-out above 240 s', configWith([{ ...all, timeoutSeconds: 600 }]), '/routes/0/timeoutSeconds '],
    [
      'a body above the limit of all routes',
      configWith([{ ...all, bodyBytes: 1024 ** 2 + 1 }]),
      '/routes/0/bodyBytes only a route to the intake account may take more than the 1048576 of "limits"',
    ],
    ['an unknown key', configWith([{ ...all, 'a/b~c': 1 }]), '/routes/0 Unrecognized key'],
    [
      'an unknown origin group',
      configWith([{ ...all, originGroup: 'nowhere' }]),
      '/routes/0/originGroup there is no origin group "nowhere"',
    ],
    [
      'an unknown rule set',
      configWith([{ ...all, ruleSets: ['none'] }]),
      '/routes/0/ruleSets/0 there is no rule set "none"',
    ],
    [
      'the same host and pattern twice',
      configWith([all, twice]),
      '/routes/1/patterns/0 route "all" has "/*" on host "*" already',
    ],
    [
      'the same route name twice',
      configWith([all, { ...all, patterns: ['/x'] }]),
      '/routes/1/name there is another route named "all"',
    ],
    ['a star in the middle', configWith([{ ...all, patterns: ['/a*b'] }]), '/routes/0/patterns/0 must begin with "/"'],
    ['a star after a letter', configWith([{ ...all, patterns: ['/a*'] }]), '/routes/0/patterns/0 must begin with "/"'],
    ['a dot segment', configWith([{ ...all, patterns: ['/a/../b'] }]), '/routes/0/patterns/0 must not hold'],
    [
      'a pattern without a slash',
      configWith([{ ...all, patterns: ['a'] }]),
      '/routes/0/patterns/0 must begin with "/"',
    ],
    [
      'a host with a port',
      configWith([{ ...all, domains: ['a.example:80'] }]),
      '/routes/0/domains/0 must be a host name',
    ],
    [
      'a cached role',
      configWith([{ ...all, cache: { behavior: 'HonorOrigin', queryMode: 'UseQueryString' } }]),
      '/routes/0/cache only static files may be cached',
    ],
    [
      'an override without a duration',
      configWith([
        { ...all, originGroup: 'static', cache: { behavior: 'OverrideAlways', queryMode: 'UseQueryString' } },
      ]),
      '/routes/0/cache/duration is needed',
    ],
    [
      'no enabled origin',
      configWith([all], { originGroups: [group('gateway', { enabled: false })] }),
      '/originGroups/0/origins at least one origin must be enabled',
    ],
    [
      'a line break in a header value',
      configWith([all], {
        ruleSets: [
          {
            name: 'bad',
            rules: [
              {
                name: 'r',
                actions: [{ type: 'ModifyResponseHeader', op: 'Overwrite', header: 'A', value: 'x\r\nB: y' }],
              },
            ],
          },
        ],
      }),
      '/ruleSets/0/rules/0/actions/0/value must be printable ASCII',
    ],
    ['nothing in it', {}, '/version '],
    ['no object', null, ' Invalid input'],
  ])('%s', (_, config, start) => {
    expect(refusal(config).some((line) => line.startsWith(start))).toBe(true);
  });

  test('all its mistakes at once', () => {
    const config = configWith([
      { ...all, originGroup: 'nowhere', ruleSets: ['none'] },
      { name: 'api', patterns: ['/*'], originGroup: 'presentation' },
    ]);
    expect(refusal(config).map((line) => line.split(' ')[0])).toEqual([
      '/routes/0/originGroup',
      '/routes/0/ruleSets/0',
      '/routes/1/originGroup',
      '/routes/1/patterns/0',
    ]);
  });
});

describe('an overlay is refused with', () => {
  const overlay = (route: Readonly<Record<string, unknown>>, serves = 'intake') => ({
    version: 1,
    kind: 'development',
    originGroups: [group('intake', { serves })],
    routes: [{ name: 'intake', patterns: ['/intake/*'], originGroup: 'intake', ...route }],
  });
  test.each([
    [
      'an internal role',
      overlay({}, 'presentation'),
      '/originGroups/0/origins/0/serves "presentation" is an internal role',
    ],
    ['a deployed role', overlay({}, 'gateway'), '/originGroups/0/origins/0/serves must be one of'],
    ['a pattern of the deployed configuration', overlay({ patterns: ['/*'] }), '/routes/0/patterns/0 route "all" has'],
    [
      'a cache',
      overlay({ cache: { behavior: 'HonorOrigin', queryMode: 'UseQueryString' } }),
      '/routes/0/cache only static',
    ],
    [
      'a kept identity header',
      overlay({ keepRequestHeaders: ['x-ms-client-principal'] }),
      '/routes/0/keepRequestHeaders/0 ',
    ],
    ['every X-MS header kept', overlay({ keepRequestHeaders: ['x-ms-*'] }), '/routes/0/keepRequestHeaders/0 '],
  ])('%s', (_, document, start) => {
    const lines = refusal(configWith([all]), document);
    expect(lines.some((line) => line.startsWith(start))).toBe(true);
  });
});
