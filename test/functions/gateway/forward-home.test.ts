import { createServer, type RequestListener, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AnsweredWhere,
  createForwardHome,
  FORWARDED_HEADER,
  type Passing,
} from '../../../functions/gateway/forward-home.ts';
import type { HomeWatch } from '../../../functions/gateway/home-watch.ts';
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
const passing = (tenantId: TenantId, more: Partial<Passing> = {}): Passing => ({
  request: request(),
  tenantId,
  body: NOBODY,
  writes: false,
  signal,
  ...more,
});
async function answered(where: Promise<AnsweredWhere>): Promise<Response> {
  const found = await where;
  if (found.kind !== 'there') throw new Error(`It is answered ${found.kind}.`);
  return found.answer;
}

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
    expect(await createForwardHome(map())(passing(HERE))).toEqual({ kind: 'here' });
  });

  test('of an unknown tenant is refused', async () => {
    const refused = createForwardHome(map())(passing(newId<TenantId>()));
    await expect(refused).rejects.toMatchObject({ code: 'tenant-unknown' });
  });

  test('of another cluster’s tenant is answered by the home Gateway, with the token and without other headers', async () => {
    const body = new TextEncoder().encode('{"name":"x"}');
    const headers = { 'content-type': 'application/json', 'x-azure-clientip': '10.0.0.1', cookie: 'a=b' };
    const sent = request('?$top=1', headers, 'POST');
    const answer = await answered(createForwardHome(map())(passing(THERE, { request: sent, body, writes: true })));
    expect([answer.status, await answer.json()]).toEqual([202, { from: 'home' }]);
    // It was decoded on the way, and nothing of the connection goes on.
    expect([answer.headers.get('content-encoding'), answer.headers.get('set-cookie')]).toEqual([null, null]);
    const last = seen.at(-1);
    expect([last?.method, last?.url, last?.body]).toEqual(['POST', '/v1.0/myorg/groups?$top=1', '{"name":"x"}']);
    expect(last?.headers).toMatchObject({ authorization: 'Bearer t', [FORWARDED_HEADER]: 'west' });
    expect(last?.headers['cookie']).toBeUndefined();
    expect(last?.headers['x-azure-clientip']).toBe('10.0.0.1');
  });

  test('is sent there only where the client asked for it', async () => {
    const asked = passing(THERE, { request: request('?preferClientRouting=true') });
    const answer = await answered(createForwardHome(map())(asked));
    expect([answer.status, answer.headers.get('location')]).toEqual([
      307,
      `${gatewayUrl}/v1.0/myorg/groups?preferClientRouting=true`,
    ]);
  });

  test('that was passed on once is not passed on again: two maps that disagree make no loop', async () => {
    const again = passing(THERE, { request: request('', { [FORWARDED_HEADER]: 'south' }) });
    await expect(createForwardHome(map(), watching())(again)).rejects.toMatchObject({ code: 'upstream-unavailable' });
  });

  test('whose home Gateway does not answer is our trouble where no copy is here', async () => {
    const refused = createForwardHome(nobody())(passing(THERE));
    await expect(refused).rejects.toMatchObject({ code: 'upstream-unavailable' });
  });
});

describe('Z-03, Z-04: a home that is lost and copied to here', () => {
  test('is stood in for at once by who reads, and is asked how it is', async () => {
    const watch = fakeWatch();
    const forward = createForwardHome(nobody(), new Map([['north', watch]]));
    expect(await forward(passing(THERE))).toEqual({ kind: 'failed-over' });
    expect(watch.suspected()).toBe(1);
  });

  test('refuses a change that was not sent as one that can be tried again', async () => {
    const forward = createForwardHome(nobody(), watching());
    await expect(forward(passing(THERE, { writes: true }))).rejects.toMatchObject({ code: 'upstream-unavailable' });
  });

  test('leaves open what came of a change whose connection broke off, and it is not sent twice', async () => {
    const { url, count } = await breakingOff();
    const forward = createForwardHome(at(url), watching());
    const sent = passing(THERE, { request: request('', {}, 'POST'), writes: true });
    await expect(forward(sent)).rejects.toMatchObject({ code: 'outcome-unknown' });
    expect(count()).toBe(1);
  });

  test('is asked once more for a read whose connection broke off, before the copy answers', async () => {
    const { url, count } = await breakingOff();
    expect(await createForwardHome(at(url), watching())(passing(THERE))).toEqual({ kind: 'failed-over' });
    expect(count()).toBe(2);
  });

  test('is not asked while it is known to be down, and is again as soon as it is up', async () => {
    const watch = fakeWatch();
    const forward = createForwardHome(map(), new Map([['north', watch]]));
    const before = seen.length;
    watch.setDown(true);
    for (const writes of [false, true]) expect((await forward(passing(THERE, { writes }))).kind).toBe('failed-over');
    expect(seen.length).toBe(before);
    watch.setDown(false);
    expect((await answered(forward(passing(THERE)))).status).toBe(202);
  });

  test('that hangs is given up when it is found down: a read by the copy, a change with its outcome unknown', async () => {
    const { url } = await hanging();
    const watch = fakeWatch();
    const forward = createForwardHome(at(url), new Map([['north', watch]]));
    const read = forward(passing(THERE));
    const change = forward(passing(THERE, { writes: true }));
    change.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    watch.setDown(true);
    expect(await read).toEqual({ kind: 'failed-over' });
    await expect(change).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  test('is not stood in for where the client itself went away', async () => {
    const { url } = await hanging();
    const gone = new AbortController();
    const watch = fakeWatch();
    const read = createForwardHome(at(url), new Map([['north', watch]]))(passing(THERE, { signal: gone.signal }));
    setTimeout(() => gone.abort(), 50);
    await expect(read).rejects.toMatchObject({ code: 'upstream-unavailable' });
    expect(watch.suspected()).toBe(0);
  });
});

const at = (url: string) => ({ ...map(), clusters: [{ name: 'north', gatewayUrl: url }] });
/** Where nobody listens any more. */
let deadUrl = '';
beforeAll(async () => {
  deadUrl = await listening(() => undefined);
  const server = servers.at(-1);
  await new Promise((done) => server?.close(done));
});
const nobody = () => at(deadUrl);
const watching = () => new Map([['north', fakeWatch()]]);

/** A watch that is told what to say. */
function fakeWatch(): HomeWatch & { setDown(isDown: boolean): void; suspected(): number } {
  let down = new AbortController();
  let count = 0;
  return {
    downSignal: () => down.signal,
    suspect: () => {
      count += 1;
    },
    suspected: () => count,
    setDown(isDown) {
      if (isDown) down.abort();
      else down = new AbortController();
    },
  };
}

/** Takes each request and ends the connection without an answer. */
async function breakingOff(): Promise<{ readonly url: string; count(): number }> {
  let count = 0;
  const url = await listening((incoming) => {
    count += 1;
    incoming.socket.destroy();
  });
  return { url, count: () => count };
}

async function hanging(): Promise<{ readonly url: string }> {
  return { url: await listening(() => undefined) };
}

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});
async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
