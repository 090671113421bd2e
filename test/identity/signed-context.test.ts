import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { type JobId, newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import type { UserContext } from '../../shared/domain/principal.ts';
import { type BoundRequest, signContext, verifyContext } from '../../shared/identity/signed-context.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const bytes = (text: string) => new TextEncoder().encode(text);
const KEY_ID = newId<JobId>();

const context: UserContext = {
  kind: 'user',
  requestId: 'request-1',
  client: { ip: '203.0.113.7', userAgent: 'a browser' },
  caller: {
    kind: 'user',
    tenantId: newId<TenantId>(),
    objectId: newId<ObjectId>(),
    displayName: 'Ada Löwe',
    signInName: 'ada@contoso.example',
    effectiveUserName: 'ada@contoso.example',
    groupIds: [newId<ObjectId>()],
    isAdministrator: true,
    mayEdit: false,
  },
};
const grant = { kind: 'tenant' };
const request: BoundRequest = {
  audience: 'api://presentation',
  method: 'POST',
  path: '/a/b?c=1',
  body: bytes('{"x":1}'),
};

let privateKey: CryptoKey;
let findKey: (id: string) => Promise<CryptoKey | undefined>;
let stranger: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  privateKey = pair.privateKey;
  findKey = async (id) => (id === KEY_ID ? pair.publicKey : undefined);
  stranger = (await generateKeyPair('ES256')).privateKey;
});

const sign = (bound = request) => signContext({ keyId: KEY_ID, privateKey }, bound, context, grant, NOW);

describe('a signed context', () => {
  test('says who asks, with which grant, and by which id it is used up', async () => {
    const verified = await verifyContext(await sign(), request, findKey, later(30));
    expect(verified.context).toEqual(context);
    expect(verified.grant).toEqual(grant);
    expect(verified.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is remembered as used for longer than any instance could still accept it', async () => {
    const token = await sign();
    const last = later(61);
    const { keepUntil } = await verifyContext(token, request, findKey, last);
    expect(Date.parse(keepUntil) - last.getTime()).toBeGreaterThan(60_000);
  });

  test('carries a job without a person', async () => {
    const system = { kind: 'system', tenantId: newId<TenantId>(), jobId: newId<JobId>(), requestId: 'r' } as const;
    const token = await signContext({ keyId: KEY_ID, privateKey }, request, system, null, NOW);
    expect((await verifyContext(token, request, findKey, NOW)).context).toEqual(system);
  });

  test.each<[string, Partial<BoundRequest>]>([
    ['another method', { method: 'PUT' }],
    ['another path', { path: '/a/c?c=1' }],
    ['another query', { path: '/a/b?c=2' }],
    ['another body', { body: bytes('{"x":2}') }],
    ['no body', { body: bytes('') }],
    ['another role', { audience: 'api://data-movement' }],
  ])('is refused for %s', async (_, change) => {
    const token = await sign();
    await expect(verifyContext(token, { ...request, ...change }, findKey, NOW)).rejects.toMatchObject({
      code: 'hop-refused',
    });
  });

  test.each([
    ['after its minute', 63],
    ['long before it begins', -10],
  ])('is refused %s', async (_, seconds) => {
    await expect(verifyContext(await sign(), request, findKey, later(seconds))).rejects.toMatchObject({
      code: 'hop-refused',
    });
  });

  test('is refused where it is missing, altered, unsigned, or signed by a stranger', async () => {
    const token = await sign();
    const [header, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const altered = Buffer.from(JSON.stringify({ ...claims, mth: 'DELETE' })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: KEY_ID, typ: 'azimuth-context+jwt' })).toString(
      'base64url',
    );
    const byStranger = await signContext({ keyId: KEY_ID, privateKey: stranger }, request, context, grant, NOW);
    const unknownKey = await signContext({ keyId: newId<JobId>(), privateKey }, request, context, grant, NOW);
    for (const bad of [
      null,
      '',
      'x.y.z',
      `${header}.${altered}.${signature}`,
      `${none}.${payload}.`,
      byStranger,
      unknownKey,
    ]) {
      await expect(verifyContext(bad, request, findKey, NOW), String(bad)).rejects.toMatchObject({
        code: 'hop-refused',
      });
    }
  });

  test('may not live longer than a minute, whoever signs it', async () => {
    const token = await sign();
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const long = await new SignJWT({ ...claims, exp: claims.iat + 3600 })
      .setProtectedHeader({ alg: 'ES256', kid: KEY_ID, typ: 'azimuth-context+jwt' })
      .sign(privateKey);
    await expect(verifyContext(long, request, findKey, NOW)).rejects.toMatchObject({ code: 'hop-refused' });
  });
});
