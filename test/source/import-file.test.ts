import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { databaseRows } from './database-rows.ts';
import { publicFile, temporaryFiles } from './temporary-files.ts';

const files = temporaryFiles();
afterAll(files.remove);

async function typesOf(content: string | Uint8Array, name = 'data.csv'): Promise<readonly string[]> {
  const imported = await files.read(files.write(name, content));
  await imported.remove();
  return imported.columns.map(({ name: column, dataType }) => `${column}: ${dataType}`);
}

async function rowsOf(content: string | Uint8Array, name = 'data.csv') {
  const imported = await files.read(files.write(name, content));
  try {
    return await databaseRows(imported.databasePath, 'SELECT * FROM t0');
  } finally {
    await imported.remove();
  }
}

describe('public files', () => {
  test('a CSV file has the types, the rows and the sums of its text', async () => {
    const path = publicFile('seattle-weather.csv');
    const imported = await files.read(path);
    const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
    const cells = lines.map((line) => line.split(','));
    const sum = (column: number) => cells.reduce((total, row) => total + Number(row[column]), 0);

    expect(imported.tableName).toBe('seattle-weather');
    expect(imported.rowCount).toBe(lines.length);
    expect(imported.columns.map(({ name }) => name)).toEqual(header.split(','));
    expect(imported.columns.map(({ dataType }) => dataType)).toEqual([
      'DateTime',
      'Double',
      'Double',
      'Double',
      'Double',
      'String',
    ]);
    expect(imported.columns[0]).toMatchObject({
      isDateOnly: true,
      min: '2012-01-01T00:00:00',
      max: '2015-12-31T00:00:00',
      distinct: 1461,
      nulls: 0,
    });
    const [row] = await databaseRows(
      imported.databasePath,
      "SELECT sum(c1), sum(c2), count(*) FILTER (c5 = 'rain') FROM t0",
    );
    expect(row?.[0]).toBeCloseTo(sum(1), 6);
    expect(row?.[1]).toBeCloseTo(sum(2), 6);
    expect(Number(row?.[2])).toBe(cells.filter((cell) => cell[5] === 'rain').length);
    expect(imported.bytes).toBe(statSync(imported.databasePath).size);
    await imported.remove();
    expect(existsSync(dirname(imported.databasePath))).toBe(false);
  });

  test('a Parquet file of three million rows has the sums of the file', async () => {
    const path = publicFile('flights-3m.parquet');
    const imported = await files.read(path);
    const [expected] = await databaseRows(
      ':memory:',
      `SELECT count(*), sum(delay), sum(distance), count(DISTINCT origin) FROM read_parquet('${path}')`,
    );
    expect(
      await databaseRows(imported.databasePath, 'SELECT count(*), sum(c1), sum(c2), count(DISTINCT c3) FROM t0'),
    ).toEqual([expected]);
    expect(imported.columns.map(({ dataType }) => dataType)).toEqual([
      'DateTime',
      'Int64',
      'Int64',
      'String',
      'String',
    ]);
    expect(imported.columns[0]?.isDateOnly).toBe(false);
    await imported.remove();
  });

  test.each([
    ['stocks.csv', 560, ['symbol: String', 'date: DateTime', 'price: Double']],
    [
      'zipcodes.csv',
      42049,
      ['zip_code: String', 'latitude: Double', 'longitude: Double', 'city: String', 'state: String', 'county: String'],
    ],
    ['github.csv', 955, ['time: DateTime', 'count: Int64']],
    ['unemployment.tsv', 3218, ['id: Int64', 'rate: Double']],
    ['disasters.csv', 803, ['Entity: String', 'Year: Int64', 'Deaths: Int64']],
  ])('%s has %i rows', async (name, rowCount, types) => {
    const imported = await files.read(publicFile(name));
    expect(imported.rowCount).toBe(rowCount);
    expect(imported.columns.map(({ name: column, dataType }) => `${column}: ${dataType}`)).toEqual(types);
    await imported.remove();
  });
});

describe('the type of a column is decided by all of its values', () => {
  test.each([
    ['whole numbers', ['1', '-2', '0'], 'Int64'],
    ['whole numbers with blanks', ['1', '', 'NULL'], 'Int64'],
    ['broken numbers', ['1', '2.5', '-.5', '1e3'], 'Double'],
    ['leading zeros are codes', ['01234', '56789'], 'String'],
    ['zero and broken numbers below one', ['0', '0.5'], 'Double'],
    ['whole numbers too long for 64 bits are codes', ['12345678901234567890', '1'], 'String'],
    ['underscores, hexadecimal and signs', ['1_0', '0x1F', '+1'], 'String'],
    ['not-a-number', ['1.5', 'NaN'], 'String'],
    ['infinity', ['1.5', 'inf'], 'String'],
    ['a number beyond a double', ['1e999', '1'], 'String'],
    ['truth', ['true', 'FALSE'], 'Boolean'],
    ['percentages', ['5%', '7.5 %'], 'Double'],
    ['percentages and numbers', ['5%', '7'], 'String'],
    ['percentages with leading zeros', ['05%', '07%'], 'String'],
    ['thousands', ['"1,234"', '999', '"-5,678,901"'], 'Int64'],
    ['thousands with decimals', ['"1,378,354.50"', '12.5'], 'Double'],
    ['thousands now and then', ['"1,234"', '5678'], 'String'],
    ['groups that are not of three', ['"1,23"', '"5,678"'], 'String'],
    ['decimal commas under commas', ['"12,5"', '"7,25"'], 'String'],
    ['thousands with leading zeros', ['"0,123"', '"1,234"'], 'String'],
    ['dollars', ['$5', '"$1,234"', '-$7'], 'Int64'],
    ['dollars and cents', ['$5.25', '$1234.00', ''], 'Double'],
    ['euros behind', ['5.25 €', '7€'], 'Double'],
    ['two currencies', ['$5', '€7'], 'String'],
    ['a sign alone', ['$', '$5'], 'String'],
    ['more digits than a number holds', ['$12345678901234567890', '$1'], 'String'],
    ['ISO dates', ['2024-01-05', '2024-02-29'], 'DateTime'],
    ['a day that does not exist', ['2024-02-30', '2024-01-01'], 'String'],
    ['ISO moments', ['2024-01-05T10:00:00', '2024-01-05 10:00:00.25'], 'DateTime'],
    ['moments with a zone', ['2024-01-05T10:00:00+02:00', '2024-01-05T10:00:00Z'], 'DateTime'],
    ['American dates', ['01/31/2024', '2/1/2024'], 'DateTime'],
    ['European dates', ['31.01.2024', '1.2.2024'], 'DateTime'],
    ['months by name', ['Jan 1 2000', 'Feb 1 2000'], 'DateTime'],
    ['numbers with a dash are no dates', ['12-1', '13-2'], 'String'],
    ['times of day stay text', ['10:30', '11:45'], 'String'],
    ['only blanks', ['', ''], 'String'],
  ])('%s: %j', async (_what, values, type) => {
    expect(await typesOf(`v,w\n${values.map((value) => `${value},x`).join('\n')}\n`)).toEqual([
      `v: ${type}`,
      'w: String',
    ]);
  });

  test('a late N/A makes a column of numbers text', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `${index},x`);
    expect(await typesOf(`n,w\n${rows.join('\n')}\nN/A,x\n`)).toEqual(['n: String', 'w: String']);
  });

  test('a late leading zero makes a column of numbers text', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `${index + 1}`);
    expect(await typesOf(`zip,w\n${rows.map((row) => `${row},x`).join('\n')}\n00501,x\n`)).toEqual([
      'zip: String',
      'w: String',
    ]);
  });

  test('moments with a zone are kept in UTC', async () => {
    expect(await rowsOf('at,n\n2024-01-05T01:30:00+02:00,1\n')).toEqual([['2024-01-04 23:30:00', '1']]);
  });

  test('days come before months only where the values say so', async () => {
    expect(await rowsOf('a,b\n03/04/2024,13/04/2024\n')).toEqual([['2024-03-04 00:00:00', '2024-04-13 00:00:00']]);
  });

  test('a decimal comma is read under semicolons', async () => {
    expect(await rowsOf('a;b\n1,5;x\n-2,25;y\n3;z\n')).toEqual([
      [1.5, 'x'],
      [-2.25, 'y'],
      [3, 'z'],
    ]);
    expect(await typesOf('a;b\n1,234;x\n5,678;y\n')).toEqual(['a: String', 'b: String']);
  });

  test('numbers with signs keep their value', async () => {
    expect(await rowsOf('a,b,c\n"1,378,354.50",54%,"$1,234.50"\n-12.5,-7.5%,-$1.25\n')).toEqual([
      [1378354.5, 0.54, 1234.5],
      [-12.5, -0.075, -1.25],
    ]);
    expect(await rowsOf('a;b;c;d\n1.378.354,50;12,5%;1.234,50 €;"1,234.50"\n-7;7 %;-2,00\u00a0€;5\n')).toEqual([
      [1378354.5, 0.125, 1234.5, 1234.5],
      [-7, 0.07, -2, 5],
    ]);
  });

  test('the sign of a number is kept apart from it', async () => {
    const imported = await files.read(files.write('signs.csv', 'a,b,c,d\n54%,5.5%,"$1,234.50",7 €\n1%,7%,$2,9 €\n'));
    expect(imported.columns.map(({ writtenAs }) => writtenAs)).toEqual([
      { kind: 'percent', hasDecimals: false },
      { kind: 'percent', hasDecimals: true },
      { kind: 'currency', sign: '$', isAfter: false },
      { kind: 'currency', sign: '€', isAfter: true },
    ]);
    await imported.remove();
  });
});

describe('unusual but well-formed text', () => {
  test.each([
    ['CRLF', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['mixed line ends', 'a,b\r\n1,x\n2,y\r\n'],
    ['mixed line ends the other way', 'a,b\n1,x\r\n2,y\n'],
    ['no last line end', 'a,b\n1,x\n2,y'],
    ['old line ends', 'a,b\r1,x\r2,y\r'],
    ['a byte order mark', '\ufeffa,b\n1,x\n2,y\n'],
    ['empty lines at the end', 'a,b\n1,x\n2,y\n\n\n'],
    ['empty lines at the start', '\n\na,b\n1,x\n2,y\n'],
    ['empty lines at the start, CRLF', '\r\n\r\na,b\r\n1,x\r\n2,y\r\n'],
    ['semicolons', 'a;b\n1;x\n2;y\n'],
    ['a declared separator', 'sep=|\na|b\n1|x\n2|y\n'],
  ])('%s', async (_what, content) => {
    expect(await rowsOf(content)).toEqual([
      ['1', 'x'],
      ['2', 'y'],
    ]);
  });

  test('line breaks and quotation marks within a value', async () => {
    expect(await rowsOf('a,b\n"two\nlines","say ""hi"""\nx,"1,2"\n')).toEqual([
      ['two\nlines', 'say "hi"'],
      ['x', '1,2'],
    ]);
  });

  test('a header of numbers only is data', async () => {
    const imported = await files.read(files.write('numbers.csv', '1,2\n3,4\n'));
    expect(imported.columns.map(({ name }) => name)).toEqual(['Column1', 'Column2']);
    expect(imported.rowCount).toBe(2);
    await imported.remove();
  });

  test('text only keeps its header, and names are made unique', async () => {
    expect(await typesOf('name,Name,,__proto__\na,b,c,d\n')).toEqual([
      'name: String',
      'Name_2: String',
      'Column3: String',
      '__proto__: String',
    ]);
  });

  test('names and values that look like SQL are text', async () => {
    const evil = `'); DROP TABLE t0; --`;
    expect(await rowsOf(`"${evil}",b\n"${evil}",1\n`)).toEqual([[evil, '1']]);
  });

  test('a file name with quotation marks is read', async () => {
    expect(await rowsOf('a,b\n1,x\n', `it's "odd" [1].csv`)).toEqual([['1', 'x']]);
  });
});

test('Parquet types become the types of a model', async () => {
  const path = `${files.folder}/types.parquet`;
  await databaseRows(
    ':memory:',
    `COPY (SELECT 7::TINYINT AS i, 7::UBIGINT AS u, 18446744073709551615::UBIGINT AS large, 1.5::FLOAT AS f,
    'nan'::DOUBLE AS n, 1.25::DECIMAL(9,2) AS d, true AS b, DATE '2024-01-05' AS day, TIMESTAMP '2024-01-05 10:00:00' AS at,
    TIMESTAMPTZ '2024-01-05 10:00:00+00' AS zoned, TIME '10:00:00' AS clock, [1, 2] AS list, {'k': 1} AS struct, 'x' AS "text", 'y' AS "Text_"
    ) TO '${path}' (FORMAT parquet)`,
  );
  const imported = await files.read(path);
  expect(Object.fromEntries(imported.columns.map(({ name, dataType }) => [name, dataType]))).toEqual({
    i: 'Int64',
    u: 'Int64',
    large: 'String',
    f: 'Double',
    n: 'Double',
    d: 'Decimal',
    b: 'Boolean',
    day: 'DateTime',
    at: 'DateTime',
    zoned: 'DateTime',
    clock: 'String',
    list: 'String',
    struct: 'String',
    text: 'String',
    Text_: 'String',
  });
  expect(imported.columns.find(({ name }) => name === 'day')?.isDateOnly).toBe(true);
  const [row] = await databaseRows(imported.databasePath, 'SELECT * FROM t0');
  expect(row).toEqual([
    '7',
    '7',
    '18446744073709551615',
    1.5,
    null,
    '1.25',
    true,
    '2024-01-05 00:00:00',
    '2024-01-05 10:00:00',
    '2024-01-05 10:00:00',
    '10:00:00',
    '[1,2]',
    '{"k":1}',
    'x',
    'y',
  ]);
  await imported.remove();
});

test.each([0, 1, 2, 3])(
  'characters of several bytes may lie across the pieces that a file is read in (%i)',
  async (shift) => {
    const cell = 'ö€😀'.repeat(50);
    const rows = Array.from({ length: 3000 }, () => `${cell},1`);
    const imported = await files.read(files.write('wide.csv', `${'x'.repeat(shift + 1)},n\n${rows.join('\n')}\n`));
    expect(await databaseRows(imported.databasePath, 'SELECT DISTINCT c0 FROM t0')).toEqual([[cell]]);
    await imported.remove();
  },
);

test('a file of a thousand columns is read', async () => {
  const header = Array.from({ length: 1000 }, (_, index) => `n${index}`);
  const types = await typesOf(`${header.join(',')}\n${header.map((_, index) => index).join(',')}\n`);
  expect(types).toHaveLength(1000);
  expect(types[999]).toBe('n999: Int64');
});

test('columns that cannot be compared do not stop an import', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, index) => `${index % 2},${index % 3 === 0 ? '-' : ''}1.${index}e308,5.5,`,
  );
  const imported = await files.read(files.write('huge.csv', `kind,a,b,c\n${rows.join('\n')}\n`));
  await imported.remove();
  expect(imported.rowCount).toBe(30);
});

test('columns are compared with each other', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => {
    const kind = index % 3;
    return `20${10 + Math.floor(index / 30)}-01-01,${'abc'[kind]},${'xyz'[kind]},${index + 1},${(index + 1) ** 2 + 0.5},${kind === 0 ? 98 : 1}`;
  });
  const imported = await files.read(files.write('related.csv', `at,kind,code,n,square,most\n${rows.join('\n')}\n`));
  await imported.remove();
  expect(imported.columns[0]).toMatchObject({ isYearOnly: true, distinct: 10 });
  expect(imported.relations?.correlations).toEqual([{ left: 'n', right: 'square', rank: 1 }]);
  expect(imported.relations?.twins).toEqual([{ left: 'kind', right: 'code' }]);
  const shares = imported.relations?.shares ?? [];
  expect(shares.find(({ label, of }) => label === 'at' && of === undefined)).toEqual({
    label: 'at',
    smallest: 0.1,
    largest: 0.1,
  });
  expect(shares.find(({ label, of }) => label === 'kind' && of === 'n')?.largest).toBeCloseTo(0.3355, 3);
});
