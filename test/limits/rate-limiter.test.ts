import { describe, expect, test } from 'vitest';
import { createRateLimiter } from '../../shared/limits/rate-limiter.ts';
import { admitted, createInstances, START } from './fake-store.ts';

describe('one instance', () => {
  test('lets exactly the limit through, and so again in the next period', async () => {
    const { limiters, pass } = createInstances(1);
    expect(await admitted(limiters[0], 10, 7)).toBe(7);
    await pass(59_999);
    expect(await admitted(limiters[0], 10, 7)).toBe(0);
    await pass(1);
    expect(await admitted(limiters[0], 10, 7)).toBe(7);
  });

  test.each([
    [0, 60],
    [1, 60],
    [59_001, 1],
    [59_999, 1],
  ])('%i ms into the minute, a refusal says to come back in %i s', async (ms, retryAfterSeconds) => {
    const { limiters, pass } = createInstances(1);
    await pass(ms);
    await admitted(limiters[0], 1, 1);
    await expect(limiters[0]?.check('user', 1, 60_000, 'a minute')).rejects.toMatchObject({
      code: 'rate-limited',
      detail: { limit: 1, per: 'a minute', retryAfterSeconds },
    });
  });

  test('keeps keys apart', async () => {
    const { limiters } = createInstances(1);
    await admitted(limiters[0], 1, 1);
    await expect(limiters[0]?.check('another', 1, 60_000, 'a minute')).resolves.toBeUndefined();
  });

  test('has no limit where it is 0, and tells nobody of such calls', async () => {
    const { limiters, told, pass } = createInstances(1);
    expect(await admitted(limiters[0], 1000, 0)).toBe(1000);
    await pass(10_000);
    expect(told).toEqual([]);
  });

  test('refuses a period that the store would forget before its end', async () => {
    const { limiters } = createInstances(1);
    await expect(limiters[0]?.check('user', 1, 3_600_001, 'a while')).rejects.toThrow(RangeError);
  });

  test('tells what it counted once, at most every two seconds, and refused calls never', async () => {
    const { limiters, told, pass } = createInstances(1);
    await admitted(limiters[0], 3, 5);
    await pass(0);
    await admitted(limiters[0], 4, 5);
    await pass(1999);
    expect(told.map(({ count }) => count)).toEqual([3]);
    await pass(1);
    expect(told).toEqual([
      { key: 'user', window: '2026-03-01T12:00:00.000Z', count: 3 },
      { key: 'user', window: '2026-03-01T12:00:00.000Z', count: 2 },
    ]);
    await pass(30_000);
    expect(told).toHaveLength(2);
  });

  test('lets the store forget nothing that could still count', async () => {
    const asked: string[] = [];
    const later: (() => void)[] = [];
    const limiter = createRateLimiter({
      addUsage: async (counts, forgetBefore) => {
        asked.push(forgetBefore);
        return counts.map(({ count }) => count);
      },
      now: () => new Date(START),
      later: (work) => void later.push(work),
    });
    await limiter.check('user', 1, 3_600_000, 'an hour');
    for (const work of later) work();
    expect(asked).toEqual(['2026-03-01T10:00:00.000Z']);
  });

  test('never lets the request wait for the store', async () => {
    const limiter = createRateLimiter({
      addUsage: () => new Promise(() => undefined),
      now: () => new Date(START),
      later: (work) => work(),
    });
    expect(await admitted(limiter, 10, 7)).toBe(7);
  });
});

describe('several instances', () => {
  test('share one limit once they have told of their calls', async () => {
    const { limiters, pass } = createInstances(2);
    expect(await admitted(limiters[0], 6, 10)).toBe(6);
    await pass(2000);
    // The second has heard of nobody before its own first call.
    expect(await admitted(limiters[1], 1, 10)).toBe(1);
    await pass(2000);
    expect(await admitted(limiters[1], 10, 10)).toBe(3);
    await pass(2000);
    expect(await admitted(limiters[0], 10, 10)).toBe(4);
    await pass(2000);
    expect([await admitted(limiters[0], 10, 10), await admitted(limiters[1], 10, 10)]).toEqual([0, 0]);
  });

  test('call at most the limit each when all do at once, and all go on in the next period', async () => {
    const { limiters, pass } = createInstances(3);
    for (const limiter of limiters) expect(await admitted(limiter, 20, 10)).toBe(10);
    await pass(60_000);
    expect(await admitted(limiters[2], 20, 10)).toBe(10);
  });

  test('count for themselves while the store is down, and tell everything when it is back', async () => {
    const { limiters, totals, pass, setDown } = createInstances(2);
    setDown(true);
    expect(await admitted(limiters[0], 20, 10)).toBe(10);
    await pass(20_000);
    expect(await admitted(limiters[0], 20, 10)).toBe(0);
    setDown(false);
    await pass(2000);
    expect([...totals.values()]).toEqual([10]);
    expect(await admitted(limiters[1], 1, 10)).toBe(1);
    await pass(2000);
    expect(await admitted(limiters[1], 20, 10)).toBe(0);
  });
});
