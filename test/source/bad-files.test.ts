import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { hasCode } from '../../shared/domain/faults.ts';
import { databaseRows } from './database-rows.ts';
import { publicFile, temporaryFiles } from './temporary-files.ts';

const files = temporaryFiles();
afterAll(files.remove);

const parquet = readFileSync(publicFile('flights-3m.parquet'));
const damaged = Buffer.from(parquet.subarray(0, 100_000));
parquet.subarray(-4).copy(damaged, damaged.length - 4);
const latin = Buffer.from('name,city\nAnn,K\xf6ln\n', 'latin1');
const lateLatin = Buffer.concat([
  Buffer.from(`name,city\n${'Ann,Bonn\n'.repeat(200_000)}`),
  Buffer.from('Ann,K\xf6ln\n', 'latin1'),
]);
const wide = (count: number) =>
  `${Array.from({ length: count }, (_, index) => `column ${index}`).join(',')}\n${'1,'.repeat(count - 1)}1\n`;
const SAVE_AGAIN = 'Open it in the program that made it, save it as CSV UTF-8, and upload that.';
const NEEDS_ROWS = 'Upload a file with a header and at least one row.';
const MISSING = 'Add the missing values (a separator for each empty one).';
const TOO_MUCH = 'Remove what is too much, or put a value that holds the separator in quotation marks.';
const MARKS =
  'Check the quotation marks there: a value that holds the separator, a line break or a quotation mark stands in quotation marks, and those inside it are doubled.';
const NARROWER = 'Keep the columns that are needed, or turn columns into rows (unpivot), and upload it again.';

test.each<[string, string, string | Uint8Array, string, string | undefined, string]>([
  ['empty', 'a.csv', '', 'The file is empty', undefined, NEEDS_ROWS],
  ['blank', 'a.csv', ' \n\r\n ', 'The file holds only blanks', undefined, NEEDS_ROWS],
  ['only a byte order mark', 'a.csv', '\ufeff', 'The file holds only blanks', undefined, NEEDS_ROWS],
  [
    'header only',
    'a.csv',
    'name,city\n',
    'The file has column names but no rows',
    undefined,
    'Upload a file with at least one row below the header.',
  ],
  [
    'a row too short',
    'a.csv',
    'a,b,c\n1,2,3\n4,5\n',
    'Row 3 has 2 values, but the first row has 3 values',
    'row 3, from column "c"',
    MISSING,
  ],
  [
    'a row too long',
    'a.csv',
    'a,b\n1,2\n3,4\n5,6,7\n',
    'Row 4 has 3 values, but the first row has 2 values',
    'row 4, after column "b"',
    TOO_MUCH,
  ],
  [
    'a short row after one with a line break',
    'a.csv',
    'a,b\n"x\ny",1\nz\n',
    'Row 3 has 1 value, but the first row has 2 values',
    'row 3, from column "b"',
    MISSING,
  ],
  [
    'a short row far down',
    'a.csv',
    `a,b\n${'1,2\n'.repeat(150_000)}3\n`,
    'Row 150002 has 1 value, but the first row has 2 values',
    'row 150002, from column "b"',
    MISSING,
  ],
  [
    'an open quotation mark',
    'a.csv',
    'a,b\n1,"x\n2,y\n',
    'A quotation mark is not closed, or text follows the closing one',
    'row 2',
    MARKS,
  ],
  [
    'text after a quotation mark',
    'a.csv',
    'a,b\n1,"x"y\n',
    'A quotation mark is not closed, or text follows the closing one',
    'row 2',
    MARKS,
  ],
  [
    'a row of 3 MB',
    'a.csv',
    `a,b\n1,${'x'.repeat(3_000_000)}\n`,
    'A row is longer than 2 MB',
    'row 2',
    'A quotation mark may be missing its partner. Shorten the row, or check its quotation marks.',
  ],
  [
    'no line end in 5 MB',
    'a.csv',
    'x'.repeat(5_000_000),
    'The header is too long: no first row was found in the first 4 MB',
    'row 1',
    'Check that the file is CSV, with a header of column names in its first row.',
  ],
  ['a NUL byte', 'a.csv', 'a,b\n1,x\0y\n', 'The file holds binary data (a NUL byte), not text', 'line 2', SAVE_AGAIN],
  [
    'a picture',
    'a.csv',
    readFileSync(publicFile('7zip.png')),
    'The name ends in .csv, but the content is a PNG picture',
    undefined,
    SAVE_AGAIN,
  ],
  [
    'a workbook',
    'a.csv',
    'PK\x03\x04 and so on',
    'The name ends in .csv, but the content is a ZIP archive or an Excel workbook',
    undefined,
    SAVE_AGAIN,
  ],
  [
    'gzip',
    'a.csv',
    Uint8Array.from([0x1f, 0x8b, 8, 0]),
    'The name ends in .csv, but the content is a gzip archive',
    undefined,
    SAVE_AGAIN,
  ],
  [
    'a web page',
    'a.csv',
    '<!DOCTYPE html>\n<title>Sign in</title>',
    'The name ends in .csv, but the content is a web page',
    undefined,
    'It may be a sign-in page that was saved in place of the data. Get the file again.',
  ],
  [
    'JSON',
    'a.csv',
    '[{"a": 1}]',
    'The name ends in .csv, but the content is JSON',
    undefined,
    'Save the data as CSV and upload that.',
  ],
  ['Latin-1', 'a.csv', latin, 'The text is not UTF-8: a character cannot be read', 'line 2', SAVE_AGAIN],
  [
    'Latin-1 far down',
    'a.csv',
    lateLatin,
    'The text is not UTF-8: a character cannot be read',
    'line 200002',
    SAVE_AGAIN,
  ],
  [
    'UTF-16',
    'a.csv',
    Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'),
    'The file is encoded in UTF-16',
    undefined,
    SAVE_AGAIN,
  ],
  ['1,001 columns', 'a.csv', wide(1001), 'The file has 1001 columns; at most 1000 can be imported', 'row 1', NARROWER],
  [
    '50,000 columns',
    'a.csv',
    wide(50_000),
    'The file has 50000 columns; at most 1000 can be imported',
    'row 1',
    NARROWER,
  ],
  [
    'Parquet named .csv',
    'a.csv',
    parquet,
    'The name ends in .csv, but the content is a Parquet file',
    undefined,
    'Rename it to end in .parquet and upload it again.',
  ],
  [
    'CSV named .parquet',
    'a.parquet',
    'a,b\n1,2\n',
    'The name ends in .parquet, but the content is text',
    undefined,
    'If it is CSV, rename it to end in .csv and upload it again.',
  ],
  [
    'a picture named .parquet',
    'a.parquet',
    readFileSync(publicFile('7zip.png')),
    'The name ends in .parquet, but the content is a PNG picture',
    undefined,
    'Upload a Parquet file.',
  ],
  [
    'cut-off Parquet',
    'a.parquet',
    parquet.subarray(0, 1_000_000),
    'The Parquet file ends too early: its end is missing',
    undefined,
    'It was cut off when it was written or copied. Get a whole copy and upload that.',
  ],
  [
    'damaged Parquet',
    'a.parquet',
    damaged,
    'The Parquet file is damaged or uses a feature that cannot be read',
    undefined,
    'Write it again, or get a whole copy, and upload that.',
  ],
  [
    'only the marks of Parquet',
    'a.parquet',
    'PAR1PAR1',
    'The Parquet file ends too early: its end is missing',
    undefined,
    'It was cut off when it was written or copied. Get a whole copy and upload that.',
  ],
])('%s (%s) is refused with what, where and what to do', async (_case, name, content, what, where, advice) => {
  const path = files.write(name, content);
  const thrown = await files.read(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!hasCode(thrown, 'import-failed')) throw thrown ?? new Error('The file was read.');
  expect(thrown.detail).toEqual(where === undefined ? { what, advice } : { what, where, advice });
  expect(readdirSync(files.folder).filter((entry) => entry.startsWith('azimuth-import-'))).toEqual([]);
});

test('a binary column of a Parquet file is named; text that is not marked as text is read', async () => {
  const path = `${files.folder}/binary.parquet`;
  await databaseRows(':memory:', `COPY (SELECT 1 AS n, '\\xFF\\x00'::BLOB AS picture) TO '${path}' (FORMAT parquet)`);
  await expect(files.read(path)).rejects.toMatchObject({
    code: 'import-failed',
    detail: { what: 'A column holds binary data, which cannot be shown', where: 'column "picture"' },
  });
  await databaseRows(':memory:', `COPY (SELECT 1 AS n, encode('Köln') AS city) TO '${path}' (FORMAT parquet)`);
  await expect(files.read(path)).resolves.toMatchObject({
    columns: [{ dataType: 'Int64' }, { dataType: 'String', averageLength: 4 }],
  });
});
