import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { committed } from './interpreter/generated.ts';

/** What no region can do for another, and so is deployed once for each. */
const read = (name: string) => readFileSync(new URL(`../../infra/${name}`, import.meta.url), 'utf8');
const Named = z.object({ name: z.string() });
const Edge = z.object({
  perRegion: z.array(z.string()),
  originGroups: z.array(Named),
  origins: z.array(
    Named.extend({
      group: z.string(),
      properties: z.looseObject({ sharedPrivateLinkResource: z.unknown().optional() }),
    }),
  ),
  routes: z.array(
    Named.extend({
      properties: z.looseObject({
        originGroup: z.object({ id: z.string() }),
        originPath: z.string().optional(),
        patternsToMatch: z.array(z.string()),
      }),
    }),
  ),
});
const edge = Edge.parse(JSON.parse(committed('front-door.json')));

test('I-08: the group of the intake accounts, and no other, is deployed once for each region', () => {
  expect(edge.perRegion).toEqual(['intake']);
  expect(edge.originGroups.map(({ name }) => name)).toContain('intake');
  const bicep = read('modules/edge-routes.bicep');
  for (const part of ['for group in regionalGroups', 'for route in regionalRoutes', 'for origin in regionalOrigins']) {
    expect(bicep).toContain(part);
  }
});

test('I-08: the address of an upload begins with its region, as the route of that region does', () => {
  const routes = edge.routes.filter(({ properties }) => properties.originGroup.id.endsWith('/originGroups/intake'));
  // Bicep puts the region before the star; what follows goes to the account.
  expect(routes.map(({ properties }) => [properties.patternsToMatch, properties.originPath])).toEqual([
    [['/intake/*'], '/'],
  ]);
  expect(read('modules/edge-routes.bicep')).toContain(`replace(pattern, '*', '\${region.region}/*')`);
  expect(read('modules/region-apps.bicep')).toContain(`var intakePublicUrl = '\${publicUrl}/intake/\${clusterName}'`);
});

test('the account of uploads is reached by private link alone', () => {
  const intake = edge.origins.filter(({ group }) => group === 'intake');
  expect(intake.map(({ properties }) => properties.sharedPrivateLinkResource)).toEqual([
    expect.objectContaining({
      groupId: 'blob',
      privateLink: { id: `\${INTAKE_ID}` },
      privateLinkLocation: `\${LOCATION}`,
    }),
  ]);
});

test.each(['main.parameters.json', 'main.two-regions.parameters.json'])(
  '%s says of each region all that is asked',
  (name) => {
    const [, members = ''] = /type regionType = \{([\s\S]*?)\n\}/.exec(read('types.bicep')) ?? [];
    const asked = [...members.matchAll(/^ {2}(\w+): /gm)].map(([, key]) => key);
    expect(asked).toContain('edgeLinkLocation');
    const regions: readonly object[] = JSON.parse(read(name)).parameters.regions.value;
    for (const region of regions) expect(Object.keys(region).toSorted()).toEqual(asked.toSorted());
  },
);
