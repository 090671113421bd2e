import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InternalRole } from '../../functions/internal-prefix.ts';
import type { Me } from '../../shared/contract/azimuth.ts';
import { Group, listOf } from '../../shared/contract/power-bi.ts';
import { type JobId, newId, type ObjectId, type TenantId } from '../../shared/domain/ids.ts';
import type { WorkContext } from '../../shared/domain/principal.ts';
import { MOST_GROUPS } from '../../shared/identity/pack-ids.ts';
import { API, type Client, errorOf } from './client.ts';
import {
  audienceOf,
  contextOf,
  createFalseGateway,
  type FalseGateway,
  type Hop,
  parsed,
  READS,
} from './false-gateway.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** The internal roles, called past the Gateway with all that the Gateway has, of which one thing is missing or spoilt. */
let stack: TestStack;
let author: Client;
let gateway: FalseGateway;
let me: Me;

beforeAll(async () => {
  stack = await startTestStack();
  author = await stack.client('author@contoso.example');
  gateway = await createFalseGateway(stack, author.signInName);
  me = gateway.me;
});
afterAll(async () => {
  await gateway?.close();
  await stack?.stop();
});

const hop: FalseGateway['hop'] = (...call) => gateway.hop(...call);
const send: FalseGateway['send'] = (call) => gateway.send(call);

/** Refused, with an envelope and nothing else in the body, and with a line in the role's log. */
async function expectRefused(call: Hop, status: number): Promise<void> {
  const before = stack.log.length;
  const reply = await send(call);
  expect(reply.status, reply.text).toBe(status);
  const { code, message } = errorOf(reply);
  expect(['Forbidden', 'TokenMissing', 'TokenInvalid', 'TokenExpired']).toContain(code);
  for (const secret of [me.displayName, me.signInName, me.myWorkspaceId, me.tenantId]) {
    expect(message).not.toContain(secret);
  }
  const isLogged = () =>
    stack.log.slice(before).some((line) => line.startsWith(`[${call.role}]`) && line.includes('refused'));
  await expect.poll(isLogged, { timeout: 2000 }).toBe(true);
}

describe.each(['presentation', 'data-movement'] as const)('%s', (role) => {
  test('answers a call that carries the Gateway’s token and a context of its own', async () => {
    const reply = await send(await hop(role));
    expect(reply.status, reply.text).toBe(200);
  });

  test.each<[string, number, () => Promise<Hop>]>([
    ['neither token nor context', 401, async () => ({ ...(await hop(role)), token: undefined, context: undefined })],
    ['a context but no token', 401, async () => ({ ...(await hop(role)), token: undefined })],
    ['the Gateway’s token but no context', 403, async () => ({ ...(await hop(role)), context: undefined })],
    ['a person’s token', 403, async () => ({ ...(await hop(role)), token: author.token })],
    [
      'a person’s token and no context',
      403,
      async () => ({ ...(await hop(role)), token: author.token, context: undefined }),
    ],
    ...(['web-front-end', 'presentation', 'data-movement'] as const).map(
      (other): [string, number, () => Promise<Hop>] => [
        `the token of the role ${other}`,
        403,
        async () => ({ ...(await hop(role)), token: await stack.identityToken(other, audienceOf(role)) }),
      ],
    ),
    [
      'the Gateway’s token for the other role',
      403,
      async () => ({ ...(await hop(role)), token: await stack.identityToken('gateway', audienceOf(otherOf(role))) }),
    ],
    [
      'the Gateway’s token for storage',
      403,
      async () => ({ ...(await hop(role)), token: await stack.identityToken('gateway', 'https://storage.azure.com') }),
    ],
    ['a token with a changed claim', 403, async () => changed(await hop(role), 'token')],
    ['words in place of a token', 403, async () => ({ ...(await hop(role)), token: 'let.me.in' })],
    ['words in place of a context', 403, async () => ({ ...(await hop(role)), context: 'let.me.in' })],
    ['a context with a changed claim', 403, async () => changed(await hop(role), 'context')],
    ['a context without a signature', 403, async () => unsigned(await hop(role))],
    ['a context that is over', 403, () => hop(role, {}, { at: new Date(Date.now() - 70_000) })],
    ['a context that begins later', 403, () => hop(role, {}, { at: new Date(Date.now() + 30_000) })],
    ['a context that lives for an hour', 403, async () => livingLong(await hop(role))],
    ['a context for the other role', 403, () => hop(role, {}, { audience: audienceOf(otherOf(role)) })],
    ['a context for another method', 403, () => hop(role, {}, { method: 'DELETE' })],
    ['a context for another path', 403, () => hop(role, {}, { path: `/internal/${role}${API}/groups` })],
    ['a context for another query', 403, () => hop(role, {}, { path: `/internal/${role}${READS[role]}?a=1` })],
    ['a context for a body', 403, () => hop(role, {}, { body: '{}' })],
    [
      'a context of a key that nobody published',
      403,
      async () => hop(role, {}, { key: await gateway.newKey(undefined) }),
    ],
    [
      'a context of a key whose time is over',
      403,
      async () => hop(role, {}, { key: await gateway.newKey(new Date(Date.now() - 1000)) }),
    ],
    [
      'a context of a published key’s name and another key',
      403,
      async () => {
        const { privateKey } = await gateway.newKey(undefined);
        return hop(role, {}, { key: { keyId: gateway.key.keyId, privateKey } });
      },
    ],
    ['a context without a grant', 403, () => hop(role, {}, { grant: null })],
    [
      'a grant of another kind',
      403,
      () =>
        hop(role, {}, { grant: { kind: 'item', item: 'report', id: newId(), workspace: newId(), rights: ['read'] } }),
    ],
    [
      'a context of a job',
      403,
      () =>
        hop(
          role,
          {},
          {
            context: {
              kind: 'system',
              tenantId: parsed<TenantId>(me.tenantId),
              jobId: newId<JobId>(),
              requestId: 'request-1',
            },
          },
        ),
    ],
  ])('refuses %s', async (_, status, make) => {
    await expectRefused(await make(), status);
  });

  test('answers a call of somebody in as many groups as can travel, with long names', async () => {
    const groupIds = Array.from({ length: MOST_GROUPS }, () => newId<ObjectId>());
    const names = { displayName: 'Ω'.repeat(256), signInName: `${'a'.repeat(240)}@contoso.example`, groupIds };
    const call = await gateway.hop(role, {}, { context: contextOf(gateway.me, names) });
    expect((await gateway.send(call)).status).toBe(200);
  });

  test('answers a read again with the same context while it lives', async () => {
    const call = await hop(role);
    expect([(await send(call)).status, (await send(call)).status]).toEqual([200, 200]);
  });
});

describe('a context for a write', () => {
  const create = (name: string) =>
    hop('presentation', { method: 'POST', path: `${API}/groups`, body: JSON.stringify({ name }) });

  test('is used up by the write, also when it is sent twice at once', async () => {
    const call = await create('Once');
    const replies = await Promise.all([send(call), send(call), send(call)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 403, 403]);
    await expectRefused(call, 403);
    const { value } = await author.call(listOf(Group), 'GET', `${API}/groups`);
    expect(value.filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  test('is for its own body only', async () => {
    const call = await create('Mine');
    await expectRefused({ ...call, body: JSON.stringify({ name: 'Yours' }) }, 403);
    await expectRefused({ ...call, body: '' }, 403);
    const { value } = await author.call(listOf(Group), 'GET', `${API}/groups`);
    expect(value.map(({ name }) => name)).not.toContain('Yours');
  });

  test('needs a grant that goes as far as the operation', async () => {
    const path = `${API}/imports/createTemporaryUploadLocation`;
    const grant = { kind: 'workspace', id: me.myWorkspaceId, role: 'Viewer' };
    await expectRefused(await hop('data-movement', { method: 'POST', path }, { grant }), 403);
  });

  test('of an upload place is used up as well', async () => {
    const path = `${API}/imports/createTemporaryUploadLocation`;
    const call = await hop('data-movement', { method: 'POST', path });
    expect((await send(call)).status).toBe(200);
    await expectRefused(call, 403);
  });
});

describe('the start of a job', () => {
  const jobId = newId<JobId>();
  const path = `/jobs/${jobId}/run`;
  const job = (named: JobId): WorkContext => ({
    kind: 'system',
    tenantId: parsed<TenantId>(me.tenantId),
    jobId: named,
    requestId: crypto.randomUUID(),
  });

  test('does nothing for a job that is not there', async () => {
    const reply = await send(
      await hop('data-movement', { method: 'POST', path }, { context: job(jobId), grant: null }),
    );
    expect([reply.status, reply.text]).toEqual([200, '{"outcome":"not-mine"}']);
  });

  test('is refused to a person, and to a context of another job', async () => {
    await expectRefused(await hop('data-movement', { method: 'POST', path }), 403);
    const other = { context: job(newId<JobId>()), grant: null };
    await expectRefused(await hop('data-movement', { method: 'POST', path }, other), 403);
  });
});

function otherOf(role: InternalRole): InternalRole {
  return role === 'presentation' ? 'data-movement' : 'presentation';
}

/** One claim is different, the signature is the old one. */
function changed(call: Hop, part: 'token' | 'context'): Hop {
  const [header, , signature] = String(call[part]).split('.');
  const claims = { ...decodeJwt(String(call[part])), exp: Math.floor(Date.now() / 1000) + 50 };
  return { ...call, [part]: [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.') };
}

function unsigned(call: Hop): Hop {
  const header = { alg: 'none', kid: gateway.key.keyId, typ: 'azimuth-context+jwt' };
  return {
    ...call,
    context: [Buffer.from(JSON.stringify(header)).toString('base64url'), String(call.context).split('.')[1], ''].join(
      '.',
    ),
  };
}

async function livingLong(call: Hop): Promise<Hop> {
  const claims = decodeJwt(String(call.context));
  const context = await new SignJWT({ ...claims, exp: Math.floor(Date.now() / 1000) + 3600 })
    .setProtectedHeader({ alg: 'ES256', kid: gateway.key.keyId, typ: 'azimuth-context+jwt' })
    .sign(gateway.key.privateKey);
  return { ...call, context };
}
