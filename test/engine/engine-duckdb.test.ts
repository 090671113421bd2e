import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDuckdbEngine } from '../../shared/adapters/duckdb/engine-duckdb.ts';
import { isFault } from '../../shared/domain/faults.ts';
import type { Session } from '../../shared/engine/ports.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { askFile, column, createModelFolder, engine, question, table } from '../query/model-file.ts';

const model: SemanticModel = {
  tables: [table('T', [column('Text', 'String'), column('N', 'Int64'), column('D', 'Decimal')])],
};
const folder = await createModelFolder();
let path = '';
let session: Session;
beforeAll(async () => {
  path = await folder.write(model, [
    [
      ['a\u0000"\\\n🚀', 1, '99999999999999.9999'],
      ['b', '9223372036854775807', '1'],
      ['c', '9223372036854775807', '1'],
    ],
  ]);
  session = await engine.open(path);
});
afterAll(async () => {
  await session.close();
  await folder.remove();
});

const never = new AbortController().signal;
const runSql = (sql: string, timeoutMs = 10_000, signal = never, on = session) =>
  on.run(
    { sql: `SELECT to_json({'c0': list(x)}) FROM (${sql}) AS rows(x)`, parameters: [], columnCount: 1 },
    { timeoutMs },
    signal,
  );
const runPlain = (sql: string) => session.run({ sql, parameters: [], columnCount: 1 }, { timeoutMs: 10_000 }, never);

describe('whatever the SQL, a session', () => {
  test.each([
    ['reads no file', "SELECT to_json({'c0': list(content)}) FROM read_text('/proc/self/environ')"],
    ['reads no CSV', "SELECT * FROM read_csv('/proc/self/environ')"],
    ['reads no Parquet', "SELECT * FROM read_parquet('/tmp/*.parquet')"],
    ['lists no folder', "SELECT * FROM glob('/*')"],
    ['takes no file for a table', "SELECT * FROM '/etc/passwd'"],
    ['copies nothing out', "COPY t0 TO '/tmp/azimuth-leak.csv'"],
    ['exports nothing', "EXPORT DATABASE '/tmp/azimuth-leak'"],
    ['attaches nothing', "ATTACH '/tmp/azimuth-leak.duckdb' AS other"],
    ['installs nothing', 'INSTALL httpfs'],
    ['loads nothing', 'LOAD httpfs'],
    ['fetches nothing', "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')"],
    ['sets nothing', 'SET enable_external_access = true'],
    ['takes no memory', "SET memory_limit = '100GB'"],
    ['resets nothing', 'RESET lock_configuration'],
    ['creates no table', 'CREATE TABLE t1 (a INTEGER)'],
    ['changes no row', 'UPDATE t0 SET c1 = 0'],
    ['drops nothing', 'DROP TABLE t0'],
  ])('%s', async (_, sql) => {
    const message = expect.stringMatching(/disabled|read-only|locked|does not exist|Cannot/i);
    await expect(runPlain(sql)).rejects.toMatchObject({ cause: { message } });
    expect(
      existsSync('/tmp/azimuth-leak.csv') || existsSync('/tmp/azimuth-leak') || existsSync('/tmp/azimuth-leak.duckdb'),
    ).toBe(false);
  });

  test('says no cell in the error that goes to the log (C13)', async () => {
    const failure = await runPlain(`SELECT error(c0) FROM t0`).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ message: expect.stringMatching(/^the engine failed: [A-Z][A-Za-z ]+ Error$/) });
    expect(failure instanceof Error ? failure.stack : '').not.toContain('🚀');
  });

  test('leaves nothing beside its file', async () => {
    expect(await readdir(folder.folder)).toEqual([path.slice(folder.folder.length + 1)]);
  });
});

describe('a query', () => {
  const endless = 'SELECT count(*) FROM range(10000000000) AS a(x), range(1000) AS b(y) WHERE (a.x + b.y) % 7 = 3';

  test('that takes too long is stopped', async () => {
    const startedAt = performance.now();
    await expect(runSql(endless, 150)).rejects.toMatchObject({ code: 'query-timeout', detail: { limitMs: 150 } });
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });

  test('whose caller goes away is stopped, and the session answers the next', async () => {
    const leaving = new AbortController();
    const startedAt = performance.now();
    setTimeout(() => leaving.abort(new Error('gone')), 100);
    await expect(runSql(endless, 60_000, leaving.signal)).rejects.toThrow('gone');
    expect(performance.now() - startedAt).toBeLessThan(1500);
    expect(await runSql('SELECT 1')).toEqual([[1]]);
    await expect(runSql('SELECT 1', 1000, leaving.signal)).rejects.toThrow('gone');
  });

  test('runs beside a long one on the same session', async () => {
    const leaving = new AbortController();
    const long = runSql(endless, 60_000, leaving.signal);
    expect(await runSql('SELECT 2')).toEqual([[2]]);
    leaving.abort(new Error('gone'));
    await expect(long).rejects.toThrow('gone');
  });

  test('that needs too much memory is refused with advice, and nothing is written to disk', async () => {
    const small = createDuckdbEngine({ memoryBytes: 16 * 1024 ** 2, threads: 1 });
    const tight = await small.open(path);
    const thrown = await runSql(
      "SELECT count(*) FROM (SELECT DISTINCT x::VARCHAR || '--------------------' FROM range(3000000) AS r(x))",
      30_000,
      never,
      tight,
    ).catch((cause: unknown) => cause);
    expect(isFault(thrown) && thrown.detail).toEqual({ what: expect.stringContaining('memory') });
    expect((await readdir(folder.folder)).filter((name) => name.includes('tmp'))).toEqual([]);
    await tight.close();
  });

  test('answers many rows in the order asked, each in its place', async () => {
    const [values] = await runSql('SELECT x FROM range(300000) AS r(x) ORDER BY hash(x), x LIMIT 100001');
    const [again] = await runSql(
      'SELECT x FROM (SELECT x, row_number() OVER (ORDER BY hash(x), x) AS place FROM range(300000) AS r(x)) WHERE place <= 100001 ORDER BY place',
    );
    expect(values).toHaveLength(100_001);
    expect(values).toEqual(again);
  });
});

test('text comes back as it was, whatever is in it', async () => {
  const { rows } = await askFile(
    session,
    model,
    question({ select: [{ kind: 'group', field: { table: 'T', field: 'Text' }, as: 'x' }] }),
  );
  expect(rows).toEqual([['a\u0000"\\\n🚀'], ['b'], ['c']]);
});

test('sums do not overflow', async () => {
  const of = (field: string) =>
    ({ kind: 'aggregate', aggregation: 'sum', field: { table: 'T', field }, as: field }) as const;
  const { rows } = await askFile(session, model, question({ select: [of('N'), of('D')] }));
  expect(rows).toEqual([['18446744073709551615', 100_000_000_000_002]]);
});

test('what is no model file is not opened', async () => {
  await expect(engine.open(join(folder.folder, 'missing.duckdb'))).rejects.toThrow();
});
