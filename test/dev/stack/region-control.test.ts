import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRegionControl } from '../../../dev/stack/region-control.ts';
import type { StackRegion } from '../../../dev/stack/stack-region.ts';

let folder: string;
let path: string;
let close: () => void = () => undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azimuth-control-'));
  path = join(folder, 'control', 'regions.sock');
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true });
});

const NO_PORTS = { 'web-front-end': 0, gateway: 0, presentation: 0, 'data-movement': 0 };
function region(name: StackRegion['name'], roles: string[]): StackRegion {
  const all = [...roles];
  return {
    name,
    ports: { blob: 0, roles: NO_PORTS },
    roles: () => roles.map((role, index) => ({ name: role, pid: index + 1, port: index + 100 })),
    kill: async () => void roles.splice(0),
    revive: async () => void roles.splice(0, roles.length, ...all),
    copyNow: async () => undefined,
  };
}

function call(method: string, url: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: path, method, path: url }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on('error', reject).end();
  });
}

test('one region is taken away and given back, by its owner only', async () => {
  close = await openRegionControl(path, [region('first', ['gateway']), region('second', ['second/gateway'])]);
  const [one, other] = [{ role: 'gateway', pid: 1, port: 100 }].flatMap((facts) => [facts, facts]);
  expect(statSync(dirname(path)).mode & 0o077).toBe(0);
  expect(await call('GET', '/')).toEqual({ status: 200, body: { first: [one], second: [other] } });
  expect(await call('POST', '/first/kill')).toEqual({ status: 200, body: { first: [], second: [other] } });
  expect(await call('POST', '/first/revive')).toEqual({ status: 200, body: { first: [one], second: [other] } });
});

test.each([
  ['GET', '/first/kill'],
  ['POST', '/third/kill'],
  ['POST', '/first'],
  ['POST', '/first/kill/now'],
  ['POST', '/'],
])('%s %s changes nothing and says what there is', async (method, url) => {
  const first = region('first', ['gateway']);
  close = await openRegionControl(path, [first]);
  expect(await call(method, url)).toMatchObject({ status: 404, body: { error: expect.stringContaining('GET /') } });
  expect(first.roles()).toHaveLength(1);
});
