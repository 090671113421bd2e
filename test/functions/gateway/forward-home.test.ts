import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createForwardHome, FORWARDED_HEADER } from '../../../functions/gateway/forward-home.ts';
import { homeOf } from '../../../shared/domain/clusters.ts';
import { newId, type TenantId } from '../../../shared/domain/ids.ts';

const HERE = newId<TenantId>();
const THERE = newId<TenantId>();
const LOST = newId<TenantId>();
const NOBODY = new Uint8Array(0);

type Seen = { method: string; url: string; headers: NodeJS.Dict<string | string[]>; body: string };
const seen: Seen[] = [];
let home: Server;
let gatewayUrl: string;
beforeAll(async () => {
  home = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'set-cookie': 'a=b' };
      response.writeHead(202, headers);
      response.end(gzipSync('{"from":"home"}'));
    });
  });
  await new Promise<void>((done) => home.listen(0, '127.0.0.1', done));
  const address = home.address();
  gatewayUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => {
  home.closeAllConnections();
  home.close();
});

const map = () => ({
  own: 'west',
  clusters: [{ name: 'north', gatewayUrl }],
  homes: new Map([
    [HERE, 'west'],
    [THERE, 'north'],
    [LOST, 'a cluster that nobody knows'],
  ]),
});
const signal = new AbortController().signal;
const request = (query = '', headers: Record<string, string> = {}, method = 'GET') =>
  new Request(`http://west/v1.0/myorg/groups${query}`, { method, headers: { authorization: 'Bearer t', ...headers } });

describe('a tenant’s home', () => {
  test('is here, there, or nowhere: an unknown tenant and an unknown cluster are refused alike', () => {
    expect(homeOf(HERE, map()).kind).toBe('here');
    expect(homeOf(THERE, map()).kind).toBe('there');
    expect(homeOf(newId<TenantId>(), map()).kind).toBe('nowhere');
    expect(homeOf(LOST, map()).kind).toBe('nowhere');
  });
});

describe('a request at a Gateway', () => {
  test('of its own tenants is not passed on', async () => {
    expect(await createForwardHome(map())(request(), HERE, NOBODY, signal)).toBeUndefined();
  });

  test('of an unknown tenant is refused', async () => {
    const refused = createForwardHome(map())(request(), newId<TenantId>(), NOBODY, signal);
    await expect(refused).rejects.toMatchObject({ code: 'tenant-unknown' });
  });

  test('of another cluster’s tenant is answered by the home Gateway, with the token and without other headers', async () => {
    const body = new TextEncoder().encode('{"name":"x"}');
    const headers = { 'content-type': 'application/json', 'x-azure-clientip': '10.0.0.1', cookie: 'a=b' };
    const answer = await createForwardHome(map())(request('?$top=1', headers, 'POST'), THERE, body, signal);
    expect([answer?.status, await answer?.json()]).toEqual([202, { from: 'home' }]);
    // It was decoded on the way, and nothing of the connection goes on.
    expect([answer?.headers.get('content-encoding'), answer?.headers.get('set-cookie')]).toEqual([null, null]);
    const last = seen.at(-1);
    expect([last?.method, last?.url, last?.body]).toEqual(['POST', '/v1.0/myorg/groups?$top=1', '{"name":"x"}']);
    expect(last?.headers).toMatchObject({ authorization: 'Bearer t', [FORWARDED_HEADER]: 'west' });
    expect(last?.headers['cookie']).toBeUndefined();
    expect(last?.headers['x-azure-clientip']).toBe('10.0.0.1');
  });

  test('is sent there only where the client asked for it', async () => {
    const answer = await createForwardHome(map())(request('?preferClientRouting=true'), THERE, NOBODY, signal);
    expect([answer?.status, answer?.headers.get('location')]).toEqual([
      307,
      `${gatewayUrl}/v1.0/myorg/groups?preferClientRouting=true`,
    ]);
  });

  test('that was passed on once is not passed on again: two maps that disagree make no loop', async () => {
    const again = createForwardHome(map())(request('', { [FORWARDED_HEADER]: 'south' }), THERE, NOBODY, signal);
    await expect(again).rejects.toMatchObject({ code: 'upstream-unavailable' });
  });

  test('whose home Gateway does not answer is our trouble', async () => {
    const nobody = { ...map(), clusters: [{ name: 'north', gatewayUrl: 'http://127.0.0.1:9' }] };
    const refused = createForwardHome(nobody)(request(), THERE, NOBODY, signal);
    await expect(refused).rejects.toMatchObject({ code: 'upstream-unavailable' });
  });
});
