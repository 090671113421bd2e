import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { modelWith, refusalOf, removeAll, withLoaded } from './model-world.ts';

afterAll(removeAll);

const CSV = 'Csv.Document(File.Contents("a.csv"), [Delimiter=";", Encoding=65001])';
const asType = (type: string, culture = 'en-US') =>
  `let S = ${CSV}, H = Table.PromoteHeaders(S), T = Table.TransformColumnTypes(H, {{"v", ${type}}}, "${culture}") in T`;
const modelOfType = (dataType: string, m: string) =>
  modelWith({
    T: {
      columns: [
        { name: 'n', dataType: 'int64' },
        { name: 'v', dataType },
      ],
      m,
    },
  });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csvOf = (values: readonly string[]) => `n;v\n${values.map((value, at) => `${at};${quoted(value)}\n`).join('')}`;

async function valuesOf(dataType: string, m: string, values: readonly string[]): Promise<readonly unknown[]> {
  return await withLoaded(modelOfType(dataType, m), { 'a.csv': csvOf(values) }, async ({ rows }) =>
    (await rows('SELECT c1 FROM t0 ORDER BY c0')).map(([value]) => value),
  );
}

describe('texts become values as M reads them in a culture', () => {
  const day = (text: string) => `${text} 00:00:00`;
  test.each<readonly [string, string, string, readonly (readonly [string, unknown])[]]>([
    [
      'Int64.Type',
      'en-US',
      'int64',
      [
        ['12', '12'],
        ['', null],
        [' 7 ', '7'],
        ['-1,234', '-1234'],
        ['2.5', '2'],
        ['3.5', '4'],
        ['1e3', '1000'],
        ['9007199254740993', '9007199254740993'],
        ['9,007,199,254,740,993', '9007199254740993'],
      ],
    ],
    [
      'Int64.Type',
      'de-DE',
      'int64',
      [
        ['1.234', '1234'],
        ['2,5', '2'],
        ['12', '12'],
      ],
    ],
    [
      'type number',
      'en-US',
      'double',
      [
        ['1.5', 1.5],
        ['', null],
        ['1,234.5', 1234.5],
        ['50%', 0.5],
        ['$5.25', 5.25],
        ['-1e-3', -0.001],
        ['NaN', null],
        ['.5', 0.5],
      ],
    ],
    [
      'type number',
      'de-DE',
      'double',
      [
        ['1,5', 1.5],
        ['1.234,5', 1234.5],
        ['1.234', 1234],
        ['7', 7],
      ],
    ],
    [
      'type number',
      'fr-FR',
      'double',
      [
        ['1\u202f234,5', 1234.5],
        ['1 234,5', 1234.5],
      ],
    ],
    [
      'type number',
      'de-CH',
      'double',
      [
        ["1'234.5", 1234.5],
        ['1’234.5', 1234.5],
      ],
    ],
    [
      'Percentage.Type',
      'en-US',
      'double',
      [
        ['12.5%', 0.125],
        ['0.25', 0.25],
      ],
    ],
    [
      'Currency.Type',
      'en-US',
      'decimal',
      [
        ['426.50', '426.5000'],
        ['1,000.00019', '1000.0002'],
        ['', null],
      ],
    ],
    [
      'Currency.Type',
      'de-DE',
      'decimal',
      [
        ['426,50', '426.5000'],
        ['1.000', '1000.0000'],
      ],
    ],
    [
      'type date',
      'en-US',
      'dateTime',
      [
        ['2024-01-31', day('2024-01-31')],
        ['1/2/2024', day('2024-01-02')],
        ['12/31/29', day('2029-12-31')],
        ['1/1/30', day('1930-01-01')],
        ['Jan 5, 2020', day('2020-01-05')],
        ['5-Feb-2020', day('2020-02-05')],
        ['3 March 2020', day('2020-03-03')],
        ['20240131', day('2024-01-31')],
        ['2024-01-31T00:00:00', day('2024-01-31')],
        ['', null],
      ],
    ],
    [
      'type date',
      'de-DE',
      'dateTime',
      [
        ['1.2.2024', day('2024-02-01')],
        ['31.12.24', day('2024-12-31')],
      ],
    ],
    [
      'type date',
      'en-GB',
      'dateTime',
      [
        ['1/2/2024', day('2024-02-01')],
        ['2024-02-01', day('2024-02-01')],
      ],
    ],
    ['type date', 'sv-SE', 'dateTime', [['2024-2-1', day('2024-02-01')]]],
    [
      'type datetime',
      'en-US',
      'dateTime',
      [
        ['2024-01-31 10:20', '2024-01-31 10:20:00'],
        ['1/2/2024 9:05:07 PM', '2024-01-02 21:05:07'],
        ['1/2/2024 12:00 AM', '2024-01-02 00:00:00'],
        ['1/2/2024', day('2024-01-02')],
        ['2024-01-31T10:20:30.5', '2024-01-31 10:20:30.5'],
      ],
    ],
    ['type datetimezone', 'en-US', 'dateTime', [['2024-01-31T10:20:00+02:00', '2024-01-31 08:20:00']]],
    [
      'type time',
      'en-US',
      'dateTime',
      [
        ['09:05', '1899-12-30 09:05:00'],
        ['9:05 PM', '1899-12-30 21:05:00'],
      ],
    ],
    [
      'type logical',
      'en-US',
      'boolean',
      [
        ['TRUE', true],
        ['false', false],
        ['', null],
      ],
    ],
    [
      'type text',
      'en-US',
      'string',
      [
        ['', ''],
        ['  x ', '  x '],
        ['it\'s "q"\n;', 'it\'s "q"\n;'],
        ['NULL', 'NULL'],
      ],
    ],
    [
      'Int64.Type',
      'en-US',
      'string',
      [
        ['007', '7'],
        ['', null],
      ],
    ],
    [
      'type number',
      'en-US',
      'string',
      [
        ['1.50', '1.5'],
        ['100', '100'],
      ],
    ],
    [
      'type number',
      'en-US',
      'int64',
      [
        ['1.5', '2'],
        ['2.5', '2'],
      ],
    ],
    ['type any', 'en-US', 'double', [['1.5', 1.5]]],
  ])('%s in %s, in a column of %s', async (type, culture, dataType, pairs) => {
    const values = await valuesOf(
      dataType,
      asType(type, culture),
      pairs.map(([text]) => text),
    );
    expect(values).toEqual(pairs.map(([, value]) => value));
  });

  test.each([
    ['Int64.Type', 'int64', '12x', '"12x" is not a whole number'],
    ['Int64.Type', 'int64', '99999999999999999999', '"99999999999999999999" is not a whole number'],
    ['Int64.Type', 'int64', '1_000', 'is not a whole number'],
    ['type number', 'double', 'n/a', '"n/a" is not a number'],
    ['Currency.Type', 'decimal', '1e30', 'is not a fixed decimal number'],
    ['type date', 'dateTime', '31/31/2024', 'is not a date'],
    ['type date', 'dateTime', '2024-01-31 10:20', 'is not a date'],
    ['type date', 'dateTime', 'infinity', 'is not a date'],
    ['type datetime', 'dateTime', 'tomorrow', 'is not a date with its time'],
    ['type time', 'dateTime', '25:61', 'is not a time'],
    ['type logical', 'boolean', 'yes', 'is not true or false'],
    ['type text', 'int64', 'x', 'is not a whole number'],
    ['type number', 'double', 'x'.repeat(500), `"${'x'.repeat(40)}…" is not a number`],
  ])('%s in a column of %s refuses %s, and says where', async (type, dataType, value, what) => {
    const csv = csvOf(['', '', value, 'later']);
    const refusal = await refusalOf(modelOfType(dataType, asType(type)), { 'a.csv': csv });
    expect(refusal).toContain(what);
    expect(refusal).toContain('@ table "T", row 4, column "v"');
  });

  test('a culture that does not exist is named', async () => {
    const refusal = await refusalOf(modelOfType('double', asType('type number', 'no culture')), {
      'a.csv': csvOf(['1']),
    });
    expect(refusal).toBe('The culture "no culture" is not known @ table "T"');
  });
});

describe('random values come back', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'));
  const compared = <T>(arbitrary: fc.Arbitrary<T>, dataType: string, type: string, write: (value: T) => string) =>
    fc.assert(
      fc.asyncProperty(fc.array(arbitrary, { minLength: 1, maxLength: 40 }), async (values) => {
        const found = await valuesOf(dataType, asType(type), values.map(write));
        expect(found.map(String)).toEqual(values.map(String));
      }),
      { numRuns: 12 },
    );

  test('whole numbers of 64 bits', () =>
    compared(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), 'int64', 'Int64.Type', String));

  test('doubles', () =>
    compared(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      'double',
      'type number',
      String,
    ));

  test('texts: each value is one that was written, in the case that came first', () =>
    fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (values) => {
        const found = await valuesOf('string', asType('type text'), values);
        const lower = await withLoaded(
          modelOfType('string', asType('type text')),
          { 'a.csv': csvOf(values) },
          ({ rows }) => rows('SELECT count(DISTINCT c1), count(DISTINCT lower(c1)) FROM t0'),
        );
        expect(lower[0]?.[0]).toEqual(lower[0]?.[1]);
        found.forEach((value, at) => {
          expect(values.slice(0, at + 1)).toContain(value);
          expect(String(value).toLowerCase()).toBe(values[at]?.toLowerCase());
        });
      }),
      { numRuns: 12 },
    ));
});
