import { afterAll, describe, expect, test } from 'vitest';
import { type Column, modelWith, refusalOf, removeAll, withLoaded } from './model-world.ts';

afterAll(removeAll);

const text = (name: string): Column => ({ name, dataType: 'string' });
const whole = (name: string): Column => ({ name, dataType: 'int64' });
const csv = (file: string, ...steps: readonly string[]) =>
  `let S0 = Table.PromoteHeaders(Csv.Document(File.Contents("C:\\old place\\${file}"), [Delimiter=","]))${steps
    .map((step, at) => `, S${at + 1} = ${step.replace('S,', `S${at},`)}`)
    .join('')} in S${steps.length}`;
const allOf = async (model: ReturnType<typeof modelWith>, files: Readonly<Record<string, string | Uint8Array>>) =>
  await withLoaded(model, files, ({ rows }) => rows('SELECT * FROM t0'));
const one = (columns: readonly Column[], m: string | readonly string[]) => modelWith({ T: { columns, m } });

describe('columns of the model', () => {
  test('take the column of the query that they name, and leave the others', async () => {
    const model = one([{ ...text('Town'), sourceColumn: 'city' }, whole('id')], csv('a.csv'));
    expect(await allOf(model, { 'a.csv': 'id,junk,city\n1,x,Lyon\n2,y,Bern\n' })).toEqual([
      ['Lyon', '1'],
      ['Bern', '2'],
    ]);
  });

  test('a column that is not in the data is named, and one that is nearly there', async () => {
    const refusal = await refusalOf(one([text('City')], csv('a.csv')), { 'a.csv': 'id,city\n1,x\n' });
    expect(refusal).toBe('A column that the query names is not in the data @ table "T", column "City"');
  });

  test('names with every kind of quote are names and nothing else', async () => {
    const name = `a"b'c; DROP TABLE t0; --\\ $1`;
    const step = `Table.ReplaceValue(S, "it's", "'); DROP TABLE t0; --", Replacer.ReplaceValue, {"${name.replaceAll('"', '""')}"})`;
    const model = one([text(name)], csv('a.csv', step));
    const file = `"${name.replaceAll('"', '""')}"\nit's\nx\n`;
    expect(await allOf(model, { 'a.csv': file })).toEqual([["'); DROP TABLE t0; --"], ['x']]);
  });
});

describe('steps', () => {
  const file = { 'a.csv': 'a,b,c\nx,1,\nX y,2,z\n' };
  test.each<readonly [string, readonly string[], readonly Column[], readonly unknown[]]>([
    [
      'an empty text becomes blank where a step says so',
      ['Table.ReplaceValue(S, "", null, Replacer.ReplaceValue, {"c"})'],
      [text('c')],
      [[null], ['z']],
    ],
    ['an empty text stays empty without it', [], [text('c')], [[''], ['z']]],
    [
      'an empty text becomes another',
      ['Table.ReplaceValue(S, "", "none", Replacer.ReplaceValue, {"c"})'],
      [text('c')],
      [['none'], ['z']],
    ],
    [
      'a part of a text is replaced',
      ['Table.ReplaceValue(S, "x", "w", Replacer.ReplaceText, {"a"})'],
      [text('a')],
      [['w'], ['X y']],
    ],
    [
      'a number is replaced after its conversion',
      [
        'Table.TransformColumnTypes(S, {{"b", Int64.Type}})',
        'Table.ReplaceValue(S, 2, 20, Replacer.ReplaceValue, {"b"})',
      ],
      [whole('b')],
      [['1'], ['20']],
    ],
    [
      'a text is no number to be replaced',
      [
        'Table.TransformColumnTypes(S, {{"b", Int64.Type}})',
        'Table.ReplaceValue(S, "2", "20", Replacer.ReplaceValue, {"b"})',
      ],
      [whole('b')],
      [['1'], ['2']],
    ],
    ['a column has a new name', ['Table.RenameColumns(S, {{"a", "n"}})'], [text('n')], [['x'], ['X y']]],
    ['two columns change names', ['Table.RenameColumns(S, {{"a", "b"}, {"b", "a"}})'], [text('a')], [['1'], ['2']]],
    ['rows are skipped', ['Table.Skip(S, 1)'], [text('a')], [['X y']]],
    ['the first rows are kept', ['Table.FirstN(S, 1)'], [text('a')], [['x']]],
    [
      'chosen columns are there',
      ['Table.SelectColumns(S, {"b", "a"})', 'Table.RemoveColumns(S, {"b"})'],
      [text('a')],
      [['x'], ['X y']],
    ],
  ])('%s', async (_, steps, columns, rows) => {
    expect(await allOf(one(columns, csv('a.csv', ...steps)), file)).toEqual(rows);
  });

  test.each([
    ['Table.RemoveColumns(S, {"zz"})'],
    ['Table.SelectColumns(S, {"zz"})'],
    ['Table.RenameColumns(S, {{"zz", "y"}})'],
    ['Table.TransformColumnTypes(S, {{"zz", type text}})'],
    ['Table.ReplaceValue(S, 1, 2, Replacer.ReplaceValue, {"zz"})'],
  ])('%s names the column that is missing', async (step) => {
    const refusal = await refusalOf(one([text('a')], csv('a.csv', step)), file);
    expect(refusal).toBe('A column that the query names is not in the data @ table "T", column "zz"');
  });

  test('a column that was removed is not in the data', async () => {
    const model = one([text('a')], csv('a.csv', 'Table.RemoveColumns(S, {"a"})'));
    expect(await refusalOf(model, file)).toContain('column "a"');
  });

  test('a missing column may be missing where the step says so', async () => {
    const model = one([text('a')], csv('a.csv', 'Table.RemoveColumns(S, {"zz"}, MissingField.Ignore)'));
    expect(await allOf(model, file)).toEqual([['x'], ['X y']]);
  });

  test('a header below other rows is promoted after they are skipped; rows are counted from the top of the file', async () => {
    const m = 'Table.PromoteHeaders(Table.Skip(Csv.Document(File.Contents("a.csv"), [Columns=2]), 2))';
    const lines = { 'a.csv': 'Report,\nmade "today",\nk,k\n1,a\nx,b\n' };
    expect(await allOf(one([text('k'), text('k_1')], m), lines)).toEqual([
      ['1', 'a'],
      ['x', 'b'],
    ]);
    expect(await refusalOf(one([whole('k')], m), lines)).toContain('"x" is not a whole number @ table "T", row 5');
  });
});

describe('text files', () => {
  test('columns beyond those that the query counts are left out, and missing ones are empty', async () => {
    const m = (count: number) => `Table.PromoteHeaders(Csv.Document(File.Contents("a.csv"), [Columns=${count}]))`;
    expect(await allOf(one([text('a')], m(1)), { 'a.csv': 'a,b\n1,2\n' })).toEqual([['1']]);
    expect(await allOf(one([text('a'), text('Column3')], m(3)), { 'a.csv': 'a,b\n1,2\n' })).toEqual([['1', '']]);
  });

  test.each<readonly [number, Uint8Array, string]>([
    [1252, Buffer.from('name\nGr\xf6\xdfe \x80\n', 'latin1'), 'Größe €'],
    [65001, Buffer.from('\ufeffname\nGröße\n'), 'Größe'],
    [1252, Buffer.from('\ufeffname\nGröße\n'), 'Größe'],
    [1200, Buffer.from('\ufeffname\nGröße\n', 'utf16le'), 'Größe'],
    [932, Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x0a, 0x93, 0xfa, 0x96, 0x7b, 0x0a]), '日本'],
  ])('in the encoding %i are read', async (encoding, bytes, value) => {
    const m = `Table.PromoteHeaders(Csv.Document(File.Contents("a.csv"), [Encoding=${encoding}]))`;
    expect(await allOf(one([text('name')], m), { 'a.csv': bytes })).toEqual([[value]]);
  });

  test('whose lines end in two ways are read', async () => {
    const lines = `a,b\r\n${'1,"x\r\ny"\n2,z\r\n'.repeat(2000)}`;
    const rows = await allOf(one([whole('a'), text('b')], csv('a.csv')), { 'a.csv': lines });
    expect(rows).toHaveLength(4000);
    expect(rows[0]).toEqual(['1', 'x\ny']);
  });

  test.each<readonly [string, string | Uint8Array, string]>([
    ['an unknown encoding', 'name\nx\n', 'The encoding 37 cannot be read @ table "T"'],
    [
      'no UTF-8',
      Buffer.from('name\nx\n\xff\n', 'latin1'),
      'The text is not UTF-8: a character cannot be read @ table "T", line 3',
    ],
    ['a short row', 'name,b\nx,y\nz\n', 'Row 3 has 1 value, but the first row has 2 values @ table "T"'],
    ['an open quotation mark', 'name,b\n"x,y\n', 'A quotation mark is not closed'],
    ['nothing', '', 'The file is empty @ table "T"'],
  ])('with %s are refused', async (title, content, what) => {
    const encoding = title === 'an unknown encoding' ? 37 : 65001;
    const m = `Table.PromoteHeaders(Csv.Document(File.Contents("a.csv"), [Encoding=${encoding}]))`;
    expect(await refusalOf(one([text('name')], m), { 'a.csv': content })).toContain(what);
  });
});

describe('texts that differ in case only', () => {
  test('get the spelling that comes first, column by column; other differences stay', async () => {
    const lines = ['a,b', 'Ada,ADA', 'ADA,ada', 'ada ,x', 'ÉTÉ,x', 'été,X', 'Bob,x'];
    const rows = await allOf(one([text('a'), text('b')], csv('a.csv')), { 'a.csv': `${lines.join('\n')}\n` });
    expect(rows).toEqual([
      ['Ada', 'ADA'],
      ['Ada', 'ADA'],
      ['ada ', 'x'],
      ['ÉTÉ', 'x'],
      ['ÉTÉ', 'x'],
      ['Bob', 'x'],
    ]);
  });

  test('in many rows', async () => {
    const count = 30_000;
    const lines = Array.from({ length: count }, (_, at) => (at % 2 === 0 ? `Key${at % 500}` : `kEY${(at - 1) % 500}`));
    const [row] = await withLoaded(
      one([text('a')], csv('a.csv')),
      { 'a.csv': `a\n${lines.join('\n')}\n` },
      ({ rows }) => rows("SELECT count(DISTINCT c0), count(*) FILTER (c0 LIKE 'Key%'), count(*) FROM t0"),
    );
    expect(row?.map(Number)).toEqual([250, count, count]);
  });
});

describe('tables', () => {
  test('of several partitions are put together', async () => {
    const model = one([whole('a')], [csv('a.csv'), csv('b.csv')]);
    expect(await allOf(model, { 'a.csv': 'a\n1\n', 'b.csv': 'b,a\nx,2\n' })).toEqual([['1'], ['2']]);
  });

  test('without their file or their source are empty, and it is said what they wait for', async () => {
    const model = modelWith({
      A: { columns: [whole('a')], m: 'Sql.Database("s", "d"){[Schema="dbo",Item="A"]}[Data]' },
      B: { columns: [text('b')], m: csv('missing.csv') },
      C: { columns: [text('c')], m: csv('twice.csv') },
      D: { columns: [text('d')], m: `Table.Distinct(${csv('a.csv')})` },
    });
    const files = { 'a.csv': 'd\n1\n', 'x/twice.csv': 'c\n', 'y/twice.csv': 'c\n' };
    await withLoaded(model, files, async ({ waiting, rows, facts }) => {
      expect(waiting.map(({ table, reason }) => [table, reason.needs, reason.name])).toEqual([
        [0, 'connection', 'Sql.Database'],
        [1, 'connection', 'File.Contents'],
        [2, 'connection', 'File.Contents'],
        [3, 'step', 'Table.Distinct'],
      ]);
      expect(facts.tables.map((table) => table?.rows)).toEqual([0, 0, 0, 0]);
      expect((await rows('DESCRIBE t0')).map(([name, type]) => [name, type])).toEqual([['c0', 'BIGINT']]);
    });
  });

  test('are described by rows, different values and bounds', async () => {
    const columns = [whole('n'), text('t'), { name: 'd', dataType: 'dateTime' }];
    const lines = { 'a.csv': 'n,t,d\n3,a,2024-01-02\n,A,\n1,b,2023-05-06\n' };
    const facts = await withLoaded(one(columns, csv('a.csv')), lines, async ({ facts: found }) => found);
    expect(facts.tables).toEqual([
      {
        rows: 3,
        columns: [
          { column: 0, distinct: 2, hasBlank: true, min: 1, max: 3 },
          { column: 1, distinct: 2, hasBlank: false, min: null, max: null },
          { column: 2, distinct: 2, hasBlank: true, min: '2023-05-06T00:00:00', max: '2024-01-02T00:00:00' },
        ],
      },
    ]);
  });
});

describe('keys', () => {
  const model = (relationship: Readonly<Record<string, unknown>>, isText = true) =>
    modelWith(
      {
        Many: { columns: [isText ? text('k') : whole('k')], m: csv('many.csv') },
        One: { columns: [isText ? text('k') : whole('k')], m: csv('one.csv') },
      },
      [{ name: 'r', fromTable: 'Many', fromColumn: 'k', toTable: 'One', toColumn: 'k', ...relationship }],
    );
  const load = async (many: string, ones: string, relationship = {}, isText = true) =>
    await withLoaded(
      model(relationship, isText),
      { 'many.csv': `k\n${many}`, 'one.csv': `k\n${ones}` },
      async ({ facts }) => facts.blankRowTables,
    );

  test.each<readonly [string, string, string, object, boolean, readonly number[]]>([
    ['every key has its row', 'a\nB\n', 'A\nb\n', {}, true, []],
    ['a key has no row', 'a\nz\n', 'a\nb\n', {}, true, [1]],
    ['a key has no row, and the relationship is inactive', 'z\n', 'a\n', { isActive: false }, true, [1]],
    ['a key is blank', '1\n""\n', '1\n', {}, false, [1]],
    ['the other table is empty', '1\n', '', {}, false, [1]],
    ['nobody asks', '', 'a\n', {}, true, []],
    ['the relationship is many to many', 'z\n', 'a\na\n', { toCardinality: 'many' }, true, []],
    [
      'one to one, either side lacks a row',
      'a\nz\n',
      'a\nb\n',
      { fromCardinality: 'one', crossFilteringBehavior: 'bothDirections' },
      true,
      [0, 1],
    ],
  ])('%s: which tables have a blank row', async (_, many, ones, relationship, isText, expected) => {
    expect(await load(many, ones, relationship, isText)).toEqual(expected);
  });

  test.each([
    ['repeated', 'a\nb\nA\n', 'A value of a key column is there twice: "a" @ table "One", column "k", row 3'],
    ['blank', 'a\n""\n', ''],
  ])('a value of the one side that is %s is refused, with its row', async (_, ones, what) => {
    const files = { 'many.csv': 'k\na\n', 'one.csv': `k\n${ones}` };
    if (what !== '') expect(await refusalOf(model({}), files)).toBe(what);
    const numbers = { 'many.csv': 'k\n1\n', 'one.csv': 'k\n1\n""\n2\n' };
    expect(await refusalOf(model({}, false), numbers)).toBe(
      'A value of a key column is blank @ table "One", column "k", row 2',
    );
  });

  test('a key column without a relationship is unique as well', async () => {
    const keyed = one([{ ...whole('k'), isKey: true }], csv('a.csv'));
    expect(await refusalOf(keyed, { 'a.csv': 'k\n7\n7\n' })).toContain('there twice: "7"');
  });
});
