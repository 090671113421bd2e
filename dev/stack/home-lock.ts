import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { StackFailure } from './stack-failure.ts';

/** The right to use a home folder, held until it is released or the process ends, however it ends. */
export type HomeLock = { release(): void };

const Holder = z.object({ pid: z.number(), url: z.string() });

function holderOf(file: string): z.infer<typeof Holder> | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function holder(file: string): string {
  const known = holderOf(file);
  return known === undefined ? 'another process' : `process ${known.pid}, ${known.url}`;
}

/** Refuses where this very stack runs already, before its own port is taken for somebody else's. */
export function refuseRunning(home: string, port: number): void {
  const file = join(home, 'stack.json');
  const runs = holderOf(file);
  if (runs === undefined || new URL(runs.url).port !== String(port) || !isAlive(runs.pid)) return;
  throw new StackFailure(`Azimuth runs already: ${runs.url} (process ${runs.pid}, folder ${home}). Stop it first.`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Takes the home folder for one stack. The lock is the operating system's, through an SQLite file, so that one left
 * by a process that was killed holds nobody up, and a process id that is used again deceives nobody.
 */
export function lockHome(home: string, url: string): HomeLock {
  try {
    mkdirSync(home, { recursive: true });
  } catch (cause) {
    throw new StackFailure(
      `${home} cannot be used as a folder for the state. Choose another one with AZIMUTH_HOME=….`,
      {
        cause,
      },
    );
  }
  const holderFile = join(home, 'stack.json');
  const lock = new DatabaseSync(join(home, 'stack.lock'));
  try {
    lock.exec('PRAGMA busy_timeout = 1500');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new StackFailure(
      `The folder ${home} is in use by a stack that runs already (${holder(holderFile)}). Stop it, or choose another folder with AZIMUTH_HOME=….`,
      { cause },
    );
  }
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid, url }));
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      rmSync(holderFile, { force: true });
      lock.close();
    },
  };
}
