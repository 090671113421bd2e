import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, askRaw, startOrigin, startTestEdge } from '../../edge/with-edge.ts';
import { principal } from '../principals.ts';
import { createThings } from '../things.ts';
import type { World } from '../world.ts';
import { openWorld } from './open-world.ts';

let world: World;
const top = mkdtempSync(join(tmpdir(), 'azimuth-paths-'));
const root = join(top, 'web');
beforeAll(async () => {
  world = await openWorld();
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(top, 'secret.txt'), 'top secret');
  writeFileSync(join(root, 'assets', 'app.js'), 'plain');
  writeFileSync(join(root, 'assets', '.env'), 'top secret');
  symlinkSync(join(top, 'secret.txt'), join(root, 'assets', 'link.txt'));
});
afterAll(async () => {
  await world.close();
  rmSync(top, { recursive: true });
});

/** What one part of a path could be written as, to be read differently by two who look at it. */
const SPELLINGS = [
  '/v1.0/../internal/presentation/statistics',
  '/v1.0/%2e%2e/internal/presentation/statistics',
  '/v1.0/.%2e/internal',
  '/v1.0/%2e/x',
  '/v1.0/..%2finternal',
  '/v1.0/x/..%2F..%2Finternal',
  '/v1.0\\..\\internal',
  '/v1.0/%5c..%5cinternal',
  '/v1.0/x%00/y',
  '/v1.0/x/.',
  '/v1.0/x/..',
];

test.each(SPELLINGS)('B08: the edge passes on no path that means another one: %s', async (path) => {
  const seen: string[] = [];
  const origin = await startOrigin((request, response) => {
    seen.push(request.url ?? '');
    response.end('reached');
  });
  const { port } = await startTestEdge({
    routes: [{ name: 'api', patterns: ['/v1.0/*'] }],
    origins: { gateway: { url: origin.url } },
  });
  const answer = await askRaw(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 (?:400|404)/);
  expect(seen).toEqual([]);
});

test('B08: what the edge lets through the Gateway reads once, and the check and the answer are about the same thing', async () => {
  const viewer = principal('Viewer');
  const { reportId, groupId } = await createThings(world, viewer);
  const stranger = principal('stranger');
  for (const spelling of [
    `/v1.0/myorg/reports/${reportId}`,
    `/V1.0/MyOrg/Reports/${reportId}`,
    `/v1.0/myorg/reports/%${reportId.charCodeAt(0).toString(16)}${reportId.slice(1)}`,
    `/v1.0/myorg/groups/${groupId}/reports/${reportId}`,
  ]) {
    expect([spelling, (await world.send(viewer, 'GET', spelling)).status]).toEqual([spelling, 200]);
    expect([spelling, (await world.send(stranger, 'GET', spelling)).status]).toEqual([spelling, 404]);
  }
  for (const spelling of [
    `/v1.0/myorg//reports/${reportId}`,
    `/v1.0/myorg/reports/${reportId}/`,
    `/v1.0/myorg/reports;x=1/${reportId}`,
    `/v1.0/myorg/reports/${reportId};x=1`,
    `/v1.0/myorg/reports/${reportId}.`,
    `/v1.0/myorg/reports%2f${reportId}`,
    `/v1.0/myorg/reports/${reportId}%2f`,
    `/v1.0/myorg/reports/${encodeURIComponent(encodeURIComponent(`../${reportId}`))}`,
    `/v1.0/internal/presentation/v1.0/myorg/reports/${reportId}`,
  ]) {
    expect([spelling, (await world.send(viewer, 'GET', spelling)).status]).toEqual([spelling, 404]);
  }
});

const OUTSIDE = [
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/assets/%252e%252e/%252e%252e/secret.txt',
  '/assets/....//secret.txt',
  '/assets/..\\..\\secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/assets/app.js%00.txt',
  '/assets//etc/passwd',
  '/assets/%2fetc%2fpasswd',
  '/assets/C:/boot.ini',
  '/assets/\\\\server\\share',
  '/assets/.env',
  '/assets/%2eenv',
  '/assets/link.txt',
  '/assets/app.js/../../../secret.txt',
];

test('D08: no spelling of a path leads out of the folder of static files', async () => {
  const cache = { behavior: 'HonorOrigin', queryMode: 'IgnoreQueryString' };
  const routes = [{ name: 'assets', patterns: ['/assets/*'], originGroup: 'static', cache }];
  const { port } = await startTestEdge({ routes, origins: { static: { directory: root } } });
  expect((await ask(port, '/assets/app.js')).body.toString()).toBe('plain');
  for (const path of OUTSIDE) {
    const answer = await askRaw(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect([path, answer]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 40[04]/)]);
    expect(answer).not.toContain('secret');
    expect(answer).not.toContain('root:');
  }
});

test('D08: where a file is put has an id of ours in it and nothing of its name', async () => {
  const who = principal('Admin');
  const start = await world.send(
    who,
    'POST',
    '/v1.0/myorg/imports/createTemporaryUploadLocation?datasetDisplayName=..%2F..%2Fx',
  );
  const { url } = JSON.parse(await start.text());
  expect(String(url)).toMatch(/^memory:\/\/uploads\/[0-9a-f-]{36}\/[0-9a-f-]{36}\?signed$/);
});

test('D10: an import reads an address of our own store that was given to this person, and no other', async () => {
  const who = principal('Admin');
  for (const fileUrl of [
    'file:///etc/passwd',
    '/etc/passwd',
    'http://169.254.169.254/metadata/identity/oauth2/token',
    'http://127.0.0.1:10000/x',
    'https://evil.example/x.csv',
    'memory://uploads/../x',
    'memory://uploads/',
    `memory://uploads/${who.tenantId}/../../x`,
    `memory://uploads/${who.tenantId}/${crypto.randomUUID()}`,
    'MEMORY://uploads/x',
    '',
    'x'.repeat(5000),
  ]) {
    const body = { fileUrl };
    const { status } = await world.send(who, 'POST', '/v1.0/myorg/imports?datasetDisplayName=x.csv', { body });
    expect([fileUrl, status]).toEqual([fileUrl, 400]);
  }
  const host = JSON.parse(readFileSync('routing.config.json', 'utf8'));
  expect(JSON.stringify(host)).not.toContain('169.254');
});
