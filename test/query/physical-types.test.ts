import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../shared/engine/ports.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import { duckdbDialect } from '../../shared/query/duckdb-dialect.ts';
import { DATE_GRAINS, type DateGrain, type Filter, type Selection } from '../../shared/query/question.ts';
import { askFile, column, createModelFolder, engine, question, table } from './model-file.ts';

const hostile = `'"; DROP TABLE t0; --\u202e\u0000`;
const columns = [
  column(`${hostile}day`, 'DateTime'),
  column(hostile, 'Int64'),
  column('moment', 'DateTime'),
  column('kind', 'String'),
];
const model: SemanticModel = { tables: [table('First', [column('a', 'String')]), table(hostile, columns)] };

const folder = await createModelFolder();
let session: Session;
beforeAll(async () => {
  const path = join(folder.folder, 'compact.duckdb');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run('CREATE TABLE t0 (c0 VARCHAR)');
  await connection.run("CREATE TABLE t1 (c0 DATE, c1 UTINYINT, c2 TIMESTAMP, c3 ENUM ('x', 'X', 'y'))");
  await connection.run(
    "INSERT INTO t1 VALUES ('2024-05-15', 1, '2024-05-15 13:14:15.000001', 'x'), " +
      "('0044-03-15 (BC)', 250, 'infinity', 'X'), (NULL, NULL, NULL, 'y')",
  );
  connection.closeSync();
  instance.closeSync();
  session = await engine.open(path);
});
afterAll(async () => {
  await session.close();
  await folder.remove();
});

const group = (field: string, grain?: DateGrain): Selection => ({
  kind: 'group',
  field: { table: hostile, field },
  grain,
  as: field,
});
const rows: Selection = { kind: 'rows', table: hostile, as: 'n' };

test.each([
  ['year', '2024-01-01T00:00:00', '-43-01-01T00:00:00'],
  ['quarter', '2024-04-01T00:00:00', '-43-01-01T00:00:00'],
  ['month', '2024-05-01T00:00:00', '-43-03-01T00:00:00'],
  ['day', '2024-05-15T00:00:00', '-43-03-15T00:00:00'],
  ['hour', '2024-05-15T00:00:00', '-43-03-15T00:00:00'],
] as const)('a DATE column has a %s, also before our era', async (grain, recent, ancient) => {
  const found = await askFile(session, model, question({ select: [group(`${hostile}day`, grain), rows] }));
  expect(found.rows, found.emitted.sql).toEqual([
    [ancient, 1],
    [recent, 1],
    [null, 1],
  ]);
});

test.each(DATE_GRAINS)('an infinite moment is blank by %s', async (grain) => {
  const found = await askFile(session, model, question({ select: [group('moment', grain)] }));
  expect(found.rows.filter(([value]) => value === null).length, found.emitted.sql).toBeGreaterThan(0);
});

test('a DATE is found by text, and microseconds come back', async () => {
  const field = { table: hostile, field: `${hostile}day` };
  const filters: Filter[] = [{ kind: 'in', field, values: ['2024-05-15'] }];
  const found = await askFile(session, model, question({ select: [group('moment')], filters }));
  expect(found.rows, found.emitted.sql).toEqual([['2024-05-15T13:14:15.000001']]);
});

test('small integers do not overflow, enums are text in the order of the enum, and names of the model are in no SQL', async () => {
  const field = { table: hostile, field: hostile };
  const sum: Selection = { kind: 'aggregate', aggregation: 'sum', field, as: 's' };
  const filters: Filter[] = [{ kind: 'contains', field: { table: hostile, field: 'kind' }, text: 'x' }];
  const found = await askFile(session, model, question({ select: [group('kind'), sum], filters }));
  expect(found.rows, found.emitted.sql).toEqual([['x', 251]]);
  expect(found.emitted.sql).not.toContain('DROP');
});

test('an identifier cannot end its quotes', () => {
  expect(duckdbDialect.quoteIdentifier('a"b""c')).toBe('"a""b""""c"');
});
