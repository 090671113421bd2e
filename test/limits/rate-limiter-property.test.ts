import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admitted, createInstances } from './fake-store.ts';

const INSTANCES = 3;
const SYNC_MS = 2000;
const MINUTE_MS = 60_000;

const instance = fc.nat(INSTANCES - 1);
const call = fc.record({ kind: fc.constant('call' as const), instance, times: fc.nat(5) });
const wait = fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3 * SYNC_MS }) });
const trouble = fc.record({ kind: fc.constant('trouble' as const), isDown: fc.boolean() });
const limit = fc.integer({ min: 1, max: 12 });

test('whatever happens in which order, no instance lets through more than the limit in a period', async () => {
  await fc.assert(
    fc.asyncProperty(limit, fc.array(fc.oneof(call, wait, trouble), { maxLength: 60 }), async (most, steps) => {
      const { limiters, pass, setDown } = createInstances(INSTANCES, SYNC_MS);
      const counts = new Map<string, number>();
      let clock = 0;
      for (const step of steps) {
        if (step.kind === 'trouble') setDown(step.isDown);
        if (step.kind === 'wait') {
          await pass(step.ms);
          clock += step.ms;
        }
        if (step.kind === 'call') {
          const key = `${step.instance} ${Math.floor(clock / MINUTE_MS)}`;
          const count = (counts.get(key) ?? 0) + (await admitted(limiters[step.instance], step.times, most));
          counts.set(key, count);
          expect(count).toBeLessThanOrEqual(most);
        }
      }
    }),
  );
});

/** A steady trickle over the instances, so that each goes on calling for several rounds after the limit. */
const trickle = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('call' as const), instance, times: fc.constant(1) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 1500 }) }) },
  ),
  { minLength: 60, maxLength: 150 },
);

test('while the store answers, each instance lets too many through in two rounds at most', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 5, max: 40 }), trickle, async (most, steps) => {
      const { limiters, pass } = createInstances(INSTANCES, SYNC_MS);
      let clock = 0;
      const totals = new Map<number, number>();
      const excess = new Map<string, number[]>();
      for (const step of steps) {
        if (step.kind === 'wait') {
          await pass(step.ms);
          clock += step.ms;
          continue;
        }
        const window = Math.floor(clock / MINUTE_MS);
        const letThrough = await admitted(limiters[step.instance], step.times, most);
        const total = (totals.get(window) ?? 0) + letThrough;
        totals.set(window, total);
        const key = `${window} ${step.instance}`;
        if (letThrough > 0 && total > most) excess.set(key, [...(excess.get(key) ?? []), clock]);
      }
      for (const moments of excess.values()) expect(roundsOf(moments)).toBeLessThanOrEqual(2);
    }),
    { numRuns: 500 },
  );
});

/** How many stretches of a round's length hold these moments. */
function roundsOf(moments: readonly number[]): number {
  let rounds = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const moment of moments) {
    if (moment < end) continue;
    rounds += 1;
    end = moment + SYNC_MS;
  }
  return rounds;
}

test('nobody is refused before the limit is reached', async () => {
  await fc.assert(
    fc.asyncProperty(limit, fc.array(fc.oneof(call, wait), { maxLength: 60 }), async (most, steps) => {
      const { limiters, pass } = createInstances(INSTANCES, SYNC_MS);
      let clock = 0;
      const totals = new Map<number, number>();
      for (const step of steps) {
        if (step.kind === 'wait') {
          await pass(step.ms);
          clock += step.ms;
          continue;
        }
        const window = Math.floor(clock / MINUTE_MS);
        const before = totals.get(window) ?? 0;
        const letThrough = await admitted(limiters[step.instance], step.times, most);
        totals.set(window, before + letThrough);
        if (letThrough < step.times) expect(before + letThrough).toBeGreaterThanOrEqual(most);
      }
    }),
  );
});
