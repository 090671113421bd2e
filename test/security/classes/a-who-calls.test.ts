import { afterAll, beforeAll, expect, test } from 'vitest';
import { NEWCOMER, OTHER_TENANT, principal, RECIPIENT } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { namesake, openWorld, putAccount, told } from './open-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const viewer = principal('Viewer');
const admin = principal('Admin');
const json = async (answer: Response): Promise<Record<string, unknown>> => JSON.parse(await answer.text());

test('A02: the same e-mail in two tenants is two people, and the other one sees nothing of the first', async () => {
  const { reportId } = await createThings(world, viewer);
  const twin = namesake(viewer, { tenantId: OTHER_TENANT });
  putAccount(world, twin);
  const same = { upn: viewer.signInName, email: viewer.signInName, preferred_username: viewer.signInName };
  const token = await world.token(twin, same);
  expect((await world.send(viewer, 'GET', `/v1.0/myorg/reports/${reportId}`)).status).toBe(200);
  expect((await world.send(twin, 'GET', `/v1.0/myorg/reports/${reportId}`, { token })).status).toBe(404);
  const me = await json(await world.send(twin, 'GET', '/azimuth/v1/me', { token }));
  expect(me).toMatchObject({ tenantId: OTHER_TENANT, objectId: twin.objectId, signInName: viewer.signInName });
});

test('A02: a new name changes nothing of what somebody may do, and a claimed one gives nothing', async () => {
  const { reportId } = await createThings(world, viewer);
  const renamed = await world.token(viewer, { upn: 'new.name@contoso.example', email: admin.signInName });
  const asRenamed = { token: renamed };
  expect((await world.send(viewer, 'GET', `/v1.0/myorg/reports/${reportId}`, asRenamed)).status).toBe(200);
  expect((await world.send(viewer, 'DELETE', `/v1.0/myorg/reports/${reportId}`, asRenamed)).status).toBe(403);
});

test('A03: whoever takes over the sign-in name of somebody who has left inherits nothing', async () => {
  const { reportId, groupId } = await createThings(world, viewer);
  const heir = namesake(viewer);
  putAccount(world, heir);
  for (const path of [`/v1.0/myorg/reports/${reportId}`, `/v1.0/myorg/groups/${groupId}`]) {
    expect((await world.send(heir, 'GET', path)).status).toBe(404);
  }
  const home = await told(await world.send(heir, 'GET', '/azimuth/v1/home'));
  expect(home).not.toContain(groupId);
  expect((await json(await world.send(heir, 'GET', '/azimuth/v1/me')))['objectId']).toBe(heir.objectId);
});

test("A11: another tenant's object id is another person here, and what is no id is nobody", async () => {
  const { reportId } = await createThings(world, admin);
  const copied = namesake(admin, { tenantId: OTHER_TENANT, objectId: admin.objectId });
  for (const oid of ['1', '-1', '0', 'admin', '', '*', `${admin.objectId}'`, `{${admin.objectId}}`, 'null']) {
    const token = await world.token(admin, { oid });
    expect([oid, (await world.send(admin, 'GET', '/azimuth/v1/me', { token })).status]).toEqual([oid, 401]);
  }
  const answer = await world.send(copied, 'GET', `/v1.0/myorg/reports/${reportId}`);
  expect([401, 404]).toContain(answer.status);
});

test('A13: a link for one person opens for nobody else, and is not taken by who follows it', async () => {
  const { reportId } = await createThings(world, admin);
  const body = { kind: 'people', rights: ['read'], recipients: [RECIPIENT.objectId] };
  const link = await json(await world.send(admin, 'POST', `/azimuth/v1/reports/${reportId}/links`, { body }));
  const redeem = `/azimuth/v1/links/${String(link['id'])}/redeem`;
  const nothing = await told(await world.send(NEWCOMER, 'POST', `/azimuth/v1/links/${crypto.randomUUID()}/redeem`));
  const claims = [{}, { upn: RECIPIENT.signInName }, { email: RECIPIENT.signInName, name: RECIPIENT.name }];
  for (const over of claims) {
    const token = await world.token(NEWCOMER, over);
    expect(await told(await world.send(NEWCOMER, 'POST', redeem, { token }))).toBe(nothing);
  }
  expect((await world.send(principal('foreign administrator'), 'POST', redeem)).status).toBe(404);
  expect((await world.send(NEWCOMER, 'GET', `/azimuth/v1/reports/${reportId}`)).status).toBe(404);
  expect((await world.send(RECIPIENT, 'POST', redeem)).status).toBe(200);
});

test('A15: who is called like the address of somebody else is not taken for them', async () => {
  const { reportId } = await createThings(world, admin);
  const impostor = namesake(NEWCOMER, { signInName: 'impostor@contoso.example' });
  putAccount(world, impostor, { displayName: viewer.signInName });
  const body = { recipients: [viewer.signInName], rights: ['read'] };
  const path = `/azimuth/v1/reports/${reportId}/permissions`;
  const { people } = await json(await world.send(admin, 'POST', path, { body }));
  expect(people).toMatchObject([{ objectId: viewer.objectId }]);
  expect((await world.send(impostor, 'GET', `/v1.0/myorg/reports/${reportId}`)).status).toBe(404);
});

test('A26: the name that data sources hear is the UPN of the signed token, whatever else it or the request claims', async () => {
  const claimed = { email: admin.signInName, unique_name: admin.signInName, preferred_username: admin.signInName };
  const token = await world.token(viewer, { ...claimed, name: admin.signInName });
  const headers = { 'x-effective-user-name': admin.signInName, 'x-ms-client-principal-name': admin.signInName };
  const body = { rules: [{ replace: 'nobody-has-this', with: 'x' }] };
  const answer = await world.send(viewer, 'POST', '/azimuth/v1/effective-user-name/test', { body, token, headers });
  expect(await json(answer)).toMatchObject({ input: viewer.signInName, output: viewer.signInName });
  const noUpn = await world.token(viewer, { ...claimed, upn: undefined, acct: 1 });
  const guest = await world.send(viewer, 'POST', '/azimuth/v1/effective-user-name/test', { body, token: noUpn });
  expect(await guest.text()).not.toContain(admin.signInName);
});

test('A22: an account that is disabled, revoked or gone is refused at its next request, and comes back by itself', async () => {
  const who = principal('Member');
  const me = async (token?: string) =>
    (await world.send(who, 'GET', '/azimuth/v1/me', token === undefined ? {} : { token })).status;
  const old = await world.token(who);
  expect(await me(old)).toBe(200);
  putAccount(world, who, { isEnabled: false });
  expect(await me(old)).toBe(401);
  putAccount(world, who);
  expect(await me(old)).toBe(200);
  world.later(10);
  const revoke = `/azimuth/v1/admin/people/${who.objectId}/revoke-sessions`;
  expect((await world.send(principal('administrator'), 'POST', revoke)).status).toBe(200);
  expect(await me(old)).toBe(401);
  world.later(10);
  expect(await me()).toBe(200);
  world.directory.forget(who.objectId);
  expect(await me()).toBe(401);
  putAccount(world, who);
});

test('A22: no answer sets a cookie, and a cookie opens nothing', async () => {
  const bearer = await world.token(viewer);
  const answer = await world.send(viewer, 'GET', '/azimuth/v1/me');
  expect(answer.headers.get('set-cookie')).toBeNull();
  for (const cookie of [`token=${bearer}`, `__Host-session=${bearer}`, `Authorization=Bearer ${bearer}`]) {
    expect((await world.send(undefined, 'GET', '/azimuth/v1/me', { headers: { cookie } })).status).toBe(401);
  }
});
