import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  readDataMovementConfig,
  readGatewayConfig,
  readPresentationConfig,
  readWebFrontEndConfig,
} from '../../functions/config.ts';
import { type BicepFile, parseBicep } from './bicep/parse-bicep.ts';
import { resourceTypes, typeProblems } from './bicep/resource-types.ts';
import { member, objectsIn, type Value, valueOfJson } from './bicep/value.ts';
import { committed } from './interpreter/generated.ts';

const root = fileURLToPath(new URL('../../infra/', import.meta.url));
const texts = new Map(
  globSync('**/*.bicep', { cwd: root }).map((name) => [name, readFileSync(join(root, name), 'utf8')]),
);
const files = new Map([...texts].map(([name, text]) => [name, parseBicep(text)]));
const types = resourceTypes();

/** Not in the reference: the compiler in CI checks them. */
const TYPES_WITHOUT_SHAPE = [
  'Microsoft.ApiManagement/service/apis/operations@2024-05-01',
  'Microsoft.Insights/diagnosticSettings@2021-05-01-preview',
  'Microsoft.Network/dnsZones@2018-05-01',
  'Microsoft.Network/dnsZones/CNAME@2018-05-01',
  'Microsoft.Network/dnsZones/TXT@2018-05-01',
  'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2025-05-01',
];
/** Members that Bicep itself gives a resource. */
const OF_BICEP = /has no member "(parent|scope|dependsOn)"$/;

const all = [...files].flatMap(([file, { resources }]) => resources.map((resource) => ({ file, ...resource })));
const made = all.filter(({ isExisting }) => !isExisting);

test('files were read: a check of nothing proves nothing', () => {
  expect(files.size).toBeGreaterThan(15);
  expect(made.length).toBeGreaterThan(50);
});

test.skipIf(types === undefined)('every resource has a known type and version (skipped without the reference)', () => {
  const unknown = all
    .map(({ type, version }) => `${type}@${version}`)
    .filter((name) => !types?.has(name.toLowerCase()));
  expect(new Set(unknown)).toEqual(new Set(TYPES_WITHOUT_SHAPE));
});

test.skipIf(types === undefined).each(made)(
  '$file: $symbol has only members and words that $type has',
  ({ type, version, body }) => {
    const shape = types?.get(`${type}@${version}`.toLowerCase());
    const found = shape === undefined ? [] : typeProblems(shape, body);
    expect(found.filter((problem) => !OF_BICEP.test(problem))).toEqual([]);
  },
);

describe.skipIf(types === undefined)('the generated objects have only what their types have', () => {
  const edge = JSON.parse(committed('front-door.json'));
  const waf = JSON.parse(committed('waf.json'));
  const named = (properties: unknown) => ({ name: 'n', location: 'global', ...(properties as object) });
  const objects: readonly (readonly [string, readonly unknown[]])[] = [
    ['microsoft.cdn/profiles@2025-06-01', [named(edge.profile)]],
    ['microsoft.cdn/profiles/origingroups@2025-06-01', edge.originGroups],
    [
      'microsoft.cdn/profiles/origingroups/origins@2025-06-01',
      edge.origins.map(({ group: _, ...one }: { group: string }) => one),
    ],
    [
      'microsoft.cdn/profiles/rulesets/rules@2025-06-01',
      edge.rules.map(({ ruleSet: _, ...one }: { ruleSet: string }) => one),
    ],
    ['microsoft.cdn/profiles/afdendpoints/routes@2025-06-01', edge.routes],
    [
      'microsoft.cdn/profiles/customdomains@2025-06-01',
      [{ name: 'n', properties: { hostName: 'h', ...edge.customDomain } }],
    ],
    ['microsoft.network/frontdoorwebapplicationfirewallpolicies@2025-03-01', [named(waf)]],
    ['microsoft.network/trafficmanagerprofiles@2022-04-01', [named(JSON.parse(committed('traffic-manager.json')))]],
    [
      'microsoft.apimanagement/service/backends@2024-05-01',
      JSON.parse(committed('api-management-backends.json')).backends,
    ],
  ];
  test.each(objects)('%s', (type, some) => {
    const shape = types?.get(type);
    if (shape === undefined) throw new Error(`${type} is not in the reference`);
    expect(some.length).toBeGreaterThan(0);
    expect(some.flatMap((one) => typeProblems(shape, valueOfJson(one)))).toEqual([]);
  });
});

describe('the checks find a planted fault', () => {
  const planted = (body: string) =>
    parseBicep(`resource a 'Microsoft.Storage/storageAccounts@2025-06-01' = ${body}`).resources[0]?.body;
  const problemsOf = (body: string) => {
    const shape = types?.get('microsoft.storage/storageaccounts@2025-06-01');
    const value = planted(body);
    return shape === undefined || value === undefined ? undefined : typeProblems(shape, value);
  };
  const around = (properties: string) => `{
  name: 'a'
  location: 'x'
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: { ${properties} }
}`;
  test.skipIf(types === undefined).each([
    ['a wrong name', around("minimumTlsVersio: 'TLS1_2'"), '/properties: has no member "minimumTlsVersio"'],
    ['a wrong word', around("minimumTlsVersion: 'TLS1.2'"), '/properties/minimumTlsVersion: "TLS1.2" is none of'],
    ['a missing member', "{ name: 'a', kind: 'StorageV2', location: 'x' }", ': lacks "sku"'],
    [
      'a fault in an inner object',
      around("networkAcls: { bypas: 'None', defaultAction: 'Deny' }"),
      'has no member "bypas"',
    ],
  ])('%s', (_, body, problem) => {
    expect(problemsOf(body)?.join('\n')).toContain(problem);
  });
  test('a text that is no Bicep is refused', () => {
    expect(() => parseBicep("resource a 'b@c' = { name 'x' }")).toThrow('":" was expected');
    expect(() => parseBicep('param a string\n§')).toThrow('no sign of Bicep');
    expect(() => parseBicep("var a = 'never ends")).toThrow('does not end');
    expect(() => parseBicep('hello')).toThrow('begins no declaration');
  });
});

test('each module is given every parameter that it needs, and none that it has not', () => {
  const faults = [...files].flatMap(([name, { modules }]) =>
    modules.flatMap(({ symbol, path, params }) => {
      const target = files.get(relative(root, join(root, dirname(name), path)));
      if (target === undefined) return [`${name}: ${symbol} names no file ${path}`];
      const known = target.parameters.map((parameter) => parameter.name);
      const needed = target.parameters.filter(({ isRequired }) => isRequired).map((parameter) => parameter.name);
      return [
        ...needed.filter((one) => !params.has(one)).map((one) => `${name}: ${symbol} lacks ${one}`),
        ...[...params.keys()].filter((one) => !known.includes(one)).map((one) => `${name}: ${symbol} has no ${one}`),
      ];
    }),
  );
  expect(faults).toEqual([]);
});

test('every parameter and variable is used', () => {
  const unused = [...files].flatMap(([name, { parameters, variables }]) => {
    const text = texts.get(name) ?? '';
    return [...parameters.map((one) => one.name), ...variables.keys()]
      .filter((one) => (text.match(new RegExp(`\\b${one}\\b`, 'g')) ?? []).length < 2)
      .map((one) => `${name}: ${one}`);
  });
  expect(unused).toEqual([]);
});

test.each(['main.parameters.json', 'main.two-regions.parameters.json'])(
  '%s gives every parameter, and no other',
  (name) => {
    const { parameters } = JSON.parse(readFileSync(join(root, name), 'utf8'));
    const main = files.get('main.bicep')?.parameters.map((parameter) => parameter.name);
    expect(Object.keys(parameters).toSorted()).toEqual(main?.toSorted());
  },
);

/** Ids of built-in roles, from Azure's public list. */
const BUILT_IN_ROLES: Readonly<Record<string, string>> = {
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb',
  storageBlobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a',
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  keyVaultCryptoServiceEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
};
const assignments = made.filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments');

test('role assignments are in the files of role assignments alone', () => {
  expect(assignments.length).toBeGreaterThan(10);
  expect(new Set(assignments.map(({ file }) => file))).toEqual(new Set(['rbac.bicep', 'rbac-keys.bicep']));
});

test.each(assignments)(
  '$symbol: its name is the guid of its parts, and its role is what it is called',
  ({ file, body }) => {
    const text = (value: Value | undefined) => (value?.kind === 'expression' ? value.text : '');
    const principal = text(member(body, 'properties', 'principalId'));
    const scope = text(member(body, 'scope'));
    const role = /roles \. (\w+) \)$/.exec(text(member(body, 'properties', 'roleDefinitionId')))?.[1] ?? '';
    expect(text(member(body, 'name'))).toBe(`guid ( ${scope} . id , ${principal} , roles . ${role} )`);
    const roles = files.get(file)?.variables.get('roles');
    expect(member(roles, role)).toEqual({ kind: 'literal', value: BUILT_IN_ROLES[role] });
    expect(BUILT_IN_ROLES[role]).toBeDefined();
  },
);

/** Where `publicNetworkAccess` may come to be 'Enabled', and under which condition alone. */
const PUBLIC_ACCESS: Readonly<Record<string, string>> = {
  'modules/function-app.bicep site': "isEdge || deploymentAccess == 'scm-only' ? 'Enabled' : 'Disabled'",
  'modules/storage-account.bicep account': "network == 'private' ? 'Disabled' : 'Enabled'",
};

test('nothing is open to the public network but what is named here, under its condition', () => {
  const stated = made.flatMap(({ file, symbol, body }) => {
    const value = member(body, 'properties', 'publicNetworkAccess');
    return value === undefined ? [] : [{ place: `${file} ${symbol}`, value }];
  });
  expect(stated.length).toBeGreaterThan(3);
  for (const { place, value } of stated) {
    const allowed = PUBLIC_ACCESS[place];
    if (allowed === undefined)
      expect({ place, value }).toEqual({ place, value: { kind: 'literal', value: 'Disabled' } });
    else expect({ place, value }).toEqual({ place, value: { kind: 'expression', text: allowed } });
  }
});

test('the internal roles, the data and the uploads are closed; the public roles take the edge alone', () => {
  const literal = (file: string, symbol: string, name: string) => {
    const value = files
      .get(file)
      ?.modules.find((one) => one.symbol === symbol)
      ?.params.get(name);
    return value?.kind === 'literal' ? value.value : undefined;
  };
  const apps = 'modules/region-apps.bicep';
  expect(['presentation', 'dataMovement', 'webFrontEnd'].map((role) => literal(apps, role, 'access'))).toEqual([
    'closed',
    'closed',
    'edge',
  ]);
  const stores = 'modules/region-stores.bicep';
  expect(['data', 'intake', 'host'].map((store) => literal(stores, store, 'network'))).toEqual([
    'private',
    'private',
    'subnet',
  ]);
  const site = made.find(({ symbol }) => symbol === 'site')?.body;
  expect(member(site, 'properties', 'siteConfig', 'ipSecurityRestrictionsDefaultAction')).toEqual({
    kind: 'literal',
    value: 'Deny',
  });
});

test.each(['allowSharedKeyAccess', 'allowBlobPublicAccess', 'isLocalUserEnabled', 'isSftpEnabled'])(
  'stores: %s is off',
  (name) => {
    const account = made.find(
      ({ file, symbol }) => file === 'modules/storage-account.bicep' && symbol === 'account',
    )?.body;
    expect(member(account, 'properties', name)).toEqual({ kind: 'literal', value: false });
  },
);

test('I-04: the database takes Entra identities alone, over TLS 1.2, from no public network', () => {
  const server = made.find(({ type }) => type === 'Microsoft.Sql/servers')?.body;
  expect(member(server, 'properties', 'minimalTlsVersion')).toEqual({ kind: 'literal', value: '1.2' });
  expect(member(server, 'properties', 'administrators', 'azureADOnlyAuthentication')).toEqual({
    kind: 'literal',
    value: true,
  });
  expect(made.some(({ type }) => type === 'Microsoft.Sql/servers/azureADOnlyAuthentications')).toBe(true);
});

/** Names of members that could hold a secret, in any resource or application setting. */
const SECRET = /password|secret|accountkey|accesskey|connectionstring$|sastoken|privatekey/i;

test('nothing that could hold a secret is set, in Bicep, in the parameters or in what is generated', () => {
  const values = [
    ...made.map(({ file, symbol, body }) => [`${file} ${symbol}`, body] as const),
    ...['main.parameters.json', 'main.two-regions.parameters.json', 'app-registrations.json'].map(
      (name) => [name, valueOfJson(JSON.parse(readFileSync(join(root, name), 'utf8')))] as const,
    ),
  ];
  const found = values.flatMap(([place, value]) =>
    [...objectsIn(value)].flatMap(({ where, entries }) =>
      [...entries.keys()].filter((key) => SECRET.test(key)).map((key) => `${place}${where}/${key}`),
    ),
  );
  expect(found).toEqual([]);
  for (const [name, text] of texts) expect(text, name).not.toMatch(/listKeys|listSecrets|@secure/);
});

describe('every setting that a role needs is set by its app, and no other', () => {
  const apps = files.get('modules/region-apps.bicep');
  const keysOf = (name: string): readonly string[] => {
    const value = apps?.variables.get(name);
    if (value?.kind === 'object') return [...value.entries.keys()];
    const text = value?.kind === 'expression' ? value.text : '';
    const inner = [...text.matchAll(/\b(AZIMUTH_\w+|AZURE_\w+) :/g)].map(([, key]) => key ?? '');
    const shared = ['storeSettings', 'hopSettings'].filter((one) => text.includes(one));
    return [...shared.flatMap(keysOf), ...inner];
  };
  const roles = [
    ['webFrontEndSettings', readWebFrontEndConfig],
    ['gatewaySettings', readGatewayConfig],
    ['presentationSettings', readPresentationConfig],
    ['dataMovementSettings', readDataMovementConfig],
  ] as const;
  test.each(roles)('%s', (name, read) => {
    const keys = keysOf(name);
    expect(keys.length).toBeGreaterThan(4);
    const env = Object.fromEntries(keys.map((key) => [key, sampleOf(key)]));
    const config: Readonly<Record<string, unknown>> = read(env);
    expect(keys.filter((key) => config[key] === undefined)).toEqual([]);
    for (const key of keys) {
      const { [key]: _, ...without } = env;
      if (!OPTIONAL.includes(key)) expect(() => read(without), `${name} without ${key}`).toThrow(key);
    }
    // What has a default that is wrong in Azure is set wherever it is read.
    const reads = Object.keys(read({ ...env, ...Object.fromEntries(OPTIONAL.map((key) => [key, sampleOf(key)])) }));
    expect(OPTIONAL.filter((key) => reads.includes(key) && !keys.includes(key))).toEqual([]);
  });
});

/** Set though the role would start without them: their defaults are for other places. */
const OPTIONAL = [
  'AZIMUTH_FRONT_DOOR_ID',
  'AZIMUTH_API_URI',
  'AZIMUTH_TENANTS',
  'AZIMUTH_CLUSTER',
  'AZIMUTH_CLUSTERS',
  'AZIMUTH_REPLICAS',
  'AZIMUTH_SQL',
];

function sampleOf(key: string): string {
  if (/TENANTS|CLUSTERS|REPLICAS/.test(key)) return '[]';
  if (/IDENTITY|FRONT_DOOR/.test(key)) return '5e2f1ce0-0000-4000-8000-000000000102';
  if (/URL|AUTHORITY|ISSUER/.test(key)) return 'https://bi.example.com/x';
  return 'x';
}

test('an idle service lets the database sleep: the probed paths are those that open no store', () => {
  const { originGroups } = JSON.parse(committed('front-door.json'));
  const probed = originGroups.flatMap(
    ({ properties }: { properties: { healthProbeSettings?: { probePath: string } } }) => {
      const path = properties.healthProbeSettings?.probePath;
      return path === undefined ? [] : [path];
    },
  );
  for (const path of probed) expect(['/v1.0/health', '/healthz']).toContain(path);
  expect(JSON.parse(committed('traffic-manager.json')).properties.monitorConfig.path).toMatch(
    /^\/(v1\.0\/health|healthz)$/,
  );
  const database: BicepFile['resources'][number] | undefined = made.find(
    ({ type }) => type === 'Microsoft.Sql/servers/databases',
  );
  expect(member(database?.body, 'sku', 'name')).toEqual({ kind: 'literal', value: 'GP_S_Gen5' });
});

const COMPILER = 'bicep';
const hasBicep = canRun(COMPILER);
test.skipIf(!hasBicep)(
  'the compiler takes it all (skipped where bicep is not on the PATH)',
  () => {
    for (const verb of ['lint', 'build'])
      execFileSync(COMPILER, [verb, join(root, 'main.bicep'), ...(verb === 'build' ? ['--stdout'] : [])]);
  },
  120_000,
);

function canRun(tool: string): boolean {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
