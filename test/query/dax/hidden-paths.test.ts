import { expect, test } from 'vitest';
import { readModel } from '../../../shared/model/read-model.ts';
import type { TabularModel } from '../../../shared/model/tabular-model.ts';
import { openWorld } from './dax-world.ts';

const column = (name: string, dataType: string) => ({ name, dataType, sourceColumn: name });
const table = (name: string, columns: readonly object[]) => ({
  name,
  columns,
  partitions: [{ name, mode: 'import', source: { type: 'm', expression: 'let Source = null in Source' } }],
});

/** A fact with two ways to a dimension, of which a role hides a row; and a fact that has the inactive way alone. */
function model(): TabularModel {
  const definition = {
    culture: 'en-US',
    tables: [
      table('Fact', [column('c1', 'int64'), column('c2', 'int64')]),
      table('Dim', [column('k', 'int64'), column('name', 'string'), column('pts', 'int64')]),
      table('Only', [column('k2', 'int64')]),
    ],
    relationships: [
      { name: 'a', fromTable: 'Fact', fromColumn: 'c1', toTable: 'Dim', toColumn: 'k' },
      { name: 'b', fromTable: 'Fact', fromColumn: 'c2', toTable: 'Dim', toColumn: 'k', isActive: false },
      { name: 'c', fromTable: 'Only', fromColumn: 'k2', toTable: 'Dim', toColumn: 'k', isActive: false },
    ],
    roles: [
      {
        name: 'Visible',
        modelPermission: 'read',
        tablePermissions: [{ name: 'Dim', filterExpression: 'Dim[name] = "vis"' }],
      },
      { name: 'All', modelPermission: 'read' },
    ],
  };
  const text = JSON.stringify({ name: 'Paths', compatibilityLevel: 1567, model: definition });
  const { reading } = readModel([{ path: 'model.bim', bytes: new TextEncoder().encode(text) }]);
  if (reading.kind === 'problems') throw new Error(JSON.stringify(reading.problems));
  return reading.model;
}

const world = () =>
  openWorld(model(), async (connection) => {
    await connection.run('CREATE TABLE t0 AS SELECT 1::BIGINT AS c0, 2::BIGINT AS c1');
    await connection.run(
      "CREATE TABLE t1 AS FROM (VALUES (1::BIGINT, 'vis', 1::BIGINT), (2, 'HID', 666)) AS v(c0, c1, c2)",
    );
    await connection.run('CREATE TABLE t2 AS SELECT 2::BIGINT AS c0');
  });

const ASKED = [
  'EVALUATE CALCULATETABLE ( SUMMARIZE ( Fact, Dim[name], Dim[pts] ), USERELATIONSHIP ( Fact[c2], Dim[k] ) )',
  'EVALUATE ROW ( "x", CALCULATE ( CONCATENATEX ( Fact, RELATED ( Dim[name] ) ), USERELATIONSHIP ( Fact[c2], Dim[k] ) ) )',
  'EVALUATE ROW ( "x", CALCULATE ( COUNTROWS ( Fact ), USERELATIONSHIP ( Fact[c2], Dim[k] ), Dim[name] = "HID" ) )',
  'EVALUATE CALCULATETABLE ( Only, USERELATIONSHIP ( Only[k2], Dim[k] ), TREATAS ( { 666 }, Dim[pts] ) )',
  'EVALUATE SUMMARIZECOLUMNS ( Dim[name], "n", CALCULATE ( COUNTROWS ( Fact ), USERELATIONSHIP ( Fact[c2], Dim[k] ) ) )',
];

test.each(ASKED)('F-06: what a role hides is not reached by another relationship: %s', async (dax) => {
  const { ask, close } = await world();
  try {
    await expect(ask(dax, { user: 'u', roles: ['Visible'] })).rejects.toThrow('question-invalid');
    expect((await ask(dax)).rows.length).toBeGreaterThan(0);
    expect((await ask(dax, { user: 'u', roles: ['All'] })).rows).toEqual((await ask(dax)).rows);
  } finally {
    close();
  }
});

test('queries that grow without end are refused before the engine sees them', async () => {
  const { ask, close } = await world();
  const doubled = Array.from({ length: 24 }, (_, i) => `MEASURE Fact[m${i + 1}] = [m${i}] + [m${i}]`);
  const unions = Array.from({ length: 22 }, (_, i) => `VAR v${i + 1} = UNION ( v${i}, v${i} )`);
  try {
    await expect(
      ask(`DEFINE MEASURE Fact[m0] = SUM ( Fact[c1] ) ${doubled.join(' ')} EVALUATE { [m24] }`),
    ).rejects.toThrow('question-invalid');
    await expect(ask(`DEFINE VAR v0 = { 1 } ${unions.join(' ')} EVALUATE v22`)).rejects.toThrow('question-invalid');
    await expect(ask('EVALUATE ROW ( "x", COUNTROWS ( GENERATESERIES ( 1, 100000000 ) ) )')).rejects.toThrow('series');
    await expect(ask('EVALUATE ROW ( "x", COUNTROWS ( GENERATESERIES ( 0, 1, 0.000000001 ) ) )')).rejects.toThrow(
      'series',
    );
    expect((await ask('EVALUATE ROW ( "x", COUNTROWS ( GENERATESERIES ( 1, 1000000 ) ) )')).rows).toEqual([
      [1_000_000],
    ]);
  } finally {
    close();
  }
}, 30_000);
