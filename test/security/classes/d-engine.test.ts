import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../../shared/engine/ports.ts';
import { csvOf } from '../../../shared/export/csv.ts';
import type { SemanticModel } from '../../../shared/model/semantic-model.ts';
import type { Answer } from '../../../shared/query/question.ts';
import { parseCsv } from '../../export/parse-csv.ts';
import { column, createModelFolder, engine, table } from '../../query/model-file.ts';

const MODEL: SemanticModel = { tables: [table('T', [column('A', 'String')])] };
const folder = await createModelFolder();
const path = await folder.write(MODEL, [[['x']]]);
const other = join(folder.folder, 'secret.csv');
let session: Session;
beforeAll(async () => {
  writeFileSync(other, 'secret\ntop\n');
  session = await engine.open(path);
});
afterAll(async () => {
  await session.close();
  await folder.remove();
});

/** What one statement comes to in a session as questions get it. */
async function run(sql: string): Promise<string> {
  const query = { sql, parameters: [], columnCount: 1 };
  const answer = await session
    .run(query, { timeoutMs: 5000 }, new AbortController().signal)
    .catch((thrown: unknown) => thrown);
  if (!(answer instanceof Error)) return JSON.stringify(answer);
  // The engine's own sentence is the cause: it may quote cells, and is not for the log.
  return answer.cause instanceof Error ? answer.cause.message : answer.message;
}

const OUTSIDE = [
  "SELECT to_json({'c0': list(content)}) FROM read_text('/proc/self/environ')",
  `SELECT to_json({'c0': list(column0)}) FROM read_csv('${other}', header = false)`,
  `SELECT to_json({'c0': list(t)}) FROM '${other}' t`,
  `SELECT to_json({'c0': list(file)}) FROM glob('${folder.folder}/*')`,
  `COPY (SELECT 1) TO '${join(folder.folder, 'out.csv')}'`,
  `ATTACH '${join(folder.folder, 'other.duckdb')}' AS other`,
  'INSTALL httpfs',
  'LOAD httpfs',
  "SELECT to_json({'c0': list(t)}) FROM 'https://example.com/x.csv' t",
  `EXPORT DATABASE '${join(folder.folder, 'export')}'`,
];

test.each(OUTSIDE)('D11: the engine reads and writes no file but its own: %s', async (sql) => {
  expect(await run(sql)).toMatch(/disabled|Permission|not allowed|read-only|Cannot/i);
  for (const name of ['out.csv', 'other.duckdb', 'export']) expect(existsSync(join(folder.folder, name))).toBe(false);
});

test.each([
  'SET enable_external_access = true',
  "SET temp_directory = '/tmp'",
  'RESET enable_external_access',
  'SET lock_configuration = false',
  "SET GLOBAL memory_limit = '100GB'",
  'SET allow_unsigned_extensions = true',
  "PRAGMA enable_profiling = 'json'",
])('D11: nothing of the engine can be set any more: %s', async (sql) => {
  expect(await run(sql)).toMatch(/locked|cannot|Cannot/);
});

test.each([
  "INSERT INTO t0 VALUES ('y')",
  "UPDATE t0 SET c0 = 'y'",
  'DELETE FROM t0',
  'DROP TABLE t0',
  'CREATE TABLE t9 AS SELECT 1',
  'CREATE OR REPLACE VIEW t0 AS SELECT 1',
  'ALTER TABLE t0 ADD COLUMN c9 INTEGER',
  'CHECKPOINT',
])('C07: the engine cannot write, whatever it is told: %s', async (sql) => {
  const before = createHash('sha256').update(readFileSync(path)).digest('hex');
  await run(sql);
  expect(await run("SELECT to_json({'c0': list(c0)}) FROM t0")).toBe('[["x"]]');
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(before);
});

const FORMULAS = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '"=1',
  "'=1",
  '＝1+1',
  '－1',
  '＋1',
  '＠x',
  '\u200b=1',
  '\u00a0=1',
  `=HYPERLINK("http://x")`,
  '=cmd|/c calc!A0',
];

test('D07: a text that a spreadsheet would run leaves with an apostrophe in front, in names and cells', () => {
  for (const text of FORMULAS) {
    const answer: Answer = {
      columns: [{ name: text, dataType: 'String', formatString: '', values: [text, 'plain'] }],
      rowCount: 2,
      isPartial: false,
    };
    const rows = parseCsv(csvOf(answer).replace(/^\ufeff/, ''));
    expect(rows.map(([cell]) => cell)).toEqual([`'${text}`, `'${text}`, 'plain']);
  }
});

test('D07: numbers stay numbers, also negative ones', () => {
  const answer: Answer = {
    columns: [{ name: 'n', dataType: 'Double', formatString: '', values: [-1.5, 1e21, 0] }],
    rowCount: 3,
    isPartial: false,
  };
  expect(csvOf(answer).replace(/^\ufeff/, '')).toBe('n\r\n-1.5\r\n1e+21\r\n0\r\n');
});
