import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, startOrigin, startTestEdge } from './with-edge.ts';
import { certificateFor, openHttp2 } from './with-tls.ts';

const certificate = await certificateFor();
const PATIENCE = { headersMs: 300, bodyLookMs: 100, idleMs: 400 };

async function startImpatient(more: Partial<Parameters<typeof startTestEdge>[0]> = {}) {
  const origin = await startOrigin((req, res) => {
    req.resume();
    req.on('end', () => res.end('ok'));
    req.on('error', () => undefined);
  });
  const edge = await startTestEdge({
    origins: { gateway: { url: origin.url } },
    tls: { port: 0, bind: '127.0.0.1', certificate },
    patience: PATIENCE,
    ...more,
  });
  return { port: edge.port, httpsPort: edge.httpsPort ?? 0, close: edge.close };
}

/** Writes a piece again and again; all that came back until the edge closed the connection. */
function drip(port: number, first: string, piece: string, everyMs = 40): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(first));
    const timer = setInterval(() => socket.write(piece), everyMs);
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(got);
    });
  });
}

describe('a client that is slow on purpose', () => {
  test('headers that never end are given up with 408', async () => {
    const { port } = await startImpatient();
    expect(await drip(port, 'GET / HTTP/1.1\r\nHost: h\r\n', 'X: y\r\n')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a connection on which nothing is asked is closed', async () => {
    const { port } = await startImpatient();
    await expect(drip(port, '', '')).resolves.toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  test('a body that hardly moves is given up with 408, with a length and without', async () => {
    const { port } = await startImpatient();
    const byLength = await drip(port, 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n', 'x');
    const inChunks = await drip(port, 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n');
    expect([byLength, inChunks]).toEqual([
      expect.stringMatching(/^HTTP\/1\.1 408 /),
      expect.stringMatching(/^HTTP\/1\.1 408 /),
    ]);
  });

  test('a body that moves is not, however long it takes', async () => {
    const { port } = await startImpatient();
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 20000\r\n\r\n'),
    );
    const timer = setInterval(() => socket.write('x'.repeat(1000)), 40);
    const got = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
    clearInterval(timer);
    socket.destroy();
    expect(got).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('an origin that is slow to read is not the client’s fault', async () => {
    const origin = await startOrigin((req, res) => {
      setTimeout(() => {
        req.resume();
        req.on('end', () => res.end('ok'));
      }, 1000);
    });
    const { port } = await startImpatient({
      origins: { gateway: { url: origin.url } },
      routes: [{ name: 'all', patterns: ['/*'], bodyBytes: 50 * 1024 * 1024 }],
      config: { limits: { urlBytes: 8192, headerBytes: 32768, bodyBytes: 50 * 1024 * 1024 } },
    });
    expect((await ask(port, '/', { method: 'POST' }, Buffer.alloc(40 * 1024 * 1024))).status).toBe(200);
  });

  test('a TLS handshake that is never made is closed', async () => {
    const { httpsPort } = await startImpatient();
    expect(await drip(httpsPort, '', '')).toBe('');
  });

  test('a HTTP/2 session on which nothing is asked is closed, before and after its first request', async () => {
    const { httpsPort } = await startImpatient();
    const silent = openHttp2(httpsPort, certificate.cert);
    const used = openHttp2(httpsPort, certificate.cert);
    const stream = used.request({ ':path': '/' });
    stream.resume();
    await Promise.all([silent, used].map((session) => new Promise<void>((resolve) => session.once('close', resolve))));
    expect([silent.closed, used.closed]).toEqual([true, true]);
  });

  test('a HTTP/2 body that hardly moves is given up, and its connection goes on', async () => {
    const { httpsPort } = await startImpatient({ patience: { ...PATIENCE, idleMs: 5000 } });
    const session = openHttp2(httpsPort, certificate.cert);
    const stream = session.request({ ':path': '/', ':method': 'POST' }, { endStream: false });
    const timer = setInterval(() => stream.write('x'), 40);
    onTestFinished(() => clearInterval(timer));
    stream.on('error', () => undefined);
    const status = await new Promise((resolve) => stream.once('response', (headers) => resolve(headers[':status'])));
    expect(status).toBe(408);
    clearInterval(timer);
    const other = session.request({ ':path': '/' });
    expect(await new Promise((resolve) => other.once('response', (headers) => resolve(headers[':status'])))).toBe(200);
  });
});

describe('too many at once', () => {
  /** Opens so many connections; resolves with those that are still open a moment later. */
  async function openMany(port: number, count: number, host = '127.0.0.1'): Promise<Socket[]> {
    const sockets = Array.from({ length: count }, () => connect({ port, host: '127.0.0.1', localAddress: host }));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    for (const socket of sockets) socket.on('error', () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 150));
    return sockets.filter((socket) => !socket.destroyed && socket.readyState === 'open');
  }
  const patience = { headersMs: 20_000, bodyLookMs: 5000, idleMs: 5000 };

  test('connections over the number of one address are closed; another address still gets in, and so do later ones', async () => {
    const { port } = await startImpatient({ connectionLimits: { inAll: 100, perAddress: 5 }, patience });
    const open = await openMany(port, 30);
    expect(open).toHaveLength(5);
    await expect(ask(port, '/')).rejects.toThrow();
    expect((await ask(port, '/', { localAddress: '127.0.0.2' })).status).toBe(200);
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await ask(port, '/')).status).toBe(200);
  });

  test('connections over the number in all are closed, on the plain port and over TLS together', async () => {
    const { port, httpsPort } = await startImpatient({ connectionLimits: { inAll: 6, perAddress: 100 }, patience });
    const open = [...(await openMany(port, 4)), ...(await openMany(httpsPort, 4, '127.0.0.3'))];
    expect(open).toHaveLength(6);
    const refused = await new Promise((resolve) => {
      const socket = connectTls({ port: httpsPort, rejectUnauthorized: false }, () => resolve('accepted'));
      socket.on('error', () => resolve('refused'));
      socket.on('close', () => resolve('refused'));
    });
    expect(refused).toBe('refused');
  });

  test('a rush of streams that are opened and reset ends the session, and nobody else’s', async () => {
    const { httpsPort } = await startImpatient({ patience });
    const session = openHttp2(httpsPort, certificate.cert);
    const ended = new Promise<void>((resolve) => session.once('close', resolve));
    await new Promise<void>((resolve) => session.once('connect', () => resolve()));
    const rush = setInterval(() => {
      for (let i = 0; i < 90 && !session.closed && !session.destroyed; i += 1) {
        const stream = session.request({ ':path': '/' });
        stream.on('error', () => undefined);
        stream.close(8);
      }
    }, 20);
    onTestFinished(() => clearInterval(rush));
    await ended;
    clearInterval(rush);
    const other = openHttp2(httpsPort, certificate.cert).request({ ':path': '/' });
    expect(await new Promise((resolve) => other.once('response', (headers) => resolve(headers[':status'])))).toBe(200);
  });

  test('HTTP/2 headers larger than allowed are refused without harm to the connection’s owner’s other requests', async () => {
    const { httpsPort } = await startImpatient({ patience });
    const session = openHttp2(httpsPort, certificate.cert);
    const outcome = await new Promise((resolve) => {
      const stream = session.request({
        ':path': '/',
        ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`x-${i}`, 'y'.repeat(1000)])),
      });
      stream.on('response', (headers) => resolve(headers[':status']));
      stream.on('error', () => resolve('refused'));
      stream.on('close', () => resolve('refused'));
    });
    expect([431, 'refused']).toContain(outcome);
  });
});

test('an edge that ends does not wait for a HTTP/2 client that reads nothing', async () => {
  const { httpsPort, close } = await startImpatient({ patience: { headersMs: 5000, bodyLookMs: 5000, idleMs: 5000 } });
  const stream = openHttp2(httpsPort, certificate.cert).request({ ':path': '/' });
  await new Promise((resolve) => stream.once('response', resolve));
  const begun = performance.now();
  await close(100);
  expect(performance.now() - begun).toBeLessThan(2000);
});
