import type { BlobContainer } from './blob-account.ts';

/** A container and the copy of it in another region. */
export type CopiedContainer = { readonly from: BlobContainer; readonly to: BlobContainer };

/** A copying that goes on. */
export type Replication = {
  /** Copies what is there now; rejects where a store does not answer. */
  round(): Promise<void>;
  /** Ends it once the round that is under way has ended. */
  stop(): Promise<void>;
};

const EVERY_MS = 2000;

/**
 * Keeps copies of containers up to date, as geo-redundant storage does in a deployment: a while behind, whole blobs only,
 * and what is gone at home goes from the copy. A store that does not answer is asked again with the next round.
 */
export function replicateBlobs(containers: readonly CopiedContainer[], everyMs = EVERY_MS): Replication {
  let hasEnded = false;
  let running: Promise<unknown> = Promise.resolve();
  const round = (): Promise<void> => {
    const next = running.then(async () => {
      for (const container of containers) await copyOnce(container);
    });
    running = next.catch(() => undefined);
    return next;
  };
  let timer: NodeJS.Timeout;
  const plan = (): void => {
    timer = setTimeout(() => {
      void round()
        .catch(() => undefined)
        .finally(() => {
          if (!hasEnded) plan();
        });
    }, everyMs);
  };
  plan();
  return {
    round,
    async stop() {
      hasEnded = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function copyOnce({ from, to }: CopiedContainer): Promise<void> {
  const [home, copies] = await Promise.all([from.list(), to.list()]);
  for (const [name, { version }] of home) {
    if (copies.get(name)?.copyOf !== version) await to.put(name, await from.get(name), version);
  }
  for (const name of copies.keys()) if (!home.has(name)) await to.remove(name);
}
