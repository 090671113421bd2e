import { exportJWK, exportSPKI, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchKeySet } from '../../../shared/identity/key-set.ts';
import { OTHER_TENANT, principal, TENANT } from '../principals.ts';
import type { World } from '../world.ts';
import { openWorld } from './open-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const who = principal('Viewer');
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const statusOf = async (token: string) => (await world.send(who, 'GET', '/azimuth/v1/me', { token })).status;
const payloadOf = (token: string) => token.split('.')[1] ?? '';

test('A04: a token of another key, issuer, audience, version or tenant opens nothing', async () => {
  const issuer = `https://login.microsoftonline.com/${TENANT}/v2.0`;
  expect(await statusOf(await world.token(who))).toBe(200);
  expect(await statusOf(await world.signer.forge(who, world.now()))).toBe(401);
  for (const over of [
    { iss: `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0` },
    { iss: `${issuer}/` },
    { iss: 'https://login.microsoftonline.com/{tenantid}/v2.0' },
    { iss: `https://login.microsoftonline.com.evil.example/${TENANT}/v2.0` },
    { iss: `https://sts.windows.net/${TENANT}/` },
    { iss: issuer.toUpperCase() },
    { ver: '1.0' },
    { ver: 2 },
    { tid: OTHER_TENANT },
    { tid: [TENANT] },
    {
      tid: '9188040d-6c67-4c5b-b112-36a304b66dad',
      iss: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    },
    { aud: '00000003-0000-0000-c000-000000000000' },
    { aud: [] },
    { scp: undefined },
    { idtyp: 'app' },
  ]) {
    expect([over, await statusOf(await world.token(who, over))]).toEqual([over, 401]);
  }
  const unknown = await world.token(who, { tid: crypto.randomUUID() });
  expect(await statusOf(unknown)).toBe(401);
});

test('A05: no public text of the key, and no empty one, is a secret that signs', async () => {
  const found = await world.signer.keys('key-1');
  if (found === undefined) throw new Error('The issuer has no key.');
  const [pem, jwk] = await Promise.all([exportSPKI(found.key), exportJWK(found.key)]);
  const claims = JSON.parse(Buffer.from(payloadOf(await world.token(who)), 'base64url').toString());
  for (const secret of [
    pem,
    pem.trim(),
    pem.replaceAll('\n', ''),
    JSON.stringify(jwk),
    jwk.n ?? '',
    '',
    '\0',
    'secret',
  ]) {
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      const key = new TextEncoder().encode(secret.padEnd(64, '\0'));
      const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: 'key-1', typ: 'JWT' }).sign(key);
      expect(await statusOf(token)).toBe(401);
    }
  }
  const [, payload, signature] = (await world.token(who)).split('.');
  for (const alg of [' RS256', 'RS256 ', 'rs256', 'RS384', 'PS256', 'ES256', 'HS256', ['RS256'], null]) {
    const token = `${part({ alg, kid: 'key-1', typ: 'JWT' })}.${payload}.${signature}`;
    expect([alg, await statusOf(token)]).toEqual([alg, 401]);
  }
});

test('A05: keys without `alg` verify RS256 only, and keys that are secrets are not taken at all', async () => {
  const found = await world.signer.keys('key-1');
  if (found === undefined) throw new Error('The issuer has no key.');
  const { n, e } = await exportJWK(found.key);
  const keys = [
    { kty: 'oct', kid: 'secret', k: part('x'.repeat(64)) },
    { kty: 'RSA', kid: 'hmac', alg: 'HS256', n, e },
    { kty: 'RSA', kid: 'encryption', use: 'enc', n, e },
    { kty: 'RSA', kid: 'plain', n, e },
  ];
  const set = await fetchKeySet(async () => Response.json({ keys }), 'https://login.example/keys', 1000);
  expect([...set.keys()]).toEqual(['plain']);
  expect(set.get('plain')?.key.algorithm).toMatchObject({ name: 'RSASSA-PKCS1-v1_5', hash: { name: 'SHA-256' } });
});

test('A06: a token without a signature opens nothing, however `none` is written', async () => {
  const payload = payloadOf(await world.token(who));
  for (const alg of ['none', 'None', 'nOnE', 'NONE', 'none ', '', 'n\u043ene', null, 0, undefined]) {
    for (const signature of ['', part(''), part('x')]) {
      const token = `${part({ alg, kid: 'key-1', typ: 'JWT' })}.${payload}.${signature}`;
      expect([alg, await statusOf(token)]).toEqual([alg, 401]);
    }
  }
});

test('A20: a token is good from its beginning to its end, with a minute to spare, and by no other way', async () => {
  const now = Math.floor(world.now().getTime() / 1000);
  const at = async (over: Record<string, unknown>) => statusOf(await world.token(who, over));
  expect(await at({ exp: now - 59 })).toBe(200);
  expect(await at({ exp: now - 61 })).toBe(401);
  expect(await at({ nbf: now + 61 })).toBe(401);
  expect(await at({ iat: now + 61 })).toBe(401);
  expect(await at({ exp: undefined })).toBe(401);
  const token = await world.token(who, { exp: now + 10 });
  expect(await statusOf(token)).toBe(200);
  world.later(71);
  expect(await statusOf(token)).toBe(401);
});

test('A20: the method cannot be smuggled in, and a token in a body or a query is none', async () => {
  const token = await world.token(who);
  const put = {
    headers: { 'x-http-method-override': 'DELETE', 'x-http-method': 'DELETE', 'x-method-override': 'DELETE' },
  };
  const path = `/v1.0/myorg/groups/${crypto.randomUUID()}`;
  expect((await world.send(who, 'GET', `${path}?_method=DELETE`, put)).status).toBe(404);
  const body = { access_token: token, name: 'x' };
  expect((await world.send(undefined, 'POST', '/v1.0/myorg/groups', { body })).status).toBe(401);
});

test('A25: a token in the address is no token, and neither it nor a query reaches the log', async () => {
  const token = await world.token(who);
  for (const name of ['access_token', 'token', 'auth_token', 'id_token', 'jwt']) {
    expect((await world.send(undefined, 'GET', `/azimuth/v1/me?${name}=${token}`)).status).toBe(401);
  }
  await world.send(who, 'GET', `/azimuth/v1/people?search=secret-name&access_token=${token}`);
  await world.send(who, 'GET', `/azimuth/v1/reports/${crypto.randomUUID()}?filter=secret-name`);
  await world.send(who, 'GET', '/azimuth/v1/me', { token: `${token}x` });
  const log = world.log.join('\n');
  expect(world.log.length).toBeGreaterThan(5);
  expect(log).not.toContain(payloadOf(token));
  expect(log).not.toContain(token.split('.')[2] ?? token);
  expect(log).not.toContain('secret-name');
});

test('A10: what opens something is random: two at the same moment for the same person have nothing in common', async () => {
  const again = await openWorld();
  expect(again.now()).toEqual(new Date('2026-06-01T08:00:00.000Z'));
  const place = async (one: World) => {
    const answer = await one.send(who, 'POST', '/v1.0/myorg/imports/createTemporaryUploadLocation');
    const { url } = JSON.parse(await answer.text());
    return String(url).replace(/^.*\//, '');
  };
  const places = [await place(world), await place(world), await place(again)];
  await again.close();
  expect(new Set(places).size).toBe(3);
  for (const one of places) expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/);
});
