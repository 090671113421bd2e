import { spawn } from 'node:child_process';
import { delimiter, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../dev/stack/free-port.ts';
import { lockHome } from '../../dev/stack/home-lock.ts';
import type { BenchContext } from './bench.ts';

/** Settings of the bench's own start that a start under measurement must not inherit. */
const OURS = /^(AZIMUTH_.*|NODE_COMPILE_CACHE|PORT|npm_(?!config_).*)$/;
const STOP_LIMIT_MS = 20_000;

/** The environment of a person at a terminal: nothing of this repository on PATH, no settings of the bench. */
export function personalEnvironment(): Record<string, string> {
  const pairs = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined || OURS.test(name) ? [] : [[name, value]],
  );
  const env = Object.fromEntries(pairs);
  const inNodeModules = `${sep}node_modules${sep}`;
  const path = (env['PATH'] ?? '').split(delimiter).filter((folder) => !`${folder}${sep}`.includes(inNodeModules));
  return { ...env, PATH: path.join(delimiter) };
}

export type NpmStart = {
  /** From the command to the line that says the stack is ready. */
  readonly readyMs: number;
  /** What it printed. */
  readonly said: string;
  /** Ctrl-C, and proof that nothing is left. */
  readonly stop: () => Promise<void>;
};

/** Runs `npm start` in the folder of a clone, as a person would, until its ready line. */
export async function npmStart(
  context: BenchContext,
  { clone, home, limitMs }: { readonly clone: string; readonly home: string; readonly limitMs: number },
): Promise<NpmStart> {
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...personalEnvironment(), PORT: String(port), AZIMUTH_HOME: home, AZIMUTH_TIMINGS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a terminal makes one: a signal reaches npm and all that it started.
    detached: true,
  });
  const exit = new Promise<void>((resolve, reject) => {
    child.once('close', () => resolve());
    child.once('error', reject);
  });
  const signalGroup = (signal: NodeJS.Signals | 0): boolean => {
    try {
      return child.pid !== undefined && process.kill(-child.pid, signal);
    } catch {
      return false;
    }
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= stopGroup(signalGroup, exit, home, url);
    return stopped;
  };
  context.atEnd(stop);

  let said = '';
  const ready = new Promise<number>((resolve) => {
    const keep = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      if (said.split('\n').includes(`Azimuth is ready: ${url}`)) resolve(performance.now() - startedAt);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
  });
  const late = new AbortController();
  const over = pause(limitMs, undefined, { signal: late.signal }).catch(() => undefined);
  const readyMs = await Promise.race([ready, exit.then(() => undefined), over]).finally(() => late.abort());
  if (readyMs === undefined) {
    await stop();
    throw new Error(`npm start was not ready. The end of what it said:\n${said.slice(-2000)}`);
  }
  return { readyMs, said, stop };
}

async function stopGroup(
  signalGroup: (signal: NodeJS.Signals | 0) => boolean,
  exit: Promise<void>,
  home: string,
  url: string,
): Promise<void> {
  signalGroup('SIGINT');
  const hurry = setTimeout(() => signalGroup('SIGKILL'), STOP_LIMIT_MS);
  await exit.catch(() => undefined);
  clearTimeout(hurry);
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (signalGroup(0) || (await answers(url))) {
    if (performance.now() > deadline) {
      signalGroup('SIGKILL');
      throw new Error(`Something of npm start is left after Ctrl-C (${url}).`);
    }
    await pause(50);
  }
  lockHome(home, url).release();
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}
