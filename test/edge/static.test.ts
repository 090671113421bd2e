import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { ask, askRaw, codeOf, startOrigin, startTestEdge } from './with-edge.ts';

const top = mkdtempSync(join(tmpdir(), 'edge-static-'));
const root = join(top, 'web');
const script = `export const text = '${'azimuth '.repeat(500)}';\n`;
mkdirSync(join(root, 'assets', 'deep'), { recursive: true });
writeFileSync(join(top, 'secret.txt'), 'secret');
writeFileSync(join(root, 'assets', 'index-Bx12_abc.js'), script);
writeFileSync(join(root, 'assets', 'my-component.css'), 'a{}');
writeFileSync(join(root, 'assets', 'with space.txt'), 'spaced');
writeFileSync(join(root, 'assets', '.env'), 'secret');
writeFileSync(join(root, 'assets', 'ready-A1b2C3d4.js'), script);
writeFileSync(join(root, 'assets', 'ready-A1b2C3d4.js.br'), 'compressed by the build');
writeFileSync(join(root, 'assets', 'data.bin'), Buffer.alloc(9 * 1024 * 1024, 7));
symlinkSync(join(top, 'secret.txt'), join(root, 'assets', 'link.txt'));
symlinkSync(top, join(root, 'assets', 'up'));
afterAll(() => rmSync(top, { recursive: true }));

const cache = {
  behavior: 'HonorOrigin',
  queryMode: 'IgnoreQueryString',
  compression: { types: ['text/javascript', 'text/css', 'text/plain'] },
};
const routes = [{ name: 'assets', patterns: ['/assets/*'], originGroup: 'static', cache }];
const startStatic = () => startTestEdge({ routes, origins: { static: { directory: root } } });

describe('files of a folder', () => {
  test('a hashed name is immutable, typed, and comes from memory the second time', async () => {
    const { port } = await startStatic();
    const first = await ask(port, '/assets/index-Bx12_abc.js');
    expect(first.body.toString()).toBe(script);
    expect(first.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
      'x-cache': 'TCP_MISS',
    });
    const second = await ask(port, '/assets/index-Bx12_abc.js?v=2');
    expect(second.headers['x-cache']).toBe('TCP_HIT');
    expect(second.body.toString()).toBe(script);
    expect(second.headers['requestid']).not.toBe(first.headers['requestid']);
  });

  test('a plain name is checked again each time and not kept', async () => {
    const { port } = await startStatic();
    await ask(port, '/assets/my-component.css');
    const { headers } = await ask(port, '/assets/my-component.css');
    expect(headers).toMatchObject({ 'cache-control': 'public, no-cache', 'x-cache': 'PRIVATE_NOSTORE' });
  });

  test('each client gets the encoding that it takes', async () => {
    const { port } = await startStatic();
    const as = (encoding: string) =>
      ask(port, '/assets/index-Bx12_abc.js', { headers: { 'Accept-Encoding': encoding } });
    const brotli = await as('gzip, deflate, br');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script);
    const zipped = await as('gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(script);
    expect((await as('br;q=0')).headers['content-encoding']).toBeUndefined();
    expect((await as('br')).headers['x-cache']).toBe('TCP_HIT');
  });

  test('what the build compressed is used', async () => {
    const { port } = await startStatic();
    const { body } = await ask(port, '/assets/ready-A1b2C3d4.js', { headers: { 'Accept-Encoding': 'br' } });
    expect(body.toString()).toBe('compressed by the build');
  });

  test('304 where the client has the same, in whatever encoding it got it', async () => {
    const { port } = await startStatic();
    const { headers } = await ask(port, '/assets/index-Bx12_abc.js', { headers: { 'Accept-Encoding': 'br' } });
    const again = await ask(port, '/assets/index-Bx12_abc.js', { headers: { 'If-None-Match': headers.etag } });
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    const other = await ask(port, '/assets/index-Bx12_abc.js', { headers: { 'If-None-Match': '"other"' } });
    expect(other.status).toBe(200);
  });

  test('HEAD has the headers and no body', async () => {
    const { port } = await startStatic();
    const { headers, body } = await ask(port, '/assets/index-Bx12_abc.js', { method: 'HEAD' });
    expect(headers['content-length']).toBe(String(script.length));
    expect(body).toHaveLength(0);
  });

  test('a file too large for memory is streamed', async () => {
    const { port } = await startStatic();
    const { body, headers } = await ask(port, '/assets/data.bin');
    expect(body.equals(Buffer.alloc(9 * 1024 * 1024, 7))).toBe(true);
    expect((await ask(port, '/assets/data.bin', { headers: { 'If-None-Match': headers.etag } })).status).toBe(304);
  });

  test('a name with an encoded space is found', async () => {
    const { port } = await startStatic();
    expect((await ask(port, '/assets/with%20space.txt')).body.toString()).toBe('spaced');
  });

  test('other methods than GET and HEAD are refused', async () => {
    const { port } = await startStatic();
    const answer = await ask(port, '/assets/my-component.css', { method: 'DELETE' });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test.each([
    '/assets/missing.js',
    '/assets/',
    '/assets/deep',
    '/assets/deep/',
    '/assets//index-Bx12_abc.js',
    '/assets/.env',
    '/assets/%2eenv',
    '/assets/link.txt',
    '/assets/up/secret.txt',
    '/assets/my-component.css/',
    '/assets/my-component.css%2F',
    '/assets/..;/secret.txt',
    '/assets/%',
    '/assets/%c0%ae%c0%ae/secret.txt',
    '/assets/C:/secret.txt',
    `/assets/${'a'.repeat(400)}`,
  ])('%s is not found, and the answer is not kept by anyone', async (path) => {
    const { port } = await startStatic();
    const answer = await ask(port, path);
    expect([answer.status, codeOf(answer), answer.headers['cache-control']]).toEqual([404, 'NotFound', 'no-store']);
  });

  test.each([
    '/assets/../secret.txt',
    '/assets/%2e%2e/secret.txt',
    '/assets/%2e%2e%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..%5csecret.txt',
    '/assets/..\\secret.txt',
    '/assets/x%00.js',
    '/assets/.%2e/.%2e/secret.txt',
  ])('%s is refused', async (path) => {
    const { port } = await startStatic();
    const got = await askRaw(port, `GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
    expect(got).not.toContain('secret');
  });
});

describe('a cached route to a server', () => {
  /** An edge before a server that counts its requests and answers with the given headers. */
  async function startCached(headers: Record<string, string>, status = 200) {
    const seen: (string | undefined)[] = [];
    const origin = await startOrigin((req, res) => {
      seen.push(req.headers['accept-encoding']);
      res.writeHead(status, { 'Content-Type': 'text/css', ...headers }).end('a'.repeat(2000));
    });
    const edge = await startTestEdge({ routes, origins: { static: { url: origin.url } } });
    return { ...edge, seen };
  }

  test('asks the server once, for the plain bytes', async () => {
    const { port, seen } = await startCached({ 'Cache-Control': 'public, max-age=60', ETag: '"one"' });
    const first = await ask(port, '/assets/a.css', { headers: { 'Accept-Encoding': 'br' } });
    const second = await ask(port, '/assets/a.css', { headers: { 'Accept-Encoding': 'br' } });
    expect(seen).toEqual([undefined]);
    expect([first.headers['x-cache'], second.headers['x-cache']]).toEqual(['TCP_MISS', 'TCP_HIT']);
    expect(first.body.toString()).toBe('a'.repeat(2000));
    expect(brotliDecompressSync(second.body).toString()).toBe('a'.repeat(2000));
    expect((await ask(port, '/assets/a.css', { headers: { 'If-None-Match': 'W/"one"' } })).status).toBe(304);
  });

  test.each([
    ['a cookie', { 'Cache-Control': 'max-age=60', 'Set-Cookie': 'a=1' }, 200],
    ['private', { 'Cache-Control': 'private, max-age=60' }, 200],
    ['no-store', { 'Cache-Control': 'no-store' }, 200],
    ['another Vary', { 'Cache-Control': 'max-age=60', Vary: 'Cookie' }, 200],
    ['a failure', { 'Cache-Control': 'max-age=60' }, 404],
  ])('keeps nothing with %s', async (_, headers, status) => {
    const { port, seen } = await startCached(headers, status);
    await ask(port, '/assets/a.css');
    const second = await ask(port, '/assets/a.css');
    expect(seen).toHaveLength(2);
    expect(second.headers['x-cache']).toBe('PRIVATE_NOSTORE');
  });

  test('neither keeps nor gives out anything where the request is signed', async () => {
    const { port, seen } = await startCached({ 'Cache-Control': 'public, max-age=60' });
    const signed = { headers: { Authorization: 'Bearer x' } };
    await ask(port, '/assets/a.css', signed);
    await ask(port, '/assets/a.css');
    await ask(port, '/assets/a.css', signed);
    expect(seen).toHaveLength(3);
  });

  test('hosts do not share answers', async () => {
    const { port, seen } = await startCached({ 'Cache-Control': 'public, max-age=60' });
    await ask(port, '/assets/a.css', { headers: { Host: 'a.test' } });
    await ask(port, '/assets/a.css', { headers: { Host: 'b.test' } });
    expect(seen).toHaveLength(2);
  });

  test('a broken answer is not kept', async () => {
    let count = 0;
    const origin = await startOrigin((_, res) => {
      count += 1;
      res.writeHead(200, { 'Cache-Control': 'max-age=60', 'Content-Length': '10' });
      if (count === 1) {
        res.write('half');
        setTimeout(() => res.destroy(), 20);
      } else res.end('0123456789');
    });
    const { port } = await startTestEdge({ routes, origins: { static: { url: origin.url } } });
    await expect(ask(port, '/assets/a.css')).rejects.toThrow('aborted');
    expect((await ask(port, '/assets/a.css')).body.toString()).toBe('0123456789');
  });
});
