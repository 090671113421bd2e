import { createServer, type Socket } from 'node:net';
import mssql from 'mssql';
import { describe, expect, test } from 'vitest';
import { connectionConfig } from '../../../shared/adapters/sql/azure-sql/connection-config.ts';
import { QUEUE_UP, SET_ACTOR, setActor } from '../../../shared/adapters/sql/azure-sql/set-actor.ts';
import { typeOf } from '../../../shared/adapters/sql/azure-sql/sql-server-session.ts';
import { isTransient } from '../../../shared/adapters/sql/azure-sql/transient-errors.ts';
import { CommitUncertain, type RetryPolicy, withRetry } from '../../../shared/adapters/sql/azure-sql/with-retry.ts';
import { Fault } from '../../../shared/domain/faults.ts';
import { TENANT } from './every-call.ts';

function failure(facts: object, cause?: unknown): Error {
  return Object.assign(new Error('x', { cause }), facts);
}

describe('failures that pass', () => {
  test.each([
    { what: 'a deadlock', thrown: failure({ number: 1205 }), passes: true },
    { what: 'a failover', thrown: failure({ number: 40613 }), passes: true },
    { what: 'a lost socket', thrown: failure({ code: 'ESOCKET' }), passes: true },
    { what: 'a wrapped one', thrown: failure({ originalError: failure({ number: 40197 }) }), passes: true },
    { what: 'a cause', thrown: failure({}, failure({ code: 'ECONNRESET' })), passes: true },
    {
      what: 'a time-out while connecting',
      thrown: failure({ name: 'ConnectionError', code: 'ETIMEOUT' }),
      passes: true,
    },
    { what: 'a time-out of a statement', thrown: failure({ name: 'RequestError', code: 'ETIMEOUT' }), passes: false },
    { what: 'a wrong password', thrown: failure({ number: 18456, code: 'ELOGIN' }), passes: false },
    { what: 'a key that is there already', thrown: failure({ number: 2627 }), passes: false },
    { what: 'a refusal', thrown: new Fault('already-used', {}), passes: false },
    { what: 'no error at all', thrown: 'text', passes: false },
  ])('$what: $passes', ({ thrown, passes }) => {
    expect(isTransient(thrown)).toBe(passes);
  });

  const policy = (waits: number[]): RetryPolicy => ({
    attempts: 4,
    firstWaitMs: 100,
    longestWaitMs: 250,
    sleep: async (ms) => waits.push(ms),
    random: () => 1,
  });

  test('work is done again with waits that double up to a limit', async () => {
    const waits: number[] = [];
    let turns = 0;
    const work = async () => {
      turns += 1;
      if (turns < 4) throw failure({ number: 1205 });
      return turns;
    };
    expect(await withRetry(policy(waits), work)).toBe(4);
    expect(waits).toEqual([100, 200, 250]);
  });

  test.each([
    { what: 'after the last attempt', thrown: failure({ number: 1205 }), turns: 4 },
    { what: 'when the commit was sent', thrown: new CommitUncertain(failure({ code: 'ESOCKET' })), turns: 1 },
    { what: 'when it would not help', thrown: failure({ number: 547 }), turns: 1 },
  ])('the failure is passed on $what', async ({ thrown, turns }) => {
    let done = 0;
    const work = async () => {
      done += 1;
      throw thrown;
    };
    await expect(withRetry(policy([]), work)).rejects.toBe(thrown);
    expect(done).toBe(turns);
  });
});

describe('the connection', () => {
  const credential = { getToken: async () => null };

  test('is encrypted with TLS 1.2 at least, checks the certificate, and signs in by token', () => {
    const config = connectionConfig({ server: 'x.database.windows.net', database: 'meta', credential });
    expect(config).toMatchObject({
      server: 'x.database.windows.net',
      database: 'meta',
      authentication: { type: 'token-credential', options: { credential } },
      options: {
        encrypt: true,
        trustServerCertificate: false,
        cryptoCredentialsDetails: { minVersion: 'TLSv1.2' },
      },
    });
    expect(config).not.toHaveProperty('user');
    expect(config).not.toHaveProperty('password');
  });

  test('every transaction says for whom it works, and leaves nothing of the one before', async () => {
    const sent: { readonly sql: string; readonly parameters: readonly unknown[] }[] = [];
    const session = {
      execute: async (sql: string, parameters: readonly unknown[]) => {
        sent.push({ sql, parameters });
        return { rows: [], affected: 0 };
      },
    };
    await setActor(session, { kind: 'tenant', tenantId: TENANT }, 'read');
    await setActor(session, { kind: 'tenant', tenantId: TENANT }, 'write');
    await setActor(session, { kind: 'system' }, 'write');
    expect(sent).toEqual([
      { sql: SET_ACTOR, parameters: [TENANT, 0] },
      { sql: `${SET_ACTOR};\n${QUEUE_UP}`, parameters: [TENANT, 0] },
      { sql: SET_ACTOR, parameters: [null, 1] },
    ]);
  });

  test.each([
    { value: TENANT, type: 'VarChar', length: 36 },
    { value: '2026-03-01T08:00:00.000Z', type: 'VarChar', length: 36 },
    { value: 'größe', type: 'NVarChar', length: 4000 },
    { value: 'x'.repeat(4001), type: 'NVarChar', length: 65535 },
    { value: 7, type: 'Int', length: undefined },
    { value: 5_000_000_000, type: 'BigInt', length: undefined },
    { value: null, type: 'NVarChar', length: 1 },
  ])('a parameter is bound as $type', ({ value, type, length }) => {
    const bound = typeOf(mssql, value);
    expect(bound.type).toBe(Reflect.get(mssql, type));
    expect(Reflect.get(bound, 'length')).toBe(length);
  });

  test.each([undefined, true, 1.5, {}])('%j is not stored', (value) => {
    expect(() => typeOf(mssql, value)).toThrow('cannot be stored');
  });

  test('the driver speaks to a server as it is told: TDS first, nothing in clear after it', async () => {
    const first = await firstBytes((port) =>
      new mssql.ConnectionPool(
        connectionConfig({ server: '127.0.0.1', port, credential: { userName: 'u', password: 'secret-word' } }),
      )
        .connect()
        .catch(() => undefined),
    );
    // 0x12 is PRELOGIN; the encryption option (0x01) of a client that insists on encryption has the value 1.
    expect(first[0]).toBe(0x12);
    expect(first.toString('latin1')).not.toContain('secret-word');
  });
});

/** What a client sends before the server has said anything. */
async function firstBytes(connect: (port: number) => Promise<unknown>): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const server = createServer((socket: Socket) => {
    socket.once('data', (data) => {
      resolve(data);
      socket.destroy();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await connect(address.port);
  const bytes = await promise;
  server.close();
  return bytes;
}
