import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, test } from 'vitest';
import { checkDeployment } from '../../dev/infra/preflight/check-deployment.ts';
import { closedOrigin } from '../../dev/infra/preflight/closed-origin.ts';
import { printFindings } from '../../dev/infra/preflight/finding.ts';
import { tlsVersions } from '../../dev/infra/preflight/tls-versions.ts';
import { startOrigin, startTestEdge } from '../edge/with-edge.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

type Behaviour = {
  readonly pageHeaders?: Readonly<Record<string, string>>;
  readonly apiStatus?: number;
  readonly internalStatus?: number;
  readonly apiBase?: (origin: string) => string;
};

const GOOD_PAGE = {
  'Content-Type': 'text/html',
  'Content-Security-Policy': "default-src 'self'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/** A deployment behind the local edge, as well or as badly behaved as a test wants it. */
async function deployment({ pageHeaders = GOOD_PAGE, apiStatus = 401, internalStatus = 404, apiBase }: Behaviour = {}) {
  let origin = '';
  const { url } = await startOrigin((req, res) => {
    const path = req.url ?? '';
    if (path === '/.well-known/azimuth') {
      res.end(JSON.stringify({ apiBase: apiBase?.(origin) ?? `${origin}/v1.0/myorg` }));
    } else if (path.startsWith('/v1.0/')) res.writeHead(apiStatus).end();
    else if (path.startsWith('/internal/')) res.writeHead(internalStatus, { 'Content-Type': 'application/json' }).end();
    else res.writeHead(200, pageHeaders).end('<!doctype html>');
  });
  const edge = await startTestEdge({
    routes: [{ name: 'all', patterns: ['/*'] }],
    origins: { gateway: { url }, static: { url } },
  });
  origin = `http://127.0.0.1:${edge.port}`;
  return new URL(origin);
}

const wrongOf = async (target: URL, closed: readonly URL[] = []) =>
  (await checkDeployment({ target, closed })).filter(({ kind }) => kind === 'wrong').map(({ what }) => what);

describe('through the local edge', () => {
  test('a deployment that behaves has nothing wrong, and what cannot be seen over plain HTTP is not called right', async () => {
    const findings = await checkDeployment({ target: await deployment(), closed: [] });
    expect(findings.filter(({ kind }) => kind === 'wrong')).toEqual([]);
    expect(findings.filter(({ kind }) => kind === 'right').length).toBeGreaterThan(8);
    expect(printFindings(findings)).toMatch(/\?\s+TLS versions: .* plain HTTP[\s\S]* 0 wrong, 2 unknown$/);
  });

  test.each<[string, Behaviour, string]>([
    ['an API that answers a stranger', { apiStatus: 200 }, 'the API refuses a call without a token'],
    ['an API that lets a key in', { apiStatus: 200 }, 'no key in an address opens the API'],
    ['an internal role that answers, if only to refuse', { internalStatus: 401 }, 'no route leads to an internal role'],
    [
      'a page without a content policy',
      { pageHeaders: { ...GOOD_PAGE, 'Content-Security-Policy': '' } },
      'content-security-policy is sent',
    ],
    ['a page that may be kept', { pageHeaders: { ...GOOD_PAGE, 'Cache-Control': 'public' } }, 'cache-control is sent'],
    [
      'a start document of another host',
      { apiBase: () => 'https://other.example/v1.0/myorg' },
      'the start document names this host, over https',
    ],
  ])('%s is found', async (_, behaviour, what) => {
    expect(await wrongOf(await deployment(behaviour))).toContain(what);
  });

  test('a server that names itself is found where no edge hides it', async () => {
    const { url } = await startOrigin((_, res) =>
      res.writeHead(200, { ...GOOD_PAGE, 'X-Powered-By': 'Any' }).end('{}'),
    );
    expect(await wrongOf(new URL(url))).toContain('x-powered-by is not sent');
  });

  test('an origin that answers whoever comes past the edge is found', async () => {
    const { url } = await startOrigin((_, res) => res.writeHead(200).end());
    expect(await wrongOf(await deployment(), [new URL(url)])).toEqual([`${new URL(url).host} is closed`]);
  });

  test('nobody there is one plain finding', async () => {
    const { url, server } = await startOrigin((_, res) => res.end());
    await new Promise((resolve) => server.close(resolve));
    expect(await wrongOf(new URL(url))).toEqual([`answers at ${new URL(url).origin}`]);
  });
});

test.each([
  ['the platform that refuses', 403, {}, 'right'],
  ['a store that asks for an identity', 401, { 'x-ms-request-id': '1' }, 'right'],
  ['a role that asks for a token itself', 401, {}, 'wrong'],
  ['a role that knows no such page', 404, {}, 'wrong'],
])('an address behind the edge: %s (%i)', async (_, status, headers, kind) => {
  const { url } = await startOrigin((__, res) => res.writeHead(status, headers).end());
  expect((await closedOrigin(new URL(url), {})).kind).toBe(kind);
});

describe('0.13: TLS versions', () => {
  const certificate = generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const listen = async (minVersion: SecureVersion, maxVersion: SecureVersion) => {
    const { private: key, cert } = await certificate;
    const options: ServerOptions = { key, cert, minVersion, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
    const server = createServer(options, (_, res) => res.end());
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return { host: 'localhost', port: (address as AddressInfo).port, ca: cert };
  };
  const kinds = async (minVersion: SecureVersion, maxVersion: SecureVersion) =>
    (await tlsVersions(await listen(minVersion, maxVersion))).map(({ kind }) => kind);

  test('1.2 and 1.3 alone are right', async () => {
    expect(await kinds('TLSv1.2', 'TLSv1.3')).toEqual(['right', 'right', 'right']);
  });
  test('1.3 alone is right', async () => {
    expect(await kinds('TLSv1.3', 'TLSv1.3')).toEqual(['right', 'right', 'right']);
  });
  test('one that still takes 1.1 is found', async () => {
    expect(await kinds('TLSv1.1', 'TLSv1.3')).toEqual(['right', 'wrong', 'right']);
  });
  test('one that takes nothing newer than 1.1 is found', async () => {
    expect(await kinds('TLSv1', 'TLSv1.1')).toEqual(['wrong', 'wrong', 'wrong']);
  });
  test('a certificate that this machine does not trust is not called right', async () => {
    const { ca: _, ...target } = await listen('TLSv1.2', 'TLSv1.3');
    expect((await tlsVersions(target)).at(-1)?.kind).toBe('wrong');
  });
});
