import { connectSqlServer } from './azure-sql/connect-sql-server.ts';
import type { AzureSqlOptions } from './azure-sql/connection-config.ts';
import { migrateSqlServer } from './azure-sql/migrate-sql-server.ts';

/**
 * Brings the metadata database up to date with this version and answers with what it lacked. For whoever administers the
 * database: a running service has no right to do this. Where it fails, the database is as it was.
 */
export async function migrateAzureSql(options: AzureSqlOptions): Promise<readonly string[]> {
  const { default: driver } = await import('mssql');
  const pool = await connectSqlServer(driver, options);
  try {
    return await migrateSqlServer(driver, pool, options.now?.() ?? new Date());
  } finally {
    await pool.close();
  }
}
