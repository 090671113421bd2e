import type { ManagedIdentityCredential } from '@azure/identity';
import { openSqliteMetadata } from '../shared/adapters/sql/open-sqlite.ts';
import type { Metadata } from '../shared/catalog/ports.ts';
import { withReplicas } from '../shared/catalog/with-replicas.ts';
import type { StoreConfig } from './config.ts';
import { type Lazy, lazily } from './lazily.ts';
import { forReplicatedTenants } from './tenant-homes.ts';

/** How a role comes to its metadata store. */
export type OpenMetadata = (config: StoreConfig, credential: ManagedIdentityCredential) => Promise<Metadata>;

type Place = { readonly sql: string | undefined; readonly sqlite: string | undefined };

/**
 * The metadata store that the settings name, with the copies of other clusters' that this one holds. A copy is opened
 * when somebody of its tenants is to be shown something here, which is when their home is lost.
 */
export async function openMetadata(config: StoreConfig, credential: ManagedIdentityCredential): Promise<Metadata> {
  const own = await openAt({ sql: config.AZIMUTH_SQL, sqlite: config.AZIMUTH_SQLITE }, credential);
  const replicas = forReplicatedTenants(config, ({ sql, sqlite }) => lazily(() => openAt({ sql, sqlite }, credential)));
  if (replicas.size === 0) return own;
  return withReplicas(
    own,
    (tenantId) => replicas.get(tenantId),
    async () => void (await Promise.allSettled([...new Set(replicas.values())].map(closeOpened))),
  );
}

async function closeOpened(replica: Lazy<Metadata>): Promise<void> {
  await (await replica.peek())?.close();
}

/** Azure SQL with the managed identity, or the embedded engine's file. */
async function openAt({ sql, sqlite }: Place, credential: ManagedIdentityCredential): Promise<Metadata> {
  if (sql === undefined) return openSqliteMetadata({ file: sqlite ?? '' });
  const { openAzureSqlMetadata } = await import('../shared/adapters/sql/open-azure-sql.ts');
  return openAzureSqlMetadata({ ...parseSqlAddress(sql), credential });
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
