import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../functions/operations.ts';
import { type ModelId, newId, type ObjectId, parseId } from '../../shared/domain/ids.ts';
import type { Ids } from '../integration/operation-calls.ts';
import { callOperation } from '../security/call-operation.ts';
import { principal, RECIPIENT, TENANT } from '../security/principals.ts';
import { createThings } from '../security/things.ts';
import { createWorld, type World } from '../security/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const author = principal('Contributor');
const path = ({ datasetId }: Ids) => `/azimuth/v1/datasets/${datasetId}/roles`;

async function call(ids: Ids, body?: unknown): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await world.send(
    author,
    body === undefined ? 'GET' : 'PUT',
    path(ids),
    body === undefined ? {} : { body },
  );
  return { status: answer.status, text: await answer.text() };
}

function modelOf({ datasetId }: Ids): ModelId {
  const id = parseId<ModelId>(datasetId);
  if (id === undefined) throw new Error('There is no dataset.');
  return id;
}

const rolesOf = (ids: Ids, who: ObjectId) =>
  world.metadata.read(TENANT, ({ roleMembers }) => roleMembers.rolesOf(modelOf(ids), [who]));

function group(name: string): ObjectId {
  const objectId = newId<ObjectId>();
  world.directory.put(TENANT, { objectId, displayName: name, signInName: '', kind: 'group' });
  return objectId;
}

describe('the roles of a dataset', () => {
  test('are listed with their members, and have those that were set last', async () => {
    const ids = await createThings(world, author);
    const team = group('Team');
    expect(JSON.parse((await call(ids)).text)).toEqual({ roles: [{ name: 'Europe', description: '', members: [] }] });
    const set = await call(ids, { role: 'europe', members: [RECIPIENT.signInName, team, team] });
    expect(set.status).toBe(200);
    expect(JSON.parse(set.text).roles[0].members).toHaveLength(2);
    expect((await call(ids)).text).toBe(set.text);
    expect(await rolesOf(ids, RECIPIENT.objectId)).toEqual(['Europe']);
    expect((await call(ids, { role: 'Europe', members: [team] })).status).toBe(200);
    expect(await rolesOf(ids, RECIPIENT.objectId)).toEqual([]);
    expect(await rolesOf(ids, team)).toEqual(['Europe']);
  });

  test('may keep a member who has left the directory, and no other such person becomes one', async () => {
    const ids = await createThings(world, author);
    const team = group('Leaving');
    await call(ids, { role: 'Europe', members: [team] });
    world.directory.forget(team);
    expect((await call(ids, { role: 'Europe', members: [team, RECIPIENT.objectId] })).status).toBe(200);
    expect(await rolesOf(ids, team)).toEqual(['Europe']);
    expect((await call(ids, { role: 'Europe', members: [newId()] })).status).toBe(400);
  });

  test('a change moves the epoch of the tenant and is in the activity log', async () => {
    const ids = await createThings(world, author);
    const epoch = () => world.metadata.read(TENANT, async ({ security }) => (await security.state()).epoch);
    const before = await epoch();
    await call(ids, { role: 'Europe', members: [RECIPIENT.objectId] });
    expect(await epoch()).toBe(before + 1);
    const day = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
    const all = { ...day, activity: 'EditRoleMembers', userId: undefined, after: undefined, limit: 1000 } as const;
    const events = await world.metadata.read(TENANT, ({ audit }) => audit.page(all));
    expect(events.filter(({ modelId }) => modelId === ids.datasetId)).toMatchObject([
      { recipients: [{ objectId: RECIPIENT.objectId, rights: 'role Europe' }] },
    ]);
  });

  test.each([
    ['a role that the definition has not', { role: 'Asia', members: [] }, /no role .{1,3}Asia.*Europe/],
    ['a name that is nobody’s', { role: 'Europe', members: ['nobody@contoso.example'] }, /nobody called/],
    ['an application (F-05)', { role: 'Europe', members: [principal('application').objectId] }, /application/],
    ['a body with more in it', { role: 'Europe', members: [], also: 1 }, /also/],
    ['too many new names', { role: 'Europe', members: Array.from({ length: 101 }, () => newId()) }, /At most 100/],
  ])('are not changed by %s', async (_, body, message) => {
    const ids = await createThings(world, author);
    await call(ids, { role: 'Europe', members: [RECIPIENT.objectId] });
    const refused = await call(ids, body);
    expect(refused.status).toBe(400);
    expect(refused.text).toMatch(message);
    expect(await rolesOf(ids, RECIPIENT.objectId)).toEqual(['Europe']);
  });

  test('are seen and changed only by those who may write the dataset', async () => {
    const ids = await createThings(world, author);
    for (const operation of OPERATIONS.filter(({ name }) => name.startsWith('azimuth-dataset-roles'))) {
      for (const name of ['Viewer', 'sharer'] as const) {
        expect((await callOperation(world, operation, ids, principal(name))).status).toBe(403);
      }
      expect((await callOperation(world, operation, ids, principal('stranger'))).status).toBe(404);
    }
  });
});
