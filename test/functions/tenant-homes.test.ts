import { describe, expect, test } from 'vitest';
import { functionsSettings } from '../../dev/stack/functions-settings.ts';
import { readPresentationConfig } from '../../functions/config.ts';
import { forReplicatedTenants, tenantHomes } from '../../functions/tenant-homes.ts';

const [A, B, C] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);
const env = {
  ...functionsSettings().Values,
  AZIMUTH_CLUSTER: 'west',
  AZIMUTH_TENANTS: JSON.stringify([
    { tenantId: A, name: 'A' },
    { tenantId: B, name: 'B', cluster: 'north' },
    { tenantId: C, name: 'C', cluster: 'south' },
  ]),
};
const replica = { cluster: 'north', sql: 'host/db', dataBlobUrl: 'https://copy.example' };

describe('where tenants are at home', () => {
  test('is what the setting says, and this cluster where it says nothing', () => {
    expect([...tenantHomes(readPresentationConfig(env))]).toEqual([
      [A, 'west'],
      [B, 'north'],
      [C, 'south'],
    ]);
  });

  test('decides whose copy is used: only of a cluster that is copied to here, and made once', () => {
    const made: string[] = [];
    const copies = [replica, { ...replica, cluster: 'west' }];
    const config = readPresentationConfig({ ...env, AZIMUTH_REPLICAS: JSON.stringify(copies) });
    const replicas = forReplicatedTenants(config, ({ cluster }) => {
      made.push(cluster);
      return cluster;
    });
    // A copy of this cluster itself is nobody's.
    expect([[...replicas], made]).toEqual([[[B, 'north']], ['north', 'west']]);
  });

  test('a copy without a place, or with two, is refused when the role starts', () => {
    for (const wrong of [
      { ...replica, sql: undefined },
      { ...replica, sqlite: 'file' },
    ]) {
      const read = () => readPresentationConfig({ ...env, AZIMUTH_REPLICAS: JSON.stringify([wrong]) });
      expect(read).toThrow('must have sql or sqlite');
    }
  });
});
