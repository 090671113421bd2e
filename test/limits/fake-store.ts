import type { UsageCount } from '../../shared/catalog/ports.ts';
import { hasCode } from '../../shared/domain/faults.ts';
import { createRateLimiter, type RateLimiter } from '../../shared/limits/rate-limiter.ts';

/** Several instances with one clock and one store of counts, both moved by hand. */
export type Instances = {
  readonly limiters: readonly RateLimiter[];
  /** What the instances told, in the order in which the store heard of it. */
  readonly told: UsageCount[];
  /** Totals by key and period. */
  readonly totals: ReadonlyMap<string, number>;
  /** Lets time pass, with everything that falls due in it. */
  pass(ms: number): Promise<void>;
  setDown(isDown: boolean): void;
};

export const START = Date.parse('2026-03-01T12:00:00.000Z');

export function createInstances(count: number, syncMs = 2000): Instances {
  let clock = START;
  let isDown = false;
  const told: UsageCount[] = [];
  const totals = new Map<string, number>();
  const due: { readonly at: number; readonly work: () => void }[] = [];
  const addUsage = async (counts: readonly UsageCount[]) => {
    await Promise.resolve();
    if (isDown) throw new Error('the store does not answer');
    return counts.map((one) => {
      told.push(one);
      const key = `${one.key} ${one.window}`;
      const total = (totals.get(key) ?? 0) + one.count;
      totals.set(key, total);
      return total;
    });
  };
  const deps = {
    addUsage,
    now: () => new Date(clock),
    syncMs,
    later: (work: () => void, ms: number) => void due.push({ at: clock + ms, work }),
  };
  return {
    limiters: Array.from({ length: count }, () => createRateLimiter(deps)),
    told,
    totals,
    async pass(ms) {
      const until = clock + ms;
      for (;;) {
        const next = due.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > until) break;
        due.splice(due.indexOf(next), 1);
        clock = Math.max(clock, next.at);
        next.work();
        await settle();
      }
      clock = until;
    },
    setDown(down) {
      isDown = down;
    },
  };
}

/** How many of so many calls are let through; any refusal but `rate-limited` throws. */
export async function admitted(limiter: RateLimiter | undefined, calls: number, limit: number): Promise<number> {
  if (limiter === undefined) throw new Error('There is no such instance.');
  let count = 0;
  for (let call = 0; call < calls; call += 1) {
    try {
      await limiter.check('user', limit, 60_000, 'a minute');
      count += 1;
    } catch (thrown) {
      if (!hasCode(thrown, 'rate-limited')) throw thrown;
    }
  }
  return count;
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
