import type { TokenCredential } from '@azure/identity';
import type { config } from 'mssql';

export type AzureSqlOptions = {
  readonly server: string;
  readonly port?: number;
  readonly database?: string;
  /** A managed identity in Azure; name and password only for a SQL Server of one's own while developing. */
  readonly credential: TokenCredential | { readonly userName: string; readonly password: string };
  /** Accept the server's own certificate: for a SQL Server of one's own while developing. */
  readonly trustServerCertificate?: boolean;
  readonly now?: () => Date;
};

/** What the driver is told: always encrypted, TLS 1.2 at least, few and short-lived connections. */
export function connectionConfig(options: AzureSqlOptions): config {
  const { server, port, database, credential } = options;
  return {
    server,
    ...(port === undefined ? {} : { port }),
    ...(database === undefined ? {} : { database }),
    authentication:
      'getToken' in credential
        ? { type: 'token-credential', options: { credential } }
        : { type: 'default', options: { ...credential } },
    connectionTimeout: 15_000,
    requestTimeout: 30_000,
    validateConnection: 'socket',
    pool: { min: 0, max: 10, idleTimeoutMillis: 60_000, acquireTimeoutMillis: 30_000 },
    options: {
      encrypt: true,
      trustServerCertificate: options.trustServerCertificate ?? false,
      cryptoCredentialsDetails: { minVersion: 'TLSv1.2' },
      appName: 'azimuth',
      enableArithAbort: true,
    },
  };
}
