import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printAccess } from '../../../edge/access-record.ts';
import { OPERATIONS } from '../../../functions/operations.ts';
import { CreateReportRequest } from '../../../shared/contract/azimuth.ts';
import { WellKnown } from '../../../shared/contract/well-known.ts';
import { newId, type ObjectId } from '../../../shared/domain/ids.ts';
import { createSigningKeys } from '../../../shared/identity/context-keys.ts';
import { CONTEXT_HEADER, signContext } from '../../../shared/identity/signed-context.ts';
import { createServiceTokenVerifier } from '../../../shared/identity/verify-service-token.ts';
import { askRaw, memoryLog, startOrigin, startTestEdge } from '../../edge/with-edge.ts';
import { principal, TENANT } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { HOSTILE_MARKUP } from './hostile-texts.ts';
import { openWorld } from './open-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('G03: a request writes one line into the log, without a break, a control character or its query', async () => {
  const { records, log } = memoryLog();
  const origin = await startOrigin((_, response) => response.end());
  const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } }, log });
  const FORGED = '{"status":200,"path":"/forged"}';
  for (const path of [
    `/x%0d%0a${encodeURIComponent(FORGED)}`,
    '/\u0085\u009b31mred',
    '/x%3Fsig=secret',
    '/x?sig=secret',
    '/x%E2%80%A8y',
  ]) {
    await askRaw(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nUser-Agent: a\tb\r\nConnection: close\r\n\r\n`);
  }
  expect(records.length).toBeGreaterThan(3);
  for (const record of records) {
    const line = printAccess(record);
    expect(line).toMatch(/^\{[^\p{Cc}\u2028\u2029]*\}$/u);
    expect(line).not.toContain('secret');
  }
  const hostileId = { 'x-request-id': `${'x'.repeat(20)} "level":"error"` };
  const before = world.log.length;
  const answer = await world.send(undefined, 'GET', '/azimuth/v1/me', { headers: hostileId });
  expect(answer.headers.get('requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(world.log.slice(before).join('')).not.toContain('x'.repeat(20));
});

test('G03: the activity log keeps no address and no agent that could break a line', async () => {
  const who = principal('Admin');
  const headers = { 'x-azure-clientip': '1.2.3.4", "forged', 'user-agent': `a\tb\u00ff${'z'.repeat(500)}` };
  expect((await world.send(who, 'POST', '/v1.0/myorg/groups', { body: { name: 'G03' }, headers })).status).toBe(200);
  const events = await world.metadata.read(TENANT, ({ audit }) =>
    audit.page({
      from: '2026-01-01T00:00:00.000Z',
      to: '2027-01-01T00:00:00.000Z',
      activity: 'CreateGroup',
      userId: undefined,
      after: undefined,
      limit: 1000,
    }),
  );
  const actor = events.at(-1)?.actor;
  expect(actor?.clientIp).toBe('');
  expect(actor?.userAgent).toMatch(/^[\x20-\x7e]{1,200}$/);
});

test('G04: a report that is no report is refused in words, whatever it is, and nothing of it is kept', async () => {
  const who = principal('Admin');
  const { groupId, datasetId } = await createThings(world, who);
  const path = `/azimuth/v1/workspaces/${groupId}/reports`;
  const page = { name: 'one', displayName: 'One', width: 1, height: 1, visuals: [] };
  const good = { name: 'Good', datasetId, definition: { pages: [page] } };
  expect(CreateReportRequest.safeParse(good).success).toBe(true);
  const before = await (await world.send(who, 'GET', `/azimuth/v1/workspaces/${groupId}/items`)).text();
  const places = [
    (bad: unknown) => ({ ...good, definition: bad }),
    (bad: unknown) => ({ ...good, definition: { pages: bad } }),
    (bad: unknown) => ({ ...good, definition: { pages: [bad] } }),
    (bad: unknown) => ({ ...good, definition: { pages: [{ ...page, visuals: [bad] }] } }),
    (bad: unknown) => ({ ...good, definition: { pages: [{ ...page, width: bad }] } }),
  ];
  const bad = fc.oneof(
    fc.jsonValue().filter((value) => !(typeof value === 'number' && value >= 0 && value <= 10_000)),
    fc.constantFrom<unknown>({ __proto__: { name: 'x' } }, { constructor: 1 }, [[[[[]]]]], { $ref: '#' }, -1, 1e300),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), bad, async (place, value) => {
      expect((await world.send(who, 'POST', path, { body: place(value) })).status).toBe(400);
    }),
    { numRuns: 60 },
  );
  expect(await (await world.send(who, 'GET', `/azimuth/v1/workspaces/${groupId}/items`)).text()).toBe(before);
});

test("G05: a role believes the Gateway's own identity with a token for this role, and nobody who sits where it does", async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const gateway = newId<ObjectId>();
  const issuer = `https://sts.windows.net/${TENANT}/`;
  const verify = createServiceTokenVerifier({
    issuer,
    audience: 'api://presentation',
    callerObjectId: gateway,
    keys: async () => ({ key: publicKey, issuer: undefined }),
    now: world.now,
  });
  const exp = Math.floor(world.now().getTime() / 1000) + 600;
  const header = async (over: Record<string, unknown>) => {
    const claims = { iss: issuer, aud: 'api://presentation', oid: gateway, exp, ...over };
    return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(privateKey)}`;
  };
  await verify(await header({}));
  for (const over of [
    { aud: 'api://data-movement' },
    { oid: crypto.randomUUID() },
    { iss: `https://sts.windows.net/${crypto.randomUUID()}/` },
    { exp: exp - 1000 },
    { scp: 'user_impersonation' },
  ]) {
    await expect(verify(await header(over))).rejects.toMatchObject({ code: 'hop-refused' });
  }
  await expect(verify(null)).rejects.toMatchObject({ code: 'token-missing' });
});

test('G05: a context for one request opens no other, and none without a key that the Gateway published', async () => {
  const me = OPERATIONS.find(({ name }) => name === 'azimuth-me');
  const home = OPERATIONS.find(({ name }) => name === 'azimuth-home');
  if (me === undefined || home === undefined) throw new Error('The operations are gone.');
  const { objectId, signInName } = principal('administrator');
  const caller = {
    kind: 'user',
    tenantId: TENANT,
    objectId,
    signInName,
    displayName: 'A',
    effectiveUserName: signInName,
    groupIds: [],
    mayEdit: true,
    isAdministrator: true,
  } as const;
  const context = { kind: 'user', caller, client: { ip: '', userAgent: '' }, requestId: 'request-1' } as const;
  const grant = { kind: 'tenant', standing: 'administrator' };
  const key = await createSigningKeys(world.metadata.system, world.now)();
  const bound = (path: string, audience = 'presentation', method = 'GET') => ({
    audience,
    method,
    path,
    body: new Uint8Array(0),
  });
  const path = '/internal/presentation/azimuth/v1/me';
  const sign = (request: ReturnType<typeof bound>, by = key) => signContext(by, request, context, grant, world.now());
  const knock = async (operation: typeof me, signed: string) => world.knock(operation, { [CONTEXT_HEADER]: signed });
  expect(await knock(me, await sign(bound(path)))).toBe(200);
  expect(await knock(home, await sign(bound(path)))).toBe(403);
  expect(await knock(me, await sign(bound(path, 'data-movement')))).toBe(403);
  expect(await knock(me, await sign(bound(path, 'presentation', 'DELETE')))).toBe(403);
  expect(await knock(me, await sign(bound(`${path}?x=1`)))).toBe(403);
  const { privateKey } = await generateKeyPair('ES256');
  expect(await knock(me, await sign(bound(path), { keyId: key.keyId, privateKey }))).toBe(403);
  expect(await knock(me, await sign(bound(path), { keyId: crypto.randomUUID(), privateKey }))).toBe(403);
  const stale = await sign(bound(path));
  world.later(63);
  expect(await knock(me, stale)).toBe(403);
});

test('G06: the public configuration says what a client starts from, and passes on nothing else that it was given', () => {
  const told = WellKnown.parse({
    authority: 'a',
    tokenEndpoint: 't',
    clientId: 'c',
    scope: 's',
    apiBase: 'b',
    azimuthBase: 'z',
    version: '0',
    clientSecret: 'secret',
    AZIMUTH_SQL: 'secret',
    password: HOSTILE_MARKUP[0],
  });
  expect(Object.keys(told).toSorted()).toEqual([
    'apiBase',
    'authority',
    'azimuthBase',
    'clientId',
    'scope',
    'tokenEndpoint',
    'version',
  ]);
  const { Values } = JSON.parse(readFileSync('local.settings.json', 'utf8'));
  expect(Object.keys(Values).filter((name) => /password|secret|key$/i.test(name))).toEqual([]);
});
