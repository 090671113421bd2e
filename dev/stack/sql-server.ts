import type { SqlServer } from './role-settings.ts';
import { StackFailure } from './stack-failure.ts';

/** The SQL Server that the settings name, if any. */
export function sqlServerOf(settings: {
  readonly sql: string | undefined;
  readonly sqlUser: string | undefined;
  readonly sqlPassword: string | undefined;
}): SqlServer | undefined {
  const { sql, sqlUser, sqlPassword } = settings;
  if (sql === undefined) return undefined;
  if (sqlUser === undefined || sqlPassword === undefined) {
    throw new StackFailure(
      'AZIMUTH_SQL names a SQL Server, and no server trusts the local managed identity: set AZIMUTH_SQL_USER and AZIMUTH_SQL_PASSWORD too. Only the local stack reads them; a deployment signs in by its managed identity and knows no password.',
    );
  }
  return { server: sql, user: sqlUser, password: sqlPassword };
}
