import { setTimeout as sleep } from 'node:timers/promises';
import type mssql from 'mssql';
import type { Metadata } from '../../catalog/ports.ts';
import { connectSqlServer } from './azure-sql/connect-sql-server.ts';
import type { AzureSqlOptions } from './azure-sql/connection-config.ts';
import { demandCurrentSchema } from './azure-sql/migrate-sql-server.ts';
import { setActor } from './azure-sql/set-actor.ts';
import { type Driver, sqlServerSession } from './azure-sql/sql-server-session.ts';
import { CommitUncertain, orUnavailable, type RetryPolicy, withRetry } from './azure-sql/with-retry.ts';
import type { Actor, Engine, Session } from './engine.ts';
import { TSQL } from './flavours.ts';
import type { Mode } from './kysely-over.ts';
import { metadataOver } from './metadata-over.ts';

const RETRY: RetryPolicy = { attempts: 5, firstWaitMs: 100, longestWaitMs: 3_000, sleep, random: Math.random };

/**
 * The metadata store in Azure SQL or SQL Server. Reads see a snapshot and are repeated after failures that pass;
 * writes are serializable, one at a time for a tenant, and are repeated where the failure came before the commit was sent.
 * A database whose schema is behind is refused: only `migrateAzureSql` changes it.
 */
export async function openAzureSqlMetadata(options: AzureSqlOptions): Promise<Metadata> {
  const now = options.now ?? (() => new Date());
  // Loaded only here: a start that does not use the driver is faster without it.
  const { default: driver } = await import('mssql');
  const pool = await connectSqlServer(driver, options);
  try {
    await demandCurrentSchema(pool);
  } catch (thrown) {
    await pool.close();
    throw thrown;
  }
  return metadataOver(engineOver(driver, pool), now);
}

function engineOver(driver: Driver, pool: mssql.ConnectionPool): Engine {
  const { SNAPSHOT, SERIALIZABLE } = driver.ISOLATION_LEVEL;
  const run = async <T>(mode: Mode, actor: Actor, work: (session: Session) => Promise<T>): Promise<T> => {
    const transaction = new driver.Transaction(pool);
    await transaction.begin(mode === 'read' ? SNAPSHOT : SERIALIZABLE);
    const result = await rolledBackOnFailure(transaction, async () => {
      const session = sqlServerSession(driver, transaction);
      await setActor(session, actor, mode);
      return work(session);
    });
    try {
      await transaction.commit();
    } catch (thrown) {
      throw mode === 'read' ? thrown : new CommitUncertain(thrown);
    }
    return result;
  };
  return {
    flavour: TSQL,
    read: (actor, work) => orUnavailable(withRetry(RETRY, () => run('read', actor, work))),
    write: (actor, work) => orUnavailable(withRetry(RETRY, () => run('write', actor, work))),
    close: () => pool.close(),
  };
}

async function rolledBackOnFailure<T>(transaction: mssql.Transaction, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // The server has rolled back already where the connection is gone or a deadlock was broken: the first failure counts.
    await transaction.rollback().catch(() => undefined);
    throw thrown;
  }
}
