import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATIONS } from '../../../functions/operations.ts';
import { parseId, type ReportId, type WorkspaceId } from '../../../shared/domain/ids.ts';
import { path } from '../../../web/src/api/api.ts';
import { bodyOf, pathOf } from '../../integration/operation-calls.ts';
import { callOperation } from '../call-operation.ts';
import { NEWCOMER, principal, RECIPIENT, TENANT } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { namesake, openWorld, putAccount, told } from './open-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const owner = principal('Admin');
const reads = OPERATIONS.filter(({ writes }) => !writes);
const json = async (answer: Response): Promise<Record<string, unknown>> => JSON.parse(await answer.text());

test('B12: no body sets what only the service sets', async () => {
  const protectedFields = {
    createdBy: NEWCOMER.objectId,
    ownerId: NEWCOMER.objectId,
    tenantId: TENANT,
    workspaceId: crypto.randomUUID(),
    role: 'Admin',
  };
  const ours = OPERATIONS.filter(({ path: template, bodyLimit }) => template.startsWith('/azimuth/') && bodyLimit > 0);
  for (const operation of ours) {
    const ids = await createThings(world, owner);
    const who = operation.needs.kind === 'tenant' ? principal('administrator') : owner;
    for (const [name, value] of Object.entries(protectedFields)) {
      const body = { ...Object(bodyOf(operation, ids)), [name]: value };
      const { status } = await world.send(who, operation.method, pathOf(operation, ids, world.now()), { body });
      expect([operation.name, name, status]).toEqual([operation.name, name, 400]);
    }
  }
  const made = await json(
    await world.send(owner, 'POST', '/v1.0/myorg/groups', { body: { name: 'B12', ...protectedFields, id: 'x' } }),
  );
  expect(Object.values(made)).not.toContain('x');
  expect((await world.send(NEWCOMER, 'GET', `/v1.0/myorg/groups/${String(made['id'])}`)).status).toBe(404);
});

test('B13: no answer to anybody names a file, a key or an address that opens something', async () => {
  const CANARIES = /\.duckdb|memory:\/\/|signed|"kid"|privateKey|"d":|sqlite|AccountKey|Bearer |eyJ/;
  for (const name of ['Viewer', 'sharer', 'guest', 'foreign administrator']) {
    const who = principal(name);
    const ids = await createThings(world, who);
    for (const operation of reads) {
      const text = await told(await callOperation(world, operation, ids, who));
      expect([operation.name, who.name, CANARIES.exec(text)?.[0]]).toEqual([operation.name, who.name, undefined]);
    }
  }
});

test('B14: of a person come the four things that a picker shows, whatever the directory and the stores know', async () => {
  putAccount(world, RECIPIENT);
  const found = await json(await world.send(owner, 'GET', '/azimuth/v1/people?search=r'));
  const people = Array.isArray(found['people']) ? found['people'] : [];
  expect(people.length).toBeGreaterThan(0);
  for (const one of people)
    expect(Object.keys(one).toSorted()).toEqual(['displayName', 'kind', 'objectId', 'signInName']);
  const me = await json(await world.send(owner, 'GET', '/azimuth/v1/me'));
  expect(Object.keys(me)).toHaveLength(7);
});

test('B15: lists, search, errors and the log of a stranger know no name of what is closed to them', async () => {
  const stranger = principal('stranger');
  const secret = `Secret ${crypto.randomUUID()}`;
  const ids = await createThings(world, owner);
  const rename = { name: secret };
  const group = await json(await world.send(owner, 'POST', '/v1.0/myorg/groups', { body: rename }));
  for (const operation of OPERATIONS) {
    if (operation.name === 'azimuth-links-redeem') continue;
    const text = await told(await callOperation(world, operation, { ...ids, groupId: String(group['id']) }, stranger));
    expect([operation.name, text.includes(secret), text.includes('"Sales"')]).toEqual([operation.name, false, false]);
  }
  const taken = await told(await world.send(stranger, 'GET', `/v1.0/myorg/groups?$filter=name eq '${secret}'`));
  expect(taken).toBe('200 {"value":[]}');
});

test('B16: who was given an item sees not who else was', async () => {
  const sharer = principal('sharer');
  const ids = await createThings(world, sharer);
  const list = `/azimuth/v1/reports/${ids.reportId}/permissions`;
  expect((await world.send(principal('reader'), 'GET', list)).status).toBe(403);
  expect((await world.send(principal('Viewer'), 'GET', list)).status).toBe(403);
  const before = await told(await world.send(sharer, 'GET', list));
  for (const { objectId } of [RECIPIENT, principal('guest'), owner]) expect(before).not.toContain(objectId);
  await world.send(sharer, 'POST', list, { body: { recipients: [NEWCOMER.objectId], rights: ['read'] } });
  const after = await json(await world.send(sharer, 'GET', list));
  expect(JSON.stringify(after)).toContain(NEWCOMER.objectId);
  expect(JSON.stringify(after)).not.toContain(RECIPIENT.objectId);
  const users = await world.send(sharer, 'GET', `/v1.0/myorg/datasets/${ids.datasetId}/users`);
  expect(users.status).toBe(403);
});

test('B21: to a guest nothing says how the data are asked for', async () => {
  const guest = principal('guest');
  const ids = await createThings(world, guest);
  const QUERY = /\bSELECT\b|\bFROM t\d|to_json|\bc0\b|COUNTROWS|"plan"|"sql"/;
  const data = OPERATIONS.filter(({ name }) =>
    /page-data|visual-export|dashboard-data|reports-open|dashboards-open|tiles/.test(name),
  );
  for (const operation of data) {
    const text = await told(await callOperation(world, operation, ids, guest));
    expect([operation.name, QUERY.exec(text)?.[0]]).toEqual([operation.name, undefined]);
  }
  const filters = [{ kind: 'in', field: { table: 'T', field: 'Nowhere' }, values: [1] }];
  const body = { interactions: [{ source: 'x', filters }] };
  expect(
    await told(await world.send(guest, 'POST', `/azimuth/v1/reports/${ids.reportId}/pages/overview/data`, { body })),
  ).not.toMatch(QUERY);
});

test('B22: an id is one part of a path, for the Gateway and for our own client', async () => {
  const { reportId } = await createThings(world, owner);
  expect(path`/reports/${'../groups'}`).toBe('/reports/..%2Fgroups');
  for (const id of [
    `..%2Freports%2F${reportId}`,
    `${reportId}%2F..`,
    `${reportId}%00`,
    `${reportId}.json`,
    `{${reportId}}`,
    reportId.slice(1),
    reportId.replaceAll('-', ''),
  ]) {
    expect([id, (await world.send(owner, 'GET', `/azimuth/v1/reports/${id}`)).status]).toEqual([id, 404]);
  }
  expect((await world.send(owner, 'GET', `/azimuth/v1/reports/${reportId.toUpperCase()}`)).status).toBe(200);
});

test('B23: the rows behind a report are data: without the right to its model there is no value, list, count or file', async () => {
  const who = namesake(NEWCOMER, { name: 'report only', signInName: 'report.only@contoso.example' });
  putAccount(world, who);
  const { reportId, datasetId } = await createThings(world, owner);
  const share = { recipients: [who.objectId], rights: ['read'], withModel: false };
  expect((await world.send(owner, 'POST', `/azimuth/v1/reports/${reportId}/permissions`, { body: share })).status).toBe(
    200,
  );
  const page = `/azimuth/v1/reports/${reportId}/pages/overview`;
  for (const answer of [
    await world.send(who, 'POST', `${page}/data`, { body: {} }),
    await world.send(who, 'POST', `${page}/visuals/rows/export`, { body: {} }),
    await world.send(who, 'GET', `/v1.0/myorg/datasets/${datasetId}/tables`),
    await world.send(who, 'GET', `/azimuth/v1/reports/${reportId}`),
    await world.send(who, 'GET', `/v1.0/myorg/reports/${reportId}/pages`),
  ]) {
    expect(answer.status).toBe(404);
  }
});

test('B24: an empty list of people is nobody', async () => {
  const { reportId } = await createThings(world, owner);
  const links = `/azimuth/v1/reports/${reportId}/links`;
  expect(
    (await world.send(owner, 'POST', links, { body: { kind: 'people', rights: ['read'], recipients: [] } })).status,
  ).toBe(400);
  const id = parseId<ReportId>(reportId);
  const linkId = crypto.randomUUID();
  if (id === undefined) throw new Error('No id.');
  await world.metadata.write(TENANT, undefined, async (stores) => {
    const [link] = await stores.links.ofItem(id);
    if (link !== undefined)
      await stores.links.create({ ...link, id: parseId(linkId) ?? link.id, kind: 'people', recipientIds: [] });
  });
  expect((await world.send(principal('stranger'), 'POST', `/azimuth/v1/links/${linkId}/redeem`)).status).toBe(404);
  const share = await world.send(owner, 'POST', `/azimuth/v1/reports/${reportId}/permissions`, {
    body: { recipients: [], rights: ['read'] },
  });
  expect(share.status).toBe(400);
});

test('B25: what somebody shared out of their own workspace is closed while their account is, and so are they', async () => {
  const leaver = namesake(NEWCOMER, { name: 'leaver', signInName: 'leaver@contoso.example' });
  putAccount(world, leaver);
  const { myWorkspaceId } = await json(await world.send(leaver, 'GET', '/azimuth/v1/me'));
  const made = await json(await world.send(leaver, 'POST', '/v1.0/myorg/dashboards', { body: { name: 'D' } }));
  const open = `/azimuth/v1/dashboards/${String(made['id'])}`;
  expect(parseId<WorkspaceId>(String(myWorkspaceId))).toBeDefined();
  await world.send(leaver, 'POST', `${open}/permissions`, {
    body: { recipients: [RECIPIENT.objectId], rights: ['read'] },
  });
  const statuses = async (): Promise<readonly number[]> => [
    (await world.send(RECIPIENT, 'GET', open)).status,
    (await world.send(leaver, 'GET', open)).status,
  ];
  expect(await statuses()).toEqual([200, 200]);
  putAccount(world, leaver, { isEnabled: false });
  expect(await statuses()).toEqual([404, 401]);
  world.directory.forget(leaver.objectId);
  expect(await statuses()).toEqual([404, 401]);
});
