import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseM } from '../../../shared/source/m/parse-m.ts';
import { planM } from '../../../shared/source/m/plan-m.ts';

const PIECES = [
  ...'( ) [ ] { } , = & - + => .. @ ? " # let in each if then else type table nullable meta error try otherwise null true'.split(
    ' ',
  ),
  '"x"',
  '#"a b"',
  '#table',
  'a',
  'b',
  '1',
  '0x1F',
  '1e400',
  'Csv.Document',
  'File.Contents("a.csv")',
  'Table.PromoteHeaders',
  'Table.FromRows',
  'Table.ReplaceValue',
  'Json.Document',
  'Binary.FromText',
  'Binary.Decompress',
  'Compression.Deflate',
  'Excel.Workbook',
  '[Item="x"]',
  '[Data]',
  'Int64.Type',
  '__proto__',
  'constructor',
  'toString',
  '/*',
  '*/',
  '//',
  '\n',
  '\u0000',
  '🦊',
];

test('no text of pieces of M makes reading it throw, hang, or give anything but a plan or a reason', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }),
      async (text, other) => {
        const scope = new Map([['a', await parseM(other.join(' '))]]);
        const reading = planM(await parseM(text.join(' ')), scope);
        expect(['plan', 'refused']).toContain(reading.kind);
        expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
      },
    ),
    { numRuns: 300 },
  ));

test('no arguments in any order make a function throw', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        'Csv.Document',
        'Table.TransformColumnTypes',
        'Table.ReplaceValue',
        'Table.RenameColumns',
        'Table.SelectColumns',
        'Table.Skip',
        'Table.FromRows',
        '#table',
        'Table.ExpandRecordColumn',
        'Table.FromList',
        'Binary.FromText',
        'Binary.Decompress',
        'Excel.Workbook',
        'Json.Document',
      ),
      fc.array(
        fc.constantFrom(
          'null',
          '1',
          '"x"',
          '{}',
          '{{"a", type text}}',
          '{"a", "b"}',
          '[]',
          'type text',
          'T',
          'Replacer.ReplaceText',
          'File.Contents("f")',
          'Json.Document(File.Contents("j"))',
        ),
        { maxLength: 5 },
      ),
      async (name, args) => {
        const text = `let T = Csv.Document(File.Contents("a.csv")), X = ${name}(${args.join(', ')}) in X`;
        expect(['plan', 'refused']).toContain(planM(await parseM(text), new Map()).kind);
      },
    ),
    { numRuns: 300 },
  ));
