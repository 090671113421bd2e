import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_WAIT_MS = 15_000;

/**
 * Begins a writing transaction. Another process may be writing: it is asked again and again without blocking this
 * process, in which others want to read meanwhile.
 */
export async function beginWrite(database: DatabaseSync): Promise<void> {
  await untilFree(() => {
    database.exec('pragma busy_timeout = 0');
    try {
      database.exec('begin immediate');
    } finally {
      database.exec('pragma busy_timeout = 5000');
    }
  });
}

/** Repeats what SQLite refuses because another process is at it. */
export async function untilFree(attempt: () => void): Promise<void> {
  const last = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      attempt();
      return;
    } catch (thrown) {
      if (!isBusy(thrown) || Date.now() > last) throw thrown;
    }
    await sleep(1 + Math.random() * 10);
  }
}

/** SQLITE_BUSY with any of its extended codes. */
function isBusy(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null || !('errcode' in thrown)) return false;
  return typeof thrown.errcode === 'number' && (thrown.errcode & 0xff) === 5;
}
