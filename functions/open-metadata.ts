import type { ManagedIdentityCredential } from '@azure/identity';
import { openSqliteMetadata } from '../shared/adapters/sql/open-sqlite.ts';
import type { Metadata } from '../shared/catalog/ports.ts';
import type { StoreConfig } from './config.ts';

/** How a role comes to its metadata store. */
export type OpenMetadata = (config: StoreConfig, credential: ManagedIdentityCredential) => Promise<Metadata>;

/** The metadata store that the settings name: Azure SQL with the managed identity, or the embedded engine's file. */
export async function openMetadata(config: StoreConfig, credential: ManagedIdentityCredential): Promise<Metadata> {
  if (config.AZIMUTH_SQL === undefined) return openSqliteMetadata({ file: config.AZIMUTH_SQLITE ?? '' });
  const { openAzureSqlMetadata } = await import('../shared/adapters/sql/open-azure-sql.ts');
  return openAzureSqlMetadata({ ...parseSqlAddress(config.AZIMUTH_SQL), credential });
}

export type SqlAddress = { readonly server: string; readonly port?: number; readonly database?: string };

/** `host[,port][/database]`, as the setting AZIMUTH_SQL has it. */
export function parseSqlAddress(text: string): SqlAddress {
  const [, server, port, database] = /^([^,/]+)(?:,(\d+))?(?:\/(.+))?$/.exec(text) ?? [];
  if (server === undefined) throw new Error('AZIMUTH_SQL must be host[,port][/database].');
  return {
    server,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(database === undefined ? {} : { database }),
  };
}
