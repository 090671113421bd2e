import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Me, RevokedSessions, TenantSettingsShape } from '../../shared/contract/azimuth.ts';
import { ActivityEvents, Dashboard } from '../../shared/contract/power-bi.ts';
import { Anything, API, type Client, createClient, errorOf, OURS, request } from './client.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** What Entra or an administrator decides holds at the next request: the whole stack, by its public addresses. */
let stack: TestStack;
let admin: Client;
let author: Client;
let graphUrl: string;
let graphToken: string;
let mine: string;

const WellKnown = z.object({ tokenEndpoint: z.string(), graph: z.string() });
const Token = z.object({ access_token: z.string() });
const idOf = (name: string) => String(stack.start.tenants.contoso.users[name]?.objectId);

async function tokenOf(form: Record<string, string>): Promise<string> {
  const { tokenEndpoint } = WellKnown.parse(JSON.parse((await request(`${stack.url}/.well-known/azimuth`)).text));
  const { text } = await request(tokenEndpoint, { method: 'POST', body: new URLSearchParams(form) });
  return Token.parse(JSON.parse(text)).access_token;
}
const asUser = async (username: string) =>
  createClient(stack.url, username, await tokenOf({ grant_type: 'password', username, password: 'azimuth' }));

async function graph(method: string, path: string, body: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${graphToken}`, 'content-type': 'application/json' };
  return (await request(graphUrl + path, { method, headers, body: JSON.stringify(body) })).status;
}

beforeAll(async () => {
  stack = await startTestStack();
  graphUrl = WellKnown.parse(JSON.parse((await request(`${stack.url}/.well-known/azimuth`)).text)).graph;
  [admin, author] = await Promise.all([asUser('admin@contoso.example'), asUser('author@contoso.example')]);
  const scope = 'https://graph.microsoft.com/.default';
  const asAdministrator = { grant_type: 'password', username: admin.signInName, password: 'azimuth', scope };
  graphToken = await tokenOf(asAdministrator);
  mine = (await author.call(Dashboard, 'POST', `${API}/dashboards`, { name: 'Mine' })).id;
});
afterAll(() => stack?.stop());

describe('a person', () => {
  test('whom the directory disables is refused at the next request, and let in again when enabled', async () => {
    const viewer = await asUser('viewer@contoso.example');
    expect((await viewer.send('GET', `${OURS}/me`)).status).toBe(200);
    expect(await graph('PATCH', `/users/${idOf(viewer.signInName)}`, { accountEnabled: false })).toBe(204);
    const refused = await viewer.send('GET', `${OURS}/me`);
    expect([refused.status, errorOf(refused).code]).toEqual([401, 'TokenRevoked']);
    expect(await graph('PATCH', `/users/${idOf(viewer.signInName)}`, { accountEnabled: true })).toBe(204);
    expect((await viewer.send('GET', `${OURS}/me`)).status).toBe(200);
  });

  test('whose sessions an administrator ends must sign in again, by a token from after that', async () => {
    const analyst = await asUser('analyst@contoso.example');
    expect((await analyst.send('GET', `${OURS}/me`)).status).toBe(200);
    const path = `${OURS}/admin/people/${idOf(analyst.signInName)}/revoke-sessions`;
    expect((await author.send('POST', path)).status).toBe(403);
    await admin.call(RevokedSessions, 'POST', path);
    expect((await analyst.send('GET', `${OURS}/me`)).status).toBe(401);
    expect((await (await asUser(analyst.signInName)).send('GET', `${OURS}/me`)).status).toBe(200);
  });

  test('who left a group loses what it opened; a group in a group opens it as well', async () => {
    const emea = await asUser('viewer.emea@contoso.example');
    const path = `${OURS}/dashboards/${mine}`;
    expect((await emea.send('GET', path)).status).toBe(404);
    const group = 'c0470500-0000-4000-8000-0000000000d2';
    await author.call(Anything, 'POST', `${path}/permissions`, { recipients: [group] });
    expect((await emea.send('GET', path)).status).toBe(200);
    const regional = 'c0470500-0000-4000-8000-0000000000d3';
    const member = `/groups/${regional}/members/${idOf(emea.signInName)}/$ref`;
    expect(await graph('DELETE', member, undefined)).toBe(204);
    expect((await emea.send('GET', path)).status).toBe(404);
  });

  test('can be given something before they ever came here', async () => {
    const path = `${OURS}/dashboards/${mine}`;
    await author.call(Anything, 'POST', `${path}/permissions`, { recipients: ['viewer.amer@contoso.example'] });
    expect((await (await asUser('viewer.amer@contoso.example')).send('GET', path)).status).toBe(200);
  });
});

describe('an application', () => {
  test('is let in by the tenant’s setting for its group, and not without', async () => {
    const scope = 'api://a21a0000-0000-4000-8000-0000000000a1/.default';
    const form = { grant_type: 'client_credentials', client_id: 'contoso-automation', client_secret: 'azimuth', scope };
    const automation = createClient(stack.url, 'automation', await tokenOf(form));
    const refused = await automation.send('GET', `${API}/groups`);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'TenantSettingDisabled']);
    const setting = { isOn: true, onlyFor: ['c0470500-0000-4000-8000-0000000000d4'] };
    expect((await author.send('PUT', `${OURS}/admin/tenant-settings/servicePrincipals`, setting)).status).toBe(403);
    await admin.call(Anything, 'PUT', `${OURS}/admin/tenant-settings/servicePrincipals`, setting);
    expect((await automation.send('GET', `${API}/groups`)).status).toBe(200);
    const { settings } = await admin.call(TenantSettingsShape, 'GET', `${OURS}/admin/tenant-settings`);
    expect(settings.find(({ name }) => name === 'servicePrincipals')?.onlyFor).toMatchObject([{ kind: 'group' }]);
  });
});

describe('keys', () => {
  test('I-30: a new signing key is taken up while the service runs, and one that was withdrawn is refused', async () => {
    const before = await asUser('author@contoso.example');
    await stack.stack.identity.keyRing.rotate();
    const after = await asUser('author@contoso.example');
    expect((await after.send('GET', `${OURS}/me`)).status).toBe(200);
    expect((await before.send('GET', `${OURS}/me`)).status).toBe(200);
    author = after;
    admin = await asUser('admin@contoso.example');
  });
});

describe('the activity log', () => {
  test('tells an administrator who did what, and nobody else', async () => {
    const day = new Date().toISOString().slice(0, 10);
    const path = `${API}/admin/activityevents?startDateTime='${day}T00:00:00.000Z'&endDateTime='${day}T23:59:59.999Z'`;
    expect((await author.send('GET', path)).status).toBe(403);
    const { activityEventEntities: events } = await admin.call(ActivityEvents, 'GET', path);
    const me = await author.call(Me, 'GET', `${OURS}/me`);
    expect(events).toContainEqual(
      expect.objectContaining({
        Activity: 'CreateDashboard',
        UserId: 'author@contoso.example',
        UserKey: me.objectId,
        ObjectId: mine,
        ClientIP: '127.0.0.1',
        IsSuccess: true,
      }),
    );
    const said = JSON.stringify(events);
    expect(said).not.toMatch(/eyJ|sig=|Bearer/);
    expect(events.map((event) => event['Activity'])).toEqual(
      expect.arrayContaining(['ShareDashboard', 'UpdatedAdminFeatureSwitch', 'RevokeSessions', 'ViewDashboard']),
    );
  });
});
