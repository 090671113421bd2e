import { describe, expect, test } from 'vitest';
import { parseRouting } from '../../shared/routing/parse-routing.ts';
import { configWith } from './sample-config.ts';

const remove = (header: string) => ({ type: 'ModifyRequestHeader', op: 'Delete', header });
const credentials = { name: 'all', actions: [remove('Authorization'), remove('cookie')] };
const uploads = {
  name: 'intake',
  patterns: ['/intake/*'],
  methods: ['PUT', 'HEAD', 'OPTIONS'],
  originGroup: 'intake',
  originPath: '/',
  bodyBytes: 1024 ** 3,
  ruleSets: ['bare'],
};
const groups = [
  { name: 'gateway', origins: [{ name: 'gateway', serves: 'gateway', host: 'gateway.example' }] },
  { name: 'intake', origins: [{ name: 'intake', serves: 'intake', host: 'intake.example' }] },
];

function problems(route: Readonly<Record<string, unknown>>, rules: readonly unknown[] = [credentials]) {
  const more = { originGroups: groups, ruleSets: [{ name: 'bare', rules }] };
  const parsed = parseRouting(
    configWith(
      [
        { ...uploads, ...route },
        { name: 'api', patterns: ['/v1.0/*'] },
      ],
      more,
    ),
  );
  return parsed.kind === 'routing' ? [] : parsed.problems.map(({ where, what }) => `${where} ${what}`);
}

test('X-06: a route made for uploads may lead to the intake account, with a larger body than any other', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ methods: ['PUT'], bodyBytes: 0 })).toEqual([]);
});

describe('X-06: a route to the intake account is refused', () => {
  test.each([
    ['with GET', { methods: ['PUT', 'GET'] }, '/routes/0/methods a route to the intake account takes'],
    ['with DELETE', { methods: ['DELETE'] }, '/routes/0/methods '],
    ['with every method', { methods: undefined }, '/routes/0/methods '],
    ['without a body limit', { bodyBytes: undefined }, '/routes/0/bodyBytes is needed'],
    ['without a path at the account', { originPath: undefined }, '/routes/0/originPath is needed'],
    ['that keeps credentials', { ruleSets: [] }, '/routes/0/ruleSets a route to the intake account needs'],
    [
      'with a cache',
      { cache: { behavior: 'HonorOrigin', queryMode: 'UseQueryString' } },
      '/routes/0/cache only static files may be cached',
    ],
  ])('%s', (_, route, start) => {
    expect(problems(route)).toEqual([expect.stringContaining(start)]);
  });

  const condition = { variable: 'RequestMethod', operator: 'Equal', values: ['PUT'] };
  test.each([
    ['the cookie is left', [{ name: 'one', actions: [remove('Authorization')] }], 'deletes cookie'],
    [
      'the token is overwritten',
      [{ name: 'one', actions: [{ ...remove('Authorization'), op: 'Overwrite', value: 'x' }, remove('Cookie')] }],
      'deletes authorization',
    ],
    ['the rule has a condition', [{ ...credentials, conditions: [condition] }], 'deletes authorization and cookie'],
    [
      'a rule before it may stop',
      [{ name: 'first', conditions: [condition], onMatch: 'Stop', actions: [remove('X-A')] }, credentials],
      'deletes authorization and cookie',
    ],
  ])('where %s', (_, rules, end) => {
    expect(problems({}, rules)).toEqual([expect.stringMatching(new RegExp(`^/routes/0/ruleSets .*${end}$`))]);
  });

  test('as the group of a rule on another route', () => {
    const elsewhere = { name: 'away', actions: [{ type: 'RouteConfigurationOverride', originGroup: 'intake' }] };
    const parsed = parseRouting(
      configWith([{ name: 'api', patterns: ['/v1.0/*'], ruleSets: ['bare'] }], {
        originGroups: groups,
        ruleSets: [{ name: 'bare', rules: [elsewhere] }],
      }),
    );
    expect(parsed).toMatchObject({
      problems: [{ where: '/routes/0/ruleSets', what: expect.stringContaining('give it a route of its own') }],
    });
  });
});

test('a private link is refused where Front Door has none (Standard)', () => {
  const privateLink = { resource: `\${INTAKE_ID}`, groupId: 'blob', location: 'westeurope' };
  const linked = (sku: string) =>
    configWith([uploads, { name: 'api', patterns: ['/v1.0/*'] }], {
      profile: { name: 'edge', sku, frontDoorId: `\${FRONT_DOOR_ID}`, originResponseTimeoutSeconds: 240 },
      originGroups: groups.map((group) => ({
        ...group,
        origins: group.origins.map((origin) => (origin.name === 'intake' ? { ...origin, privateLink } : origin)),
      })),
      ruleSets: [{ name: 'bare', rules: [credentials] }],
    });
  expect(parseRouting(linked('Premium_AzureFrontDoor')).kind).toBe('routing');
  expect(parseRouting(linked('Standard_AzureFrontDoor'))).toMatchObject({
    problems: [{ where: '/originGroups/1/origins/0/privateLink', what: 'needs the sku "Premium_AzureFrontDoor"' }],
  });
});
