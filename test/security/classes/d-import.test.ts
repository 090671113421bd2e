import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { hasCode } from '../../../shared/domain/faults.ts';
import { columnNames } from '../../../shared/source/column-names.ts';
import { readHead } from '../../../shared/source/delimited-head.ts';
import { fileKindOf } from '../../../shared/source/file-kind.ts';
import { databaseRows } from '../../source/database-rows.ts';
import { publicFile, temporaryFiles } from '../../source/temporary-files.ts';
import { writeParquet } from './write-parquet.ts';

const files = temporaryFiles();
afterAll(files.remove);
let count = 0;

/** The names of what was read, or the code of the refusal; anything else thrown is a failure of the test. */
async function outcomeOf(ending: string, content: string | Uint8Array): Promise<readonly string[] | 'import-failed'> {
  count += 1;
  try {
    const read = await files.read(files.write(`f${count}.${ending}`, content));
    await read.remove();
    return read.columns.map(({ name }) => name);
  } catch (thrown) {
    if (hasCode(thrown, 'import-failed')) return 'import-failed';
    throw thrown;
  }
}

const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString'];

test('D04: columns called like parts of every object are columns, and no object changes', async () => {
  const content = `${PROTOTYPE_NAMES.join(',')}\n1,2,3,4,5\n`;
  const path = files.write('proto.csv', content);
  const read = await files.read(path);
  expect(read.columns.map(({ name }) => name)).toEqual(PROTOTYPE_NAMES);
  expect(await databaseRows(read.databasePath, 'SELECT * FROM t0')).toEqual([['1', '2', '3', '4', '5']]);
  await read.remove();
  expect(Object.getOwnPropertyNames({})).toEqual([]);
  expect(JSON.parse('{}')).not.toHaveProperty('1');
});

describe('D05: no file makes a pattern run away', () => {
  const EVIL = [
    '"',
    '""',
    ',',
    '\n',
    '\r',
    'a',
    '1',
    '-',
    '.',
    'e',
    ' ',
    'T',
    ':',
    '/',
    '\t',
    ';',
    '|',
    'sep=;\n',
    '\u3000',
  ];
  const LONG = 60_000;

  test.each(EVIL.map((part) => [JSON.stringify(part), part]))('D05: repeated %s', (_, part) => {
    const text = part.repeat(LONG / part.length);
    const start = performance.now();
    readHead(text, true);
    readHead(`${text}x`, false);
    columnNames([text]);
    fileKindOf(`${text}x.csv`);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

test('D09: a name with a way in it names a table and never a place', () => {
  for (const name of [
    '../../etc/passwd.csv',
    '..\\..\\windows\\win.csv',
    '/etc/shadow.csv',
    'C:\\boot.csv',
    '\\\\server\\share\\x.csv',
    'a/../../b.csv',
  ]) {
    expect(fileKindOf(name).tableName).not.toMatch(/[/\\]/);
  }
  for (const name of ['..', '/', '.csv', 'x/.csv', '../.csv', '', 'a.csv/']) expect(() => fileKindOf(name)).toThrow();
});

test('D13: lists, structures, maps and bytes in a Parquet file come in as plain values or not at all', async () => {
  const path = await writeParquet(files.folder, 'nested', [
    "SELECT 1 AS a, [1, 2] AS list, {'x': 1, '__proto__': 2} AS struct, MAP {'k': 'v'} AS map, 'x'::BLOB AS bytes",
  ]);
  const read = await files.read(path);
  expect(read.columns.map(({ name, dataType }) => [name, dataType])).toEqual([
    ['a', 'Int64'],
    ['list', 'String'],
    ['struct', 'String'],
    ['map', 'String'],
    ['bytes', 'String'],
  ]);
  const [row] = await databaseRows(read.databasePath, 'SELECT * FROM t0');
  for (const cell of row ?? []) expect(typeof cell).not.toBe('object');
  await read.remove();
});

describe('D16: a damaged Parquet file ends its import and nothing else', () => {
  const whole = readFileSync(publicFile('flights-3m.parquet'));
  const small = whole.subarray(whole.length - 40_000);
  const tail = Buffer.concat([Buffer.from('PAR1'), small]);

  test('D16: cut, flipped and made-up bytes', async () => {
    const footer = Buffer.from(tail);
    footer.writeUInt32LE(0xffff_fff0, footer.length - 8);
    const deep = Buffer.concat([
      Buffer.from('PAR1'),
      Buffer.alloc(5000, 0x1c),
      Buffer.from([0x88, 0x13, 0, 0]),
      Buffer.from('PAR1'),
    ]);
    const samples = [
      Buffer.from('PAR1PAR1'),
      Buffer.from('PAR1\0\0\0\0PAR1'),
      tail,
      footer,
      deep,
      ...[7, 777].map((step) =>
        Buffer.from(tail).map((byte, at) => (at > 4 && at < tail.length - 8 && at % step === 0 ? byte ^ 0xff : byte)),
      ),
    ];
    const outcomes = await Promise.all(samples.map((content) => outcomeOf('parquet', content)));
    expect(new Set(outcomes)).toEqual(new Set(['import-failed']));
  });

  test('D16: more columns than are taken', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => `1 AS c${index}`);
    const path = await writeParquet(files.folder, 'wide', [`SELECT ${names.join(', ')}`]);
    await expect(files.read(path)).rejects.toMatchObject({ code: 'import-failed' });
  });
});

describe('D17: encodings, separators and headers of any kind are read or refused in words', () => {
  test.concurrent.each<[string, string | Uint8Array]>([
    ['mixed ends of lines', 'a,b\r\n1,2\n3,4\r5,6\n'],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le')],
    ['names twice and empty', 'a,a,,\n1,2,3,4\n'],
    ['lone surrogates', Buffer.from([0x61, 0x0a, 0xed, 0xa0, 0x80, 0x0a])],
    ['a million separators', `${','.repeat(1_000_000)}\n1\n`],
  ])('D17: %s', async (_, content) => {
    const outcome = await outcomeOf('csv', content);
    if (outcome === 'import-failed') return;
    expect(new Set(outcome.map((name) => name.toLowerCase())).size).toBe(outcome.length);
    expect(outcome).not.toContain('');
  });

  test('D17: any header makes names that differ and are on one line', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (header) => {
        const names = columnNames(header);
        expect(names).toHaveLength(header.length);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^\P{Cc}+$/u);
      }),
    );
  });
});

test('D16: nothing of the refused files stays behind', () => {
  expect(readdirSync(files.folder).filter((name) => name.startsWith('azimuth-import-'))).toEqual([]);
});
