import { describe, expect, test } from 'vitest';
import { hasCode } from '../../shared/domain/faults.ts';
import { columnNames } from '../../shared/source/column-names.ts';
import { fileKindOf } from '../../shared/source/file-kind.ts';

describe('a file is what its name says', () => {
  test.each([
    ['Retail sales.csv', 'csv', 'Retail sales'],
    ['flights.PARQUET', 'parquet', 'flights'],
    ['unemployment.tsv', 'tsv', 'unemployment'],
    ['sales.2024.csv', 'csv', 'sales.2024'],
    ['C:\\data\\cars.csv', 'csv', 'cars'],
    ['../../etc/passwd.csv', 'csv', 'passwd'],
    ['line\nbreak.csv', 'csv', 'line break'],
    [`${'x'.repeat(500)}.csv`, 'csv', 'x'.repeat(256)],
  ])('%s is %s, named %s', (fileName, kind, tableName) => {
    expect(fileKindOf(fileName)).toEqual({ kind, tableName });
  });

  test.each(['cars.json', 'book.xlsx', 'model.zip', 'sales', '', '.csv', ' .csv', 'sales.csv.gz', 'sales.', 'csv'])(
    '"%s" is refused, with the kinds that are supported',
    (fileName) => {
      try {
        expect.unreachable(fileKindOf(fileName).kind);
      } catch (thrown) {
        if (!hasCode(thrown, 'file-kind-unsupported')) throw thrown;
        expect(thrown.detail).toEqual({
          fileName,
          supported: '.csv, .tsv, .parquet, .zip of a Power BI project (*.pbip)',
        });
      }
    },
  );
});

describe('names of columns', () => {
  test.each([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [
      ['Name', 'name', 'NAME'],
      ['Name', 'name_2', 'NAME_3'],
    ],
    [
      ['a', 'a_2', 'a'],
      ['a', 'a_2', 'a_3'],
    ],
    [
      ['', 'x', ' '],
      ['Column1', 'x', 'Column3'],
    ],
    [
      ['Column2', ''],
      ['Column2', 'Column2_2'],
    ],
    [
      ['two\nlines', '  ends  '],
      ['two lines', 'ends'],
    ],
    [
      ['__proto__', 'constructor', '__proto__'],
      ['__proto__', 'constructor', '__proto___2'],
    ],
    [['x'.repeat(300)], ['x'.repeat(200)]],
  ])('%j become %j', (header, names) => {
    expect(columnNames(header)).toEqual(names);
  });
});
