import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { findFreePort } from '../../dev/stack/free-port.ts';
import { startStack } from '../../dev/stack/start-stack.ts';

const stackProcess = fileURLToPath(new URL('../dev/fixtures/stack-process.ts', import.meta.url));
const roleProcess = fileURLToPath(new URL('../dev/fixtures/role-process.ts', import.meta.url));
const programs = { host: roleProcess, edge: roleProcess };
const left: (() => void)[] = [];

afterEach(() => {
  for (const clean of left.splice(0)) clean();
});

function homeFolder(suffix = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-stack-'));
  left.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return join(folder, `home${suffix}`);
}

type Part = { readonly name: string; readonly pid: number; readonly port: number };
type Run = {
  readonly child: ChildProcess;
  readonly port: number;
  readonly parts: readonly Part[];
  readonly said: () => string;
  readonly exit: Promise<number | null>;
};

async function launch(home: string, port: number, file = stackProcess): Promise<Omit<Run, 'parts'>> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: { ...process.env, AZIMUTH_HOME: home, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  left.push(() => child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, port, exit, said: () => text };
}

async function ready(home: string): Promise<Run> {
  const run = await launch(home, await findFreePort());
  const deadline = Date.now() + 20_000;
  while (!run.said().includes(`Azimuth is ready: http://localhost:${run.port}\n`)) {
    if (Date.now() > deadline || run.child.exitCode !== null) throw new Error(`not ready:\n${run.said()}`);
    await pause(30);
  }
  const line =
    run
      .said()
      .split('\n')
      .find((one) => one.startsWith('{')) ?? '{}';
  return { ...run, parts: JSON.parse(line).processes };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function allGone(parts: readonly Part[]): Promise<readonly string[]> {
  const deadline = Date.now() + 6000;
  while (Date.now() < deadline && parts.some(({ pid }) => isAlive(pid))) await pause(30);
  return parts.filter(({ pid }) => isAlive(pid)).map(({ name }) => name);
}

describe('a running stack', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'leaves no process behind on %s and ends with 0',
    async (signal) => {
      const run = await ready(homeFolder());
      expect(run.parts.map(({ name }) => name).toSorted()).toEqual([
        'blob',
        'data-movement',
        'edge',
        'gateway',
        'presentation',
        'web-front-end',
      ]);
      run.child.kill(signal);
      expect(await run.exit).toBe(0);
      expect(await allGone(run.parts)).toEqual([]);
    },
    40_000,
  );

  test('leaves no process behind when it is killed outright, and its folder can be used again at once', async () => {
    const home = homeFolder();
    const run = await ready(home);
    run.child.kill('SIGKILL');
    await run.exit;
    expect(await allGone(run.parts)).toEqual([]);
    const again = await ready(home);
    again.child.kill('SIGTERM');
    expect(await again.exit).toBe(0);
  }, 40_000);

  test('ends when whoever started it is gone', async () => {
    const run = await ready(homeFolder());
    run.child.disconnect();
    expect(await run.exit).toBe(0);
    expect(await allGone(run.parts)).toEqual([]);
  }, 40_000);

  test('stops as a whole when one part crashes, and says which one and its last words', async () => {
    const run = await ready(homeFolder());
    const gateway = run.parts.find(({ name }) => name === 'gateway');
    await fetch(`http://127.0.0.1:${gateway?.port}/crash`).catch(() => undefined);
    expect(await run.exit).toBe(1);
    expect(run.said()).toContain('gateway has stopped by itself (exit code 7)');
    expect(run.said()).toContain('gateway meets its end');
    expect(await allGone(run.parts)).toEqual([]);
  }, 40_000);

  test('can be stopped while it starts', async () => {
    const run = await launch(homeFolder(), await findFreePort());
    while (!run.said().includes('Starting')) await pause(5);
    run.child.kill('SIGINT');
    expect(await run.exit).toBe(0);
    expect(run.said()).not.toContain('ready');
  }, 40_000);
});

describe('a stack that cannot start', () => {
  test('names the port that is taken, and starts nothing', async () => {
    const port = await findFreePort();
    const other = createServer().listen(port, '127.0.0.1');
    left.push(() => other.close());
    const run = await launch(homeFolder(), port);
    expect(await run.exit).toBe(1);
    expect(run.said()).toContain(`Port ${port} (the public address) is taken by another program.`);
    expect(run.said()).not.toContain('Starting');
  }, 20_000);

  test('is refused the folder of one that runs, and told whose it is', async () => {
    const home = homeFolder();
    const first = await startStack({ home, port: 0, roles: 'processes', programs });
    left.push(() => void first.stop());
    await expect(startStack({ home, port: 0, roles: 'processes', programs })).rejects.toThrow(
      `is in use by a stack that runs already (process ${process.pid}, ${first.url})`,
    );
    await first.stop();
    const second = await startStack({ home, port: 0, roles: 'processes', programs });
    await second.stop();
  }, 40_000);

  test('says which part failed and why, and stops the others', async () => {
    const run = await launch(homeFolder('-fail-presentation'), await findFreePort());
    expect(await run.exit).toBe(1);
    expect(run.said()).toContain('presentation could not start: presentation was told to fail');
  }, 20_000);
});

test('stacks run side by side, each with its own folder and ports', async () => {
  const start = () => startStack({ home: homeFolder(), port: 0, roles: 'processes', programs });
  const [one, two] = await Promise.all([start(), start()]);
  expect(one.url).not.toBe(two.url);
  for (const stack of [one, two]) expect(await (await fetch(stack.url)).text()).toBe('edge');
  await Promise.all([one.stop(), two.stop()]);
}, 40_000);
