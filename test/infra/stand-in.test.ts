import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDataMovementConfig, readGatewayConfig, readPresentationConfig } from '../../functions/config.ts';
import { parseSqlAddress } from '../../functions/open-metadata.ts';
import { parseBicep } from './bicep/parse-bicep.ts';
import { member, type Value } from './bicep/value.ts';

/** What one region needs of another to show its tenants' reports while that one is lost, and no more. */
const read = (name: string) => readFileSync(new URL(`../../infra/${name}`, import.meta.url), 'utf8');
const [main, stores, rbac] = ['main.bicep', 'modules/region-stores.bicep', 'rbac.bicep'].map((name) =>
  parseBicep(read(name)),
);
const textOf = (value: Value | undefined) => (value?.kind === 'expression' ? value.text : '');
const literalOf = (value: Value | undefined) => (value?.kind === 'literal' ? value.value : undefined);
const paramOf = (file: typeof main, symbol: string, name: string) =>
  file?.modules.find((one) => one.symbol === symbol)?.params.get(name);

test('Z-03: the copy of the data can be read where another region shows it, with zones or without', () => {
  expect(textOf(paramOf(stores, 'data', 'redundancy'))).toBe('isCopied ? readable : unread');
  expect(textOf(stores?.variables.get('readable'))).toBe("hasZones ? 'Standard_RAGZRS' : 'Standard_RAGRS'");
  expect(textOf(stores?.variables.get('isCopied'))).toBe('! empty ( copyLocation )');
});

test('the copy is reached by a private endpoint in the network of the region that reads it', () => {
  expect(literalOf(paramOf(stores, 'dataCopyEndpoint', 'groupId'))).toBe('blob_secondary');
  expect(textOf(paramOf(stores, 'dataCopyEndpoint', 'subnetId'))).toBe('copySubnetId');
  expect(textOf(paramOf(stores, 'dataCopyEndpoint', 'dnsZoneId'))).toBe('dnsZoneIds . blob');
  expect(read('modules/region-stores.bicep')).toContain(
    "module dataCopyEndpoint 'private-endpoint.bicep' = if (isCopied)",
  );
  const other = '[ ( i + 1 ) % length ( regions ) ]';
  expect(textOf(paramOf(main, 'stores', 'copySubnetId'))).toBe(`networks ${other} . outputs . endpointsSubnetId`);
  expect(textOf(paramOf(main, 'stores', 'copyLocation'))).toBe(
    `empty ( region . replicaIn ) ? '' : regions ${other} . location`,
  );
});

test('of another region’s data Presentation reads models and tiles, and nobody writes', () => {
  const theirs = (rbac?.resources ?? []).filter(
    ({ body }) => textOf(member(body, 'properties', 'principalId')) === 'principalId',
  );
  const rights = theirs.map(({ body }) => [
    textOf(member(body, 'scope')),
    /roles \. (\w+) \)$/.exec(textOf(member(body, 'properties', 'roleDefinitionId')))?.[1],
  ]);
  expect(rights).toEqual([
    ['models', 'storageBlobDataReader'],
    ['tiles', 'storageBlobDataReader'],
  ]);
  const readers = textOf(paramOf(main, 'rbac', 'copyReaders'));
  expect(readers).toMatch(/^empty \( region \. replicaIn \) \? \[ \] : \[/);
  expect([...readers.matchAll(/identities \. (\w+) \. principalId/g)].map(([, role]) => role)).toEqual([
    'presentation',
  ]);
});

test('Z-04: in a replica the other region’s roles read, and can do nothing else', () => {
  const script = read('sql/replica-users.sql').replace(/^--.*$/gm, '');
  expect(
    [...script.matchAll(/alter role (\w+) (add|drop) member/g)].map(([, role, what]) => `${what} ${role}`),
  ).toEqual(['add db_datareader', 'drop db_datawriter']);
  expect(script).not.toMatch(/\bgrant\b/i);
  const roles = [...script.matchAll(/\(N'([\w-]+)'\)/g)].map(([, role]) => role);
  expect(roles).toEqual(['gateway', 'presentation', 'data-movement']);
});

describe('each role that opens a store is told of the copies', () => {
  const text = textOf(paramOf(main, 'apps', 'replicas'));
  const members = [...text.matchAll(/(?<=[{\s])(\w+) : (?=regions|stores|')/g)].map(([, name]) => name ?? '');
  const url = 'https://datweu-secondary.blob.core.windows.net';
  const sample = { cluster: 'weu', sql: 'sql-neu.database.windows.net/azimuth-weu', dataBlobUrl: url };

  test('where the other region names this one as the keeper of its copies, with a server of this one’s own', () => {
    expect(members.toSorted()).toEqual(Object.keys(sample).toSorted());
    expect(text).toMatch(/^empty \( regions \[ \( i \+ 1 \) % length \( regions \) \] \. replicaIn \) \? \[ \] : \[/);
    expect(text).toContain(
      `'\${stores[i].outputs.sqlHost}/\${stores[(i + 1) % length(regions)].outputs.sqlDatabaseName}'`,
    );
    expect(read('modules/region-stores.bicep')).toContain(
      `output dataCopyBlobUrl string = 'https://\${data.outputs.name}-secondary.blob.\${environment().suffixes.storage}'`,
    );
  });

  test.each([
    ['gateway', readGatewayConfig],
    ['presentation', readPresentationConfig],
    ['data-movement', readDataMovementConfig],
  ] as const)('%s', (_, readConfig) => {
    const { Values } = JSON.parse(readFileSync(new URL('../../local.settings.json', import.meta.url), 'utf8'));
    const { AZIMUTH_REPLICAS } = readConfig({ ...Values, AZIMUTH_REPLICAS: JSON.stringify([sample]) });
    expect(AZIMUTH_REPLICAS).toEqual([sample]);
    expect(parseSqlAddress(AZIMUTH_REPLICAS[0]?.sql ?? '')).toEqual({
      server: 'sql-neu.database.windows.net',
      database: 'azimuth-weu',
    });
  });
});

test('the replica is a group that only a human lets fail over', () => {
  const group = parseBicep(read('modules/sql-replica.bicep')).resources.find(({ symbol }) => symbol === 'group');
  expect(literalOf(member(group?.body, 'properties', 'readWriteEndpoint', 'failoverPolicy'))).toBe('Manual');
  expect(literalOf(member(group?.body, 'properties', 'readOnlyEndpoint', 'failoverPolicy'))).toBe('Disabled');
});

test('two regions keep a copy of each other, and one region has none', () => {
  const regionsOf = (name: string): readonly { name: string; replicaIn: string }[] =>
    JSON.parse(read(name)).parameters.regions.value;
  const two = regionsOf('main.two-regions.parameters.json');
  expect(two.map(({ replicaIn }) => replicaIn)).toEqual(two.map(({ name }) => name).toReversed());
  expect(regionsOf('main.parameters.json').map(({ replicaIn }) => replicaIn)).toEqual(['']);
});
