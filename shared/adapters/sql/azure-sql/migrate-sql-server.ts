import type mssql from 'mssql';
import { pendingMigrations } from '../schema/migrations.ts';
import { type Driver, sqlServerSession } from './sql-server-session.ts';

const APPLIED = "if object_id(N'dbo.migration', N'U') is not null select name from dbo.migration";
const LOCK = `declare @got int;
exec @got = sp_getapplock @Resource = N'azimuth-migration', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 60000;
if @got < 0 throw 50000, N'Another process has been migrating for a minute.', 1`;
const LEDGER = `if object_id(N'dbo.migration', N'U') is null
create table dbo.migration (name nvarchar(128) not null primary key, applied_at char(24) not null)`;
const SNAPSHOTS = `if exists (select 1 from sys.databases where name = db_name() and snapshot_isolation_state = 0)
alter database current set allow_snapshot_isolation on`;

/** Throws where the database is behind what this version needs, and says what to do. It changes nothing. */
export async function demandCurrentSchema(pool: mssql.ConnectionPool): Promise<void> {
  const pending = await pendingIn(pool);
  if (pending.length === 0) return;
  throw new Error(
    `The metadata database lacks ${namesOf(pending)}. Run "npm run migrate -- --server … --database …" of this version as a member of the database's administrators; the role then goes on by itself.`,
  );
}

/** Brings the database up to date and says what it lacked. Two at once do it one after the other. */
export async function migrateSqlServer(
  driver: Driver,
  pool: mssql.ConnectionPool,
  now: Date,
): Promise<readonly string[]> {
  const pending = await pendingIn(pool);
  if (pending.length === 0) return [];
  try {
    await pool.request().batch(SNAPSHOTS);
    await applyPending(driver, pool, now);
  } catch (thrown) {
    throw new Error(
      `The metadata database lacks ${namesOf(pending)}, and they could not be applied; it is as it was. It takes a member of the server's administrators, or db_ddladmin, db_datareader, db_datawriter and ALTER ANY SECURITY POLICY.`,
      { cause: thrown },
    );
  }
  return pending.map(({ name }) => name);
}

type Pending = ReturnType<typeof pendingMigrations>;

async function pendingIn(pool: mssql.ConnectionPool): Promise<Pending> {
  const applied = await pool.request().query<{ name: string }>(APPLIED);
  return pendingMigrations(new Set((applied.recordset ?? []).map((row) => row.name)), 'tsql');
}

function namesOf(pending: Pending): string {
  return pending.map(({ name }) => name).join(', ');
}

async function applyPending(driver: Driver, pool: mssql.ConnectionPool, now: Date): Promise<void> {
  const transaction = new driver.Transaction(pool);
  await transaction.begin();
  try {
    const batch = (text: string) => new driver.Request(transaction).batch<{ name: string }>(text);
    await batch(LOCK);
    await batch(LEDGER);
    const applied = await batch(APPLIED);
    for (const { name, statements } of pendingMigrations(new Set(applied.recordset.map((row) => row.name)), 'tsql')) {
      // Each by itself: a function or a policy must be alone in its batch.
      for (const statement of statements) await batch(statement);
      const note = 'insert into dbo.migration (name, applied_at) values (@1, @2)';
      await sqlServerSession(driver, transaction).execute(note, [name, now.toISOString()]);
    }
    await transaction.commit();
  } catch (thrown) {
    await transaction.rollback().catch(() => undefined);
    throw thrown;
  }
}
