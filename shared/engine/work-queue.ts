import { Fault } from '../domain/faults.ts';

export type WorkQueue = {
  /** Runs the job when it is the tenant's turn; what the job does, the caller's promise does. */
  run<T>(tenant: string, signal: AbortSignal, job: () => Promise<T>): Promise<T>;
  readonly length: () => { readonly waiting: number; readonly running: number };
};

export type WorkQueueLimits = {
  /** Jobs at the same time. */
  readonly concurrency: number;
  /** Jobs that wait at most, of all tenants together. */
  readonly waiting: number;
};

type Waiting = { readonly start: () => void; readonly refuse: (reason: unknown) => void };

/**
 * A bounded queue, fair between tenants: they take turns, whatever the length of their lines. When it is full, the
 * newest of the longest line is refused with `engine-busy`, so that one tenant cannot keep the others out.
 */
export function createWorkQueue(limits: WorkQueueLimits): WorkQueue {
  /** Lines in the order of their turns; a line that is empty is not kept. */
  const lines = new Map<string, Waiting[]>();
  let running = 0;
  let averageMs = 0;

  const waiting = () => [...lines.values()].reduce((sum, line) => sum + line.length, 0);
  const busy = () => {
    const seconds = Math.ceil((averageMs * (waiting() + 1)) / limits.concurrency / 1000);
    return new Fault('engine-busy', { retryAfterSeconds: Math.min(Math.max(seconds, 1), 60) });
  };

  const startNext = () => {
    while (running < limits.concurrency) {
      const [turn] = lines;
      if (turn === undefined) return;
      const [tenant, line] = turn;
      const next = line.shift();
      lines.delete(tenant);
      if (line.length > 0) lines.set(tenant, line);
      next?.start();
    }
  };

  const makeRoom = (tenant: string): boolean => {
    if (waiting() < limits.waiting) return true;
    const own = lines.get(tenant)?.length ?? 0;
    const [longest] = [...lines].sort(([, left], [, right]) => right.length - left.length);
    if (longest === undefined || longest[1].length <= own + 1) return false;
    longest[1].pop()?.refuse(busy());
    return true;
  };

  const takeTurn = (tenant: string, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (running < limits.concurrency && lines.size === 0) {
        running += 1;
        resolve();
        return;
      }
      if (!makeRoom(tenant)) {
        reject(busy());
        return;
      }
      const leave = () => {
        const line = lines.get(tenant)?.filter((one) => one !== entry) ?? [];
        if (line.length > 0) lines.set(tenant, line);
        else lines.delete(tenant);
        entry.refuse(signal.reason);
      };
      const entry: Waiting = {
        start: () => {
          running += 1;
          signal.removeEventListener('abort', leave);
          resolve();
        },
        refuse: (reason) => {
          signal.removeEventListener('abort', leave);
          reject(reason);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      const line = lines.get(tenant);
      if (line === undefined) lines.set(tenant, [entry]);
      else line.push(entry);
    });

  return {
    run: async (tenant, signal, job) => {
      signal.throwIfAborted();
      await takeTurn(tenant, signal);
      const startedAt = performance.now();
      try {
        signal.throwIfAborted();
        return await job();
      } finally {
        averageMs = averageMs * 0.8 + (performance.now() - startedAt) * 0.2;
        running -= 1;
        startNext();
      }
    },
    length: () => ({ waiting: waiting(), running }),
  };
}
