import { afterEach, describe, expect, test } from 'vitest';
import { authoriseItem } from '../../shared/access/authorise.ts';
import { loadModel } from '../../shared/catalog/load-model.ts';
import { type ActingAs, askDax } from '../../shared/engine/ask-dax.ts';
import { openQueryWorld, type QueryWorld, TENANT } from '../functions/presentation/execute-queries-world.ts';

/** Long enough to be stopped on the way. */
const LONG =
  'EVALUATE ROW ( "x", SUMX ( CROSSJOIN ( GENERATESERIES ( 1, 30000 ), SELECTCOLUMNS ( GENERATESERIES ( 1, 30000 ), "b", [Value] ) ), SQRT ( [Value] * [b] ) ) )';

let world: QueryWorld;
afterEach(() => world.close());
const never = new AbortController().signal;

async function asking(at: QueryWorld['secured']) {
  const { metadata, engine, author } = world;
  return metadata.read(TENANT, async (stores) => {
    const grant = await authoriseItem(stores, author, 'model', at, 'build');
    const model = await loadModel(stores, TENANT, at);
    return {
      grant,
      model,
      ask: (text: string, actingAs: Partial<ActingAs> = {}) =>
        askDax(
          engine,
          grant,
          model,
          { roles: 'unbound', name: 'a', objectId: '', ...actingAs },
          { text, limit: 1000, mostValues: 1000 },
          never,
        ),
    };
  });
}

describe('what is remembered', () => {
  test('equal text under equal roles is compiled once and asked once; other roles have their own plan', async () => {
    world = await openQueryWorld();
    const { ask } = await asking(world.secured);
    const dax = 'EVALUATE ROW ( "t", [Total] )';
    const counts = () => {
      const { cachedPlans, queries, cacheHits } = world.engine.statistics();
      return [cachedPlans, queries, cacheHits];
    };
    await ask(dax);
    await ask(dax, { name: 'b' });
    expect(counts()).toEqual([1, 1, 1]);
    await ask(dax, { roles: ['Europe'] });
    await ask(dax, { roles: ['Europe', 'Europe'], name: 'c' });
    expect(counts()).toEqual([2, 2, 2]);
    await ask(dax, { roles: ['Own'] });
    await ask(dax, { roles: ['Own'], name: 'c' });
    expect(counts()).toEqual([3, 4, 2]);
  });

  test('a query with problems is refused each time, and by nothing but its text', async () => {
    world = await openQueryWorld();
    const { ask } = await asking(world.secured);
    for (const _ of ['first', 'remembered']) {
      await expect(ask('EVALUATE Nothing')).rejects.toMatchObject({ code: 'query-failed' });
    }
    expect(world.engine.statistics()).toMatchObject({ cachedPlans: 1, queries: 0, opens: 0 });
  });

  test('what an answer keeps is counted with the rest', async () => {
    world = await openQueryWorld();
    const { ask } = await asking(world.secured);
    await ask('EVALUATE ROW ( "t", [Total] )');
    expect(world.engine.statistics()).toMatchObject({ cachedAnswers: 1 });
    expect(world.engine.statistics().cachedBytes).toBeGreaterThan(100);
  });
});

test('a grant is good for the model that it was made for', async () => {
  world = await openQueryWorld();
  const { engine } = world;
  const [secured, open] = [await asking(world.secured), await asking(world.open)];
  const question = { text: 'EVALUATE Sales', limit: 10, mostValues: 100 };
  const actingAs = { roles: 'unbound', name: 'a', objectId: '' } as const;
  await expect(askDax(engine, open.grant, secured.model, actingAs, question, never)).rejects.toMatchObject({
    code: 'not-permitted',
  });
  const weaker = { ...secured.grant, rights: ['read'] as const };
  await expect(askDax(engine, weaker, secured.model, actingAs, question, never)).rejects.toMatchObject({
    code: 'not-permitted',
  });
});

describe('a long query', () => {
  test('is stopped after its time, and the next one is answered by the same session', async () => {
    world = await openQueryWorld({ timeoutMs: 200 });
    const startedAt = performance.now();
    const { status, text } = await world.send(LONG);
    expect([status, JSON.parse(text).error.code]).toEqual([504, 'QueryTimeout']);
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(await world.rows('EVALUATE ROW ( "x", 1 )')).toEqual([{ '[x]': 1 }]);
    expect(world.engine.statistics().opens).toBe(1);
  });

  test('ends with who asked for it', async () => {
    world = await openQueryWorld({ concurrency: 1 });
    const gone = new AbortController();
    const asked = world.send(LONG, { signal: gone.signal });
    setTimeout(() => gone.abort(), 100);
    const startedAt = performance.now();
    expect((await asked).status).toBe(500);
    expect(await world.rows('EVALUATE ROW ( "x", 1 )')).toEqual([{ '[x]': 1 }]);
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(world.engine.statistics()).toMatchObject({ running: 0, waiting: 0, opens: 1 });
  });

  test('beyond the places of the queue is refused with when to come again', async () => {
    world = await openQueryWorld({ concurrency: 1, waiting: 1, timeoutMs: 300 });
    const asked = await Promise.all([1, 2, 3, 4].map((n) => world.send(LONG.replace('SQRT', `${n} * SQRT`))));
    const refused = asked.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
