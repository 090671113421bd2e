import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { pathToLog, printAccess } from '../../edge/access-record.ts';
import { startEdge } from '../../edge/start-edge.ts';
import { configWith, routingOf } from '../routing/sample-config.ts';
import { ask, askRaw, codeOf, memoryLog, signal, startOrigin, startTestEdge } from './with-edge.ts';

/** An edge with a limit of 1,000 bytes before an origin that counts what reaches it. */
async function limitedEdge() {
  const seen = { requests: 0, bytes: 0 };
  const origin = await startOrigin((req, res) => {
    seen.requests += 1;
    req.on('data', (chunk: Buffer) => {
      seen.bytes += chunk.length;
    });
    req.on('end', () => res.end('ok'));
  });
  const { records, log } = memoryLog();
  const edge = await startTestEdge({
    routes: [{ name: 'all', patterns: ['/api/*'], bodyBytes: 1000, methods: ['GET', 'HEAD', 'POST'] }],
    origins: { gateway: { url: origin.url } },
    log,
  });
  return { ...edge, seen, records };
}

describe('sizes', () => {
  test('a body of the limit passes, and one byte more is refused before the origin hears of it', async () => {
    const { port, seen } = await limitedEdge();
    expect((await ask(port, '/api/x', { method: 'POST' }, 'x'.repeat(1000))).status).toBe(200);
    const answer = await ask(port, '/api/x', { method: 'POST' }, 'x'.repeat(1001));
    expect(answer.status).toBe(413);
    expect(codeOf(answer)).toBe('RequestTooLarge');
    expect(seen).toEqual({ requests: 1, bytes: 1000 });
  });

  test('a body without a length is counted while it streams', async () => {
    const { port, seen } = await limitedEdge();
    const status = signal<number>();
    const sent = request({ host: '127.0.0.1', port, path: '/api/x', method: 'POST', agent: false }, (answer) => {
      answer.resume();
      status.resolve(answer.statusCode ?? 0);
    });
    sent.on('error', () => undefined);
    const timer = setInterval(() => sent.write('x'.repeat(300)), 5);
    expect(await status.promise).toBe(413);
    clearInterval(timer);
    sent.destroy();
    expect(seen.bytes).toBeLessThanOrEqual(1000);
  });

  test('a client that waits for 100 Continue is refused without sending its body, or told to go on', async () => {
    const { port } = await limitedEdge();
    const head = (length: number) =>
      `POST /api/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;
    const refused = await askRaw(port, head(5000));
    expect(refused).toMatch(/^HTTP\/1\.1 413 /);
    const accepted = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(head(3)));
      let got = '';
      socket.on('data', (chunk) => {
        if (got === '') socket.write('abc');
        got += chunk;
      });
      socket.on('close', () => resolve(got));
    });
    expect(accepted).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  test.each([
    ['a long URL', `GET /api/${'a'.repeat(8192)} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`, 414, 'UriTooLong'],
    [
      'large headers',
      `GET /api/x HTTP/1.1\r\nHost: h\r\nX-A: ${'a'.repeat(50000)}\r\n\r\n`,
      431,
      'RequestHeadersTooLarge',
    ],
    ['no HTTP', 'hello\r\n\r\n', 400, 'BadRequest'],
    [
      'two lengths',
      'POST /api/x HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
      'BadRequest',
    ],
    [
      'a length and chunks',
      'POST /api/x HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'BadRequest',
    ],
    ['a host that is none', 'GET /api/x HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n', 400, 'BadRequest'],
    ['no host', 'GET /api/x HTTP/1.0\r\n\r\n', 400, 'BadRequest'],
    ['a dot segment', 'GET /api/../x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 400, 'BadRequest'],
    [
      'another server in the target',
      'GET http://other.test/api/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
      400,
      'BadRequest',
    ],
    ['a path without a route', 'GET /other HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 404, 'RouteNotFound'],
    [
      'a method that is not taken',
      'DELETE /api/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
      405,
      'MethodNotAllowed',
    ],
    ['TRACE', 'TRACE /api/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 405, 'MethodNotAllowed'],
    [
      'a WebSocket',
      'GET /api/x HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
      501,
      'WebSocketNotSupported',
    ],
  ])(
    '%s is refused in the envelope, with a request id, and does not reach the origin',
    async (_, text, status, code) => {
      const { port, seen } = await limitedEdge();
      const got = await askRaw(port, text);
      expect(got).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(got).toContain(`{"error":{"code":"${code}","message":"`);
      expect(got).toMatch(/\r\nRequestId: [0-9a-f-]{36}\r\nX-Azure-Ref: [0-9a-f-]{36}\r\n/);
      expect(seen.requests).toBe(0);
    },
  );

  test('an offer to speak HTTP/2 in the clear is ignored, not refused', async () => {
    const { port } = await limitedEdge();
    const text =
      'GET /api/x HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n';
    expect(await askRaw(port, text)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test('a HEAD that is refused has no body', async () => {
    const { port } = await limitedEdge();
    expect(await ask(port, '/other', { method: 'HEAD' })).toMatchObject({ status: 404, body: Buffer.alloc(0) });
  });
});

describe('the access log', () => {
  test('has a line per request, refused ones too, and never a query', async () => {
    const { port, records } = await limitedEdge();
    const answer = await ask(port, '/api/x?sig=secret');
    await ask(port, '/nowhere%3Fsig=secret');
    expect(records.map(({ method, path, status }) => [method, path, status])).toEqual([
      ['GET', '/api/x', 200],
      ['GET', '/nowhere', 404],
    ]);
    expect(records[0]?.requestId).toBe(answer.headers['requestid']);
    expect(records[0]?.bytes).toBeGreaterThan(100);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  test.each([
    ['/a?b', '/a'],
    ['/a%3fb', '/a'],
    ['/a', '/a'],
  ])('of %s it has %s', (target, path) => {
    expect(pathToLog(target)).toBe(path);
  });

  test('control characters are escaped', () => {
    const record = {
      time: 't',
      requestId: 'r',
      method: 'GET',
      path: '/\u001b[2J\n\u009b1m\u2028',
      status: 1,
      ms: 1,
      bytes: 1,
    };
    const line = printAccess(record);
    expect(line).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(JSON.parse(line)).toEqual(record);
  });
});

test('a taken port rejects with the code of the system', async () => {
  const { port } = await limitedEdge();
  const routing = routingOf(configWith([{ name: 'all', patterns: ['/*'] }]));
  await expect(startEdge({ routing, port, origins: { gateway: { url: 'http://127.0.0.1:1' } } })).rejects.toMatchObject(
    {
      code: 'EADDRINUSE',
    },
  );
});

test('an origin without an address is refused before anything listens', async () => {
  const routing = routingOf(configWith([{ name: 'all', patterns: ['/*'] }]));
  await expect(startEdge({ routing, port: 0, origins: {} })).rejects.toThrow(
    'no address is given for the origin "gateway"',
  );
});
