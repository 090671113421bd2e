import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { StackFailure } from './stack-failure.ts';

/** The right to use a home folder, held until it is released or the process ends, however it ends. */
export type HomeLock = { release(): void };

const Holder = z.object({ pid: z.number(), url: z.string() });

function holder(file: string): string {
  try {
    const { pid, url } = Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
    return `process ${pid}, ${url}`;
  } catch {
    return 'another process';
  }
}

/**
 * Takes the home folder for one stack. The lock is the operating system's, through an SQLite file, so that one left
 * by a process that was killed holds nobody up, and a process id that is used again deceives nobody.
 */
export function lockHome(home: string, url: string): HomeLock {
  mkdirSync(home, { recursive: true });
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
