import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPendingBlobs } from '../../shared/adapters/blob/pending-blobs.ts';
import { describePendingImports } from '../conformance/pending-imports.ts';
import { type Client, errorOf, OURS, putBlob, request } from './client.ts';
import { startTestStack, type TestStack } from './stack.ts';

/** What in Azure stands between the world and the origins, on the local stack: it is told the same settings. */
let stack: TestStack;
let author: Client;
beforeAll(async () => {
  stack = await startTestStack();
  author = await stack.client('author@contoso.example');
});
afterAll(() => stack?.stop());

const OTHER_EDGE = '5a1c2f3e-0000-4000-8000-000000000001';

describe.each([
  ['gateway', ['/v1.0/health', `${OURS}/me`, '/v1.0/nothing']],
  ['web-front-end', ['/healthz', '/', '/.well-known/azimuth']],
] as const)('X-06: the %s, asked past the edge', (role, paths) => {
  test.each([
    ['without an id', {}],
    ["with another edge's", { 'X-Azure-FDID': OTHER_EDGE }],
    [
      'with other headers of an edge',
      { 'X-FD-HealthProbe': '1', 'X-Azure-ClientIP': '127.0.0.1', 'X-Azure-Ref': 'mine-1234' },
    ],
  ])('refuses everything %s', async (_, headers) => {
    for (const path of paths) {
      const url = `http://127.0.0.1:${stack.stack.ports.roles[role]}${path}`;
      const answer = await request(url, { headers: { ...headers, authorization: `Bearer ${author.token}` } });
      expect({ path, status: answer.status }).toEqual({ path, status: 403 });
      expect(errorOf(answer).code).toBe('NotThroughEdge');
      expect(answer.text).not.toContain('mine-1234');
    }
  });
});

test('X-06: through the edge an id of the client changes nothing, nor do the other headers of an edge', async () => {
  const spoofed = { 'X-Azure-FDID': OTHER_EDGE, 'X-Azure-Ref': 'mine-1234', 'X-Azure-ClientIP': '203.0.113.9' };
  const headers = { ...spoofed, authorization: `Bearer ${author.token}` };
  const answer = await request(`${stack.url}${OURS}/me`, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('requestid')).not.toBe('mine-1234');
  expect((await request(`${stack.url}/healthz`, { headers: spoofed })).status).toBe(200);
});

describe('I-08: the way of an upload through the edge, by the deployed route', () => {
  test('takes a PUT by its signature alone, and nothing that reads, lists or deletes', async () => {
    const address = await author.put('a,b\n1,2\n');
    expect((await putBlob(address, 'a,b\n3,4\n')).status).toBe(201);
    for (const method of ['GET', 'POST', 'DELETE', 'PATCH']) {
      expect({ method, status: (await request(address, { method })).status }).toEqual({ method, status: 405 });
    }
    const unsigned = new URL(address);
    unsigned.search = '';
    const headers = {
      authorization: `Bearer ${await stack.identityToken('data-movement', 'https://storage.azure.com')}`,
    };
    const bare = {
      method: 'PUT',
      headers: { ...headers, 'x-ms-version': '2025-07-05', 'x-ms-blob-type': 'BlockBlob' },
    };
    expect((await request(unsigned.href, { ...bare, body: 'x' })).status).toBeGreaterThanOrEqual(401);
  });
});

describe('pending imports as blobs of the intake account', () => {
  describePendingImports(() => createPendingBlobs(stack.blobs('intake')));
});
