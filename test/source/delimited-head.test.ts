import { describe, expect, test } from 'vitest';
import { readHead } from '../../shared/source/delimited-head.ts';

describe('the separator and the header are found in the first rows', () => {
  test.each([
    ['commas', 'a,b\n1,2\n', ',', ['a', 'b'], true],
    ['semicolons with decimal commas', 'a;b\n1,5;2,25\n3,5;4\n', ';', ['a', 'b'], true],
    ['tabs', 'a\tb\n1\t2\n', '\t', ['a', 'b'], true],
    ['bars', 'a|b\n1|2\n', '|', ['a', 'b'], true],
    ['a separator inside quotation marks', '"a,x",b\n"1,2",3\n', ',', ['a,x', 'b'], true],
    ['a quotation mark within a value', '"a ""q""",b\n1,2\n', ',', ['a "q"', 'b'], true],
    ['a line break within a name', '"a\nb",c\n1,2\n', ',', ['a\nb', 'c'], true],
    ['text only', 'name,city\nAnn,Bonn\n', ',', ['name', 'city'], true],
    ['one column', 'name\nAnn\n', ',', ['name'], true],
    ['numbers only', '1,2.5\n3,4\n', ',', ['1', '2.5'], false],
    ['a date and a number', '2024-01-05,7\n2024-01-06,8\n', ',', ['2024-01-05', '7'], false],
    ['years as names', '2019,2020,2021\n1,2,3\n', ',', ['2019', '2020', '2021'], true],
    ['a name between numbers', '1,b\n3,4\n', ',', ['1', 'b'], true],
    ['no line end', 'a,b', ',', ['a', 'b'], true],
  ])('%s', (_what, text, delimiter, firstRow, hasHeader) => {
    expect(readHead(text, true)).toEqual({ delimiter, firstRow, hasHeader, skip: 0 });
  });

  test('a line that declares the separator is skipped', () => {
    expect(readHead('sep=;\r\na,x;b\r\n1;2\r\n', true)).toMatchObject({
      delimiter: ';',
      firstRow: ['a,x', 'b'],
      skip: 1,
    });
  });

  test('empty lines before the header are skipped', () => {
    expect(readHead('\r\n\na,b\n1,2\n', true)).toMatchObject({ firstRow: ['a', 'b'], skip: 2 });
  });

  test('a first row that does not end in what was read is no header', () => {
    expect(readHead('a,b,c', false)).toBeUndefined();
  });

  test('a file of one kind keeps its separator', () => {
    expect(readHead('a,b\tc\n1,2\t3\n', true, '\t')?.firstRow).toEqual(['a,b', 'c']);
  });
});
