import { describe, expect, test } from 'vitest';
import { ask, askRaw, startOrigin, startTestEdge } from './with-edge.ts';
import { askHttp2, certificateFor, openHttp2 } from './with-tls.ts';

const certificate = await certificateFor();
const EVIL = 'evil.test';

type Mode = 'IgnoreQueryString' | 'UseQueryString' | 'IgnoreSpecifiedQueryStrings' | 'IncludeSpecifiedQueryStrings';

/** An edge with a cached route before an origin that prints all it hears into an answer for everybody. */
async function startEcho(queryMode: Mode = 'IgnoreQueryString') {
  const origin = await startOrigin((req, res) => {
    let body = '';
    req.on('data', (chunk) => {
      body += chunk;
    });
    req.on('end', () => {
      const heard = JSON.stringify([req.method, req.url, req.rawHeaders, body]);
      const status = heard.includes('cause-an-error') ? 400 : 200;
      res.writeHead(status, { 'Cache-Control': 'public, max-age=600', 'Content-Type': 'text/css' }).end(heard);
    });
  });
  const queryParameters = queryMode.includes('Specified') ? ['v'] : [];
  const cache = { behavior: 'HonorOrigin', queryMode, queryParameters };
  return startTestEdge({
    routes: [
      { name: 'assets', patterns: ['/assets/*'], originGroup: 'static', cache },
      { name: 'api', patterns: ['/v1.0/*'] },
    ],
    origins: { static: { url: origin.url }, gateway: { url: origin.url } },
    tls: { port: 0, bind: '127.0.0.1', certificate },
  });
}

describe('nothing that the key does not hold gets into an answer for everybody', () => {
  test.each([
    'X-Forwarded-Host',
    'X-Forwarded-Scheme',
    'X-Forwarded-Proto',
    'X-Forwarded-Port',
    'X-Forwarded-For',
    'X-Forwarded-Prefix',
    'X-Host',
    'X-Original-URL',
    'X-Original-Host',
    'X-Rewrite-URL',
    'X-HTTP-Method-Override',
    'X-Method-Override',
    'X-Real-IP',
    'True-Client-IP',
    'Forwarded',
    'X-Azure-ClientIP',
    'X-Azure-DebugInfo',
    'X-MS-CLIENT-PRINCIPAL-NAME',
    'X-Any-Other',
    'User-Agent',
    'Referer',
    'Origin',
    'Cookie',
    'Accept',
    'Accept-Language',
    'If-None-Match',
    'X_Forwarded_Host',
  ])('the header %s', async (name) => {
    const { port } = await startEcho();
    await ask(port, '/assets/a.css', { headers: { [name]: EVIL } });
    const victim = await ask(port, '/assets/a.css');
    expect(victim.headers['x-cache']).toBe('TCP_HIT');
    expect(victim.body.toString()).not.toContain(EVIL);
  });

  test('an error that a header causes is not what others get', async () => {
    const { port } = await startEcho();
    await ask(port, '/assets/a.css', { headers: { 'X-Bad': 'cause-an-error' } });
    await ask(port, '/assets/a.css?cause-an-error');
    expect((await ask(port, '/assets/a.css')).status).toBe(200);
  });

  test('a query that the key leaves out is not heard either', async () => {
    const { port } = await startEcho();
    await ask(port, `/assets/a.css?x=${EVIL}`);
    const victim = await ask(port, '/assets/a.css');
    expect([victim.headers['x-cache'], victim.body.includes(EVIL)]).toEqual(['TCP_HIT', false]);
  });

  test.each<[string, Mode, string, string]>([
    ['an unkeyed parameter', 'IncludeSpecifiedQueryStrings', `?v=1&utm=${EVIL}`, '?v=1'],
    ['a parameter hidden behind a semicolon', 'IncludeSpecifiedQueryStrings', `?v=1&utm=1;v=${EVIL}`, '?v=1'],
    ['an ignored parameter', 'IgnoreSpecifiedQueryStrings', `?v=${EVIL}&x=1`, '?x=1'],
    ['a parameter given twice in another order', 'UseQueryString', `?v=${EVIL}&v=a`, '?v=a&v=b'],
    ['a parameter of another case', 'IncludeSpecifiedQueryStrings', `?v=1&V=${EVIL}`, '?v=1'],
  ])('%s', async (_, mode, attack, query) => {
    const { port } = await startEcho(mode);
    await ask(port, `/assets/a.css${attack}`);
    const victim = await ask(port, `/assets/a.css${query}`);
    expect(victim.body.toString()).not.toContain(EVIL);
  });

  test('with the query in the key, the origin hears the parameters in the order of the key', async () => {
    const { port } = await startEcho('UseQueryString');
    const first = await ask(port, '/assets/a.css?b=2&a=1');
    const second = await ask(port, '/assets/a.css?a=1&b=2');
    expect(JSON.parse(first.body.toString())[1]).toBe('/assets/a.css?a=1&b=2');
    expect(second.headers['x-cache']).toBe('TCP_HIT');
  });

  test('a GET with a body is neither answered from the cache nor kept', async () => {
    const { port } = await startEcho();
    const fat = await ask(port, '/assets/a.css', { headers: { 'Content-Length': '9' } }, EVIL);
    expect(fat.headers['x-cache']).toBe('PRIVATE_NOSTORE');
    expect((await ask(port, '/assets/a.css')).body.toString()).not.toContain(EVIL);
    const again = await ask(port, '/assets/a.css', { headers: { 'Transfer-Encoding': 'chunked' } }, EVIL);
    expect(again.headers['x-cache']).toBe('PRIVATE_NOSTORE');
  });

  test('HEAD, a range and a signed request leave nothing behind', async () => {
    const { port } = await startEcho();
    await ask(port, '/assets/a.css', { method: 'HEAD' });
    await ask(port, '/assets/a.css', { headers: { Range: 'bytes=0-1' } });
    await ask(port, '/assets/a.css', { headers: { Authorization: `Bearer ${EVIL}` } });
    expect((await ask(port, '/assets/a.css')).headers['x-cache']).toBe('TCP_MISS');
  });

  test('hosts do not share answers, nor a host and its port, nor TLS and plain HTTP', async () => {
    const edge = await startEcho();
    const cacheOf = async (host: string) =>
      (await ask(edge.port, '/assets/a.css', { headers: { Host: host } })).headers['x-cache'];
    expect(await cacheOf(EVIL)).toBe('TCP_MISS');
    expect(await cacheOf(`${EVIL}:81`)).toBe('TCP_MISS');
    expect(await cacheOf('localhost')).toBe('TCP_MISS');
    const secure = openHttp2(edge.httpsPort ?? 0, certificate.cert);
    const answer = await askHttp2(secure, { ':path': '/assets/a.css', ':authority': 'localhost' });
    expect(answer.headers['x-cache']).toBe('TCP_MISS');
  });
});

describe('an address outside the cached route cannot be made to look like one inside', () => {
  test.each([
    '/assets/..%2fv1.0/me',
    '/assets/%2e%2e/v1.0/me',
    '/assets/../v1.0/me',
    '/assets/..%5cv1.0/me',
    '/assets/x%00.css',
    '/assets\\..\\v1.0/me.css',
  ])('%s is refused', async (path) => {
    const { port } = await startEcho();
    const got = await askRaw(port, `GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each(['/v1.0/me.css', '/v1.0/me/assets/a.css', '/v1.0/me;a.css', '/v1.0/me%2fassets%2fa.css', '/v1.0/me?a.css'])(
    '%s is not kept, though its origin would allow it',
    async (path) => {
      const { port } = await startEcho();
      await ask(port, path);
      expect((await ask(port, path)).headers['x-cache']).toBe('CONFIG_NOCACHE');
    },
  );
});
