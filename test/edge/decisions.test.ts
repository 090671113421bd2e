import { describe, expect, test } from 'vitest';
import { ask, codeOf, startOrigin, startTestEdge } from './with-edge.ts';

type Setup = Parameters<typeof startTestEdge>[0];

/** An edge before an origin that tells the path and the headers that reached it. */
async function startTelling(setup: Partial<Setup> = {}) {
  const seen: string[] = [];
  const origin = await startOrigin((req, res) => {
    let body = '';
    req.on('data', (chunk) => {
      body += chunk;
    });
    req.on('end', () => {
      seen.push(`${req.method} ${req.url} ${body.length}`);
      res.writeHead(req.url === '/teapot' ? 418 : 200).end(JSON.stringify({ url: req.url, headers: req.headers }));
    });
  });
  const edge = await startTestEdge({ origins: { gateway: { url: origin.url } }, ...setup });
  return { ...edge, seen };
}

const rule = (conditions: readonly unknown[], actions: readonly unknown[]) => ({
  ruleSets: [{ name: 'rules', rules: [{ name: 'one', conditions, actions }] }],
});
const ruled = [{ name: 'all', patterns: ['/*'], ruleSets: ['rules'] }];
const waf = (custom: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  waf: { mode: 'Prevention', custom: [{ name: 'One', priority: 1, ...custom }], ...more },
});
const badPath = { variable: 'RequestUri', operator: 'Contains', values: ['/forbidden'] };

describe('the firewall stands before routes', () => {
  test('a blocked request is refused in the envelope, reaches nobody, and is told to the log alone', async () => {
    const told: unknown[] = [];
    const { port, seen } = await startTelling({
      config: waf({ type: 'Match', action: 'Block', conditions: [badPath] }),
      logFirewall: (_requestId, matches) => told.push(matches),
    });
    const answer = await ask(port, '/forbidden/x');
    expect([answer.status, codeOf(answer), seen]).toEqual([403, 'RequestBlocked', []]);
    expect(JSON.stringify(answer.headers) + answer.body).not.toContain('One');
    expect(told).toEqual([[{ rule: 'One', action: 'Block' }]]);
    expect((await ask(port, '/allowed')).status).toBe(200);
  });

  test('its own text and status are sent where the configuration has them', async () => {
    const { port } = await startTelling({
      config: waf({ type: 'Match', action: 'Block', conditions: [badPath] }, { block: { status: 406, body: 'No.' } }),
    });
    const answer = await ask(port, '/forbidden');
    expect([answer.status, answer.body.toString()]).toEqual([406, 'No.']);
  });

  test('Detection notes and lets pass', async () => {
    const told: unknown[] = [];
    const { port } = await startTelling({
      config: waf({ type: 'Match', action: 'Block', conditions: [badPath] }, { mode: 'Detection' }),
      logFirewall: (_requestId, matches) => told.push(matches),
    });
    expect((await ask(port, '/forbidden')).status).toBe(200);
    expect(told).toHaveLength(1);
  });

  test('a rate limit counts by the address of the socket, whatever a client says of itself', async () => {
    const any = { variable: 'RequestUri', operator: 'Any', values: [] };
    const { port } = await startTelling({
      config: waf({ type: 'RateLimit', threshold: 3, windowMinutes: 5, action: 'Block', conditions: [any] }),
    });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      statuses.push((await ask(port, '/', { headers: { 'X-Forwarded-For': `9.9.9.${i}` } })).status);
    }
    expect(statuses.slice(3)).toEqual([403, 403]);
    expect((await ask(port, '/', { localAddress: '127.0.0.2' })).status).toBe(200);
  });

  test('a body is looked into where a rule wants it, and arrives whole at the origin', async () => {
    const { port, seen } = await startTelling({
      config: waf({
        type: 'Match',
        action: 'Block',
        conditions: [{ variable: 'RequestBody', operator: 'Contains', values: ['<script>'] }],
      }),
    });
    expect((await ask(port, '/', { method: 'POST' }, `${'x'.repeat(1000)}<script>`)).status).toBe(403);
    expect((await ask(port, '/', { method: 'POST' }, 'x'.repeat(500_000))).status).toBe(200);
    expect(
      (await ask(port, '/', { method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } }, 'small')).status,
    ).toBe(200);
    expect(seen).toEqual(['POST / 500000', 'POST / 5']);
  });
});

describe('rules', () => {
  test('a redirect is answered by the edge', async () => {
    const { port, seen } = await startTelling({
      routes: ruled,
      config: rule(
        [{ variable: 'UrlPath', operator: 'BeginsWith', values: ['old'] }],
        [{ type: 'UrlRedirect', status: 308, protocol: 'Https', host: 'new.example', path: '/new' }],
      ),
    });
    const answer = await ask(port, '/old?a=1');
    expect([answer.status, answer.headers.location, seen]).toEqual([308, 'https://new.example/new?a=1', []]);
  });

  test('a rewrite changes the path at the origin, and a header only where its conditions hold', async () => {
    const { port } = await startTelling({
      routes: ruled,
      config: rule(
        [{ variable: 'UrlPath', operator: 'BeginsWith', values: ['a/'] }],
        [
          { type: 'UrlRewrite', source: '/a/', destination: '/b/', preserveUnmatchedPath: true },
          { type: 'ModifyRequestHeader', op: 'Overwrite', header: 'X-Rule', value: 'yes' },
        ],
      ),
    });
    const held = JSON.parse((await ask(port, '/a/c')).body.toString());
    expect([held.url, held.headers['x-rule']]).toEqual(['/b/c', 'yes']);
    const other = JSON.parse((await ask(port, '/c', { headers: { 'X-Rule': 'mine' } })).body.toString());
    expect([other.url, other.headers['x-rule']]).toEqual(['/c', 'mine']);
  });

  test('with httpsRedirect plain HTTP is sent to HTTPS, except where it is served because it is on loopback', async () => {
    const routes = [{ name: 'all', patterns: ['/*'], httpsRedirect: true }];
    const strict = await startTelling({ routes, servesPlain: false });
    const answer = await ask(strict.port, '/x?y', { headers: { Host: 'a.example:8080' } });
    expect([answer.status, answer.headers.location]).toEqual([307, 'https://a.example/x?y']);
    expect((await ask((await startTelling({ routes })).port, '/x?y')).status).toBe(200);
  });
});

describe('N-02: from where the service may be reached', () => {
  test.each([
    [false, false, 200, 403],
    [false, true, 200, 200],
    [true, false, 403, 403],
    [true, true, 403, 200],
  ])(
    'block public access %s, private link %s: public %i, private endpoint %i',
    async (block, link, ofPublic, ofPrivate) => {
      const {
        port,
        privatePort = 0,
        seen,
      } = await startTelling({
        config: { networkAccess: { blockPublicAccess: block, privateLink: link } },
        privatePort: 0,
      });
      expect((await ask(port, '/')).status).toBe(ofPublic);
      expect((await ask(privatePort, '/')).status).toBe(ofPrivate);
      expect(seen).toHaveLength([ofPublic, ofPrivate].filter((status) => status === 200).length);
    },
  );
});

describe('what a client is told when it asks for it', () => {
  const headers = { 'X-Azure-DebugInfo': '1' };

  test('the status of the origin, and what failed in the edge or behind it, by code', async () => {
    const { port } = await startTelling({ routes: [{ name: 'some', patterns: ['/teapot'] }] });
    const passed = await ask(port, '/teapot', { headers });
    expect([passed.status, passed.headers['x-azure-originstatuscode']]).toEqual([418, '418']);
    expect((await ask(port, '/none', { headers })).headers['x-azure-internalerror']).toBe('RouteNotFound');
    const dead = await startTestEdge({ origins: { gateway: { url: 'http://127.0.0.1:1' } } });
    expect((await ask(dead.port, '/', { headers })).headers['x-azure-externalerror']).toBe('ServiceUnavailable');
  });

  test('nothing of it to others', async () => {
    const { port } = await startTelling();
    const names = Object.keys((await ask(port, '/')).headers).filter((name) => name.startsWith('x-azure-'));
    expect(names).toEqual(['x-azure-ref']);
  });
});

test('an edge behind itself stops after a few rounds', async () => {
  const edge = await startTelling();
  const loop = await startTestEdge({ origins: { gateway: { url: `http://127.0.0.1:${edge.port}` } } });
  const answer = await ask(loop.port, '/', { headers: { 'X-Azure-RequestChain': 'hops=2' } });
  expect([answer.status, codeOf(answer)]).toEqual([508, 'LoopDetected']);
});
