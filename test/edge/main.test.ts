import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../edge/config.ts';
import { ask, startOrigin } from './with-edge.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'edge-main-'));
afterAll(() => rmSync(folder, { recursive: true }));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function startProcess(settings: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['edge/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    output.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.err += chunk;
  });
  return { child, output };
}

const origins = (url: string) =>
  JSON.stringify({ 'web-front-end': url, gateway: url, static: { directory: folder }, intake: url });

describe('the process', () => {
  test('tells its port, serves, logs without the query, and ends on SIGTERM', async () => {
    const origin = await startOrigin((req, res) => res.end(req.url));
    const { child, output } = startProcess({ PORT: '0', AZIMUTH_ORIGINS: origins(origin.url), AZIMUTH_EDGE_LOG: '1' });
    const [ready] = await once(child, 'message');
    expect(ready).toMatchObject({ kind: 'ready', port: expect.any(Number) });
    expect((await ask(ready.port, '/v1.0/myorg/groups?sig=secret')).body.toString()).toBe(
      '/v1.0/myorg/groups?sig=secret',
    );
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(JSON.parse(output.out)).toMatchObject({ method: 'GET', path: '/v1.0/myorg/groups', status: 200 });
    expect(output.out).not.toContain('secret');
    expect(output.err).toBe('');
  });

  test('ends when its parent goes', async () => {
    const { child } = startProcess({ PORT: '0', AZIMUTH_ORIGINS: origins('http://127.0.0.1:1') });
    await once(child, 'message');
    child.disconnect();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  test('a taken port is told in one sentence and to the parent', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { child, output } = startProcess({ PORT: String(port), AZIMUTH_ORIGINS: origins('http://127.0.0.1:1') });
    const [message] = await once(child, 'message');
    const [code] = await once(child, 'exit');
    taken.close();
    expect(message).toEqual({ kind: 'failed', code: 'port-taken', port });
    expect(code).toBe(1);
    expect(output.err).toBe(`Port ${port} is taken by another program; stop it, or choose another port with PORT.\n`);
  });

  test('a bad configuration is told with its place', async () => {
    const config = write('bad.json', '{"version": 2}');
    const { child, output } = startProcess({ AZIMUTH_ROUTING_CONFIG: config, AZIMUTH_ORIGINS: '{}' });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(output.err).toContain('config /version: ');
  });
});

describe('settings', () => {
  const good = {
    AZIMUTH_ROUTING_CONFIG: join(root, 'routing.config.json'),
    AZIMUTH_ORIGINS: origins('http://127.0.0.1:1'),
  };

  test('have defaults, and addresses may be texts, objects with a certificate, or folders', () => {
    const ca = write('ca.pem', 'PEM');
    const read = readConfig({
      ...good,
      AZIMUTH_ROUTING_OVERLAY: join(root, 'dev/routing.overlay.json'),
      AZIMUTH_ORIGINS: JSON.stringify({
        ...JSON.parse(good.AZIMUTH_ORIGINS),
        'identity-provider': 'http://127.0.0.1:2',
        intake: { url: 'https://127.0.0.1:3', ca },
      }),
    });
    expect(read).toMatchObject({
      kind: 'config',
      config: {
        port: 8080,
        tls: undefined,
        writesLog: false,
        origins: { gateway: { url: 'http://127.0.0.1:1' }, static: { directory: folder }, intake: { ca: 'PEM' } },
      },
    });
  });

  test.each([
    ['no origins', { AZIMUTH_ORIGINS: '' }, 'AZIMUTH_ORIGINS: is missing'],
    ['origins that are no JSON', { AZIMUTH_ORIGINS: '{' }, 'AZIMUTH_ORIGINS: is not JSON'],
    ['a missing origin', { AZIMUTH_ORIGINS: '{"gateway":"http://a"}' }, 'AZIMUTH_ORIGINS: "web-front-end" is missing'],
    [
      'an origin that no route leads to',
      { AZIMUTH_ORIGINS: good.AZIMUTH_ORIGINS.replace('{', '{"presentation":"http://a",') },
      'AZIMUTH_ORIGINS: no route leads to an origin "presentation"',
    ],
    [
      'an address that is none',
      { AZIMUTH_ORIGINS: '{"gateway":"ftp://a"}' },
      'AZIMUTH_ORIGINS gateway: must be an http or https address',
    ],
    [
      'a certificate without its key',
      { AZIMUTH_EDGE_CERT: join(root, 'package.json') },
      'AZIMUTH_EDGE_CERT and AZIMUTH_EDGE_KEY: both are needed',
    ],
    [
      'a certificate that is none',
      { AZIMUTH_EDGE_CERT: join(root, 'package.json'), AZIMUTH_EDGE_KEY: join(root, 'package.json') },
      'AZIMUTH_EDGE_CERT and AZIMUTH_EDGE_KEY: cannot be used together: ',
    ],
    [
      'plain HTTP beyond this machine',
      { AZIMUTH_EDGE_BIND: '0.0.0.0' },
      'AZIMUTH_EDGE_BIND: only TLS may be offered beyond this machine',
    ],
    ['a port out of range', { PORT: '70000' }, 'PORT: '],
    [
      'a file that is not there',
      { AZIMUTH_ROUTING_CONFIG: '/nowhere.json' },
      'AZIMUTH_ROUTING_CONFIG: cannot read /nowhere.json',
    ],
  ])('%s', (_, settings, start) => {
    const read = readConfig({ ...good, ...settings });
    const problems = read.kind === 'refused' ? read.problems : [];
    expect(problems.some((problem) => problem.startsWith(start))).toBe(true);
  });
});
