import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { openAzureSqlMetadata } from '../../shared/adapters/sql/open-azure-sql.ts';
import { openSqliteMetadata } from '../../shared/adapters/sql/open-sqlite.ts';
import { metadataConformance } from './metadata.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

metadataConformance('embedded, in memory', () => openSqliteMetadata({ file: ':memory:' }));

metadataConformance('embedded, in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-metadata-'));
  folders.push(folder);
  return openSqliteMetadata({ file: join(folder, 'new folder', 'metadata.db') });
});

const { AZIMUTH_SQL: address, AZIMUTH_SQL_USER: userName, AZIMUTH_SQL_PASSWORD: password } = process.env;
if (address === undefined || userName === undefined || password === undefined) {
  describe('metadata: SQL Server', () => {
    test.skip('needs AZIMUTH_SQL=host[,port][/database], AZIMUTH_SQL_USER and AZIMUTH_SQL_PASSWORD', () => undefined);
  });
} else {
  metadataConformance('SQL Server', () => {
    const [, server = '', port, database] = /^([^,/]+)(?:,(\d+))?(?:\/(.+))?$/.exec(address) ?? [];
    return openAzureSqlMetadata({
      server,
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(database === undefined ? {} : { database }),
      credential: { userName, password },
      trustServerCertificate: true,
    });
  });
}
