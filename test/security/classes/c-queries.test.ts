import { afterAll, beforeAll, expect, test } from 'vitest';
import { openQueryWorld, type QueryWorld } from '../../functions/presentation/execute-queries-world.ts';

let world: QueryWorld;
beforeAll(async () => {
  world = await openQueryWorld();
});
afterAll(() => world.close());

const TOTAL = 'EVALUATE ROW ( "t", [Total] )';

test('C15: several roles of one person add up, in any order, and none is nothing', async () => {
  const regions = async (name: string, roles: readonly string[]) => {
    const as = await world.reader(name, roles);
    return (await world.rows('EVALUATE VALUES ( Store[Region] )', { as }))
      .map((row) => row['Store[Region]'])
      .toSorted();
  };
  expect(await regions('First', ['Europe', 'America'])).toEqual(['America', 'Europe']);
  expect(await regions('Second', ['America', 'Europe'])).toEqual(['America', 'Europe']);
  expect(await regions('Third', ['Europe'])).toEqual(['Europe']);
  expect(await regions('Fourth', [])).toEqual([]);
});

test('C16: a filter on one table narrows what the filter on a related one leaves, and takes the place of none', async () => {
  const as = await world.reader('Ann', ['Own Europe']);
  expect(await world.rows(TOTAL, { as })).toEqual([{ '[t]': 10 }]);
  expect(await world.rows('EVALUATE VALUES ( Store[Region] )', { as })).toEqual([{ 'Store[Region]': 'Europe' }]);
});

test('C17: a query in its raw form is under the same rules, whatever it removes', async () => {
  const as = await world.reader('Eve', ['Europe']);
  for (const dax of [
    'EVALUATE ROW ( "t", CALCULATE ( [Total], REMOVEFILTERS () ) )',
    'EVALUATE ROW ( "t", SUMX ( ALL ( Sales ), Sales[Amount] ) )',
    'DEFINE MEASURE Sales[All] = CALCULATE ( [Total], ALL ( Store ), ALL ( Sales ) ) EVALUATE ROW ( "t", [All] )',
  ]) {
    expect(await world.rows(dax, { as })).toEqual([{ '[t]': 30 }]);
  }
});

test('C19: what a role hides cannot be asked for by its name, nor by a measure that needs it', async () => {
  const as = await world.reader('Lim', ['Limited']);
  for (const dax of [
    'EVALUATE Secret',
    'EVALUATE ROW ( "c", SUM ( Sales[Unit Cost] ) )',
    'EVALUATE ROW ( "m", [Margin] )',
    'EVALUATE SELECTCOLUMNS ( Sales, "c", [Unit Cost] )',
    'EVALUATE SUMMARIZE ( Sales, Sales[Unit Cost] )',
  ]) {
    const { status, text } = await world.send(dax, { as });
    expect([status, /4711/.test(text)]).toEqual([400, false]);
    expect((await world.send(dax)).status).toBe(200);
  }
});

test('C21: an application sees no rows of a model that has roles, whatever it was given', async () => {
  const as = await world.reader('App', [], { kind: 'service', rights: ['read', 'build', 'reshare'] });
  expect((await world.send(TOTAL, { as })).status).toBe(401);
  expect((await world.send(TOTAL, { as, model: world.open })).status).toBe(200);
});
