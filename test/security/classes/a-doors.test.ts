import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  readDataMovementConfig,
  readGatewayConfig,
  readPresentationConfig,
  readRoles,
  readWebFrontEndConfig,
} from '../../../functions/config.ts';
import { gatewayRoutes } from '../../../functions/gateway/routes.ts';
import { OPERATIONS } from '../../../functions/operations.ts';
import { CONTEXT_HEADER } from '../../../shared/identity/signed-context.ts';
import { idsOfNothing } from '../../integration/operation-calls.ts';
import { callOperation } from '../call-operation.ts';
import { principal } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { HOSTILE_MARKUP, HOSTILE_TEXTS } from './hostile-texts.ts';
import { openWorld, told } from './open-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const READERS = [readWebFrontEndConfig, readGatewayConfig, readPresentationConfig, readDataMovementConfig];

test('A01: no role starts without its settings, and there is none that could hold a secret', () => {
  for (const read of READERS) expect(() => read({})).toThrow(/settings of the role .* not complete/);
  expect(() => readRoles({})).toThrow(/AZIMUTH_ROLES/);
  const source = readFileSync('functions/config.ts', 'utf8');
  const settings = [...source.matchAll(/^ {2}(A[A-Z_]+):/gm)].map(([, name = '']) => name);
  expect(settings.length).toBeGreaterThan(25);
  const holdsSecret = /SECRET|PASSWORD|CREDENTIAL|SIGNING|CONNECTION_STRING|_KEY$/;
  // It says where telemetry goes; the deployment takes it by managed identity alone (DisableLocalAuth).
  const allowed = ['APPLICATIONINSIGHTS_CONNECTION_STRING'];
  expect(settings.filter((name) => holdsSecret.test(name) && !allowed.includes(name))).toEqual([]);
});

/** Texts that are secrets by their shape. */
const SECRETS =
  /-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----|AccountKey=[A-Za-z0-9+/]{40}|SharedAccessKey=|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{40,}|"d":\s*"[\w-]{40,}"|\bsig=[A-Za-z0-9%]{40,}/;

test('A01: no source and no setting that is shipped holds a secret', () => {
  const shipped = ['functions', 'shared', 'edge', 'web/src'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const files = [...shipped, 'host.json', 'routing.config.json', 'local.settings.json', 'package.json'];
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((path) => SECRETS.test(readFileSync(path, 'latin1')))).toEqual([]);
  expect(SECRETS.test(`AccountKey=${'A'.repeat(44)}`)).toBe(true);
});

test('A14: what is there and what is not is answered alike, to nobody in particular and to a stranger', async () => {
  const stranger = principal('stranger');
  const there = await createThings(world, stranger);
  const reads = OPERATIONS.filter(
    ({ method, path }) => method === 'GET' && path.includes('{') && !path.includes('/admin/'),
  );
  expect(reads.length).toBeGreaterThan(15);
  for (const operation of reads) {
    for (const who of [undefined, stranger]) {
      const nothing = await told(await callOperation(world, operation, idsOfNothing(), who));
      expect([operation.name, await told(await callOperation(world, operation, there, who))]).toEqual([
        operation.name,
        nothing,
      ]);
    }
  }
});

test('A16: an identity that a client writes into a header is nobody', async () => {
  const admin = principal('administrator');
  const claims = Buffer.from(JSON.stringify({ claims: [{ typ: 'oid', val: admin.objectId }] })).toString('base64');
  const said = {
    'x-ms-client-principal': claims,
    'x-ms-client-principal-id': admin.objectId,
    'x-ms-client-principal-name': admin.signInName,
    'x-ms-token-aad-access-token': await world.token(admin),
    'x-forwarded-user': admin.signInName,
    'x-forwarded-access-token': await world.token(admin),
    'x-azimuth-forwarded': 'home',
    'x-azimuth-job': crypto.randomUUID(),
    [CONTEXT_HEADER]: 'e30.e30.e30',
    'x-original-url': '/v1.0/health',
    'x-functions-key': 'master',
  };
  const viewer = principal('Viewer');
  for (const [name, value] of Object.entries(said)) {
    const headers = { [name]: value };
    expect((await world.send(undefined, 'GET', '/azimuth/v1/me', { headers })).status).toBe(401);
    const me = await (await world.send(viewer, 'GET', '/azimuth/v1/me', { headers })).json();
    expect(me).toMatchObject({ objectId: viewer.objectId, standing: 'member' });
    expect((await world.send(viewer, 'GET', '/azimuth/v1/admin/tenant-settings', { headers })).status).toBe(403);
    const path = OPERATIONS.find((operation) => operation.name === 'azimuth-me');
    if (path !== undefined) expect(await world.knock(path, headers)).toBe(403);
  }
});

test('A17: nothing sets the service up from outside: without a token there is the probe and no other answer than 401', async () => {
  for (const path of [
    'setup',
    'install',
    'api/setup',
    'admin/setup',
    'register',
    'signup',
    'reset-password',
    'users/first',
  ]) {
    for (const method of ['GET', 'POST', 'PUT']) {
      for (const prefix of ['/v1.0', '/azimuth/v1']) {
        expect([404, 405]).toContain((await world.send(undefined, method, `${prefix}/${path}`)).status);
      }
    }
  }
  const names = gatewayRoutes(() => Promise.reject(new Error('not here'))).map(({ name }) =>
    name.replace('gateway-', ''),
  );
  const others = names.filter((name) => !OPERATIONS.some((operation) => operation.name === name));
  expect(others).toEqual(['health', 'zz-unknown-1', 'zz-unknown-2']);
  const health = await world.send(undefined, 'GET', '/v1.0/health');
  expect([health.status, await health.text()]).toEqual([200, '']);
});

test('A18: whatever stands in an address or a header, without a token the answer is 401 or 404 and never 500', async () => {
  const word = fc.oneof(
    fc.constantFrom(...HOSTILE_TEXTS, ...HOSTILE_MARKUP),
    fc.string({ unit: 'binary', maxLength: 50 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...OPERATIONS), word, word, async ({ method, path }, id, query) => {
      const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(id.toWellFormed()) || 'x');
      const headers = { 'x-request-id': query.replace(/[^\x20-\x7e]/g, '?').trim(), authorization: 'Basic eDp5' };
      const answer = await world.send(undefined, method, `${filled}?q=${encodeURIComponent(query.toWellFormed())}`, {
        headers,
      });
      expect([400, 401, 404, 405]).toContain(answer.status);
    }),
    { numRuns: 150 },
  );
  expect(world.log.filter((line) => line.includes('"unexpected"'))).toEqual([]);
});

test('A24: a page of another origin can change nothing: only a bearer header counts, a GET changes nothing, a form is no body', async () => {
  expect(OPERATIONS.filter(({ method, writes }) => method === 'GET' && writes)).toEqual([]);
  const who = principal('Admin');
  const credentials = { cookie: `session=${await world.token(who)}`, authorization: `Basic ${btoa('a:b')}` };
  expect(
    (await world.send(undefined, 'POST', '/v1.0/myorg/groups', { body: { name: 'x' }, headers: credentials })).status,
  ).toBe(401);
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain;application/json',
  ]) {
    const sent = { body: { name: `CSRF ${type}` }, headers: { 'content-type': type, origin: 'https://evil.example' } };
    expect([type, (await world.send(who, 'POST', '/v1.0/myorg/groups', sent)).status]).toEqual([type, 415]);
  }
  const answer = await world.send(who, 'GET', '/azimuth/v1/me', { headers: { origin: 'https://evil.example' } });
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
});
