import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forward, type GatewayDeps } from '../../../functions/gateway/forward.ts';
import { createGrants } from '../../../functions/gateway/grants.ts';
import { createJobStarter } from '../../../functions/gateway/start-job.ts';
import type { Operation } from '../../../functions/operations.ts';
import { answering, HOP_REFUSED_HEADER } from '../../../functions/reply.ts';
import type { Log } from '../../../functions/route.ts';
import type { Metadata } from '../../../shared/catalog/ports.ts';
import { type JobId, newId, type ObjectId, type TenantId } from '../../../shared/domain/ids.ts';
import type { Caller } from '../../../shared/domain/principal.ts';
import type { AccessToken } from '../../../shared/identity/ports.ts';
import { openMetadata, person } from '../../catalog/sample-tenant.ts';

const TENANT = newId<TenantId>();
const operation: Operation = {
  name: 'things-list',
  method: 'GET',
  path: '/things',
  role: 'presentation',
  needs: { kind: 'tenant', standing: 'guest' },
  writes: false,
  activity: 'unlisted',
  bodyLimit: 0,
};

const token: AccessToken = {
  kind: 'user',
  tenantId: TENANT,
  objectId: newId<ObjectId>(),
  displayName: 'Ada',
  signInName: 'ada@contoso.example',
  isAdministrator: false,
  clientId: newId<ObjectId>(),
  issuedAt: 0,
  expiresAt: 0,
  takesChallenges: false,
};

let metadata: Metadata;
let caller: Caller;
beforeAll(async () => {
  metadata = await openMetadata();
  caller = await person(metadata, TENANT, 'Ada');
});
afterAll(() => metadata.close());

/** What a person gets where the role behind the Gateway answers this. */
function passedOn(answer: Response): Promise<Response> {
  const deps: GatewayDeps = {
    verify: async () => ({ token, forget: () => undefined }),
    forwardHome: async () => ({ kind: 'here' }),
    limits: { anyCall: async () => undefined, thisCall: async () => undefined },
    authenticate: async () => ({ caller, state: { epoch: 0, isReadOnly: false }, isFresh: true }),
    authorise: createGrants(metadata, async () => true),
    call: async () => answer,
    startJob: () => undefined,
  };
  const handler = answering(forward(async () => deps, operation));
  return handler(new Request('http://gateway/things'), { signal: new AbortController().signal, log: () => undefined });
}

/** A body that tells whether somebody let go of it. */
function body(onCancel: () => void | Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream({ cancel: onCancel });
}

describe('an answer of an internal role', () => {
  test('reaches the person with its status, type and body and none of its other headers', async () => {
    const headers = { 'Content-Type': 'text/plain', 'X-Inside': 'secret', 'Set-Cookie': 'a=b' };
    const answer = await passedOn(new Response('hello', { status: 202, headers }));
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
      202,
      'hello',
      'text/plain',
    ]);
    expect([answer.headers.get('x-inside'), answer.headers.get('set-cookie')]).toEqual([null, null]);
  });

  test('that was encoded on its way keeps no length: the body is decoded by now', async () => {
    const headers = { 'Content-Encoding': 'gzip', 'Content-Length': '3' };
    expect((await passedOn(new Response('hello', { headers }))).headers.get('content-length')).toBeNull();
    const plain = await passedOn(new Response('hello', { headers: { 'Content-Length': '5' } }));
    expect(plain.headers.get('content-length')).toBe('5');
  });

  test.each<[string, ResponseInit]>([
    ['401', { status: 401 }],
    ['403 of the hop', { status: 403, headers: { [HOP_REFUSED_HEADER]: 'true' } }],
  ])('that refuses the hop with %s is our trouble and not the person’s, and its body is let go', async (_, init) => {
    let isCancelled = false;
    const answer = await passedOn(
      new Response(
        body(() => {
          isCancelled = true;
        }),
        init,
      ),
    );
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'ServiceUnavailable' } }]);
    expect(isCancelled).toBe(true);
  });

  test('of 403 that is meant for the person reaches them', async () => {
    expect((await passedOn(new Response('{}', { status: 403 }))).status).toBe(403);
  });
});

describe('the start of a job', () => {
  test('that cannot end well is logged and ends nothing else', async () => {
    const stray: unknown[] = [];
    const onStray = (reason: unknown) => void stray.push(reason);
    process.on('unhandledRejection', onStray);
    const lines: string[] = [];
    const log: Log = (_, event) => void lines.push(event);
    const broken = body(() => Promise.reject(new Error('the connection broke')));
    createJobStarter(async () => new Response(broken))(TENANT, newId<JobId>(), 'request-1', log);
    await expect.poll(() => lines).toEqual(['job not started']);
    createJobStarter(() => Promise.reject(new Error('refused')))(TENANT, newId<JobId>(), 'request-1', log);
    await expect.poll(() => lines.length).toBe(2);
    process.off('unhandledRejection', onStray);
    expect(stray).toEqual([]);
  });
});
