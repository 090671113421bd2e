import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Stores } from '../../shared/catalog/ports.ts';
import { type LinkId, newId, type ObjectId, parseId } from '../../shared/domain/ids.ts';
import type { Ids } from '../integration/operation-calls.ts';
import { type Principal, principal, RECIPIENT, TENANT } from './principals.ts';
import { createThings } from './things.ts';
import { createWorld, type World } from './world.ts';

/** *At once* is the next request, although everything about the person is remembered for a minute. */
let world: World;
let ids: Ids;
beforeEach(async () => {
  world = await createWorld({ believeMs: 60_000 });
  ids = await createThings(world, principal('Admin'));
});
afterEach(() => world.close());

const status = async (who: Principal, path: string, method = 'GET', body?: unknown): Promise<number> => {
  const answer = await world.send(who, method, path, body === undefined ? {} : { body });
  await answer.body?.cancel();
  return answer.status;
};
const change = (work: (stores: Stores) => Promise<unknown>) =>
  world.metadata.write(TENANT, undefined, async (stores) => void (await work(stores)));
function addGroup(objectId: ObjectId, ...members: readonly Principal[]): void {
  world.directory.put(TENANT, { objectId, displayName: `Group ${objectId}`, signInName: '', kind: 'group' });
  for (const member of members) world.directory.join(objectId, member.objectId);
}
const dashboard = () => `/azimuth/v1/dashboards/${ids.dashboardId}`;
const reader = principal('reader');
const admin = principal('Admin');

describe('a right that is taken away', () => {
  test('closes a dashboard, its cached tiles and Power BI’s view of it at the next request', async () => {
    const paths = [dashboard(), `${dashboard()}/data`, `/v1.0/myorg/dashboards/${ids.dashboardId}`];
    for (const path of paths) expect(await status(reader, path)).toBe(200);
    expect(await status(admin, `${dashboard()}/permissions/${reader.objectId}`, 'DELETE')).toBe(200);
    for (const path of paths) expect(await status(reader, path)).toBe(404);
  });

  test('of a role closes what the role opened, and what was given beside it stays', async () => {
    const viewer = principal('Viewer');
    const group = `/v1.0/myorg/groups/${ids.groupId}`;
    expect(await status(viewer, group)).toBe(200);
    expect(await status(admin, `${group}/users/${encodeURIComponent(viewer.signInName)}`, 'DELETE')).toBe(200);
    expect(await status(viewer, group)).toBe(404);
    expect(await status(RECIPIENT, group)).toBe(200);
    expect(await status(admin, `${group}/users/${RECIPIENT.objectId}`, 'DELETE')).toBe(200);
    expect(await status(RECIPIENT, group)).toBe(404);
    expect(await status(RECIPIENT, dashboard())).toBe(200);
  });

  test('goes with the group that it came by', async () => {
    const group = newId<ObjectId>();
    const stranger = principal('stranger');
    addGroup(group, stranger);
    expect(await status(admin, `${dashboard()}/permissions`, 'POST', { recipients: [group] })).toBe(200);
    expect(await status(stranger, dashboard())).toBe(200);
    world.directory.leave(group, stranger.objectId);
    // Entra's own news: known when what the directory said is a minute old.
    expect(await status(stranger, dashboard())).toBe(200);
    world.later(60);
    expect(await status(stranger, dashboard())).toBe(404);
  });

  test('H-06: goes with the link that it was gained by', async () => {
    const stranger = principal('stranger');
    const report = `/azimuth/v1/reports/${ids.reportId}`;
    expect(await status(stranger, report)).toBe(404);
    expect(await status(stranger, `/azimuth/v1/links/${ids.linkId}/redeem`, 'POST')).toBe(200);
    expect(await status(stranger, report)).toBe(200);
    const link = parseId<LinkId>(ids.linkId);
    await change(({ links }) => (link === undefined ? Promise.resolve() : links.remove(link)));
    expect(await status(stranger, report)).toBe(404);
    expect(await status(stranger, `/v1.0/myorg/datasets/${ids.datasetId}`)).toBe(404);
  });
});

describe('sessions that are ended', () => {
  const revoke = (who: Principal) =>
    world.send(principal('administrator'), 'POST', `/azimuth/v1/admin/people/${who.objectId}/revoke-sessions`);

  test('refuse their tokens at the next request with the claims challenge, and take a newer token', async () => {
    const token = await world.token(reader, { xms_cc: ['cp1'] });
    const first = await world.send(reader, 'GET', dashboard(), { token });
    expect(first.status).toBe(200);
    expect((await revoke(reader)).status).toBe(200);
    const refused = await world.send(reader, 'GET', dashboard(), { token });
    expect(refused.status).toBe(401);
    const challenge = refused.headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(/^Bearer realm="", error="insufficient_claims", claims="[\w+/=]+"$/);
    const claims: unknown = JSON.parse(atob(/claims="([^"]+)"/.exec(challenge)?.[1] ?? ''));
    expect(claims).toEqual({
      access_token: { nbf: { essential: true, value: expect.stringMatching(/^\d+$/) } },
    });
    expect(await refused.json()).toMatchObject({ error: { code: 'TokenRevoked' } });
    world.later(2);
    expect(await status(reader, dashboard())).toBe(200);
  });

  test('are told without a challenge to a client that cannot answer one', async () => {
    const token = await world.token(reader);
    await revoke(reader);
    const refused = await world.send(reader, 'GET', dashboard(), { token });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
  });

  test('of one person are nobody else’s', async () => {
    await revoke(reader);
    expect(await status(principal('sharer'), dashboard())).toBe(200);
  });
});

describe('a tenant setting', () => {
  const set = (name: string, body: unknown) =>
    world.send(principal('administrator'), 'PUT', `/azimuth/v1/admin/tenant-settings/${name}`, { body });

  test('holds at the next request: guests out, guests in', async () => {
    const guest = principal('guest');
    expect(await status(guest, dashboard())).toBe(200);
    expect((await set('guestAccess', { isOn: false })).status).toBe(200);
    expect(await status(guest, dashboard())).toBe(403);
    expect((await set('guestAccess', { isOn: true })).status).toBe(200);
    expect(await status(guest, dashboard())).toBe(200);
  });

  test('lets an application in only by its group', async () => {
    const application = principal('application');
    const [inside, outside] = [newId<ObjectId>(), newId<ObjectId>()];
    addGroup(inside, application);
    addGroup(outside);
    expect(await status(application, dashboard())).toBe(403);
    await set('servicePrincipals', { isOn: true, onlyFor: [outside] });
    expect(await status(application, dashboard())).toBe(403);
    await set('servicePrincipals', { isOn: true, onlyFor: [inside] });
    expect(await status(application, dashboard())).toBe(200);
    await set('servicePrincipals', { isOn: true, onlyFor: [inside], exceptFor: [inside] });
    expect(await status(application, dashboard())).toBe(403);
  });
});

describe('somebody whom the directory disables', () => {
  test('can change nothing from then on, although reading still goes by what it said a minute ago', async () => {
    const author = principal('Contributor');
    expect(await status(author, dashboard())).toBe(200);
    world.enable(author, false);
    expect(await status(author, '/v1.0/myorg/dashboards', 'POST', { name: 'Late' })).toBe(401);
  });

  test('is known to be at the next request of any kind once they asked for their permissions anew', async () => {
    expect(await status(reader, dashboard())).toBe(200);
    world.enable(reader, false);
    expect(await status(reader, dashboard())).toBe(200);
    expect(await status(reader, '/v1.0/myorg/RefreshUserPermissions', 'POST')).toBe(401);
    expect(await status(reader, dashboard())).toBe(401);
  });

  test('is refused when what it said is too old, and what they shared from My workspace with them (H-10)', async () => {
    const lender = principal('Member');
    const borrower = principal('stranger');
    expect(await status(lender, '/azimuth/v1/me')).toBe(200);
    const made = await world.send(lender, 'POST', '/v1.0/myorg/dashboards', { body: { name: 'Mine' } });
    const { id } = (await made.json()) as { id: string };
    const mine = `/azimuth/v1/dashboards/${id}`;
    expect(await status(lender, `${mine}/permissions`, 'POST', { recipients: [borrower.objectId] })).toBe(200);
    expect(await status(borrower, mine)).toBe(200);
    world.enable(lender, false);
    world.later(60);
    expect(await status(lender, '/azimuth/v1/me')).toBe(401);
    expect(await status(borrower, mine)).toBe(404);
    world.enable(lender, true);
    world.later(60);
    expect(await status(borrower, mine)).toBe(200);
  });
});
