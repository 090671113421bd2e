import { describe, expect, test } from 'vitest';
import { GOOD, type RawHeader, sendHttp2 } from './raw-http2.ts';
import { askRaw, startOrigin, startTestEdge } from './with-edge.ts';
import { certificateFor } from './with-tls.ts';

const certificate = await certificateFor();
const HIDDEN = 'GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n';

/** An edge before an origin that notes each request that reaches it, with its body. */
async function startWatched() {
  const seen: { url: string | undefined; headers: readonly string[]; body: string }[] = [];
  const origin = await startOrigin((req, res) => {
    let body = '';
    req.on('data', (chunk) => {
      body += chunk.toString('latin1');
    });
    req.on('end', () => {
      seen.push({ url: req.url, headers: req.rawHeaders, body });
      res.end('ok');
    });
  });
  const edge = await startTestEdge({
    origins: { gateway: { url: origin.url } },
    tls: { port: 0, bind: '127.0.0.1', certificate },
  });
  return { port: edge.port, httpsPort: edge.httpsPort ?? 0, seen };
}

/** A request with these header lines, then bytes of which two readers could think different things. */
const post = (lines: readonly string[], body: string, end = '\r\n') =>
  [`POST /first HTTP/1.1`, 'Host: h', ...lines, '', body].join(end);

describe('a request that two readers could read in two ways is refused, and nothing reaches the origin', () => {
  test.each([
    ['a length and chunks', post(['Content-Length: 49', 'Transfer-Encoding: chunked'], `0\r\n\r\n${HIDDEN}`)],
    ['chunks and a length', post(['Transfer-Encoding: chunked', 'Content-Length: 4'], `31\r\n${HIDDEN}\r\n0\r\n\r\n`)],
    ['chunked and something else', post(['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${HIDDEN}`)],
    [
      'chunked twice, once unknown',
      post(['Transfer-Encoding: chunked', 'Transfer-Encoding: cow'], `0\r\n\r\n${HIDDEN}`),
    ],
    ['a vertical tab before chunked', post(['Transfer-Encoding: \u000bchunked'], `0\r\n\r\n${HIDDEN}`)],
    ['a space before the colon', post(['Transfer-Encoding : chunked'], `0\r\n\r\n${HIDDEN}`)],
    ['a space before the colon of a length', post(['Content-Length : 5'], `12345${HIDDEN}`)],
    ['a header hidden behind a bare line feed', post(['X: y\nTransfer-Encoding: chunked'], `0\r\n\r\n${HIDDEN}`)],
    ['a header hidden behind a bare return', post(['X: y\rTransfer-Encoding: chunked'], `0\r\n\r\n${HIDDEN}`)],
    ['a name that goes on in the next line', post(['Transfer-Encoding\r\n : chunked'], `0\r\n\r\n${HIDDEN}`)],
    ['lines that end in a bare line feed', post(['Content-Length: 5'], `12345${HIDDEN}`, '\n')],
    ['two lengths', post(['Content-Length: 5', 'Content-Length: 40'], `12345${HIDDEN}`)],
    ['the same length twice', post(['Content-Length: 5', 'Content-Length: 5'], `12345${HIDDEN}`)],
    ['a list of lengths', post(['Content-Length: 5, 40'], `12345${HIDDEN}`)],
    ['a length with a sign', post(['Content-Length: +5'], `12345${HIDDEN}`)],
    ['a length below nothing', post(['Content-Length: -5'], `12345${HIDDEN}`)],
    ['a length in hexadecimal', post(['Content-Length: 0x5'], `12345${HIDDEN}`)],
    ['a length too large for any number', post(['Content-Length: 18446744073709551621'], `12345${HIDDEN}`)],
    ['two hosts', post(['Host: other', 'Content-Length: 0'], '')],
    ['another host in the target', `GET http://other/first HTTP/1.1\r\nHost: h\r\n\r\n`],
    ['no version', 'GET /first\r\n\r\n'],
    ['a version of the future', 'GET /first HTTP/3.7\r\nHost: h\r\n\r\n'],
    ['a NUL in a value', post(['X: a\u0000b', 'Content-Length: 0'], '')],
    ['a name with a bracket', post(['X[0]: a', 'Content-Length: 0'], '')],
    ['a space before the first name', `GET /first HTTP/1.1\r\n Host: h\r\n\r\n`],
  ])('%s', async (_, text) => {
    const { port, seen } = await startWatched();
    const got = await askRaw(
      port,
      text.includes('Connection') ? text : text.replace('Host: h', 'Host: h\r\nConnection: close'),
    );
    expect(got).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(got.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(seen.filter(({ url }) => url !== '/first')).toEqual([]);
  });
});

describe('a body that cannot be read ends its connection, and the origin never has all of the request', () => {
  test.each([
    ['a chunk whose size is too large for any number', 'fffffffffffffffff\r\nx'],
    ['a chunk size that ends in a bare line feed', `5\n12345\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk that is longer than it says', `3\r\n12345\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk size with a sign', `+5\r\n12345\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk size in no digits', `x\r\n12345\r\n0\r\n\r\n${HIDDEN}`],
  ])('%s', async (_, body) => {
    const { port, seen } = await startWatched();
    const got = await askRaw(port, post(['Transfer-Encoding: chunked'], body)).catch(() => '');
    expect(got).toMatch(/^(HTTP\/1\.1 400 |$)/);
    expect(seen).toEqual([]);
  });
});

test('a coding that nobody knows ends the connection before the origin hears of it', async () => {
  const { port, seen } = await startWatched();
  const got = await askRaw(port, post(['Transfer-Encoding: xchunked'], `0\r\n\r\n${HIDDEN}`)).catch(() => '');
  expect(got).toMatch(/^(HTTP\/1\.1 400 |$)/);
  expect(seen).toEqual([]);
});

describe('what may be read in one way only arrives as that', () => {
  test('a body that looks like a request stays a body', async () => {
    const { port, seen } = await startWatched();
    await askRaw(port, post(['Connection: close', `Content-Length: ${HIDDEN.length}`], HIDDEN));
    expect(seen).toMatchObject([{ url: '/first', body: HIDDEN }]);
  });

  test('a length that the client declares to be for this connection only still frames the body', async () => {
    const { port, seen } = await startWatched();
    await askRaw(port, post(['Connection: close, Content-Length', `Content-Length: ${HIDDEN.length}`], HIDDEN));
    expect(seen).toMatchObject([{ url: '/first', body: HIDDEN }]);
  });

  test('chunks arrive with neither their extensions nor their trailers', async () => {
    const { port, seen } = await startWatched();
    const body = '5;ext=1\r\n12345\r\n0\r\nX-Azure-FDID: spoofed\r\n\r\n';
    await askRaw(port, post(['Connection: close', 'Transfer-Encoding: chunked'], body));
    expect(seen).toMatchObject([{ body: '12345' }]);
    expect(seen[0]?.headers.join(' ')).not.toContain('spoofed');
  });

  test('a second request in the same packet is a request of its own, with its own id', async () => {
    const { port, seen } = await startWatched();
    const second = 'GET /second HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n';
    const got = await askRaw(port, `${post(['Content-Length: 3'], 'abc')}${second}`);
    expect(seen.map(({ url, body }) => [url, body])).toEqual([
      ['/first', 'abc'],
      ['/second', ''],
    ]);
    expect(new Set(got.match(/RequestId: \S+/g)).size).toBe(2);
  });
});

describe('HTTP/2', () => {
  const withHeader = (...headers: readonly RawHeader[]) => [...GOOD, ...headers];
  const replacing = (name: string, value: string) =>
    GOOD.map((header): RawHeader => (header[0] === name ? [name, value] : header));

  test('frames made by hand are understood: the others below are refused for what they hold', async () => {
    const { httpsPort, seen } = await startWatched();
    expect(await sendHttp2(httpsPort, certificate.cert, withHeader(['x', 'y'.repeat(300)]))).toBe('answered');
    expect(seen).toHaveLength(1);
  });

  test.each<[string, readonly RawHeader[], string?]>([
    ['chunks', withHeader(['transfer-encoding', 'chunked']), `0\r\n\r\n${HIDDEN}`],
    ['a header of one connection', withHeader(['connection', 'close'])],
    ['a kept connection', withHeader(['keep-alive', 'timeout=5'])],
    ['an upgrade', withHeader(['upgrade', 'h2c'])],
    ['a coding other than trailers', withHeader(['te', 'gzip'])],
    ['a name in capitals', withHeader(['Transfer-Encoding', 'chunked'])],
    ['a line in the path', replacing(':path', `/ HTTP/1.1\r\nHost: h\r\n\r\n${HIDDEN}`)],
    ['a space in the path', replacing(':path', '/ HTTP/1.1')],
    ['a line in the query', replacing(':path', `/?a HTTP/1.1\r\nX: y`)],
    ['a line in the method', replacing(':method', 'GET / HTTP/1.1\r\nX: y\r\n\r\nGET')],
    ['a line in the host', replacing(':authority', 'h\r\nX: y')],
    ['a user in the host', replacing(':authority', 'me@h')],
    ['an empty path', replacing(':path', '')],
    ['a path that is another server', replacing(':path', 'http://other/')],
    ['two methods', [...GOOD, [':method', 'POST']]],
    ['a pseudo header after the others', [['x', 'y'], ...GOOD]],
    ['an unknown pseudo header', [...GOOD, [':smuggled', 'y']]],
    ['a length that is not the body’s', withHeader(['content-length', '3']), `abc${HIDDEN}`],
    ['two lengths', withHeader(['content-length', '3'], ['content-length', '4']), 'abc'],
    ['another host beside the authority', withHeader(['host', 'other'])],
  ])('%s does not reach the origin', async (_, headers, body) => {
    const { httpsPort, seen } = await startWatched();
    await sendHttp2(httpsPort, certificate.cert, headers, body);
    await sendHttp2(httpsPort, certificate.cert, GOOD);
    expect(seen.filter(({ headers: got }) => got.length > 0).map(({ url, body: text }) => [url, text])).toEqual([
      ['/', ''],
    ]);
  });

  test.each<[string, readonly RawHeader[]]>([
    ['a name with a line in it', withHeader(['x\r\ntransfer-encoding', 'chunked'])],
    ['a name with a colon in it', withHeader(['x: y', 'z'])],
    ['a value with a line in it', withHeader(['x', 'y\r\ntransfer-encoding: chunked'])],
    ['a value with a bare line feed in it', withHeader(['x', 'y\ntransfer-encoding: chunked'])],
    ['a value with a NUL in it', withHeader(['x', 'y\u0000z'])],
  ])('%s is taken out of the request', async (_, headers) => {
    const { httpsPort, seen } = await startWatched();
    await sendHttp2(httpsPort, certificate.cert, headers);
    const heard = JSON.stringify(seen.map((request) => [request.url, request.body, request.headers]));
    expect(seen).toHaveLength(1);
    expect(heard).not.toMatch(/transfer-encoding|x: y|"x"|\\u0000/i);
  });
});
