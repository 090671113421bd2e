import { setTimeout as sleep } from 'node:timers/promises';
import type mssql from 'mssql';
import { type AzureSqlOptions, connectionConfig } from './connection-config.ts';
import type { Driver } from './sql-server-session.ts';
import { orUnavailable, type RetryPolicy, withRetry } from './with-retry.ts';

/** A serverless database takes up to a minute to wake. */
const PATIENT: RetryPolicy = { attempts: 10, firstWaitMs: 500, longestWaitMs: 15_000, sleep, random: Math.random };

/** Connections to a database that may have to wake up first; `upstream-unavailable` where it does not. */
export function connectSqlServer(driver: Driver, options: AzureSqlOptions): Promise<mssql.ConnectionPool> {
  return orUnavailable(
    withRetry(PATIENT, () => {
      const pool = new driver.ConnectionPool(connectionConfig(options));
      // Each failure also reaches whoever asked; without a listener it would end the process as well.
      pool.on('error', () => undefined);
      return pool.connect();
    }),
  );
}
