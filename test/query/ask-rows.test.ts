import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../shared/engine/ports.ts';
import type { SemanticModel } from '../../shared/model/semantic-model.ts';
import type { Filter, Question, Selection } from '../../shared/query/question.ts';
import { askFile, column, createModelFolder, engine, measure, question, table } from './model-file.ts';

const sales: SemanticModel = {
  tables: [
    table(
      'Sales',
      [
        column('City', 'String'),
        column('Units', 'Int64', '#,0'),
        column('Amount', 'Decimal', '#,0.00'),
        column('Weight', 'Double'),
        column('Sold', 'DateTime', 'yyyy-mm-dd'),
        column('Paid', 'Boolean'),
      ],
      [
        measure('Orders', { kind: 'rows' }, '#,0'),
        measure('Price', {
          kind: 'divide',
          dividend: { kind: 'aggregate', aggregation: 'sum', column: 'amount' },
          divisor: { kind: 'aggregate', aggregation: 'sum', column: 'UNITS' },
        }),
        measure('Gap', {
          kind: 'subtract',
          left: { kind: 'aggregate', aggregation: 'sum', column: 'Units' },
          right: { kind: 'aggregate', aggregation: 'count', column: 'Weight' },
        }),
      ],
    ),
  ],
};
const rows = [
  ['Paris', 3, '0.1000', 1.5, '2024-01-31 10:00:00', true],
  ['PARIS', 4, '0.2000', null, '2024-02-01 00:00:00.250', false],
  ['paris', null, null, 'NaN', '2024-02-29 23:59:59', null],
  [null, 0, '5.0000', 2, null, true],
  ['Åland', '9007199254740993', '12345678901234.5678', -0.5, '2023-12-31 00:00:00', false],
  ["O'Brien 50%_\\", 1, '1.0000', 'Infinity', '1999-01-01 00:00:00', true],
] as const;

const folder = await createModelFolder();
let session: Session;
beforeAll(async () => {
  session = await engine.open(await folder.write(sales, [rows]));
});
afterAll(async () => {
  await session.close();
  await folder.remove();
});

const field = (name: string) => ({ table: 'sales', field: name });
const by = (name: string, grain?: 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour'): Selection => ({
  kind: 'group',
  field: field(name),
  grain,
  as: name,
});
const total = (
  aggregation: 'sum' | 'average' | 'min' | 'max' | 'count' | 'distinctCount',
  name: string,
): Selection => ({
  kind: 'aggregate',
  aggregation,
  field: field(name),
  as: `${aggregation} ${name}`,
});
const count: Selection = { kind: 'rows', table: 'SALES', as: 'n' };
const ask = (asked: Partial<Question>) => askFile(session, sales, question(asked));

test('a question becomes this SQL with every value bound', async () => {
  const { emitted, rows: found } = await ask({
    select: [by('City'), total('sum', 'Units')],
    filters: [
      { kind: 'in', field: field('city'), values: ['PARIS', null] },
      { kind: 'between', field: field('sold'), from: '2024-01-01', before: '2024-02-15' },
    ],
    orderBy: [{ as: 'sum Units', direction: 'descending' }],
    limit: 10,
  });
  expect(emitted.sql).toBe(
    `SELECT to_json({'c0': list("c0"), 'c1': list("c1")}) FROM (` +
      `SELECT "s0" AS "c0", CASE WHEN "v0" BETWEEN -9007199254740991 AND 9007199254740991 THEN to_json("v0") ELSE to_json(CAST("v0" AS VARCHAR)) END AS "c1" FROM (` +
      `SELECT lower("k0") AS "g0", min("k0") AS "s0", sum("p0_0") AS "v0" FROM (` +
      `SELECT "c0" AS "k0", sum("c1") AS "p0_0" FROM "t0" ` +
      `WHERE (((lower("c0") IN (lower($1))) OR ("c0" IS NULL))) AND ((("c4" >= CAST($2 AS TIMESTAMP)) AND ("c4" < CAST($3 AS TIMESTAMP)))) ` +
      `GROUP BY "c0") GROUP BY lower("k0")) WHERE "v0" IS NOT NULL ORDER BY "v0" DESC NULLS LAST, strip_accents("g0") ASC NULLS LAST, "g0" ASC NULLS LAST LIMIT $4)`,
  );
  expect(emitted.parameters).toEqual([
    { type: 'String', value: 'PARIS' },
    { type: 'DateTime', value: '2024-01-01T00:00:00' },
    { type: 'DateTime', value: '2024-02-15T00:00:00' },
    { type: 'Int64', value: 11 },
  ]);
  expect(found).toEqual([['PARIS', 7]]);
});

describe('values', () => {
  test.each<[string, Selection[], unknown[][]]>([
    ['sum of decimals is exact', [total('sum', 'Amount')], [[12345678901240.867]]],
    ['sum of whole numbers beyond the safe range is text', [total('sum', 'Units')], [['9007199254741001']]],
    ['NaN and infinity are blank', [total('sum', 'Weight')], [[null]]],
    ['count leaves blanks out', [total('count', 'City'), count], [[5, 6]]],
    ['distinctCount counts blank once and ignores case', [total('distinctCount', 'City')], [[4]]],
    [
      'least and greatest text ignore case',
      [total('min', 'City'), total('max', 'City')],
      [["O'Brien 50%_\\", 'Åland']],
    ],
    [
      'moments carry a fraction only where there is one',
      [total('min', 'Sold'), total('max', 'Sold')],
      [['1999-01-01T00:00:00', '2024-02-29T23:59:59']],
    ],
  ])('%s', async (_, select, expected) => {
    expect((await ask({ select })).rows).toEqual(expected);
  });

  test('aggregates over no rows are blank, and there is one row of them', async () => {
    const filters: Filter[] = [{ kind: 'contains', field: field('City'), text: 'nowhere' }];
    const select = [total('sum', 'Units'), total('count', 'City'), total('distinctCount', 'City'), count];
    expect((await ask({ select, filters })).rows).toEqual([[null, null, null, null]]);
    expect((await ask({ select: [by('City'), count], filters })).rows).toEqual([]);
  });

  test('average of whole numbers is a double over what is not blank', async () => {
    const filters: Filter[] = [{ kind: 'in', field: field('City'), values: ['paris'] }];
    expect((await ask({ select: [total('average', 'Units')], filters })).rows).toEqual([[3.5]]);
  });

  test('measures divide to blank on zero and take a single blank side of a difference as zero', async () => {
    const select: Selection[] = [
      by('City'),
      { kind: 'measure', field: field('price'), as: 'price' },
      { kind: 'measure', field: field('gap'), as: 'gap' },
    ];
    const filters: Filter[] = [{ kind: 'notIn', field: field('City'), values: ['åland'] }];
    expect((await ask({ select, filters })).rows).toEqual([
      ["O'Brien 50%_\\", 1, 0],
      ['PARIS', 0.3 / 7, 5],
      [null, null, -1],
    ]);
  });

  test('columns carry name, type and format', async () => {
    const { answer } = await ask({
      select: [by('Sold', 'month'), total('sum', 'Amount'), total('average', 'Units'), count],
    });
    expect(answer.columns.map(({ name, dataType, formatString }) => [name, dataType, formatString])).toEqual([
      ['Sold', 'DateTime', 'mmm yyyy'],
      ['sum Amount', 'Decimal', '#,0.00'],
      ['average Units', 'Double', '#,0.00'],
      ['n', 'Int64', '#,0'],
    ]);
  });
});

describe('groups', () => {
  test('spellings of one text are one group, shown by the least of them; blank is a group, in the end', async () => {
    expect((await ask({ select: [by('City'), count] })).rows).toEqual([
      ['Åland', 1],
      ["O'Brien 50%_\\", 1],
      ['PARIS', 3],
      [null, 1],
    ]);
  });

  test('a group whose every value is blank is left out', async () => {
    const filters: Filter[] = [{ kind: 'in', field: field('Units'), values: [null, 0] }];
    expect((await ask({ select: [by('City'), total('sum', 'Units')], filters })).rows).toEqual([[null, 0]]);
    expect((await ask({ select: [by('City')], filters })).rows).toEqual([['paris'], [null]]);
  });

  test.each([
    ['year', ['1999-01-01T00:00:00', '2023-01-01T00:00:00', '2024-01-01T00:00:00', null]],
    ['quarter', ['1999-01-01T00:00:00', '2023-10-01T00:00:00', '2024-01-01T00:00:00', null]],
    ['month', ['1999-01-01T00:00:00', '2023-12-01T00:00:00', '2024-01-01T00:00:00', '2024-02-01T00:00:00', null]],
    ['week', ['1998-12-28T00:00:00', '2023-12-25T00:00:00', '2024-01-29T00:00:00', '2024-02-26T00:00:00', null]],
    [
      'day',
      [
        '1999-01-01T00:00:00',
        '2023-12-31T00:00:00',
        '2024-01-31T00:00:00',
        '2024-02-01T00:00:00',
        '2024-02-29T00:00:00',
        null,
      ],
    ],
    [
      'hour',
      [
        '1999-01-01T00:00:00',
        '2023-12-31T00:00:00',
        '2024-01-31T10:00:00',
        '2024-02-01T00:00:00',
        '2024-02-29T23:00:00',
        null,
      ],
    ],
  ] as const)('dates by %s are the first moments of their periods', async (grain, expected) => {
    expect((await ask({ select: [by('Sold', grain)] })).rows).toEqual(expected.map((moment) => [moment]));
  });

  test('the limit cuts off, says so, and the order is complete', async () => {
    const { answer, rows: found } = await ask({
      select: [by('Paid'), count],
      orderBy: [{ as: 'Paid', direction: 'descending' }],
      limit: 2,
    });
    expect(found).toEqual([
      [true, 3],
      [false, 2],
    ]);
    expect(answer.isPartial).toBe(true);
    expect((await ask({ select: [by('Paid'), count], limit: 3 })).answer.isPartial).toBe(false);
  });

  test('the same column may be asked twice, under any names', async () => {
    const select: Selection[] = [
      { kind: 'group', field: field('Sold'), grain: 'year', as: '"; drop table t0; --' },
      { kind: 'group', field: field('Sold'), grain: 'month', as: 'c0' },
      { kind: 'rows', table: 'Sales', as: "c1'" },
      { kind: 'rows', table: 'Sales', as: '__proto__' },
    ];
    const { answer, rows: found } = await ask({ select, limit: 1 });
    expect(answer.columns.map((one) => one.name)).toEqual(select.map((one) => one.as));
    expect(found).toEqual([['1999-01-01T00:00:00', '1999-01-01T00:00:00', 1, 1]]);
  });
});

describe('filters', () => {
  test.each<[string, Filter, number]>([
    ['text is equal without regard to case', { kind: 'in', field: field('City'), values: ['pARIS'] }, 3],
    ['null means blank', { kind: 'in', field: field('City'), values: [null] }, 1],
    ['a list may be empty, and then nothing is in it', { kind: 'in', field: field('City'), values: [] }, 0],
    ['what is not in an empty list is everything', { kind: 'notIn', field: field('City'), values: [] }, 6],
    ['blank is not in a list without it', { kind: 'notIn', field: field('City'), values: ['Paris'] }, 3],
    ['blank is in a list with it', { kind: 'notIn', field: field('City'), values: ['Paris', null] }, 2],
    [
      'a whole number beyond the safe range is found by its text',
      { kind: 'in', field: field('Units'), values: ['9007199254740993'] },
      1,
    ],
    ['and its neighbour is not', { kind: 'in', field: field('Units'), values: ['9007199254740992'] }, 0],
    ['a decimal is found by its number', { kind: 'in', field: field('Amount'), values: [0.1, 12345678901234.568] }, 2],
    ['a Boolean is found', { kind: 'in', field: field('Paid'), values: [false, null] }, 3],
    ['a moment is found', { kind: 'in', field: field('Sold'), values: ['2024-02-01T00:00:00.25'] }, 1],
    [
      'a month is found by any moment of it',
      { kind: 'in', field: field('Sold'), grain: 'month', values: ['2024-02-10', null] },
      3,
    ],
    ['a range takes in both ends', { kind: 'between', field: field('Units'), from: 1, to: 3 }, 2],
    [
      'a range of whole numbers may end between two',
      { kind: 'between', field: field('Units'), from: 0.5, before: 3.5 },
      2,
    ],
    [
      'a range may leave out its end',
      { kind: 'between', field: field('Sold'), from: '2024-01-31T10:00', before: '2024-02-29T23:59:59' },
      2,
    ],
    ['a search ignores case', { kind: 'contains', field: field('City'), text: 'ARI' }, 3],
    ['% is a character', { kind: 'contains', field: field('City'), text: '%' }, 1],
    ['_ is a character', { kind: 'contains', field: field('City'), text: '_' }, 1],
    ['\\ is a character', { kind: 'contains', field: field('City'), text: '\\' }, 1],
    ["' is a character", { kind: 'contains', field: field('City'), text: "o'b" }, 1],
    [
      'SQL is text',
      { kind: 'in', field: field('City'), values: ["'; DROP TABLE t0; --", '") OR TRUE --', '$1', '\u0000', '🚀'] },
      0,
    ],
  ])('%s', async (_, filter, expected) => {
    const { rows: found, emitted } = await ask({ select: [count], filters: [filter] });
    expect(found, emitted.sql).toEqual([[expected === 0 ? null : expected]]);
  });

  test('no value is in the SQL text', async () => {
    const filters: Filter[] = [
      { kind: 'in', field: field('City'), values: ['needle-1'] },
      { kind: 'contains', field: field('City'), text: 'needle-2' },
      { kind: 'between', field: field('Units'), from: 987_654, to: 987_655 },
    ];
    const { emitted } = await ask({ select: [count], filters, limit: 4321 });
    expect(emitted.sql).not.toMatch(/needle|98765|4321|4322|City|Sales/);
  });
});
