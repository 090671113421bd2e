import { afterAll, beforeAll, expect, test } from 'vitest';
import { createForwardHome } from '../../../functions/gateway/forward-home.ts';
import { createInternalCall } from '../../../functions/gateway/internal-call.ts';
import { OPERATIONS } from '../../../functions/operations.ts';
import { createSigningKeys } from '../../../shared/identity/context-keys.ts';
import { startOrigin } from '../../edge/with-edge.ts';
import { callOperation } from '../call-operation.ts';
import { principal, TENANT } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { openWorld } from './open-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Seen = { readonly headers: Record<string, unknown>; readonly url: string };

/** An origin that writes down what arrives. */
async function listening() {
  const seen: Seen[] = [];
  const { url } = await startOrigin((request, response) => {
    seen.push({ headers: request.headers, url: request.url ?? '' });
    response.setHeader('Set-Cookie', 'a=b');
    response.setHeader('X-Powered-By', 'x');
    response.end('{}');
  });
  return { seen, url };
}

const OF_HTTP = [
  'host',
  'connection',
  'content-length',
  'content-type',
  'accept',
  'accept-language',
  'accept-encoding',
  'sec-fetch-mode',
  'user-agent',
  'transfer-encoding',
];

test("E06: a role of ours gets the Gateway's own token and the signed context, and no header of the client's", async () => {
  const { seen, url } = await listening();
  const target = { url, audience: 'presentation' };
  const call = createInternalCall({
    targets: { presentation: target, 'data-movement': target },
    serviceToken: async () => 'service-token',
    signingKey: createSigningKeys(world.metadata.system, world.now),
    now: world.now,
  });
  await call({
    role: 'presentation',
    method: 'GET',
    path: '/v1.0/myorg/groups',
    body: new Uint8Array(0),
    contentType: null,
    context: {
      kind: 'system',
      tenantId: TENANT,
      jobId: JSON.parse(JSON.stringify(crypto.randomUUID())),
      requestId: 'r',
    },
    grant: null,
    signal: new AbortController().signal,
  });
  const names = Object.keys(seen[0]?.headers ?? {}).filter((name) => !OF_HTTP.includes(name));
  expect(names.toSorted()).toEqual(['authorization', 'x-azimuth-context', 'x-request-id']);
  expect(seen[0]?.headers['authorization']).toBe('Bearer service-token');
});

test("E06: another cluster's Gateway gets the token that is for it, and nothing else that the client sent", async () => {
  const { seen, url } = await listening();
  const forward = createForwardHome({
    own: 'here',
    clusters: [{ name: 'there', gatewayUrl: url }],
    homes: new Map([[TENANT, 'there']]),
  });
  const request = new Request('http://gateway/v1.0/myorg/groups', {
    headers: {
      authorization: 'Bearer t',
      cookie: 'c=1',
      'x-forwarded-for': '1.2.3.4',
      'x-ms-client-principal': 'x',
      'x-azimuth-context': 'y',
    },
  });
  const { signal } = new AbortController();
  await forward({ request, tenantId: TENANT, body: new Uint8Array(0), writes: false, signal });
  const names = Object.keys(seen[0]?.headers ?? {}).filter((name) => !OF_HTTP.includes(name));
  expect(names.toSorted()).toEqual(['authorization', 'x-azimuth-forwarded', 'x-request-id']);
});

test('E08: addresses in answers begin with the configured one, whatever host a request names', async () => {
  const who = principal('administrator');
  const admin = principal('Admin');
  const evil = 'evil.example';
  const headers = {
    host: evil,
    'x-forwarded-host': evil,
    'x-original-host': evil,
    forwarded: `host=${evil}`,
    'x-forwarded-proto': 'http',
  };
  const ids = await createThings(world, admin);
  let addresses = 0;
  for (const operation of OPERATIONS.filter(({ writes, name }) => !writes || name === 'azimuth-links-create')) {
    const asker = operation.needs.kind === 'tenant' ? who : admin;
    const text = await (await callOperation(world, operation, ids, asker, { headers })).text();
    expect([operation.name, text.includes(evil)]).toEqual([operation.name, false]);
    for (const [address] of text.matchAll(/https?:\/\/[^"\s]+/g)) {
      addresses += 1;
      expect([operation.name, new URL(address).origin]).toEqual([operation.name, 'https://bi.contoso.example']);
    }
  }
  expect(addresses).toBeGreaterThan(10);
});

test('D14: JSON is told to be JSON and not to be guessed at, and a file is a file to save', async () => {
  const there = await createThings(world, principal('Admin'));
  // To end sessions takes a second of waiting, and its answer is JSON as any other.
  for (const operation of OPERATIONS.filter(({ name }) => name !== 'azimuth-sessions-revoke')) {
    const who = operation.needs.kind === 'tenant' ? principal('administrator') : principal('Admin');
    const ids = operation.writes ? await createThings(world, who) : there;
    const answer = await callOperation(world, operation, ids, who);
    const text = await answer.text();
    expect([operation.name, answer.headers.get('x-content-type-options')]).toEqual([operation.name, 'nosniff']);
    expect([operation.name, answer.headers.get('cache-control')]).toEqual([operation.name, 'no-store']);
    if (text === '') continue;
    const type = answer.headers.get('content-type');
    if (type === 'text/csv; charset=utf-8')
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename=/);
    else expect([operation.name, type]).toEqual([operation.name, 'application/json; charset=utf-8']);
  }
});
