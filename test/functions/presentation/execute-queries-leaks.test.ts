import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../shared/domain/principal.ts';
import { openQueryWorld, type QueryWorld } from './execute-queries-world.ts';

let world: QueryWorld;
let europe: Caller;
let america: Caller;
let nobody: Caller;
let limited: Caller;
let ann: Caller;
let ben: Caller;
beforeAll(async () => {
  world = await openQueryWorld();
  europe = await world.reader('Eve', ['Europe']);
  america = await world.reader('Amy', ['America']);
  nobody = await world.reader('Nobody');
  limited = await world.reader('Lim', ['Limited']);
  ann = await world.reader('Ann', ['Own']);
  ben = await world.reader('Ben', ['Own']);
});
afterAll(() => world.close());

/** What nobody but those of America may see anywhere: cells, and sums that they are part of. */
const OF_AMERICA = /Hidden Valley|America|400\.5|300|700\.5|730\.5/;

const QUERIES = [
  'EVALUATE Store',
  'EVALUATE Sales',
  'EVALUATE ROW ( "t", [Total] )',
  'EVALUATE ROW ( "t", CALCULATE ( [Total], REMOVEFILTERS () ) )',
  'EVALUATE ROW ( "t", CALCULATE ( [Total], ALL ( Store ) ) )',
  'EVALUATE ROW ( "t", CALCULATE ( [Total], Store[Region] = "America" ) )',
  'EVALUATE SUMMARIZECOLUMNS ( Store[Region], "t", [Total] )',
  'EVALUATE ADDCOLUMNS ( ALL ( Store[Region] ), "t", [Total] )',
  'EVALUATE FILTER ( ALL ( Store ), TRUE () )',
  'EVALUATE ROW ( "m", MAXX ( ALL ( Store ), Store[Store Name] ), "x", MAX ( Sales[Amount] ) )',
  'EVALUATE ROW ( "l", LOOKUPVALUE ( Store[Store Name], Store[StoreKey], 2 ) )',
  'EVALUATE ROW ( "n", CONCATENATEX ( ALL ( Store ), Store[Store Name] ) )',
  'EVALUATE CALCULATETABLE ( VALUES ( Store[Store Name] ), CROSSFILTER ( Sales[StoreKey], Store[StoreKey], NONE ) )',
  'EVALUATE CALCULATETABLE ( Sales, CROSSFILTER ( Sales[StoreKey], Store[StoreKey], NONE ) )',
  'EVALUATE NATURALLEFTOUTERJOIN ( Sales, Store )',
  'EVALUATE TOPN ( 5, Sales, Sales[Amount] )',
  'DEFINE MEASURE Sales[All] = CALCULATE ( SUM ( Sales[Amount] ), ALL ( Sales ) ) EVALUATE ROW ( "a", [All] )',
  'DEFINE TABLE T = SELECTCOLUMNS ( ALL ( Store ), "n", Store[Store Name] ) EVALUATE T',
];

describe('rows that a role hides', () => {
  test.each(QUERIES)('F-12: are in no answer, before and after somebody else asked the same: %s', async (dax) => {
    const first = await world.send(dax, { as: europe });
    const others = await world.send(dax, { as: world.author });
    await world.send(dax, { as: america });
    const again = await world.send(dax, { as: europe });
    expect([first.status, others.status]).toEqual([200, 200]);
    expect(first.text).not.toMatch(OF_AMERICA);
    expect(again.text).toBe(first.text);
    // Who may see them does: the query is one that would show them.
    expect(others.text).not.toBe(first.text);
    expect((await world.send(dax, { as: nobody })).text).not.toMatch(/Europe|Oslo|America|Hidden|\d\d/);
  });

  test('F-11: the same text by two people of one dynamic role has an answer for each', async () => {
    const dax = 'EVALUATE ROW ( "t", [Total], "who", USERPRINCIPALNAME () )';
    const asked = async (as: Caller) => world.rows(dax, { as });
    for (const _ of ['first', 'from the cache']) {
      expect(await asked(ann)).toEqual([{ '[t]': 310, '[who]': 'ann@contoso.example' }]);
      expect(await asked(ben)).toEqual([{ '[t]': 20, '[who]': 'ben@contoso.example' }]);
    }
  });

  test('F-11: the same text as two people has an answer for each, and none for who asks as nobody', async () => {
    const dax = 'EVALUATE ROW ( "t", [Total] )';
    const totals: unknown[] = [];
    for (const impersonate of ['ann@contoso.example', 'ben@contoso.example', 'ann@contoso.example', '']) {
      totals.push((await world.rows(dax, { impersonate }))[0]?.['[t]']);
    }
    expect(totals).toEqual([310, 20, 310, 730.5]);
  });
});

/** Enough rows for the engine to look at a table's own conditions before it joins; all of them are of America. */
const MANY = `
  INSERT INTO t0 SELECT if(i % 100 = 0, 2, 1), if(i % 100 = 0, 300 + i, 50), 'x', 1, NULL FROM range(300000) r(i);
  INSERT INTO t1 SELECT i, 'America', 'Hidden Valley' FROM range(3, 50000) r(i);`;

describe('an error', () => {
  let large: QueryWorld;
  let reader: Caller;
  beforeAll(async () => {
    large = await openQueryWorld({}, MANY);
    reader = await large.reader('Rob', ['Europe']);
  });
  afterAll(() => large.close());

  /** What an error says must be the same whatever lies in the rows that are hidden. */
  const HOSTILE = [
    'EVALUATE FILTER ( Store, IF ( Store[Region] = "America", ERROR ( Store[Store Name] ), TRUE () ) )',
    'EVALUATE FILTER ( Sales, IF ( RELATED ( Store[Region] ) = "America", ERROR ( Sales[Owner] & Sales[Amount] ), TRUE () ) )',
    'EVALUATE FILTER ( ALL ( Store ), IF ( Store[Region] = "Europe", TRUE (), VALUE ( Store[Store Name] ) > 0 ) )',
    'EVALUATE FILTER ( Sales, IF ( Sales[Amount] > 100, ERROR ( Sales[Owner] & Sales[Amount] ), TRUE () ) )',
    'EVALUATE FILTER ( Sales, CURRENCY ( 1 ) / ( INT ( Sales[Amount] ) - 300 ) < 5 )',
    'EVALUATE ADDCOLUMNS ( FILTER ( Sales, IF ( Sales[Amount] > 100, ERROR ( "there" ), TRUE () ) ), "n", RELATED ( Store[Store Name] ) )',
    'EVALUATE CALCULATETABLE ( SUMMARIZECOLUMNS ( Store[Region], "t", [Total] ), FILTER ( Sales, IF ( Sales[Amount] > 100, ERROR ( "there" ), TRUE () ) ) )',
    'EVALUATE ROW ( "x", COUNTROWS ( FILTER ( ALL ( Sales ), VALUE ( IF ( Sales[Amount] > 100, "a", "1" ) ) > 0 ) ) )',
    'EVALUATE ROW ( "x", COUNTROWS ( FILTER ( Sales, VALUE ( IF ( Sales[Amount] > 100, Sales[Owner], "1" ) ) > 0 ) ) )',
    'EVALUATE ROW ( "x", COUNTROWS ( FILTER ( Sales, INT ( Sales[Amount] ) * INT ( IF ( Sales[Amount] > 100, 1E18, 1 ) ) > 0 ) ) )',
    'EVALUATE ROW ( "x", COUNTROWS ( FILTER ( Sales, LEN ( REPT ( "a", IF ( Sales[Amount] > 100, -1, 1 ) ) ) > 0 ) ) )',
    'EVALUATE ROW ( "x", COUNTROWS ( FILTER ( Sales, UNICHAR ( IF ( Sales[Amount] > 100, -1, 65 ) ) = "A" ) ) )',
    'EVALUATE ROW ( "x", COUNTROWS ( FILTER ( Sales, DATE ( IF ( Sales[Amount] > 100, -1, 2020 ), 1, 1 ) > DATE ( 2000, 1, 1 ) ) ) )',
    'EVALUATE ROW ( "x", SUMX ( FILTER ( CROSSJOIN ( Sales, ROW ( "one", 1 ) ), VALUE ( IF ( Sales[Amount] > 100, "a", "1" ) ) = [one] ), 1 ) )',
    'EVALUATE ROW ( "x", CALCULATE ( COUNTROWS ( Sales ), FILTER ( ALL ( Sales[Amount] ), VALUE ( IF ( Sales[Amount] > 100, "a", "1" ) ) = 1 ) ) )',
    'EVALUATE ROW ( "x", MAXX ( TOPN ( 1, Sales, VALUE ( IF ( Sales[Amount] > 100, "a", "1" ) ) ), Sales[Amount] ) )',
    'EVALUATE ADDCOLUMNS ( Store, "x", IF ( Store[Region] = "America", ERROR ( Store[Store Name] ) ) )',
    'EVALUATE ROW ( "x", SUMX ( Sales, IF ( Sales[Amount] > 100, ERROR ( Sales[Owner] & Sales[Amount] ), 1 ) ) )',
    'EVALUATE ROW ( "x", SUMX ( FILTER ( Sales, Sales[Amount] > 100 ), CURRENCY ( 1 ) / ( INT ( Sales[Amount] ) - 300 ) ) )',
    'EVALUATE ROW ( "x", CALCULATE ( [Total], FILTER ( ALL ( Store ), IF ( Store[Region] = "America", ERROR ( "there" ), TRUE () ) ) ) )',
  ];

  test.each(HOSTILE)('says nothing of hidden rows, and does not tell whether there are any: %s', async (dax) => {
    const { status, text } = await world.send(dax, { as: europe });
    expect(text).not.toMatch(/Hidden Valley|300|400/);
    expect(status, text).toBe(200);
    const ofMany = await large.send(dax, { as: reader });
    expect(ofMany.text.match(/Hidden Valley|"error":\{"code":"Dataset.*/)?.[0]).toBeUndefined();
    expect(ofMany.status).toBe(200);
  });

  test('that a query computes from cells is told to who may see them all, and to others only that there was one', async () => {
    const dax = 'EVALUATE ADDCOLUMNS ( Store, "x", ERROR ( Store[Store Name] ) )';
    expect((await world.send(dax)).text).toMatch(/Oslo|Hidden Valley/);
    const { status, text } = await world.send(dax, { as: europe });
    expect(status).toBe(400);
    expect(text).not.toMatch(/Oslo|Hidden Valley/);
    expect((await world.send('EVALUATE ROW ( "x", ERROR ( "as written" ) )', { as: europe })).text).toContain(
      'as written',
    );
  });
});

describe('objects that a role hides', () => {
  const told = async (dax: string) => {
    const { status, text } = await world.send(dax, { as: limited });
    return { status, text: text.replace(/"requestId":"[^"]*"/, '') };
  };

  test.each([
    ['a column', 'EVALUATE ROW ( "x", SUM ( Sales[Unit Cost] ) )', 'Unit Cost', 'Unit Colt'],
    ['a table', 'EVALUATE Secret', 'Secret', 'Sacred'],
    ['a column of a hidden table', 'EVALUATE VALUES ( Secret[Code] )', 'Secret', 'Sacred'],
    ['a measure that needs a hidden column', 'EVALUATE ROW ( "x", [Margin] )', 'Margin', 'Mirgan'],
  ])('F-14: %s is refused like a name that is not there', async (_, dax, hidden, unknown) => {
    const before = world.engine.statistics().queries;
    const refused = await told(dax);
    const missing = await told(dax.replaceAll(hidden, unknown));
    expect(refused.status).toBe(400);
    expect(refused.text.replaceAll(hidden, unknown)).toBe(missing.text);
    expect(world.engine.statistics().queries).toBe(before);
    // Those whom nothing binds have it.
    expect((await world.send(dax)).status).toBe(200);
    // And having asked did not put their plan where the other finds it.
    expect((await told(dax)).text).toBe(refused.text);
  });

  test.each(['TABLES', 'COLUMNS', 'MEASURES', 'RELATIONSHIPS'])(
    'F-13: are not told by INFO.VIEW.%s, which is for who may write, before and after somebody asked who may',
    async (what) => {
      const dax = `EVALUATE INFO.VIEW.${what} ()`;
      const refused = await told(dax);
      expect(refused.status).toBe(400);
      expect((await world.send(dax)).status).toBe(200);
      expect(await told(dax)).toEqual(refused);
      // Nor to who is bound by nothing because the model has no roles.
      expect((await world.send(dax, { model: world.open })).status).toBe(200);
      expect((await world.send(dax, { as: limited, model: world.open })).status).toBe(400);
    },
  );

  test('F-13: are in no suggestion and in no table', async () => {
    expect((await told('EVALUATE ROW ( "x", SUM ( Sales[Unit Cst] ) )')).text).not.toContain('Unit Cost');
    expect((await told('EVALUATE Sales')).text).not.toMatch(/Unit Cost/);
    expect((await told('EVALUATE Secrets')).text).not.toMatch(/'Secret'/);
  });
});

test('a dataset that is not there and one that somebody may not see get the same answer', async () => {
  const stranger = await world.reader('Stranger', ['Europe'], { rights: 'none' });
  const there = await world.send('EVALUATE Store', { as: stranger });
  const gone = await world.send('EVALUATE Store', { as: stranger, model: crypto.randomUUID() as typeof world.open });
  const told = ({ text }: typeof there) => text.replace(/"requestId":"[^"]*"/, '');
  expect([there.status, told(there)]).toEqual([404, told(gone)]);
});
