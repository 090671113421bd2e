import { expect, test } from 'vitest';
import { ASKED_AT_ONCE, fewAtOnce } from '../../shared/engine/few-at-once.ts';
import { settle } from './memory-engine.ts';

const numbers = Array.from({ length: 3 * ASKED_AT_ONCE }, (_, index) => index);

test('results come in the order of the items, and never more than a few are worked on', async () => {
  let running = 0;
  let most = 0;
  const results = await fewAtOnce(numbers, async (number) => {
    running += 1;
    most = Math.max(most, running);
    await settle();
    running -= 1;
    return 2 * number;
  });
  expect(results).toEqual(numbers.map((number) => 2 * number));
  expect(most).toBe(ASKED_AT_ONCE);
  expect(await fewAtOnce([], async () => 1)).toEqual([]);
});

test('after a failure nothing further is begun', async () => {
  const begun: number[] = [];
  const work = async (number: number) => {
    begun.push(number);
    await settle();
    if (number === 0) throw new Error('broken');
    await settle();
  };
  await expect(fewAtOnce(numbers, work)).rejects.toThrow('broken');
  await settle();
  await settle();
  expect(begun).toHaveLength(ASKED_AT_ONCE);
});
