import type { Client } from './client.ts';

/** One request of the load and what came of it; `status` is 0 where the connection ended without an answer. */
export type Outcome = {
  readonly kind: 'read' | 'write';
  readonly sentAt: number;
  readonly endedAt: number;
  readonly status: number;
  /** The answer's body. */
  readonly text: string;
  /** What a write was to make. */
  readonly name?: string;
};

/** Those that were on their way at any moment from one time to another. */
export function inFlight(outcomes: readonly Outcome[], from: number, to: number): readonly Outcome[] {
  return outcomes.filter(({ sentAt, endedAt }) => sentAt <= to && endedAt >= from);
}

export type Load = {
  /** Sends nothing more and waits for the last answer. */
  stop(): Promise<readonly Outcome[]>;
};

type Asked = { readonly method: string; readonly path: string; readonly body?: unknown };
type Reading = { readonly by: Client } & Asked;
type Writing = { readonly by: Client; readonly of: (name: string) => Asked };

/** Sends reads and writes at these rates, whether or not those before were answered, the reads in turn. */
export function startLoad(options: {
  readonly reads: readonly Reading[];
  readonly readsPerSecond: number;
  readonly writes: Writing;
  readonly writesPerSecond: number;
}): Load {
  const outcomes: Outcome[] = [];
  const running = new Set<Promise<void>>();
  let turn = 0;

  const send = (kind: Outcome['kind'], by: Client, { method, path, body }: Asked, name?: string): void => {
    const sentAt = performance.now();
    const done = by
      .send(method, path, body)
      .catch(() => ({ status: 0, text: '' }))
      .then(({ status, text }) => {
        outcomes.push({ kind, sentAt, endedAt: performance.now(), status, text, ...(name !== undefined && { name }) });
        running.delete(done);
      });
    running.add(done);
  };
  const reading = setInterval(() => {
    const read = options.reads[turn % options.reads.length];
    if (read !== undefined) send('read', read.by, read);
    turn += 1;
  }, 1000 / options.readsPerSecond);
  const writing = setInterval(() => {
    const name = `load ${crypto.randomUUID()}`;
    send('write', options.writes.by, options.writes.of(name), name);
  }, 1000 / options.writesPerSecond);

  return {
    async stop() {
      clearInterval(reading);
      clearInterval(writing);
      await Promise.all(running);
      return outcomes;
    },
  };
}
