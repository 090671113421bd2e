import { describe, expect, test } from 'vitest';
import { functionsSettings } from '../../../dev/stack/functions-settings.ts';
import {
  readDataMovementConfig,
  readGatewayConfig,
  readPresentationConfig,
  readWebFrontEndConfig,
} from '../../../functions/config.ts';

const local = functionsSettings().Values;
const { AZIMUTH_GRAPH_URL, AZIMUTH_TOKEN_ENDPOINT, ...withoutGraph } = local;

describe('the settings of the local roles', () => {
  test('are complete for each of them', () => {
    for (const read of [readWebFrontEndConfig, readGatewayConfig, readPresentationConfig, readDataMovementConfig]) {
      expect(() => read(local)).not.toThrow();
    }
  });

  test('let nothing of the directory be older than the call, and set no limit of calls', () => {
    expect(readGatewayConfig(local)).toMatchObject({
      AZIMUTH_DIRECTORY_SECONDS: 0,
      AZIMUTH_USER_LIMIT: 0,
      AZIMUTH_TENANT_LIMIT: 0,
      AZIMUTH_CLUSTER: 'home',
      AZIMUTH_CLUSTERS: [],
    });
    expect(readPresentationConfig(local)).toMatchObject({ AZIMUTH_GRAPH_URL, AZIMUTH_TOKEN_ENDPOINT });
  });
});

describe('the settings of the directory', () => {
  test('are Entra’s and Graph’s where nothing is said', () => {
    const {
      AZIMUTH_DIRECTORY_SECONDS: _seconds,
      AZIMUTH_USER_LIMIT: _user,
      AZIMUTH_TENANT_LIMIT: _tenant,
      ...rest
    } = withoutGraph;
    expect(readGatewayConfig(rest)).toMatchObject({
      AZIMUTH_GRAPH_URL: 'https://graph.microsoft.com/v1.0',
      AZIMUTH_TOKEN_ENDPOINT: 'https://login.microsoftonline.com/{tenantid}/oauth2/v2.0/token',
      AZIMUTH_ISSUER_V1: 'https://sts.windows.net/{tenantid}/',
      AZIMUTH_API_ROLE: 'Tenant.Automation',
      AZIMUTH_DIRECTORY_SECONDS: 60,
      AZIMUTH_USER_LIMIT: 1200,
      AZIMUTH_TENANT_LIMIT: 30_000,
    });
  });

  test.each([
    ['AZIMUTH_GRAPH_URL', 'http://graph.example/v1.0'],
    ['AZIMUTH_GRAPH_URL', 'http://localhost.example/v1.0'],
    ['AZIMUTH_TOKEN_ENDPOINT', 'http://login.example/{tenantid}/token'],
    ['AZIMUTH_TOKEN_ENDPOINT', 'https://login.example/organizations/token'],
    ['AZIMUTH_TOKEN_ENDPOINT', '{tenantid}'],
    ['AZIMUTH_DIRECTORY_SECONDS', '-1'],
    ['AZIMUTH_DIRECTORY_SECONDS', '1.5'],
    ['AZIMUTH_USER_LIMIT', 'many'],
    ['AZIMUTH_CLUSTERS', '[{"name":"west"}]'],
  ])('%s is not "%s", and the refusal names it', (name, value) => {
    expect(() => readGatewayConfig({ ...local, [name]: value })).toThrow(name);
  });

  test('clients are a list by comma', () => {
    expect(readGatewayConfig({ ...local, AZIMUTH_CLIENTS: ' a, b,' }).AZIMUTH_CLIENTS).toEqual(['a', 'b']);
    expect(readGatewayConfig(local).AZIMUTH_CLIENTS).toBeUndefined();
  });

  test('a tenant may live in another cluster', () => {
    const tenants = [{ tenantId: 'c0470500-0000-4000-8000-000000000000', name: 'Contoso', cluster: 'west' }];
    const clusters = [{ name: 'west', gatewayUrl: 'https://west.example/' }];
    const config = readGatewayConfig({
      ...local,
      AZIMUTH_TENANTS: JSON.stringify(tenants),
      AZIMUTH_CLUSTERS: JSON.stringify(clusters),
    });
    expect(config.AZIMUTH_TENANTS).toEqual(tenants);
    expect(config.AZIMUTH_CLUSTERS).toEqual([{ name: 'west', gatewayUrl: 'https://west.example' }]);
  });
});
