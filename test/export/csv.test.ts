import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf } from '../../shared/export/csv.ts';
import { csvCell, csvText } from '../../shared/export/csv-cell.ts';
import type { Answer, AnswerColumn, Scalar } from '../../shared/query/question.ts';
import { parseCsv } from './parse-csv.ts';

const column = (name: string, dataType: AnswerColumn['dataType'], values: readonly Scalar[]): AnswerColumn => ({
  name,
  dataType,
  formatString: '',
  values,
});

describe('a CSV file', () => {
  test('begins with the mark of UTF-8, has a line of names and one a row, each ended as RFC 4180 wants it', () => {
    const answer: Answer = {
      columns: [
        column('Stadt', 'String', ['Zürich', 'Oslo, "Nord"', null]),
        column('Umsatz', 'Double', [-12.5, 1e-7, 0]),
        column('Anzahl', 'Int64', ['-9007199254740993', 3, null]),
        column('Tag', 'DateTime', ['2026-01-01T00:00:00', null, null]),
        column('neu', 'Boolean', [true, false, null]),
      ],
      rowCount: 3,
      isPartial: false,
    };
    expect(csvOf(answer)).toBe(
      '\uFEFFStadt,Umsatz,Anzahl,Tag,neu\r\n' +
        'Zürich,-12.5,-9007199254740993,2026-01-01T00:00:00,true\r\n' +
        '"Oslo, ""Nord""",1e-7,3,,false\r\n' +
        ',0,,,\r\n',
    );
  });

  test('is read back as it was written, whatever the texts hold', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(texts, (values) => {
        const answer: Answer = { columns: [column('a', 'String', values)], rowCount: values.length, isPartial: false };
        const rows = parseCsv(csvOf(answer).slice(1));
        const plain = rows.slice(1).map(([cell = ''], index) => (cell === `'${values[index]}` ? cell.slice(1) : cell));
        expect(plain).toEqual(values);
      }),
    );
  });
});

describe('D07: a text that a spreadsheet would run', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\rx',
    '\nx',
    '  =1',
    '\u00a0=1',
    '\u200b=1',
    '\ufeff=1',
    '\u0000=1',
    '"=1',
    "'=1",
    '“=1',
    ' "\' =1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '﹦1',
    "=cmd|' /C calc'!A0",
  ])('%j gets an apostrophe in front', (text) => {
    expect(parseCsv(`${csvText(text)}\r\n`)).toEqual([[`'${text}`]]);
  });

  test.each(['', 'Oslo', '1-1', 'a=b', 'a@b.example', '5', "O'Neill", '"quoted"', '(-1)'])('%j stays', (text) => {
    expect(parseCsv(`${csvText(text)}\r\n`)).toEqual([[text]]);
  });

  test('is neutralised in a column’s name, and in a column of another type that holds it', () => {
    const answer: Answer = { columns: [column('=a', 'DateTime', ['=b'])], rowCount: 1, isPartial: false };
    expect(csvOf(answer)).toBe("\uFEFF'=a\r\n'=b\r\n");
  });

  test.each<[Scalar, AnswerColumn['dataType'], string]>([
    [-5, 'Int64', '-5'],
    ['-12345678901234567.25', 'Decimal', '-12345678901234567.25'],
    [-1.5e300, 'Double', '-1.5e+300'],
    [Number.NEGATIVE_INFINITY, 'Double', "'-Infinity"],
    ['-5', 'String', "'-5"],
    ['-1+cmd', 'Decimal', "'-1+cmd"],
  ])('%j as %s is written %s: numbers stay numbers', (value, dataType, cell) => {
    expect(csvCell(value, dataType)).toBe(cell);
  });
});
