import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATIONS } from '../../../functions/operations.ts';
import { createGraphDirectory } from '../../../shared/adapters/entra/graph-directory.ts';
import { callOperation } from '../call-operation.ts';
import { NEWCOMER, principal, RECIPIENT, TENANT } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { namesake, openWorld, putAccount, set, told } from './open-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const owner = principal('Admin');

test('A09: a name that is searched for stays one literal of the query to the directory', async () => {
  const asked: string[] = [];
  const directory = createGraphDirectory({
    graphUrl: 'https://graph.example/v1.0',
    tokenEndpoint: 'https://login.example/{tenantid}/token',
    clientId: crypto.randomUUID(),
    inviteRedirectUrl: 'https://bi.contoso.example',
    identityToken: async () => 'assertion',
    now: world.now,
    fetch: async (input) => {
      const address = String(input instanceof Request ? input.url : input);
      if (address.startsWith('https://login.'))
        return Response.json({ access_token: 'x', expires_in: 3600, token_type: 'Bearer' });
      asked.push(address);
      return Response.json({ value: [] });
    },
  });
  const names = [
    ...HOSTILE_TEXTS,
    "x' or accountEnabled eq true or 'a' eq 'a",
    'x&$select=passwordProfile',
    '*)(uid=*))(|(uid=*',
    'a#b?c',
  ];
  for (const name of names) {
    asked.length = 0;
    await directory.search(TENANT, name, 10);
    await directory.findByName(TENANT, name);
    expect(asked.length).toBeGreaterThan(0);
    for (const address of asked) {
      const { searchParams, origin, hash } = new URL(address);
      expect([origin, hash]).toEqual(['https://graph.example', '']);
      expect([...searchParams.keys()].filter((key) => !['$filter', '$select', '$top'].includes(key))).toEqual([]);
      const literals = (searchParams.get('$filter') ?? '').match(/'(?:[^']|'')*'/gs) ?? [];
      for (const literal of literals) expect(literal.slice(1, -1).replaceAll("''", "'")).toBe(name.trim());
      const rest = (searchParams.get('$filter') ?? '').replace(/'(?:[^']|'')*'/gs, '');
      expect(rest).toMatch(/^(?:startswith\(\w+,\)|\w+ eq )(?: or (?:startswith\(\w+,\)|\w+ eq ))*$/);
    }
  }
  expect(await directory.findByName(TENANT, '  ')).toBeUndefined();
});

test("A12: an administrator of one tenant reads and changes nothing of another's", async () => {
  const foreign = principal('foreign administrator');
  const ids = await createThings(world, foreign);
  const mine = OPERATIONS.filter(({ path }) => path.includes('/admin/'));
  expect(mine.length).toBeGreaterThan(3);
  const before = await world.metadata.read(TENANT, (stores) => stores.settings.all());
  for (const operation of mine) {
    const answer = await callOperation(world, operation, ids, foreign);
    const text = await answer.text();
    expect([200, 404]).toContain(answer.status);
    expect([operation.name, text.includes(TENANT), text.includes(owner.objectId)]).toEqual([
      operation.name,
      false,
      false,
    ]);
  }
  expect(await world.metadata.read(TENANT, (stores) => stores.settings.all())).toEqual(before);
  expect(
    await world.metadata.read(TENANT, (stores) => stores.security.sessionsValidFrom(RECIPIENT.objectId)),
  ).toBeUndefined();
  const events = await world.send(principal('administrator'), 'GET', '/azimuth/v1/admin/tenant-settings');
  expect(events.status).toBe(200);
});

test('A19: a right that was taken makes nothing any more, by whatever it was to be used for', async () => {
  const sharer = principal('sharer');
  const { reportId, datasetId } = await createThings(world, sharer);
  const path = `/azimuth/v1/reports/${reportId}`;
  const body = { kind: 'people', rights: ['read'], recipients: [NEWCOMER.objectId] };
  expect((await world.send(sharer, 'POST', `${path}/links`, { body })).status).toBe(200);
  for (const word of [`reports/${reportId}`, `datasets/${datasetId}`]) {
    expect((await world.send(owner, 'DELETE', `/azimuth/v1/${word}/permissions/${sharer.objectId}`)).status).toBe(200);
  }
  const calls = [
    world.send(sharer, 'GET', path),
    world.send(sharer, 'POST', `${path}/links`, { body }),
    world.send(sharer, 'POST', `${path}/permissions`, { body: { recipients: [NEWCOMER.objectId], rights: ['read'] } }),
    world.send(sharer, 'POST', `${path}/pages/overview/data`, { body: {} }),
    world.send(sharer, 'POST', `${path}/pages/overview/visuals/rows/export`, { body: {} }),
    world.send(sharer, 'GET', `/v1.0/myorg/datasets/${datasetId}`),
  ];
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(calls.map(() => 404));
});

test('A19: who lost the role in a workspace gets no place to upload to, and starts no import with the one they had', async () => {
  const contributor = principal('Contributor');
  const { groupId } = await createThings(world, contributor);
  const imports = `/v1.0/myorg/groups/${groupId}/imports`;
  const place = await world.send(contributor, 'POST', `${imports}/createTemporaryUploadLocation`);
  const { url } = JSON.parse(await place.text());
  world.uploads.set(String(url).replace(/^memory:\/\/uploads\/|\?signed$/g, ''), 'a\n1\n');
  expect(
    (await world.send(owner, 'DELETE', `/v1.0/myorg/groups/${groupId}/users/${contributor.objectId}`)).status,
  ).toBe(200);
  const start = await world.send(contributor, 'POST', `${imports}?datasetDisplayName=x.csv`, {
    body: { fileUrl: url },
  });
  const another = await world.send(contributor, 'POST', `${imports}/createTemporaryUploadLocation`);
  expect([start.status, another.status]).toEqual([404, 404]);
});

test('A21: a thousand calls of two people at once, and each hears of themselves', async () => {
  const people = [principal('Viewer'), principal('foreign administrator')];
  const calls = Array.from({ length: 1000 }, async (_, index) => {
    const who = people[(index * 7 + (index >> 3)) % 2];
    const answer = await world.send(who, 'GET', index % 5 === 0 ? '/azimuth/v1/home' : '/azimuth/v1/me');
    const text = await answer.text();
    const other = who === people[0] ? people[1] : people[0];
    if (answer.status !== 200 || text.includes(other?.objectId ?? '') || text.includes(other?.name ?? '')) return text;
    return index % 5 === 0 || text.includes(who?.objectId ?? '?') ? undefined : text;
  });
  expect((await Promise.all(calls)).filter((wrong) => wrong !== undefined)).toEqual([]);
});

test('A27: a guest opens what was shared with them, and no list of people, no link for the organisation, no sharing on', async () => {
  const guest = principal('guest');
  const { reportId, datasetId, linkId } = await createThings(world, guest);
  const own = `/azimuth/v1/reports/${reportId}`;
  const share = { recipients: [NEWCOMER.objectId], rights: ['read'] };
  expect((await world.send(guest, 'GET', own)).status).toBe(200);
  const refused = [
    world.send(guest, 'GET', '/azimuth/v1/people?search=a'),
    world.send(guest, 'POST', '/v1.0/myorg/groups', { body: { name: 'of a guest' } }),
    world.send(guest, 'POST', `${own}/permissions`, { body: share }),
    world.send(guest, 'GET', `${own}/permissions`),
    world.send(guest, 'GET', `/azimuth/v1/datasets/${datasetId}/permissions`),
    world.send(guest, 'POST', `${own}/links`, { body: { kind: 'organisation', rights: ['read'] } }),
    world.send(guest, 'GET', `${own}/access/${owner.objectId}`),
    world.send(guest, 'GET', '/azimuth/v1/admin/tenant-settings'),
  ];
  expect((await Promise.all(refused)).map(({ status }) => status)).toEqual(refused.map(() => 403));
  const another = namesake(guest, { signInName: 'another_fabrikam.example#EXT#@contoso.example' });
  putAccount(world, another);
  const nothing = await told(await world.send(another, 'POST', `/azimuth/v1/links/${crypto.randomUUID()}/redeem`));
  expect(await told(await world.send(another, 'POST', `/azimuth/v1/links/${linkId}/redeem`))).toBe(nothing);
  await set(world, 'export', false);
  const csv = await world.send(guest, 'POST', `${own}/pages/overview/visuals/rows/export`, { body: {} });
  expect(csv.status).toBe(403);
  await set(world, 'export', true);
});
