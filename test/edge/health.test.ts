import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ask, codeOf, startOrigin, startTestEdge } from './with-edge.ts';
import { deadPort } from './with-tls.ts';

type Named = { name: string; priority?: number; weight?: number };

/** A configuration with these gateways in one group; it is probed each second where that is asked for. */
const group = (origins: readonly Named[], more: Readonly<Record<string, unknown>> = {}) => ({
  originGroups: [
    {
      name: 'gateway',
      origins: origins.map((origin) => ({ serves: 'gateway', host: `${origin.name}.example`, ...origin })),
      loadBalancing: { sampleSize: 2, successfulSamplesRequired: 2, additionalLatencyMs: 1000 },
      ...more,
    },
    { name: 'static', origins: [{ name: 'static', serves: 'static', host: 'static.example' }] },
  ],
});
const probe = { path: '/v1.0/health', method: 'HEAD', protocol: 'Http', intervalSeconds: 1 };

/** A gateway that says its name; it can be made unwell, and counts what it is asked. */
async function startGateway(name: string) {
  const state = { isWell: true, probes: 0, requests: 0, probeHeaders: {} as Record<string, unknown> };
  const origin = await startOrigin((req, res) => {
    if (req.url === '/v1.0/health') {
      state.probes += 1;
      state.probeHeaders = req.headers;
      res.writeHead(state.isWell ? 200 : 503).end();
      return;
    }
    state.requests += 1;
    req.resume();
    req.on('end', () => res.end(name));
  });
  return { ...origin, state };
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const askName = async (port: number) => (await ask(port, '/')).body.toString();

describe('probes', () => {
  test('X-03, X-04: an origin that fails them gets nothing until it passes them again', async () => {
    const [first, second] = [await startGateway('first'), await startGateway('second')];
    const { port } = await startTestEdge({
      config: group(
        [
          { name: 'a', priority: 1 },
          { name: 'b', priority: 2 },
        ],
        { probe },
      ),
      origins: { a: { url: first.url }, b: { url: second.url } },
      frontDoorId: '11111111-1111-4111-8111-111111111111',
    });
    expect(await askName(port)).toBe('first');
    first.state.isWell = false;
    await until(async () => (await askName(port)) === 'second');
    const before = first.state.requests;
    for (let i = 0; i < 10; i += 1) expect(await askName(port)).toBe('second');
    expect(first.state.requests).toBe(before);
    first.state.isWell = true;
    await until(async () => (await askName(port)) === 'first');
    expect(first.state.probeHeaders).toMatchObject({
      'user-agent': 'Edge Health Probe',
      'x-fd-healthprobe': '1',
      'x-azure-fdid': '11111111-1111-4111-8111-111111111111',
    });
  });

  test('X-04: where all fail, all are asked as if they were well', async () => {
    const [first, second] = [await startGateway('first'), await startGateway('second')];
    first.state.isWell = false;
    second.state.isWell = false;
    const { port } = await startTestEdge({
      config: group([{ name: 'a' }, { name: 'b' }], { probe }),
      origins: { a: { url: first.url }, b: { url: second.url } },
    });
    await until(() => first.state.probes >= 2 && second.state.probes >= 2);
    const names = new Set<string>();
    for (let i = 0; i < 10; i += 1) names.add(await askName(port));
    expect([...names].sort()).toEqual(['first', 'second']);
  });

  test('an only origin is not probed, and an edge that has ended probes no more', async () => {
    const only = await startGateway('only');
    await startTestEdge({ config: group([{ name: 'a' }], { probe }), origins: { a: { url: only.url } } });
    const [first, second] = [await startGateway('first'), await startGateway('second')];
    const edge = await startTestEdge({
      config: group([{ name: 'a' }, { name: 'b' }], { probe }),
      origins: { a: { url: first.url }, b: { url: second.url } },
    });
    await until(() => first.state.probes >= 1);
    await edge.close(0);
    const { probes } = first.state;
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect([only.state.probes, first.state.probes]).toEqual([0, probes]);
  });
});

describe('an origin that takes no connection', () => {
  test.each([
    ['GET', undefined],
    ['POST', 'a body that arrives whole'],
    ['DELETE', undefined],
  ])('a %s goes to another of its group, and the client does not notice', async (method, body) => {
    const second = await startGateway('second');
    const { port } = await startTestEdge({
      config: group([
        { name: 'a', priority: 1 },
        { name: 'b', priority: 2 },
      ]),
      origins: { a: { url: `http://127.0.0.1:${await deadPort()}` }, b: { url: second.url } },
    });
    const answer = await ask(port, '/', { method }, body);
    expect([answer.status, answer.body.toString()]).toEqual([200, 'second']);
    expect(second.state.requests).toBe(1);
  });

  test('where none of them does, the client gets one 502', async () => {
    const { port } = await startTestEdge({
      config: group([{ name: 'a' }, { name: 'b' }, { name: 'c' }]),
      origins: {
        a: { url: `http://127.0.0.1:${await deadPort()}` },
        b: { url: `http://127.0.0.1:${await deadPort()}` },
        c: { url: `http://127.0.0.1:${await deadPort()}` },
      },
    });
    const answer = await ask(port, '/');
    expect([answer.status, codeOf(answer)]).toEqual([502, 'ServiceUnavailable']);
  });

  test('a request that changes something and was begun is not sent again', async () => {
    const first = await startOrigin((req) => {
      req.once('data', () => req.socket.destroy());
    });
    const second = await startGateway('second');
    const { port } = await startTestEdge({
      config: group([
        { name: 'a', priority: 1 },
        { name: 'b', priority: 2 },
      ]),
      origins: { a: { url: first.url }, b: { url: second.url } },
    });
    const answer = await ask(port, '/', { method: 'POST' }, 'once');
    expect([answer.status, codeOf(answer), answer.headers['retry-after']]).toEqual([502, 'OutcomeUnknown', undefined]);
    expect(second.state.requests).toBe(0);
  });

  test('a GET whose origin dies in the middle of it is answered by another', async () => {
    const first = await startOrigin((req) => req.socket.destroy());
    const second = await startGateway('second');
    const { port } = await startTestEdge({
      config: group([
        { name: 'a', priority: 1 },
        { name: 'b', priority: 2 },
      ]),
      origins: { a: { url: first.url }, b: { url: second.url } },
    });
    expect(await askName(port)).toBe('second');
  });

  test('a killed origin under load loses only what was in flight to it', async () => {
    const first = await startGateway('first');
    const second = await startGateway('second');
    const { port } = await startTestEdge({
      config: group([{ name: 'a' }, { name: 'b' }]),
      origins: { a: { url: first.url }, b: { url: second.url } },
    });
    const { port: killed } = first.server.address() as AddressInfo;
    let failures = 0;
    let isOver = false;
    const worker = async () => {
      while (!isOver) {
        const { status } = await ask(port, '/', { method: 'POST' }, 'x');
        if (status !== 200) failures += 1;
      }
    };
    const workers = Array.from({ length: 8 }, worker);
    await new Promise((resolve) => setTimeout(resolve, 150));
    first.server.closeAllConnections();
    first.server.close();
    await new Promise((resolve) => setTimeout(resolve, 400));
    isOver = true;
    await Promise.all(workers);
    expect(killed).toBeGreaterThan(0);
    expect(failures).toBeLessThanOrEqual(8);
    expect(second.state.requests).toBeGreaterThan(8);
  });
});

describe('the choice', () => {
  test('X-03: weight is the share, and a cookie keeps a client at its origin', async () => {
    const [first, second] = [await startGateway('first'), await startGateway('second')];
    const { port } = await startTestEdge({
      config: group(
        [
          { name: 'a', weight: 75 },
          { name: 'b', weight: 25 },
        ],
        { sessionAffinity: true },
      ),
      origins: { a: { url: first.url }, b: { url: second.url } },
    });
    for (let i = 0; i < 100; i += 1) await askName(port);
    expect([first.state.requests, second.state.requests]).toEqual([75, 25]);
    const answer = await ask(port, '/');
    const cookie = answer.headers['set-cookie']?.find((text) => text.startsWith('ASLBSA='))?.split(';', 1)[0];
    for (let i = 0; i < 8; i += 1) {
      const kept = await ask(port, '/', { headers: { Cookie: cookie } });
      expect([kept.body.toString(), kept.headers['set-cookie']]).toEqual([answer.body.toString(), undefined]);
    }
  });
});
