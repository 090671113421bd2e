import { type OpenMetadata, parseSqlAddress } from '../../functions/open-metadata.ts';

/**
 * A real SQL Server in place of the embedded engine, by user and password: no such server trusts the local managed
 * identity. Only the local host reads these settings; the product knows no password.
 */
export function sqlServerMetadata(env: NodeJS.ProcessEnv = process.env): OpenMetadata | undefined {
  const { AZIMUTH_SQL: address, AZIMUTH_SQL_USER: userName, AZIMUTH_SQL_PASSWORD: password } = env;
  if (address === undefined || userName === undefined || password === undefined) return undefined;
  return async () => {
    const { openAzureSqlMetadata } = await import('../../shared/adapters/sql/open-azure-sql.ts');
    const { migrateAzureSql } = await import('../../shared/adapters/sql/migrate-azure-sql.ts');
    // The certificate of a developer's server is its own; the connection is encrypted all the same.
    const trustServerCertificate = true;
    const options = { ...parseSqlAddress(address), credential: { userName, password }, trustServerCertificate };
    // Whoever develops administers their server; in Azure this is a command of its own.
    await migrateAzureSql(options);
    return openAzureSqlMetadata(options);
  };
}
