import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { zipBytes } from '../../source/pbip/zip-bytes.ts';
import { type Column, modelWith, refusalOf, removeAll, withLoaded } from './model-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'azimuth-model-sources-'));
afterAll(() => {
  removeAll();
  rmSync(folder, { recursive: true, force: true });
});

const text = (name: string): Column => ({ name, dataType: 'string' });
const whole = (name: string): Column => ({ name, dataType: 'int64' });
const double = (name: string): Column => ({ name, dataType: 'double' });
const moment = (name: string): Column => ({ name, dataType: 'dateTime' });
const logical = (name: string): Column => ({ name, dataType: 'boolean' });
const one = (columns: readonly Column[], m: string) => modelWith({ T: { columns, m } });
const allOf = (columns: readonly Column[], m: string, files: Readonly<Record<string, string | Uint8Array>>) =>
  withLoaded(one(columns, m), files, ({ rows }) => rows('SELECT * FROM t0'));

describe('JSON', () => {
  const records = [
    { id: 1, name: 'Ada', big: 9007199254740993n, ok: true, on: '2024-01-31', more: { a: [1] } },
    { id: 2.5, name: '', big: null, ok: null, on: null, 'od/d~"key': 7 },
  ];
  const json = JSON.stringify(records, (_, value) => (typeof value === 'bigint' ? `#${value}#` : value)).replace(
    /"#(\d+)#"/,
    '$1',
  );
  const from = 'Table.FromRecords(Json.Document(File.Contents("a.json")))';

  test('an array of records has the fields of its first record', async () => {
    const columns = [double('id'), text('name'), whole('big'), logical('ok'), moment('on'), text('more')];
    expect(await allOf(columns, from, { 'a.json': json })).toEqual([
      [1, 'Ada', '9007199254740993', true, '2024-01-31 00:00:00', '{"a":[1]}'],
      [2.5, '', null, null, null, null],
    ]);
  });

  test('named fields are found whatever their names are', async () => {
    const m = `Table.ExpandRecordColumn(Table.FromList(Json.Document(File.Contents("a.json")), Splitter.SplitByNothing(), null, null, ExtraValues.Error), "Column1", {"od/d~""key", "none"}, {"odd", "none"})`;
    expect(await allOf([whole('odd'), text('none')], m, { 'a.json': json })).toEqual([
      [null, null],
      ['7', null],
    ]);
  });

  test('numbers are no culture of anybody: 1.5 stays 1.5 where a comma parts decimals', async () => {
    const m = `Table.TransformColumnTypes(${from}, {{"n", type number}, {"t", type number}}, "de-DE")`;
    expect(await allOf([double('n'), double('t')], m, { 'a.json': '[{"n": 1.5, "t": "1,5"}]' })).toEqual([[1.5, 1.5]]);
  });

  test.each([
    ['no JSON', '{"a": ', 'The file could not be read as JSON @ table "T"'],
    ['an array of numbers', '[1, 2]', 'The JSON file is no array of records @ table "T"'],
    ['a text for a number', '[{"n": 1}, {"n": "x"}]', '"x" is not a whole number @ table "T", row 2, column "n"'],
  ])('%s is refused', async (_, content, what) => {
    expect(await refusalOf(one([whole('n')], from), { 'a.json': content })).toBe(what);
  });
});

describe('Parquet', () => {
  async function parquet(select: string): Promise<Uint8Array> {
    const path = join(folder, 'made.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    return readFileSync(path);
  }
  const m = 'Parquet.Document(File.Contents("a.parquet"))';

  test('its own types become those of the model', async () => {
    const bytes = await parquet(
      "SELECT 1::TINYINT AS i, 'x' AS t, 1.25::DECIMAL(9,3) AS m, DATE '2024-01-31' AS d, true AS b, 'nan'::DOUBLE AS n, TIMESTAMPTZ '2024-01-31 10:00:00+02' AS z, 7 AS s, [1, 2] AS l",
    );
    const columns = [
      whole('i'),
      text('t'),
      { name: 'm', dataType: 'decimal' },
      moment('d'),
      logical('b'),
      double('n'),
      moment('z'),
      text('s'),
      text('l'),
    ];
    expect(await allOf(columns, m, { 'a.parquet': bytes })).toEqual([
      ['1', 'x', '1.2500', '2024-01-31 00:00:00', true, null, '2024-01-31 08:00:00', '7', '[1, 2]'],
    ]);
  });

  test('a file that is none is refused', async () => {
    expect(await refusalOf(one([text('a')], m), { 'a.parquet': 'PAR1 no' })).toBe(
      'The Parquet file is damaged or uses a feature that cannot be read @ table "T"',
    );
  });
});

describe('Excel', () => {
  const when = new Date(Date.UTC(2024, 0, 31, 10, 30));
  const workbook = () =>
    writeXlsx({
      sheets: [
        { name: 'Notes', rows: [['nothing']] },
        {
          name: 'It\'s "data" & more',
          rows: [
            ['Title'],
            [],
            ['Id', 'Name', 'When', 'Ok'],
            [1, 'Ada', when, true],
            [2.5, null, null, false],
            ['n/a', 'Bob'],
          ],
          tables: [
            {
              name: 'Sold',
              range: 'A3:D5',
              columns: [{ name: 'Id' }, { name: 'Name' }, { name: 'When' }, { name: 'Ok' }],
            },
          ],
        },
      ],
      namedRanges: [{ name: 'Corner', range: `'It''s "data" & more'!$B$4:$C$4` }],
    });
  const item = (name: string, kind: string, steps = 'D') =>
    `let S = Excel.Workbook(File.Contents("w.xlsx"), null, true), D = S{[Item="${name.replaceAll('"', '""')}",Kind="${kind}"]}[Data] in ${steps}`;
  const columns = [double('Id'), text('Name'), moment('When'), logical('Ok')];
  const rows = [
    [1, 'Ada', '2024-01-31 10:30:00', true],
    [2.5, null, null, false],
  ];

  test('a table of a sheet has its own column names', async () => {
    expect(await allOf(columns, item('Sold', 'Table'), { 'w.xlsx': await workbook() })).toEqual(rows);
  });

  test('a sheet is read with the rows above its header skipped', async () => {
    const m = item('It\'s "data" & more', 'Sheet', 'Table.FirstN(Table.PromoteHeaders(Table.Skip(D, 2)), 2)');
    expect(await allOf(columns, m, { 'w.xlsx': await workbook() })).toEqual(rows);
  });

  test('a named range is read where it lies', async () => {
    const m = item('Corner', 'DefinedName');
    expect(await allOf([text('Column1'), moment('Column2')], m, { 'w.xlsx': await workbook() })).toEqual([
      ['Ada', '2024-01-31 10:30:00'],
    ]);
  });

  test('a cell that does not fit is found by its row in the sheet', async () => {
    const m = item('It\'s "data" & more', 'Sheet', 'Table.PromoteHeaders(Table.Skip(D, 2))');
    const refusal = await refusalOf(one([double('Id')], m), { 'w.xlsx': await workbook() });
    expect(refusal).toBe('"n/a" is not a number @ table "T", row 6, column "Id"');
  });

  test.each<readonly [string, string, () => Promise<Uint8Array> | Uint8Array, string]>([
    [
      'a sheet that is not there',
      item('Nope', 'Sheet'),
      workbook,
      'The workbook has not a sheet, table or named range "Nope"',
    ],
    ['a file that is no workbook', item('x', 'Sheet'), () => Buffer.from('a,b\n'), 'no zip archive'],
    [
      'a bomb',
      item('x', 'Sheet'),
      () => zipBytes([{ path: 'xl/workbook.xml', content: 'x', claimedSize: 2 ** 31 }]),
      'more than 1073741824 bytes',
    ],
    [
      'a link',
      item('x', 'Sheet'),
      () => zipBytes([{ path: 'xl/workbook.xml', mode: 0o120777 }]),
      'a link or a special file',
    ],
  ])('%s is refused', async (_, m, bytes, what) => {
    expect(await refusalOf(one([text('a')], m), { 'w.xlsx': await bytes() })).toMatch(
      new RegExp(`${what}.* @ table "T"`),
    );
  });
});

describe('data in the text itself', () => {
  test('literals have the types that the text gives them', async () => {
    const m = '#table(type table [a = Int64.Type, b = text, c = any], {{1, "x", true}, {2, null, 1.5}})';
    expect(await allOf([whole('a'), text('b'), text('c')], m, {})).toEqual([
      ['1', 'x', 'true'],
      ['2', null, '1.5'],
    ]);
  });

  test('a table that was entered by hand is text until a step says otherwise', async () => {
    const rows = '{{"1", "x"}, {"2", ""}}';
    const m = `Table.TransformColumnTypes(Table.FromRows(${rows}, let _t = ((type nullable text) meta [Serialized.Text = true]) in type table [n = _t, t = _t]), {{"n", Int64.Type}})`;
    expect(await allOf([whole('n'), text('t')], m, {})).toEqual([
      ['1', 'x'],
      ['2', ''],
    ]);
  });

  test('what is made to read a source is removed', async () => {
    const left = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'staging'";
    const model = one([whole('a')], '#table(type table [a = number], {{1}})');
    expect(await withLoaded(model, {}, ({ rows }) => rows(left))).toEqual([['0']]);
  });

  test('a table without rows is a table', async () => {
    expect(await allOf([whole('a')], '#table(type table [a = number], {})', {})).toEqual([]);
  });
});
