import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { functionsSettings } from '../../../dev/stack/functions-settings.ts';
import { sqlServerOf } from '../../../dev/stack/sql-server.ts';

function readRoot(file: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8'));
}

describe('func start beside npm run stack', () => {
  test('reads the settings that the stack serves: local.settings.json is exactly what it prints', () => {
    expect(readRoot('local.settings.json')).toEqual(functionsSettings());
  });

  test('tells clients where TLS is spoken, as the stack does', () => {
    const httpsBase = (port?: number) =>
      JSON.parse(functionsSettings(undefined, 8080, port).Values['AZIMUTH_SIGN_IN'] ?? '').httpsBase;
    expect([httpsBase(), httpsBase(9443)]).toEqual(['https://localhost:8443', 'https://localhost:9443']);
  });

  test('needs no host storage and no secret', () => {
    const { Values } = functionsSettings();
    expect(Values).not.toHaveProperty('AzureWebJobsStorage');
    expect(Values['IDENTITY_HEADER']).toBe('local');
    expect(JSON.stringify(Values)).not.toMatch(/password|AccountKey|sig=|client_secret=/i);
  });

  test('serves our paths at the root: no prefix', () => {
    expect(readRoot('host.json')).toMatchObject({ version: '2.0', extensions: { http: { routePrefix: '' } } });
  });
});

describe('a SQL Server for the local stack', () => {
  test('is optional', () => {
    expect(sqlServerOf({ sql: undefined, sqlUser: 'u', sqlPassword: 'p' })).toBeUndefined();
  });

  test('needs user and password, and the refusal says why', () => {
    expect(() => sqlServerOf({ sql: 'db,1433/azimuth', sqlUser: 'u', sqlPassword: undefined })).toThrow(
      /set AZIMUTH_SQL_USER and AZIMUTH_SQL_PASSWORD too\. Only the local stack reads them/,
    );
  });
});
