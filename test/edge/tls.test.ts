import { request as requestHttps } from 'node:https';
import { connect } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, codeOf, startOrigin, startTestEdge } from './with-edge.ts';
import { askHttp2, certificateFor, openHttp2, shakeHands, startTlsOrigin, VERSIONS } from './with-tls.ts';

const certificate = await certificateFor();

/** An edge with both ports before an origin that tells what it heard. */
async function startSecureEdge(config: Readonly<Record<string, unknown>> = {}) {
  const origin = await startOrigin((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'] });
      res.end(
        JSON.stringify({ method: req.method, url: req.url, headers: req.headers, bytes: Buffer.concat(chunks).length }),
      );
    });
  });
  const edge = await startTestEdge({
    config,
    origins: { gateway: { url: origin.url } },
    tls: { port: 0, bind: '127.0.0.1', certificate },
  });
  return { port: edge.port, httpsPort: edge.httpsPort ?? 0 };
}

describe('who may connect to the edge', () => {
  test.each(VERSIONS)(
    'the tests’ own client can speak %s: what it is refused below, the edge refused',
    async (version) => {
      const { url } = await startTlsOrigin({ ...certificate, minVersion: version, maxVersion: version });
      expect(await shakeHands(Number(new URL(url).port), version)).toBe(version);
    },
  );

  test('X-12: TLS 1.2 and 1.3 are spoken, 1.0 and 1.1 are not', async () => {
    const { httpsPort } = await startSecureEdge();
    const agreed = await Promise.all(VERSIONS.map((version) => shakeHands(httpsPort, version)));
    expect(agreed).toEqual([undefined, undefined, 'TLSv1.2', 'TLSv1.3']);
  });

  test('X-12: a configuration can ask for TLS 1.3 and nothing else', async () => {
    const { httpsPort } = await startSecureEdge({ tls: { minimumVersion: 'TLS13' } });
    const agreed = await Promise.all(VERSIONS.map((version) => shakeHands(httpsPort, version)));
    expect(agreed).toEqual([undefined, undefined, undefined, 'TLSv1.3']);
  });

  test('the plain port speaks no TLS of any version', async () => {
    const { port } = await startSecureEdge();
    const agreed = await Promise.all(VERSIONS.map((version) => shakeHands(port, version)));
    expect(agreed).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('the plain port listens on loopback only, wherever TLS listens', async () => {
    const origin = await startOrigin((_, res) => res.end());
    const edge = await startTestEdge({
      origins: { gateway: { url: origin.url } },
      tls: { port: 0, bind: '0.0.0.0', certificate },
    });
    const refused = await ask(edge.port, '/', { host: '127.0.0.2' }).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(refused).toBe('ECONNREFUSED');
    expect((await askOverTls(edge.httpsPort ?? 0, '127.0.0.2')).status).toBe(200);
  });

  test('a suite without forward secrecy or without an authenticated mode is refused', async () => {
    const { httpsPort } = await startSecureEdge();
    const agreed = await new Promise((resolve) => {
      const ciphers = 'AES128-SHA:AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0';
      const options = { port: httpsPort, maxVersion: 'TLSv1.2', ciphers, rejectUnauthorized: false } as const;
      const socket = connect(options, () => resolve(socket.getCipher().name));
      socket.on('error', () => resolve('refused'));
    });
    expect(agreed).toBe('refused');
  });
});

/** One request by HTTP/1.1 over TLS, without a look at the certificate's name. */
function askOverTls(port: number, host = '127.0.0.1'): Promise<{ status: number; hsts: unknown; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = requestHttps({ port, host, ca: certificate.cert, checkServerIdentity: () => undefined }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, hsts: answer.headers['strict-transport-security'], body }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('what is said over TLS', () => {
  const hsts = { tls: { hsts: { maxAgeSeconds: 31536000, includeSubDomains: true } } };

  test('the origin hears the scheme, and the browser that it must come back over TLS; over plain HTTP it does not', async () => {
    const { port, httpsPort } = await startSecureEdge(hsts);
    const secure = await askOverTls(httpsPort);
    expect(JSON.parse(secure.body).headers['x-forwarded-proto']).toBe('https');
    expect(secure.hsts).toBe('max-age=31536000; includeSubDomains');
    const plain = await ask(port, '/');
    expect(plain.headers['strict-transport-security']).toBeUndefined();
    expect(JSON.parse(plain.body.toString()).headers['x-forwarded-proto']).toBe('http');
  });

  test('a refusal says it too', async () => {
    const { httpsPort } = await startSecureEdge(hsts);
    const answer = await askHttp2(openHttp2(httpsPort, certificate.cert), { ':method': 'TRACE', ':path': '/' });
    expect([answer.status, answer.headers['strict-transport-security']]).toEqual([
      405,
      'max-age=31536000; includeSubDomains',
    ]);
  });
});

describe('HTTP/2', () => {
  test('a request arrives at the origin as HTTP/1.1, its cookies in one header, and comes back whole', async () => {
    const { httpsPort } = await startSecureEdge();
    const session = openHttp2(httpsPort, certificate.cert);
    const { status, headers, body } = await askHttp2(
      session,
      {
        ':method': 'POST',
        ':path': '/a%20b?x=1',
        cookie: ['a=1', 'b=2'],
        'x-forwarded-for': '9.9.9.9',
        'content-length': 5,
      },
      'hello',
    );
    const seen = JSON.parse(body);
    expect(status).toBe(200);
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(headers['requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen).toMatchObject({ method: 'POST', url: '/a%20b?x=1', bytes: 5 });
    expect(seen.headers).toMatchObject({
      cookie: 'a=1; b=2',
      'content-length': '5',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': `localhost:${httpsPort}`,
    });
    expect(Object.keys(seen.headers).filter((name) => name.startsWith(':'))).toEqual([]);
  });

  test('a body without a length arrives in chunks, and is counted', async () => {
    const { httpsPort } = await startSecureEdge();
    const session = openHttp2(httpsPort, certificate.cert);
    const sent = await askHttp2(session, { ':method': 'POST', ':path': '/' }, Buffer.alloc(300_000, 1));
    const seen = JSON.parse(sent.body);
    expect([seen.bytes, seen.headers['transfer-encoding'], seen.headers['content-length']]).toEqual([
      300_000,
      'chunked',
      undefined,
    ]);
    const refused = await askHttp2(session, { ':method': 'POST', ':path': '/' }, Buffer.alloc(1_048_577, 1));
    expect(refused.status).toBe(413);
  });

  test('many requests at once on one connection each get their own answer', async () => {
    const { httpsPort } = await startSecureEdge();
    const session = openHttp2(httpsPort, certificate.cert);
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => askHttp2(session, { ':path': `/${i}` })));
    expect(answers.map(({ body }) => JSON.parse(body).url)).toEqual(Array.from({ length: 60 }, (_, i) => `/${i}`));
  });

  test('an answer that breaks off is reset, never ended as if whole', async () => {
    const origin = await startOrigin((_, res) => {
      res.writeHead(200, { 'Content-Length': '1000' });
      res.write('half');
      setTimeout(() => res.destroy(), 20);
    });
    const edge = await startTestEdge({
      origins: { gateway: { url: origin.url } },
      tls: { port: 0, bind: '127.0.0.1', certificate },
    });
    const session = openHttp2(edge.httpsPort ?? 0, certificate.cert);
    await expect(askHttp2(session, { ':path': '/' })).rejects.toThrow('NGHTTP2_INTERNAL_ERROR');
  });

  test('a client that leaves ends its request at the origin, and nobody else’s', async () => {
    const ended = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const origin = await startOrigin((req, res) => {
      if (req.url === '/other') {
        res.end('fine');
        return;
      }
      res.on('close', () => ended.resolve());
      started.resolve();
    });
    const edge = await startTestEdge({
      origins: { gateway: { url: origin.url } },
      tls: { port: 0, bind: '127.0.0.1', certificate },
    });
    const session = openHttp2(edge.httpsPort ?? 0, certificate.cert);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => undefined);
    await started.promise;
    stream.close(8);
    await ended.promise;
    expect((await askHttp2(session, { ':path': '/other' })).body).toBe('fine');
  });
});

describe('the edge as a client', () => {
  const edgeBefore = (url: string, ca: string) => startTestEdge({ origins: { gateway: { url, ca } } });

  test.each(VERSIONS)('an origin that speaks only %s is called from 1.2 on', async (version) => {
    const origin = await startTlsOrigin({ ...certificate, minVersion: version, maxVersion: version });
    const { port } = await edgeBefore(origin.url, certificate.cert);
    const answer = await ask(port, '/');
    const isOld = version === 'TLSv1' || version === 'TLSv1.1';
    expect(answer.status).toBe(isOld ? 502 : 200);
    expect(origin.spoken).toEqual(isOld ? [] : [version]);
  });

  test('an origin with the certificate of another name is refused, though its authority is trusted', async () => {
    const other = await certificateFor('other.test');
    const origin = await startTlsOrigin(other);
    const { port } = await edgeBefore(origin.url, other.cert);
    const answer = await ask(port, '/');
    expect([answer.status, codeOf(answer)]).toEqual([502, 'ServiceUnavailable']);
  });

  test('a setting that turns certificates off changes nothing', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);
    const origin = await startTlsOrigin(await certificateFor('other.test'));
    const { port } = await edgeBefore(origin.url, certificate.cert);
    expect((await ask(port, '/')).status).toBe(502);
  });
});
