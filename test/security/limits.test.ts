import { afterEach, describe, expect, test } from 'vitest';
import { type Principal, principal } from './principals.ts';
import { createWorld, type World } from './world.ts';

let world: World | undefined;
afterEach(() => world?.close());

const ME = '/azimuth/v1/me';
async function statuses(of: World, who: Principal, path: string, times: number): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let call = 0; call < times; call += 1) {
    const answer = await of.send(who, 'GET', path);
    await answer.body?.cancel();
    seen.push(answer.status);
  }
  return seen;
}

describe('O-02: calls a minute', () => {
  test('of one person are limited, with the time after which to come again, and nobody else’s', async () => {
    world = await createWorld({ perUser: 3 });
    const [who, other] = [principal('Viewer'), principal('reader')];
    expect(await statuses(world, who, ME, 4)).toEqual([200, 200, 200, 429]);
    const refused = await world.send(who, 'GET', ME);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ error: { code: 'TooManyRequests' } });
    expect(await statuses(world, other, ME, 1)).toEqual([200]);
    world.later(60);
    expect(await statuses(world, who, ME, 1)).toEqual([200]);
  });

  test('H13: of one tenant are limited, and another tenant does not feel it', async () => {
    world = await createWorld({ perTenant: 4 });
    const [first, second] = [principal('Viewer'), principal('reader')];
    expect([...(await statuses(world, first, ME, 2)), ...(await statuses(world, second, ME, 3))]).toEqual([
      200, 200, 200, 200, 429,
    ]);
    expect(await statuses(world, principal('foreign administrator'), ME, 2)).toEqual([200, 200]);
  });

  test('that are refused before anybody is known cost no question to the directory', async () => {
    world = await createWorld({ perUser: 1 });
    const who = principal('Viewer');
    await statuses(world, who, ME, 1);
    world.directory.setDown(true);
    expect(await statuses(world, who, ME, 1)).toEqual([429]);
  });
});

test('U-01: the activity log can be read two hundred times an hour by one tenant', async () => {
  world = await createWorld({ perTenant: 100_000 });
  const day = world.now().toISOString().slice(0, 10);
  const path = `/v1.0/myorg/admin/activityevents?startDateTime='${day}T00:00:00Z'&endDateTime='${day}T23:00:00Z'`;
  const seen = await statuses(world, principal('administrator'), path, 201);
  expect(seen.filter((status) => status === 200)).toHaveLength(200);
  expect(seen.at(-1)).toBe(429);
  expect(await statuses(world, principal('foreign administrator'), path, 1)).toEqual([200]);
});

test('U-01: nobody uses up the administrators’ calls who may not read the log', async () => {
  world = await createWorld({ perTenant: 100_000 });
  const day = world.now().toISOString().slice(0, 10);
  const path = `/v1.0/myorg/admin/activityevents?startDateTime='${day}T00:00:00Z'&endDateTime='${day}T23:00:00Z'`;
  expect(new Set(await statuses(world, principal('guest'), path, 201))).toEqual(new Set([403]));
  expect(await statuses(world, principal('administrator'), path, 1)).toEqual([200]);
});

test('calls that are refused cost the directory no question of their own', async () => {
  world = await createWorld({ believeMs: 60_000 });
  const who = principal('stranger');
  await statuses(world, who, ME, 1);
  world.directory.setDown(true);
  const answer = await world.send(who, 'DELETE', `/v1.0/myorg/groups/${crypto.randomUUID()}`);
  expect(answer.status).toBe(404);
});
