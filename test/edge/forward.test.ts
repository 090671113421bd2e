import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createNetServer } from 'node:net';
import { generate } from 'selfsigned';
import { describe, expect, test } from 'vitest';
import { ask, askRaw, codeOf, memoryLog, signal, startOrigin, startTestEdge } from './with-edge.ts';

const GUID = /^[0-9a-f-]{36}$/;

describe('passing on', () => {
  test('method, path, query, headers and body arrive, and status, headers and body come back', async () => {
    const origin = await startOrigin((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        res.writeHead(207, {
          'X-Powered-By': 'secret',
          'Set-Cookie': ['a=1', 'b=2'],
          'X-Seen': `${req.method} ${req.url}`,
        });
        res.end(JSON.stringify({ headers: req.headers, body: Buffer.concat(chunks).toString() }));
      });
    });
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url }, static: { url: origin.url } } });
    const answer = await ask(
      port,
      '/a%20b/c?x=%2B+&sig=a%2Fb%3D%3D&&z',
      {
        method: 'PATCH',
        headers: {
          'X-Azure-FDID': 'spoofed',
          'X-Forwarded-For': '1.2.3.4',
          'X-Request-Id': 'mine',
          Authorization: 'Bearer t',
        },
      },
      'héllo',
    );
    const seen = JSON.parse(answer.body.toString());
    expect(answer.status).toBe(207);
    expect(answer.headers['x-seen']).toBe('PATCH /a%20b/c?x=%2B+&sig=a%2Fb%3D%3D&&z');
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(seen.body).toBe('héllo');
    expect(seen.headers).toMatchObject({
      authorization: 'Bearer t',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': `127.0.0.1:${port}`,
      'x-azure-ref': answer.headers['requestid'],
    });
    expect(seen.headers['x-azure-fdid']).toMatch(GUID);
    expect(answer.headers['requestid']).toMatch(GUID);
    expect(answer.headers['x-azure-ref']).toBe(answer.headers['requestid']);
  });

  test('::1 answers too, where the machine has it', async () => {
    const origin = await startOrigin((_, res) => res.end('ok'));
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    const answer = await ask(port, '/', { host: '::1' }).catch((error: NodeJS.ErrnoException) => error.code);
    if (typeof answer === 'string') expect(answer).toBe('EADDRNOTAVAIL');
    else expect(answer?.body.toString()).toBe('ok');
  });

  test('an answer is a stream: the first bytes are there before the origin has the last', async () => {
    const mayEnd = signal();
    const origin = await startOrigin(async (_, res) => {
      res.write('first');
      await mayEnd.promise;
      res.end('last');
    });
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    const text = await new Promise<string>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, agent: false }, (answer) => {
        let got = '';
        answer.on('data', (chunk) => {
          got += chunk;
          if (got === 'first') mayEnd.resolve();
        });
        answer.on('end', () => resolve(got));
      });
      sent.on('error', reject).end();
    });
    expect(text).toBe('firstlast');
  });

  test('a request is a stream: its first bytes arrive before the client has sent the last', async () => {
    const arrived = signal();
    const origin = await startOrigin((req, res) => {
      req.once('data', () => arrived.resolve());
      req.on('end', () => res.end('done'));
    });
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    const done = signal<number>();
    const sent = request({ host: '127.0.0.1', port, method: 'PUT', agent: false }, (answer) => {
      answer.resume();
      done.resolve(answer.statusCode ?? 0);
    });
    sent.write('x'.repeat(100));
    await arrived.promise;
    sent.end('rest');
    expect(await done.promise).toBe(200);
  });

  test('a reader that stops reading stops the origin', async () => {
    const piece = Buffer.alloc(64 * 1024);
    let written = 0;
    const origin = await startOrigin((_, res) => {
      const more = () => {
        let goesOn = true;
        while (goesOn && written < 512 * 1024 * 1024) {
          goesOn = res.write(piece);
          written += piece.length;
        }
      };
      res.on('drain', more);
      more();
    });
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n'));
    socket.pause();
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    socket.destroy();
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  test('an upload of 40 MB to a https origin with a private authority arrives whole, its query untouched and not logged', async () => {
    const pem = await generate([{ name: 'commonName', value: 'localhost' }], {
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
    const hash = createHash('sha256');
    let target = '';
    let headers: Record<string, unknown> = {};
    const server = createHttpsServer({ key: pem.private, cert: pem.cert }, (req, res) => {
      target = req.url ?? '';
      headers = req.headers;
      req.on('data', (chunk: Buffer) => hash.update(chunk));
      req.on('end', () => res.writeHead(201).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { records, log } = memoryLog();
    const { port } = await startTestEdge({
      overlay: {
        version: 1,
        kind: 'development',
        originGroups: [{ name: 'intake', origins: [{ name: 'intake', serves: 'intake', host: 'localhost' }] }],
        routes: [
          {
            name: 'intake',
            patterns: ['/intake/*'],
            methods: ['PUT'],
            originGroup: 'intake',
            originPath: '/',
            bodyBytes: 1073741824,
            keepRequestHeaders: ['x-ms-blob-*'],
          },
        ],
      },
      origins: {
        gateway: { url: 'http://127.0.0.1:1' },
        intake: { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: pem.cert },
      },
      log,
    });
    const body = randomBytes(40 * 1024 * 1024);
    const query = '?sv=2024-11-04&se=2026-01-01T00%3A00%3A00Z&sr=b&sp=cw&sig=aB%2Bc%2Fd%3D';
    const sent = { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob', 'x-ms-copy-source': 'http://evil.test' } };
    const answer = await ask(port, `/intake/account/box/blob.csv${query}`, sent, body);
    server.closeAllConnections();
    server.close();
    expect(answer.status).toBe(201);
    expect(target).toBe(`/account/box/blob.csv${query}`);
    expect(headers['x-ms-blob-type']).toBe('BlockBlob');
    expect(headers['x-ms-copy-source']).toBeUndefined();
    expect(hash.digest('hex')).toBe(createHash('sha256').update(body).digest('hex'));
    expect(records).toMatchObject([{ method: 'PUT', path: '/intake/account/box/blob.csv', status: 201 }]);
    expect(JSON.stringify(records)).not.toContain('sig');
  });

  test('a self-signed origin without its authority is not trusted', async () => {
    const pem = await generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256' });
    const server = createHttpsServer({ key: pem.private, cert: pem.cert }, (_, res) => res.end('never'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { port } = await startTestEdge({ origins: { gateway: { url } } });
    expect((await ask(port, '/')).status).toBe(502);
    server.close();
  });
});

describe('one side goes away', () => {
  test('a client that leaves ends the request at the origin', async () => {
    const started = signal();
    const ended = signal();
    const origin = await startOrigin((_, res) => {
      res.on('close', () => ended.resolve());
      started.resolve();
    });
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    const sent = request({ host: '127.0.0.1', port, agent: false });
    sent.on('error', () => undefined).end();
    await started.promise;
    sent.destroy();
    await ended.promise;
  });

  test('a client that leaves in the middle of an upload ends it at the origin', async () => {
    const started = signal();
    const ended = signal<boolean>();
    const origin = await startOrigin((req) => {
      req.once('data', () => started.resolve());
      req.on('error', () => undefined);
      req.on('close', () => ended.resolve(req.complete));
    });
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    const sent = request({
      host: '127.0.0.1',
      port,
      method: 'POST',
      headers: { 'Content-Length': 1000 },
      agent: false,
    });
    sent.on('error', () => undefined).write('x');
    await started.promise;
    sent.destroy();
    expect(await ended.promise).toBe(false);
  });

  test.each([
    ['with a length', { 'Content-Length': '1000' }],
    ['chunked', {}],
  ])('an answer %s that breaks off is cut for the client too, never ended as if whole', async (_, headers) => {
    const origin = await startOrigin((_req, res) => {
      res.writeHead(200, headers);
      res.write('half');
      setTimeout(() => res.destroy(), 20);
    });
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    await expect(ask(port, '/')).rejects.toThrow('aborted');
  });

  test('an origin that is down gives 502 at once, and works again when it is back', async () => {
    const origin = await startOrigin((_, res) => res.end('back'));
    const where = origin.server.address() as AddressInfo;
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    expect((await ask(port, '/')).body.toString()).toBe('back');
    origin.server.closeAllConnections();
    await new Promise((resolve) => origin.server.close(resolve));
    const begun = performance.now();
    const answer = await ask(port, '/', { method: 'POST' }, 'x'.repeat(100000));
    expect(answer.status).toBe(502);
    expect(codeOf(answer)).toBe('ServiceUnavailable');
    expect(answer.headers['requestid']).toMatch(GUID);
    expect(answer.body.toString()).not.toContain('127.0.0.1');
    expect(performance.now() - begun).toBeLessThan(1000);
    await new Promise<void>((resolve) => origin.server.listen(where.port, '127.0.0.1', resolve));
    expect((await ask(port, '/')).body.toString()).toBe('back');
  });

  test('a kept connection that the origin has closed is replaced without the client noticing', async () => {
    let connections = 0;
    const server = createNetServer((socket) => {
      connections += 1;
      let answered = false;
      socket.on('error', () => undefined);
      socket.on('data', () => {
        if (answered) socket.resetAndDestroy();
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        answered = true;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { port } = await startTestEdge({ origins: { gateway: { url } } });
    expect((await ask(port, '/')).status).toBe(200);
    expect((await ask(port, '/')).status).toBe(200);
    expect(connections).toBe(2);
    expect((await ask(port, '/', { method: 'POST' }, 'once')).status).toBe(502);
    server.close();
  });

  test('an origin that says nothing gives 504 after the time-out of its route', async () => {
    const ended = signal();
    const origin = await startOrigin((_, res) => {
      res.on('close', () => ended.resolve());
    });
    const { port } = await startTestEdge({
      routes: [{ name: 'all', patterns: ['/*'], timeoutSeconds: 1 }],
      origins: { gateway: { url: origin.url } },
    });
    const answer = await ask(port, '/');
    expect(answer.status).toBe(504);
    expect(codeOf(answer)).toBe('GatewayTimeout');
    await ended.promise;
  });

  test('an origin that answers something else than HTTP gives 502', async () => {
    const server = createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('SSH-2.0-x\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { port } = await startTestEdge({ origins: { gateway: { url } } });
    expect((await ask(port, '/')).status).toBe(502);
    server.close();
  });

  test('an origin that refuses an upload before it is there is heard, and the connection stays usable', async () => {
    const origin = await startOrigin((req, res) => {
      res.writeHead(403).end('no');
      req.resume();
    });
    const { port } = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    const first = `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n${'x'.repeat(500000)}`;
    const got = await askRaw(port, `${first}GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(got.match(/HTTP\/1\.1 403/g)).toHaveLength(2);
  });
});
