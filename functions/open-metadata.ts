import type { ManagedIdentityCredential } from '@azure/identity';
import { openSqliteMetadata } from '../shared/adapters/sql-draft/open-sqlite.ts';
import type { Metadata } from '../shared/catalog/ports.ts';
import type { StoreConfig } from './config.ts';

/** How a role comes to its metadata store. */
export type OpenMetadata = (config: StoreConfig, credential: ManagedIdentityCredential) => Promise<Metadata>;

/** The metadata store that the settings name: Azure SQL with the managed identity, or the embedded engine's file. */
export async function openMetadata(config: StoreConfig, credential: ManagedIdentityCredential): Promise<Metadata> {
  if (config.AZIMUTH_SQL === undefined) return openSqliteMetadata({ file: config.AZIMUTH_SQLITE ?? '' });
  const [, server, port, database] = /^([^,/]+)(?:,(\d+))?(?:\/(.+))?$/.exec(config.AZIMUTH_SQL) ?? [];
  if (server === undefined) throw new Error('AZIMUTH_SQL must be host[,port][/database].');
  const { openAzureSqlMetadata } = await import('../shared/adapters/sql-draft/open-azure-sql.ts');
  return openAzureSqlMetadata({
    server,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(database === undefined ? {} : { database }),
    credential,
  });
}
