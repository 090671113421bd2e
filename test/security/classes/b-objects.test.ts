import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataMovementRoutes } from '../../../functions/data-movement/routes.ts';
import { gatewayRoutes } from '../../../functions/gateway/routes.ts';
import { OPERATIONS, type Operation } from '../../../functions/operations.ts';
import { presentationRoutes } from '../../../functions/presentation/routes.ts';
import { OPERATIONS_ON_THINGS } from '../../integration/operation-calls.ts';
import { callOperation } from '../call-operation.ts';
import { NEWCOMER, type Principal, principal, RECIPIENT, TENANT } from '../principals.ts';
import { createThings, createUpload } from '../things.ts';
import type { World } from '../world.ts';
import { namesake, openWorld, putAccount, told } from './open-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const owner = principal('Admin');
const at = (operation: Operation, value: string) => operation.path.replace(/\{\w+\}/g, value);

test('B01: to a stranger and to the administrator of another tenant nothing of anybody is there, by whatever operation', async () => {
  for (const who of [principal('stranger'), principal('foreign administrator')]) {
    const ids = await createThings(world, who);
    for (const operation of OPERATIONS_ON_THINGS) {
      if (operation.name === 'azimuth-links-redeem' && who.tenantId === TENANT) continue;
      const { status } = await callOperation(world, operation, ids, who);
      expect([operation.name, who.name, status]).toEqual([operation.name, who.name, 404]);
    }
  }
});

const NO_IDS = ['null', 'undefined', '0', '*', '%252e%252e', '{id}', ':key', '%00', 'latest', '%20', "'"];

test.each(NO_IDS)('B02: %s is the id of nothing', async (literal) => {
  const others = OPERATIONS_ON_THINGS.filter(({ name }) => !/explain|-users-delete/.test(name));
  for (const operation of others) {
    const path = at(operation, literal.replace(/[[\] {}]/g, encodeURIComponent));
    const sent = operation.bodyLimit === 0 ? {} : { body: {} };
    const { status } = await world.send(owner, operation.method, path, sent);
    expect([operation.name, status]).toEqual([operation.name, 404]);
  }
});

test('B03: who knows the id of a link looks by it, and neither reads what it says nor ends it', async () => {
  const ids = await createThings(world, owner);
  const path = `/azimuth/v1/reports/${ids.reportId}/links`;
  for (const who of [principal('Viewer'), principal('reader'), principal('guest')]) {
    expect((await world.send(who, 'GET', path)).status).toBe(403);
    expect((await world.send(who, 'DELETE', `${path}/${ids.linkId}`)).status).toBe(403);
  }
  for (const who of [principal('stranger'), principal('foreign administrator')]) {
    expect((await world.send(who, 'DELETE', `${path}/${ids.linkId}`)).status).toBe(404);
  }
  const other = await createThings(world, owner);
  expect((await world.send(owner, 'DELETE', `/azimuth/v1/reports/${other.reportId}/links/${ids.linkId}`)).status).toBe(
    404,
  );
  expect(await told(await world.send(owner, 'GET', path))).toContain(ids.linkId);
});

describe('B04: an id in a body is checked as one in an address is', () => {
  const contributor = principal('Contributor');

  test('B04: a report over a model, and a tile of a report, that the caller may not use', async () => {
    const own = await createThings(world, contributor);
    const mine = await otherWorkspace();
    const definition = { pages: [{ name: 'one', displayName: 'One', width: 1, height: 1, visuals: [] }] };
    const body = { name: 'Mine', datasetId: own.datasetId, definition };
    const stranger = principal('stranger');
    expect(
      (await world.send(stranger, 'POST', `/azimuth/v1/workspaces/${mine.workspace}/reports`, { body })).status,
    ).toBe(404);
    const pin = { reportId: own.reportId, pageName: 'overview', visualName: 'rows' };
    expect(
      (await world.send(stranger, 'POST', `/azimuth/v1/dashboards/${mine.dashboard}/tiles`, { body: pin })).status,
    ).toBe(404);
  });

  test('B04: a tile of another dashboard, below one of the own', async () => {
    const { dashboardId } = await createThings(world, owner);
    const { tileId } = await createThings(world, owner);
    const path = `/azimuth/v1/dashboards/${dashboardId}/tiles/${tileId}`;
    const body = { layout: { column: 0, row: 0, colSpan: 1, rowSpan: 1 } };
    expect((await world.send(owner, 'PATCH', path, { body })).status).toBe(404);
    expect((await world.send(owner, 'DELETE', path)).status).toBe(404);
  });

  /** A workspace and a dashboard of the stranger's own. */
  async function otherWorkspace() {
    const stranger = principal('stranger');
    const body = { name: `Own ${crypto.randomUUID()}` };
    const workspace = JSON.parse(await (await world.send(stranger, 'POST', '/v1.0/myorg/groups', { body })).text()).id;
    const path = `/v1.0/myorg/groups/${workspace}/dashboards`;
    const dashboard = JSON.parse(await (await world.send(stranger, 'POST', path, { body: { name: 'D' } })).text()).id;
    return { workspace, dashboard };
  }
});

test("B05: an import takes nothing of anybody else's: not their upload, not their dataset's place", async () => {
  const contributor = principal('Contributor');
  const ids = await createThings(world, owner);
  await createUpload(world, ids, owner, true);
  const path = `/v1.0/myorg/groups/${ids.groupId}/imports?datasetDisplayName=Sales.csv`;
  const stolen = await world.send(contributor, 'POST', path, { body: { fileUrl: ids.fileUrl } });
  expect(stolen.status).toBe(400);
  // Overwriting is for who may write here, with a file of their own, and reaches no dataset of another workspace.
  const statusOf = async (who: Principal, rule: string) =>
    (await world.send(who, 'POST', `${path}&nameConflict=${rule}`, { body: { fileUrl: ids.fileUrl } })).status;
  for (const rule of ['Overwrite', 'CreateOrOverwrite', 'overwrite']) {
    expect(await statusOf(contributor, rule)).toBe(400);
    expect(await statusOf(principal('Viewer'), rule)).toBe(403);
    expect(await statusOf(principal('stranger'), rule)).toBe(404);
  }
  const mine = '/v1.0/myorg/imports?datasetDisplayName=Sales.csv&nameConflict=Overwrite';
  await world.send(owner, 'GET', '/azimuth/v1/me');
  const others = await createThings(world, owner);
  await createUpload(world, others, owner, false);
  const elsewhere = await world.send(owner, 'POST', mine, { body: { fileUrl: others.fileUrl } });
  expect([elsewhere.status, await elsewhere.text()]).toEqual([400, expect.stringContaining('no dataset named')]);
  const viewer = await world.send(principal('Viewer'), 'POST', path, { body: { fileUrl: ids.fileUrl } });
  expect(viewer.status).toBe(403);
});

test('B06: what may not be given by adding may not be given by changing', async () => {
  const sharer = principal('sharer');
  const { datasetId, groupId } = await createThings(world, sharer);
  const user = (datasetUserAccessRight: string) => ({
    identifier: RECIPIENT.objectId,
    principalType: 'User',
    datasetUserAccessRight,
  });
  for (const method of ['POST', 'PUT']) {
    for (const right of ['ReadWrite', 'ReadWriteReshareExplore', 'ReadWriteExplore']) {
      const { status } = await world.send(owner, method, `/v1.0/myorg/datasets/${datasetId}/users`, {
        body: user(right),
      });
      expect([method, right, status]).toEqual([method, right, 400]);
    }
  }
  const change = await world.send(sharer, 'PUT', `/v1.0/myorg/datasets/${datasetId}/users`, {
    body: user('ReadReshare'),
  });
  expect(change.status).toBe(403);
  const member = principal('Member');
  const role = { identifier: principal('Viewer').objectId, principalType: 'User', groupUserAccessRight: 'Admin' };
  for (const method of ['POST', 'PUT']) {
    expect([
      method,
      (await world.send(member, method, `/v1.0/myorg/groups/${groupId}/users`, { body: role })).status,
    ]).toEqual([method, 403]);
  }
});

test('B07: there is no route but those of the table, each says what it needs, and each role serves its own', () => {
  const never = () => Promise.reject(new Error('not here'));
  const names = OPERATIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const inner = [...presentationRoutes(never), ...dataMovementRoutes(never)].map(({ name }) => name);
  const known = OPERATIONS.map(({ role, name }) => `${role}-${name}`);
  expect(inner.filter((name) => !known.includes(name))).toEqual(['presentation-statistics', 'data-movement-jobs-run']);
  expect(inner).toHaveLength(known.length + 2);
  const outer = gatewayRoutes(never).filter(({ name }) => !/health|zz-unknown/.test(name));
  expect(outer.map(({ name }) => name)).toEqual(names.map((name) => `gateway-${name}`));
  for (const { needs } of OPERATIONS) expect(['tenant', 'workspace', 'item']).toContain(needs.kind);
});

test('B09: who may make something may do nothing with what others made', async () => {
  const maker = namesake(NEWCOMER, { name: 'maker', signInName: 'maker@contoso.example' });
  putAccount(world, maker);
  const body = { name: `Made ${crypto.randomUUID()}` };
  expect((await world.send(maker, 'POST', '/v1.0/myorg/groups', { body })).status).toBe(200);
  const { groupId } = await createThings(world, maker);
  for (const id of [groupId, '*', 'all']) {
    expect((await world.send(maker, 'DELETE', `/v1.0/myorg/groups/${id}`)).status).toBe(404);
    expect((await world.send(maker, 'GET', `/azimuth/v1/workspaces/${id}/items`)).status).toBe(404);
  }
  expect(await told(await world.send(maker, 'GET', '/v1.0/myorg/groups'))).not.toContain(groupId);
});
