import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS, type Operation } from '../../functions/operations.ts';
import { callOperation } from './call-operation.ts';
import { PRINCIPALS, type Principal, principal, TENANT } from './principals.ts';
import { createThings, createUpload } from './things.ts';
import { createWorld, type World } from './world.ts';

/** The matrix as a person reads it: a row for each operation, a column for each principal. */
const rows = new Map(
  readFileSync('docs/permissions.md', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const name = /^\| `([\w-]+)` \|/.exec(line)?.[1];
      const [call = '', , ...cells] = line.split('|').slice(2, -1);
      return name === undefined ? [] : [[name, { call: call.trim(), cells: cells.map(Number) }] as const];
    }),
);

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.metadata.write(TENANT, undefined, ({ settings }) =>
    settings.save({ name: 'servicePrincipals', isOn: true, onlyFor: [], exceptFor: [] }),
  );
  // Everybody has been here once: their My workspace is there.
  for (const who of PRINCIPALS) expect((await world.send(who, 'GET', '/azimuth/v1/me')).status).toBe(200);
});
afterAll(() => world.close());

async function statusFor(operation: Operation, who: Principal): Promise<number> {
  const ids = await createThings(world, who);
  if (operation.name.startsWith('imports-start')) {
    await createUpload(world, ids, who, operation.name.endsWith('-in-group'));
  }
  const answer = await callOperation(world, operation, ids, who);
  await answer.body?.cancel();
  return answer.status;
}

describe('permission matrix', () => {
  test('matrix: the table has a row for each operation and no other, and a cell for each principal', () => {
    expect([...rows.keys()].toSorted()).toEqual(OPERATIONS.map(({ name }) => name).toSorted());
    expect([...rows].filter(([, { cells }]) => cells.length !== PRINCIPALS.length).map(([name]) => name)).toEqual([]);
    for (const { name, method, path } of OPERATIONS) expect(rows.get(name)?.call).toBe(`${method} \`${path}\``);
  });

  test.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    'matrix: %s',
    async (name, operation) => {
      const found: Record<string, number> = {};
      for (const who of PRINCIPALS) found[who.name] = await statusFor(operation, who);
      const cells = rows.get(name)?.cells ?? [];
      expect(found).toEqual(Object.fromEntries(PRINCIPALS.map((who, index) => [who.name, cells[index]])));
    },
  );

  test('matrix: nobody without a valid token gets past the door, at any operation', async () => {
    const viewer = principal('Admin');
    const ids = await createThings(world, viewer);
    const expired = await world.token(viewer, { exp: Math.floor(world.now().getTime() / 1000) - 3600 });
    const forged = await world.signer.forge(viewer, world.now());
    for (const operation of OPERATIONS) {
      const statuses = [
        await callOperation(world, operation, ids, undefined),
        await callOperation(world, operation, ids, viewer, { token: expired }),
        await callOperation(world, operation, ids, viewer, { token: forged }),
      ].map(({ status }) => status);
      expect([operation.name, ...statuses]).toEqual([operation.name, 401, 401, 401]);
    }
  });

  test('matrix: a disabled account gets 401 at every operation', async () => {
    const who = principal('Member');
    const ids = await createThings(world, who);
    world.enable(who, false);
    for (const operation of OPERATIONS) {
      expect([operation.name, (await callOperation(world, operation, ids, who)).status]).toEqual([operation.name, 401]);
    }
    world.enable(who, true);
    expect((await world.send(who, 'GET', '/azimuth/v1/me')).status).toBe(200);
  });

  test.each([
    ['an application', 'application', 'servicePrincipals'],
    ['a guest', 'guest', 'guestAccess'],
  ] as const)('matrix: %s gets 403 at every operation where the setting is off', async (_, name, setting) => {
    const who = principal(name);
    const ids = await createThings(world, who);
    const set = (isOn: boolean) =>
      world.metadata.write(TENANT, undefined, ({ settings }) =>
        settings.save({ name: setting, isOn, onlyFor: [], exceptFor: [] }),
      );
    await set(false);
    for (const operation of OPERATIONS) {
      expect([operation.name, (await callOperation(world, operation, ids, who)).status]).toEqual([operation.name, 403]);
    }
    await set(true);
  });

  test('matrix: the internal roles answer nobody who is not the Gateway, whatever token they bring', async () => {
    for (const who of PRINCIPALS) {
      const bearer = await world.token(who);
      for (const operation of OPERATIONS) {
        const status = await world.knock(operation, { authorization: `Bearer ${bearer}` });
        expect([operation.name, who.name, status]).toEqual([operation.name, who.name, 403]);
      }
    }
  });
});
