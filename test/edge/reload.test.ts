import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { configWith, routingOf } from '../routing/sample-config.ts';
import { ask, codeOf, startOrigin, startTestEdge } from './with-edge.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'edge-reload-'));
afterAll(() => rmSync(folder, { recursive: true }));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
let count = 0;

/** An edge as a process with a configuration file of its own, and what it says. */
async function startProcess(routes: Parameters<typeof configWith>[0], url: string) {
  count += 1;
  const file = join(folder, `routing-${count}.json`);
  const control = join(folder, `control-${count}`, 'edge.sock');
  const web = join(folder, `web-${count}`);
  mkdirSync(join(web, 'assets'), { recursive: true });
  const write = (text: string) => writeFileSync(file, text);
  write(JSON.stringify(configWith(routes)));
  const env = {
    PATH: process.env['PATH'],
    PORT: '0',
    AZIMUTH_ROUTING_CONFIG: file,
    AZIMUTH_ORIGINS: JSON.stringify({ gateway: url, static: { directory: web } }),
    AZIMUTH_EDGE_CONTROL: control,
  };
  const child = spawn(process.execPath, ['edge/main.ts'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  children.push(child);
  let said = '';
  let heard: () => void = () => undefined;
  child.stderr?.on('data', (chunk) => {
    said += chunk;
    heard();
  });
  const [{ port }] = await once(child, 'message');
  return {
    port: Number(port),
    control,
    web,
    write,
    /** Resolves with all that the edge has said once this is part of it. */
    says: (text: string) =>
      new Promise<string>((resolve) => {
        heard = () => {
          if (said.includes(text)) resolve(said);
        };
        heard();
      }),
  };
}

const both = [
  { name: 'all', patterns: ['/*'] },
  { name: 'assets', patterns: ['/assets/*'], originGroup: 'static', cache: staticCache() },
];
function staticCache() {
  return { behavior: 'HonorOrigin', queryMode: 'IgnoreQueryString' };
}

describe('a configuration that changes under a running edge', () => {
  test('is taken for new requests, while what is in flight ends as it began', async () => {
    const mayEnd = Promise.withResolvers<void>();
    const origin = await startOrigin(async (req, res) => {
      res.write('first');
      if (req.url === '/old/slow') await mayEnd.promise;
      res.end('last');
    });
    const edge = await startProcess([{ name: 'old', patterns: ['/old/*'] }, ...both.slice(1)], origin.url);
    const begun = Promise.withResolvers<void>();
    const slow = new Promise<string>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: edge.port, path: '/old/slow' }, (answer) => {
        let got = '';
        answer.on('data', (chunk) => {
          got += chunk;
          begun.resolve();
        });
        answer.on('end', () => resolve(got));
        answer.on('error', reject);
      });
      sent.on('error', reject).end();
    });
    await begun.promise;
    edge.write(JSON.stringify(configWith([{ name: 'new', patterns: ['/new/*'] }, ...both.slice(1)])));
    await edge.says('The changed configuration is in use.');
    expect((await ask(edge.port, '/new/x')).status).toBe(200);
    expect((await ask(edge.port, '/old/x')).status).toBe(404);
    mayEnd.resolve();
    expect(await slow).toBe('firstlast');
  });

  test.each([
    ['is no JSON', '{ "version": 1,', /is not JSON: .*position/],
    ['breaks the schema', JSON.stringify({ ...configWith(both), version: 2 }), /config \/version: /],
    [
      'names an internal role',
      JSON.stringify(
        configWith(both, {
          originGroups: [
            { name: 'gateway', origins: [{ name: 'presentation', serves: 'presentation', host: 'p.example' }] },
            { name: 'static', origins: [{ name: 'static', serves: 'static', host: 's.example' }] },
          ],
        }),
      ),
      /config \/originGroups\/0\/origins\/0.*"presentation" is an internal role/,
    ],
    [
      'needs an origin whose address nobody gave',
      JSON.stringify(
        configWith(both, {
          originGroups: [
            { name: 'gateway', origins: [{ name: 'gateway-2', serves: 'gateway', host: 'g.example' }] },
            { name: 'static', origins: [{ name: 'static', serves: 'static', host: 's.example' }] },
          ],
        }),
      ),
      /AZIMUTH_ORIGINS: "gateway-2" is missing/,
    ],
  ])('is refused where it %s, with the place of the mistake, and the old one goes on', async (_, text, place) => {
    const origin = await startOrigin((_req, res) => res.end('ok'));
    const edge = await startProcess(both, origin.url);
    edge.write(text);
    const said = await edge.says('is refused, the old one goes on:\n  ');
    expect(said).toMatch(place);
    expect((await ask(edge.port, '/x')).body.toString()).toBe('ok');
  });

  test('a refused change can be corrected', async () => {
    const origin = await startOrigin((_req, res) => res.end('ok'));
    const edge = await startProcess(both, origin.url);
    edge.write('{');
    await edge.says('is refused');
    edge.write(JSON.stringify(configWith([{ name: 'all', patterns: ['/only/*'] }, ...both.slice(1)])));
    await edge.says('is in use');
    expect((await ask(edge.port, '/x')).status).toBe(404);
  });
});

describe('new parts in the same process', () => {
  test('an origin that goes out of use is not cut off while it answers', async () => {
    const mayEnd = Promise.withResolvers<void>();
    const first = await startOrigin(async (_req, res) => {
      res.write('a');
      await mayEnd.promise;
      res.end('z');
    });
    const second = await startOrigin((_req, res) => res.end('second'));
    const edge = await startTestEdge({ origins: { gateway: { url: first.url } } });
    const slow = ask(edge.port, '/');
    await new Promise<void>((resolve) => first.server.once('request', () => resolve()));
    edge.reconfigure(routingOf(configWith([{ name: 'all', patterns: ['/*'] }])), { gateway: { url: second.url } });
    expect((await ask(edge.port, '/')).body.toString()).toBe('second');
    mayEnd.resolve();
    expect((await slow).body.toString()).toBe('az');
  });

  test('a configuration that cannot be served changes nothing', async () => {
    const origin = await startOrigin((_req, res) => res.end('ok'));
    const edge = await startTestEdge({ origins: { gateway: { url: origin.url } } });
    expect(() => edge.reconfigure(routingOf(configWith([{ name: 'no', patterns: ['/no'] }])), {})).toThrow(
      'no address',
    );
    expect((await ask(edge.port, '/')).body.toString()).toBe('ok');
  });
});

describe('the operator’s socket', () => {
  const purge = (socketPath: string, body: string, path = '/purge') =>
    ask(0, path, { socketPath, method: 'POST' }, body);

  test('X-10: a purge throws out what is kept below a path, and the file is read anew', async () => {
    const edge = await startProcess(both, 'http://127.0.0.1:1');
    const file = join(edge.web, 'assets', 'app-0123abcd.js');
    writeFileSync(file, 'one');
    await ask(edge.port, '/assets/app-0123abcd.js');
    writeFileSync(file, 'two');
    expect((await ask(edge.port, '/assets/app-0123abcd.js')).body.toString()).toBe('one');
    expect(JSON.parse((await purge(edge.control, '{"paths":["/Assets/*"]}')).body.toString())).toEqual({ purged: 1 });
    const after = await ask(edge.port, '/assets/app-0123abcd.js');
    expect([after.body.toString(), after.headers['x-cache']]).toEqual(['two', 'TCP_MISS']);
  });

  test('is for its owner only, and refuses what is no purge', async () => {
    const edge = await startProcess(both, 'http://127.0.0.1:1');
    expect(statSync(join(edge.control, '..')).mode & 0o077).toBe(0);
    expect((await purge(edge.control, 'x')).status).toBe(400);
    expect((await purge(edge.control, '{"paths":["assets"]}')).body.toString()).toContain('must begin with');
    expect((await purge(edge.control, '{"paths":["/"],"extra":1}')).status).toBe(400);
    expect((await purge(edge.control, '{}', '/other')).status).toBe(404);
  });

  test('the public port knows nothing of it', async () => {
    const origin = await startOrigin((_req, res) => res.writeHead(404).end('from the origin'));
    const edge = await startTestEdge({
      routes: [{ name: 'api', patterns: ['/v1.0/*'] }],
      origins: { gateway: { url: origin.url } },
    });
    const answer = await ask(edge.port, '/purge', { method: 'POST' }, '{"paths":["/*"]}');
    expect([answer.status, codeOf(answer)]).toEqual([404, 'RouteNotFound']);
  });
});
