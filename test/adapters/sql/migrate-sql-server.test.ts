import type mssql from 'mssql';
import { expect, test } from 'vitest';
import { demandCurrentSchema, migrateSqlServer } from '../../../shared/adapters/sql/azure-sql/migrate-sql-server.ts';
import type { Driver } from '../../../shared/adapters/sql/azure-sql/sql-server-session.ts';
import { MIGRATIONS, pendingMigrations } from '../../../shared/adapters/sql/schema/migrations.ts';

const ALL = MIGRATIONS.map(({ name }) => name);
const AT = new Date('2026-08-01T00:00:00.000Z');

/** A server that notes what it is sent and answers with the migrations that it has. */
function server(applied: readonly string[], refuses?: RegExp) {
  const sent: string[] = [];
  const had = [...applied];
  const answer = async (text: string, values: readonly unknown[] = []) => {
    sent.push(text);
    if (refuses?.test(text)) throw new Error('permission was denied');
    if (text.startsWith('insert into dbo.migration')) had.push(String(values[0]));
    return {
      recordset: /select name from dbo.migration/.test(text) ? had.map((name) => ({ name })) : [],
      rowsAffected: [1],
    };
  };
  class Request {
    readonly values: unknown[] = [];
    input(_name: string, _type: unknown, value: unknown) {
      this.values.push(value);
    }
    query = (text: string) => answer(text, this.values);
    batch = (text: string) => answer(text);
  }
  class Transaction {
    begin = async () => void sent.push('begin');
    commit = async () => void sent.push('commit');
    rollback = async () => void sent.push('rollback');
  }
  const type = () => ({});
  const driver = { Request, Transaction, VarChar: type, NVarChar: type, Int: type, BigInt: type };
  return {
    sent,
    had,
    driver: driver as unknown as Driver,
    pool: { request: () => new Request() } as unknown as mssql.ConnectionPool,
  };
}

test('a role asks which migrations there are, and goes on where none is missing', async () => {
  const { pool, sent } = server(ALL);
  await demandCurrentSchema(pool);
  expect(sent).toHaveLength(1);
});

test.each([
  ['an empty database', []],
  ['a database that is one version behind', ALL.slice(0, -1)],
])('a role refuses %s, says what is missing and what to do, and changes nothing', async (_, applied) => {
  const { pool, sent } = server(applied);
  const missing = ALL.filter((name) => !applied.includes(name)).join(', ');
  await expect(demandCurrentSchema(pool)).rejects.toThrow(`lacks ${missing}. Run "npm run migrate`);
  expect(sent).toEqual([expect.stringContaining('select name from dbo.migration')]);
});

test('a role goes on with a database that a later version has changed', async () => {
  await demandCurrentSchema(server([...ALL, 'of-a-later-version']).pool);
});

test('the command runs what is missing in one transaction, in order, and notes each', async () => {
  const applied = ALL.slice(0, 1);
  const { driver, pool, sent, had } = server(applied);
  expect(await migrateSqlServer(driver, pool, AT)).toEqual(ALL.slice(1));
  expect(had).toEqual(ALL);
  const inside = sent.slice(sent.indexOf('begin') + 1, sent.indexOf('commit'));
  const statements = pendingMigrations(new Set(applied), 'tsql').flatMap((one) => one.statements);
  expect(inside[0]).toContain('sp_getapplock');
  expect(inside.filter((text) => statements.includes(text))).toEqual(statements);
  expect(sent.filter((text) => statements.includes(text))).toHaveLength(statements.length);
});

test('the command does nothing to a database that is up to date', async () => {
  const { driver, pool, sent } = server(ALL);
  expect(await migrateSqlServer(driver, pool, AT)).toEqual([]);
  expect(sent).toHaveLength(1);
});

test('a statement that is refused takes everything back, and the reason is kept', async () => {
  const { driver, pool, sent } = server([], /^create table/);
  await expect(migrateSqlServer(driver, pool, AT)).rejects.toMatchObject({
    message: expect.stringContaining('it is as it was'),
    cause: { message: 'permission was denied' },
  });
  expect(sent.at(-1)).toBe('rollback');
  expect(sent).not.toContain('commit');
});
