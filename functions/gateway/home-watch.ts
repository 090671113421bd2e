import { setMaxListeners } from 'node:events';
import { afterSample, isHealthy, type OriginHealth, UNKNOWN_HEALTH } from '../../shared/routing/origin-health.ts';
import { LoadBalancing } from '../../shared/routing/origin-schema.ts';

/** What this Gateway knows of another cluster's. */
export type HomeWatch = {
  /** Fires when the other Gateway is found down; a new one is there once it answers again. */
  downSignal(): AbortSignal;
  /** Something went wrong with it, or took long: it is asked how it is until it is well. */
  suspect(): void;
};

type Deps = {
  /** Whether the other Gateway answers its health path just now; never rejects. */
  readonly probe: () => Promise<boolean>;
  /** Hears that the other Gateway was found down, and that it answers again. */
  readonly onChange?: (isDown: boolean) => void;
  /** Starts work after some time. */
  readonly later?: (work: () => void, ms: number) => void;
};

const PROBE_EVERY_MS = 1000;
/** The same window by which the edge judges its origins: two failures of four are too many. */
const WINDOW = LoadBalancing.parse({});

/**
 * Watches one other Gateway. While all is well nothing is asked: a failed request begins it. Two failed probes of four
 * make it down, the first that succeeds after that makes it well again.
 */
export function createHomeWatch({ probe, onChange = () => undefined, later = inBackground }: Deps): HomeWatch {
  let health: OriginHealth = UNKNOWN_HEALTH;
  let down = newSignal();
  let isAsking = false;

  async function ask(): Promise<void> {
    const startedAt = performance.now();
    const isSuccess = await probe();
    health = afterSample(health, { isSuccess, latencyMs: performance.now() - startedAt }, WINDOW);
    if (isSuccess) {
      if (down.signal.aborted) {
        health = UNKNOWN_HEALTH;
        down = newSignal();
        onChange(false);
      }
      isAsking = false;
      return;
    }
    if (!down.signal.aborted && !isHealthy(health, WINDOW)) {
      down.abort();
      onChange(true);
    }
    later(() => void ask(), PROBE_EVERY_MS);
  }

  return {
    downSignal: () => down.signal,
    suspect() {
      if (isAsking) return;
      isAsking = true;
      void ask();
    },
  };
}

function newSignal(): AbortController {
  const controller = new AbortController();
  // As many requests may wait for the other Gateway as there are.
  setMaxListeners(0, controller.signal);
  return controller;
}

/** The process may end without it. */
function inBackground(work: () => void, ms: number): void {
  setTimeout(work, ms).unref();
}
