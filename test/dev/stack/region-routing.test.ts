import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readStartOptions } from '../../../dev/commands/start-options.ts';
import { REGION_METHODS, regionRouting } from '../../../dev/stack/region-routing.ts';
import { createGeoTable } from '../../../edge/geo-table.ts';
import { parseRouting } from '../../../shared/routing/parse-routing.ts';
import { RoutingConfig } from '../../../shared/routing/routing-config.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const deployed = RoutingConfig.parse(read('routing.config.json'));

describe.each(REGION_METHODS)('the routing of two regions by %s', (method) => {
  const { config, origins } = regionRouting(deployed, method);

  test('is one that a deployment could have, with the overlay of the local stack', () => {
    const parsed = parseRouting(config, read('dev/routing.overlay.json'));
    expect(parsed.kind === 'refused' ? parsed.problems : []).toEqual([]);
  });

  test('names every origin once, with the one that it stands for', () => {
    const named = config.originGroups.flatMap((group) => group.origins.map(({ name }) => name));
    expect(origins.map(({ name }) => name).toSorted()).toEqual(named.toSorted());
    const known = deployed.originGroups.flatMap((group) => group.origins.map(({ name }) => name));
    for (const { of } of origins) expect(known).toContain(of);
  });

  test('has each role in both regions and probes them each second; uploads never change the region', () => {
    for (const name of ['gateway', 'web-front-end']) {
      const group = config.originGroups.find((one) => one.name === name);
      expect(group?.origins.map((origin) => origin.name)).toEqual([name, `${name}-second`]);
      expect(group?.probe?.intervalSeconds).toBe(1);
    }
    const routes = config.routes.filter(({ name }) => name.startsWith('intake'));
    expect(routes.map(({ patterns, originGroup }) => [patterns, originGroup])).toEqual([
      [['/intake/*'], 'intake'],
      [['/intake/second/*'], 'intake-second'],
    ]);
    for (const { name, origins: own } of config.originGroups)
      if (name.startsWith('intake')) expect(own).toHaveLength(1);
  });
});

describe('npm start --', () => {
  test('is one region, or two by the method that is asked for', () => {
    expect(readStartOptions([])).toEqual({ regions: 1 });
    expect(readStartOptions(['--regions', '1'])).toEqual({ regions: 1 });
    expect(readStartOptions(['--regions=2'])).toMatchObject({ regions: 2, method: 'performance' });
    expect(readStartOptions(['--regions', '2', '--method', 'weighted'])).toMatchObject({ method: 'weighted' });
  });

  test.each([
    [['--regions', '3']],
    [['--method', 'weighted']],
    [['--regions', '2', '--method', 'x']],
    [['--region']],
    [['2']],
  ])('refuses %j and says what there is', (args) => {
    expect(() => readStartOptions(args)).toThrow('Use: npm start [-- --regions 2');
  });
});

test('a table of countries knows its ranges and nobody else, and refuses what is no range', () => {
  const geoOf = createGeoTable({ '10.0.0.0/8': 'NO', '2001:db8::/32': 'SE' });
  expect(['10.1.2.3', '11.0.0.1', '2001:db8::1', 'nonsense'].map(geoOf)).toEqual(['NO', undefined, 'SE', undefined]);
  expect(() => createGeoTable({ north: 'NO' })).toThrow('"north" is no address range');
});
