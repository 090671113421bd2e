import type { SystemStore } from '../catalog/ports.ts';
import { Fault } from '../domain/faults.ts';
import { afterTelling, isExhausted, retryAfterSeconds, type Usage, usageAt } from './usage.ts';

export type RateLimiter = {
  /**
   * Lets one call through or throws `rate-limited`. `key` says who and what, and always goes with the same `windowMs` (an
   * hour at most); `per` ends the sentence "at most 200 calls …". A limit of 0 is none. A refused call does not count.
   */
  check(key: string, limit: number, windowMs: number, per: string): Promise<void>;
};

type Deps = {
  readonly addUsage: SystemStore['addUsage'];
  readonly now: () => Date;
  /** The store is told at most this often. */
  readonly syncMs?: number;
  /** Starts work after some time. */
  readonly later?: (work: () => void, ms: number) => void;
};

const HOUR_MS = 60 * 60 * 1000;
/** Counts are forgotten an hour after the longest period, however the clocks of the instances differ. */
const FORGET_AFTER_MS = 2 * HOUR_MS;
const MOST_KEYS = 50_000;
const MOST_AT_ONCE = 200;

/**
 * Limits of calls in fixed periods, over all instances. Each instance counts for itself, so that no call waits for the
 * store; it tells the store what it counted and hears what the others did, at most every `syncMs`, and not before it
 * lets something through.
 *
 * How far off it can be: one instance alone is exact. Of several, each lets too many through in two rounds at most, that
 * is for `2 × syncMs` and the store's answers: in one until all have told of the call that reached the limit, in another
 * until it has heard of it. So the excess is at most instances × calls that one admits in two rounds; and since no
 * instance exceeds the limit by its own calls, never more than (instances − 1) × limit, which is also what holds while
 * the store cannot be reached. Nobody is refused too early, but after a call whose count reached the store without an
 * answer: it is told again, and counts twice.
 */
export function createRateLimiter({ addUsage, now, syncMs = 2000, later = inBackground }: Deps): RateLimiter {
  const usages = new Map<string, Usage>();
  let isPlanned = false;
  let lastRound = Number.NEGATIVE_INFINITY;

  function remember(usage: Usage): void {
    // The one used longest ago comes first, and goes first where there are too many.
    usages.delete(usage.key);
    usages.set(usage.key, usage);
    const oldest = usages.keys().next();
    if (usages.size > MOST_KEYS && !oldest.done) usages.delete(oldest.value);
  }

  function plan(): void {
    if (isPlanned) return;
    isPlanned = true;
    later(() => void round(), Math.max(0, lastRound + syncMs - now().getTime()));
  }

  async function round(): Promise<void> {
    lastRound = now().getTime();
    for (const usage of usages.values()) if (usage.end <= lastRound) usages.delete(usage.key);
    const untold = [...usages.values()].filter(isUntold);
    // A store that does not answer costs the knowledge of the others; the next round tells it all.
    for (let at = 0; at < untold.length; at += MOST_AT_ONCE) {
      await tell(untold.slice(at, at + MOST_AT_ONCE)).catch(() => undefined);
    }
    isPlanned = false;
    if ([...usages.values()].some(isUntold)) plan();
  }

  async function tell(untold: readonly Usage[]): Promise<void> {
    const counts = untold.map(({ key, start, own, told }) => ({
      key,
      window: new Date(start).toISOString(),
      count: own - told,
    }));
    const forgetBefore = new Date(now().getTime() - FORGET_AFTER_MS).toISOString();
    const totals = await addUsage(counts, forgetBefore);
    for (const [index, { key, start, own, told }] of untold.entries()) {
      // Calls went on meanwhile: the answer belongs to the usage as it is now, if its period still is.
      const usage = usages.get(key);
      if (usage?.start === start) usages.set(key, afterTelling(usage, own - told, totals[index] ?? 0));
    }
  }

  return {
    check: async (key, limit, windowMs, per) => {
      if (limit === 0) return;
      if (windowMs > HOUR_MS) throw new RangeError(`A period of ${windowMs} ms is longer than an hour.`);
      const moment = now().getTime();
      const usage = usageAt(usages.get(key), key, windowMs, moment);
      if (isExhausted(usage, limit)) {
        remember(usage);
        throw new Fault('rate-limited', { limit, per, retryAfterSeconds: retryAfterSeconds(usage, moment) });
      }
      remember({ ...usage, own: usage.own + 1 });
      plan();
    },
  };
}

function isUntold({ own, told }: Usage): boolean {
  return own > told;
}

/** The process may end without it. */
function inBackground(work: () => void, ms: number): void {
  setTimeout(work, ms).unref();
}
