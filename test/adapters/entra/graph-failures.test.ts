import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createGraphDirectory } from '../../../shared/adapters/entra/graph-directory.ts';
import { newId, type ObjectId, type TenantId } from '../../../shared/domain/ids.ts';

/** What Graph answers, call by call; the last one is repeated. A token is always had. */
type Answer = () => Response | Promise<Response>;
const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => {
  return () => new Response(JSON.stringify(value), { status, headers });
};

const tenantId = newId<TenantId>();
const objectId = newId<ObjectId>();
const ids = json(200, { value: [objectId] });
const UNAVAILABLE = { code: 'upstream-unavailable', detail: { role: 'directory' } };

function directoryOf(answers: readonly Answer[], timeoutMs = 1000, real?: typeof fetch) {
  const asked: { readonly url: string; readonly at: number; readonly init: RequestInit | undefined }[] = [];
  const directory = createGraphDirectory({
    graphUrl: 'https://graph.example/v1.0',
    tokenEndpoint: 'https://login.example/{tenantid}/token',
    clientId: 'client',
    identityToken: async () => 'proof',
    inviteRedirectUrl: 'https://bi.example',
    now: () => new Date(),
    timeoutMs,
    fetch: async (url, init) => {
      if (String(url).startsWith('https://login.example/')) return json(200, { access_token: 't', expires_in: 3600 })();
      if (real !== undefined) return real(url, init);
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push({ url: String(url), at: Date.now(), init });
      if (answer === undefined) throw new Error('nothing to answer');
      return answer();
    },
  });
  return { directory, asked };
}

describe('a call that Graph does not take now', () => {
  test.each([429, 500, 502, 503, 504])('%i is repeated once, and then it is had', async (status) => {
    const { directory, asked } = directoryOf([json(status, {}), ids]);
    expect(await directory.groupsOf(tenantId, objectId)).toEqual([objectId]);
    expect(asked.length).toBe(2);
  });

  test('twice is a failure', async () => {
    const { directory, asked } = directoryOf([json(503, {})]);
    await expect(directory.groupsOf(tenantId, objectId)).rejects.toMatchObject(UNAVAILABLE);
    expect(asked.length).toBe(2);
  });

  test('is repeated after as long as Graph asks for', async () => {
    const { directory, asked } = directoryOf([json(429, {}, { 'retry-after': '0.5' }), ids]);
    await directory.groupsOf(tenantId, objectId);
    expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(495);
  });

  test.each(['3', '120', 'Wed, 21 Oct 2015 07:28:00 GMT', '-1'])('is not repeated after "%s"', async (wanted) => {
    const { directory, asked } = directoryOf([json(429, {}, { 'retry-after': wanted }), ids]);
    await expect(directory.groupsOf(tenantId, objectId)).rejects.toMatchObject(UNAVAILABLE);
    expect(asked.length).toBe(1);
  });

  test('an invitation is not sent twice when Graph failed over it', async () => {
    const { directory, asked } = directoryOf([json(500, {})]);
    await expect(directory.invite(tenantId, 'pia@partner.example')).rejects.toMatchObject(UNAVAILABLE);
    expect(asked.length).toBe(1);
  });
});

describe('whatever is not understood gives nobody anything', () => {
  const user = { id: objectId, displayName: 'A', userPrincipalName: 'a@b', userType: 'Member', accountEnabled: true };

  test.each<[string, Answer]>([
    ['401', json(401, {})],
    ['403', json(403, {})],
    ['400, as for more groups than it lists', json(400, { error: { code: 'Directory_ResultSizeLimitExceeded' } })],
    ['a page in place of JSON', () => new Response('<html>', { status: 200 })],
    ['groups without a list', json(200, {})],
    ['a group whose id is none', json(200, { value: [objectId, 'everybody'] })],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('groups: %s', async (_what, answer) => {
    const { directory } = directoryOf([answer]);
    await expect(directory.groupsOf(tenantId, objectId)).rejects.toMatchObject(UNAVAILABLE);
  });

  test.each([
    ['not whether it is enabled', { ...user, accountEnabled: undefined }],
    ['a moment that is none', { ...user, signInSessionsValidFromDateTime: 'yesterday' }],
    ['no id', { ...user, id: undefined }],
  ])('an account that says %s', async (_what, answer) => {
    const { directory } = directoryOf([json(200, answer)]);
    await expect(directory.account(tenantId, objectId)).rejects.toMatchObject(UNAVAILABLE);
  });

  test.each([
    ['an answer that does not come', () => undefined],
    ['an answer that does not end', (response: ServerResponse) => void response.writeHead(200).write('{"value":[')],
  ])('%s is given up', async (_what, begin) => {
    const server = createServer((_request, response) => begin(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { directory } = directoryOf([], 100, (_url, init) => fetch(`http://127.0.0.1:${port}/`, init));
    await expect(directory.groupsOf(tenantId, objectId)).rejects.toMatchObject(UNAVAILABLE);
    server.closeAllConnections();
    server.close();
  });

  test('names of unusual kinds do not spoil a list', async () => {
    const { directory } = directoryOf([
      json(200, { '@odata.type': '#microsoft.graph.device', id: objectId, displayName: null }),
    ]);
    expect(await directory.find(tenantId, objectId)).toBeUndefined();
  });
});

test('I-29: every call goes to the configured address, follows no redirect, and carries the tenant’s token', async () => {
  const { directory, asked } = directoryOf([ids]);
  await directory.groupsOf(tenantId, objectId);
  expect(asked[0]?.url).toBe(`https://graph.example/v1.0/directoryObjects/${objectId}/getMemberObjects`);
  expect(asked[0]?.init).toMatchObject({ redirect: 'error', headers: { authorization: 'Bearer t' } });
});
