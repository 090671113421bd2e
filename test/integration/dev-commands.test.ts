import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findFreePort } from '../../dev/stack/free-port.ts';
import { lockHome } from '../../dev/stack/home-lock.ts';

/** The real `npm start`, as a terminal runs it: through the entry, in a process group of its own. */
const enter = fileURLToPath(new URL('../../dev/enter.cjs', import.meta.url));
let folder: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azimuth-commands-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** What npm does: runs the entry as a child of its own. */
const AS_NPM = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(enter)}, 'start'], { stdio: 'inherit' })`;

async function start(args: readonly string[] = [enter, 'start']) {
  const port = await findFreePort();
  const run = spawn(process.execPath, [...args], {
    detached: true,
    env: { ...process.env, PORT: String(port), AZIMUTH_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = run;
  let said = '';
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const exit = new Promise<number | null>((resolve) => run.once('exit', resolve));
  const deadline = Date.now() + 90_000;
  while (!said.split('\n').includes(`Azimuth is ready: http://localhost:${port}`)) {
    if (Date.now() > deadline || run.exitCode !== null) throw new Error(`not ready:\n${said}`);
    await pause(50);
  }
  return { url: `http://localhost:${port}`, pid: run.pid ?? 0, exit };
}

/** True once nobody answers on the public port and the home folder is free. */
async function everythingIsGone(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (!answers) {
      lockHome(join(folder, 'home'), url).release();
      return true;
    }
    await pause(50);
  }
  return false;
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  test('leaves nothing behind when npm alone is killed', async () => {
    const run = await start(['-e', AS_NPM]);
    process.kill(run.pid, 'SIGKILL');
    await run.exit;
    expect(await everythingIsGone(run.url)).toBe(true);
  });

  test('serves the product until Ctrl-C at its terminal, and ends with 0', async () => {
    const run = await start();
    const wellKnown = JSON.parse(await (await fetch(`${run.url}/.well-known/azimuth`)).text());
    expect(wellKnown).toMatchObject({
      apiBase: `${run.url}/v1.0/myorg`,
      azimuthBase: `${run.url}/azimuth/v1`,
      tokenEndpoint: `${run.url}/identity/oauth2/v2.0/token`,
      tenants: { contoso: { tenantId: expect.any(String) }, fabrikam: { tenantId: expect.any(String) } },
    });
    process.kill(-run.pid, 'SIGINT');
    expect(await run.exit).toBe(0);
    expect(await everythingIsGone(run.url)).toBe(true);
  }, 120_000);

  test('leaves nothing behind when its entry is killed outright', async () => {
    const run = await start();
    process.kill(run.pid, 'SIGKILL');
    await run.exit;
    expect(await everythingIsGone(run.url)).toBe(true);
  }, 120_000);
});
