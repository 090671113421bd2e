import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { MPlan } from '../../../shared/source/m/m-plan.ts';
import { parseM } from '../../../shared/source/m/parse-m.ts';
import { type MReading, planM } from '../../../shared/source/m/plan-m.ts';

const PARAMETERS = {
  DataFolder: '"data/" meta [IsParameterQuery = true, Type = "Text"]',
  File: 'DataFolder & "a.csv"',
};

async function read(text: string, named: Readonly<Record<string, string>> = PARAMETERS): Promise<MReading> {
  const parsed = await Promise.all(Object.entries(named).map(async ([name, m]) => [name, await parseM(m)] as const));
  return planM(await parseM(text), new Map(parsed));
}

async function planOf(text: string): Promise<MPlan> {
  const reading = await read(text);
  if (reading.kind === 'refused') throw new Error(`${reading.name}: ${reading.why}`);
  return reading.plan;
}

const CSV = { kind: 'csv', path: 'a.csv', delimiter: ',', encoding: 65001 };
const CSV_TEXT = 'Csv.Document(File.Contents("a.csv"))';

describe('sources', () => {
  test.each([
    ['an empty list of options', 'Csv.Document(File.Contents("a.csv"), [])', CSV],
    [
      'a path put together from a parameter',
      'Csv.Document(File.Contents(File), [Delimiter=","])',
      { ...CSV, path: 'data/a.csv' },
    ],
    [
      'every option',
      'Csv.Document(File.Contents("a.csv"),[Delimiter="#(tab)", Columns=3, Encoding=1252, QuoteStyle=QuoteStyle.None])',
      { ...CSV, delimiter: '\t', columns: 3, encoding: 1252 },
    ],
    [
      'options by their places',
      'Csv.Document(File.Contents("a.csv"), {"x","y"}, ";", null, TextEncoding.Utf16)',
      { ...CSV, columns: ['x', 'y'], delimiter: ';', encoding: 1200 },
    ],
    ['Parquet', 'Parquet.Document(Binary.Buffer(File.Contents("p.parquet")))', { kind: 'parquet', path: 'p.parquet' }],
    ['JSON as it is', 'Json.Document(File.Contents("j.json"))', { kind: 'json', path: 'j.json' }],
    ['JSON as records', 'Table.FromRecords(Json.Document(File.Contents("j.json")))', { kind: 'json', path: 'j.json' }],
    [
      'JSON expanded step by step',
      `let S = Json.Document(File.Contents("j.json")),
        T = Table.FromList(S, Splitter.SplitByNothing(), null, null, ExtraValues.Error),
        E = Table.ExpandRecordColumn(T, "Column1", {"a", "b"}, {"A", "B"}) in E`,
      {
        kind: 'json',
        path: 'j.json',
        fields: [
          { field: 'a', column: 'A' },
          { field: 'b', column: 'B' },
        ],
      },
    ],
    [
      'a sheet',
      'let S = Excel.Workbook(File.Contents("w.xlsx"), null, true), D = S{[Item="My Sheet",Kind="Sheet"]}[Data] in D',
      { kind: 'excel', path: 'w.xlsx', item: 'My Sheet', itemKind: 'Sheet' },
    ],
    [
      'a sheet by its place',
      'Excel.Workbook(File.Contents("w.xlsx")){0}[Data]',
      { kind: 'excel', path: 'w.xlsx', item: 0, itemKind: undefined },
    ],
    [
      'a table of literals',
      '#table(type table [a = number, b = nullable text], {{-1, "x ""y"""}, {null, "#(lf)"}})',
      {
        kind: 'literal',
        columns: [
          { name: 'a', type: 'number' },
          { name: 'b', type: 'text' },
        ],
        rows: [
          [-1, 'x "y"'],
          [null, '\n'],
        ],
      },
    ],
    [
      'a table of names and rows',
      'Table.FromRows({{"x", true}}, {"a", "b"})',
      {
        kind: 'literal',
        columns: [
          { name: 'a', type: 'any' },
          { name: 'b', type: 'any' },
        ],
        rows: [['x', true]],
      },
    ],
    [
      'data entered by hand',
      `Table.FromRows(Json.Document(Binary.Decompress(Binary.FromText("${deflateRawSync('[["1","x"],["2",""]]').toString('base64')}", BinaryEncoding.Base64), Compression.Deflate)), let _t = ((type nullable text) meta [Serialized.Text = true]) in type table [Column1 = _t, #"Column 2" = _t])`,
      {
        kind: 'literal',
        columns: [
          { name: 'Column1', type: 'text' },
          { name: 'Column 2', type: 'text' },
        ],
        rows: [
          ['1', 'x'],
          ['2', ''],
        ],
      },
    ],
  ])('%s', async (_, text, source) => {
    expect(await planOf(text)).toEqual({ source, steps: [] });
  });

  test('the header argument of a workbook promotes the first row', async () => {
    const plan = await planOf('Excel.Workbook(File.Contents("w.xlsx"), true){[Item="T",Kind="Table"]}[Data]');
    expect(plan.steps).toEqual([{ kind: 'promoteHeaders' }]);
  });
});

describe('steps', () => {
  test.each([
    ['Table.PromoteHeaders(S, [PromoteAllScalars=true])', { kind: 'promoteHeaders' }],
    [
      'Table.TransformColumnTypes(S, {{"a", Int64.Type}, {"b", type nullable date}, {"c", Currency.Type}}, "de-DE")',
      {
        kind: 'types',
        culture: 'de-DE',
        columns: [
          { name: 'a', type: 'int64' },
          { name: 'b', type: 'date' },
          { name: 'c', type: 'currency' },
        ],
      },
    ],
    [
      'Table.TransformColumnTypes(S, {"a", Percentage.Type})',
      { kind: 'types', culture: undefined, columns: [{ name: 'a', type: 'percentage' }] },
    ],
    [
      'Table.ReplaceValue(S, "", null, Replacer.ReplaceValue, {"a"})',
      { kind: 'replace', how: 'value', from: '', to: null, columns: ['a'] },
    ],
    [
      'Table.ReplaceValue(S, "x", "y", Replacer.ReplaceText, {"a", "b"})',
      { kind: 'replace', how: 'text', from: 'x', to: 'y', columns: ['a', 'b'] },
    ],
    ['Table.RenameColumns(S, {{"a", "b"}})', { kind: 'rename', names: [{ from: 'a', to: 'b' }], isLenient: false }],
    [
      'Table.RenameColumns(S, {"a", "b"}, MissingField.Ignore)',
      { kind: 'rename', names: [{ from: 'a', to: 'b' }], isLenient: true },
    ],
    ['Table.RemoveColumns(S, "a")', { kind: 'remove', columns: ['a'], isLenient: false }],
    ['Table.SelectColumns(S, {"a", "b"})', { kind: 'select', columns: ['a', 'b'], isLenient: false }],
    ['Table.Skip(S, 2)', { kind: 'skip', rows: 2 }],
    ['Table.Skip(S)', { kind: 'skip', rows: 1 }],
    ['Table.FirstN(S, 5)', { kind: 'first', rows: 5 }],
  ])('%s', async (text, step) => {
    expect(await planOf(`let S = ${CSV_TEXT}, T = ${text} in T`)).toEqual({ source: CSV, steps: [step] });
  });

  test('steps follow one another as they are named, whatever their order in the text', async () => {
    const plan = await planOf(`let B = Table.Skip(A, 1), A = Table.FirstN(S, 9), S = ${CSV_TEXT} in B`);
    expect(plan.steps).toEqual([
      { kind: 'first', rows: 9 },
      { kind: 'skip', rows: 1 },
    ]);
  });

  test('a query builds on another query of the model', async () => {
    const reading = await read('Table.Skip(Other, 1)', { Other: CSV_TEXT });
    expect(reading).toEqual({ kind: 'plan', plan: { source: CSV, steps: [{ kind: 'skip', rows: 1 }] } });
  });

  test('what the result does not need is not looked at', async () => {
    expect(await planOf(`let S = ${CSV_TEXT}, Unused = Sql.Database("a", "b") in S`)).toEqual({
      source: CSV,
      steps: [],
    });
  });
});

describe('what has no plan is named', () => {
  test.each([
    ['Sql.Database("server", "db"){[Schema="dbo",Item="Sales"]}[Data]', 'connection', 'Sql.Database'],
    ['Table.PromoteHeaders(Csv.Document(Web.Contents("https://example.com/a.csv")))', 'connection', 'Web.Contents'],
    ['let S = Table.AddColumn(Odbc.DataSource("dsn=x"), "x", each 1) in S', 'connection', 'Odbc.DataSource'],
    ['Folder.Files("C:\\data")', 'connection', 'Folder.Files'],
    [`Table.AddColumn(${CSV_TEXT}, "x", each [a] + 1)`, 'step', 'Table.AddColumn'],
    [`Table.SelectRows(${CSV_TEXT}, each [a] > 1)`, 'step', 'Table.SelectRows'],
    [`Table.TransformColumnTypes(${CSV_TEXT}, {{"a", type duration}})`, 'step', 'Table.TransformColumnTypes'],
    [`Table.PromoteHeaders(Missing)`, 'step', 'Missing'],
    [`if true then ${CSV_TEXT} else null`, 'step', 'if'],
    [`Csv.Document(File.Contents("a.csv"), [Delimiter="||"])`, 'step', 'Csv.Document'],
    ['"just a text"', 'step', 'scalar'],
    ['let a = b, b = a in a', 'step', 'a'],
    ['#table({"a"}, {{1, 2}})', 'step', '#table'],
    ['Json.Document(Binary.FromText("bm8="))', 'step', 'Json.Document'],
    ['constructor("x")', 'step', 'constructor'],
    ['let x = in x', 'step', 'expression'],
    ['', 'step', 'expression'],
  ])('%s', async (text, needs, name) => {
    expect(await read(text)).toMatchObject({ kind: 'refused', needs, name });
  });
});

describe('hostile expressions end soon', () => {
  const doubling = Array.from({ length: 60 }, (_, index) => `a${index + 1} = a${index} & a${index}`).join(', ');
  const chain = Array.from({ length: 3000 }, (_, index) => `a${index + 1} = Table.Skip(a${index}, 1)`).join(', ');
  const bomb = deflateRawSync(Buffer.alloc(40_000_000, 0x20)).toString('base64');
  test.each([
    ['brackets in brackets', `${'('.repeat(50_000)}1${')'.repeat(50_000)}`, 'nested'],
    ['more signs than can be read', `{${'1,'.repeat(30_000)}1}`, 'parts'],
    ['words that nest without brackets', `${'each '.repeat(20_000)}1`, 'nested'],
    ['functions of functions', `${'(x)=>'.repeat(8000)}1`, 'nested'],
    ['texts that are joined', `"a"${' & "a"'.repeat(4000)}`, ''],
    ['negatives of negatives', `${'-'.repeat(5000)}1`, ''],
    ['a text that doubles', `let a0 = "xxxx", ${doubling} in Csv.Document(File.Contents(a60))`, 'too long'],
    ['a chain of steps', `let a0 = ${CSV_TEXT}, ${chain} in a3000`, 'Too many steps'],
    ['a text longer than all models', `"${'x'.repeat(2_000_001)}"`, 'longer'],
    [
      'data that inflate without end',
      `Json.Document(Binary.Decompress(Binary.FromText("${bomb}"), Compression.Deflate))`,
      '16 MB',
    ],
  ])('%s', async (_, text, why) => {
    const reading = await read(text, {});
    expect(reading.kind === 'refused' && reading.why).toContain(why);
  });

  test('an expression that takes too long is given up', async () => {
    expect(await parseM(`{${'1,'.repeat(5000)}1}`, 1)).toEqual({
      kind: 'unreadable',
      why: 'The expression takes too long to read',
    });
  });
});
