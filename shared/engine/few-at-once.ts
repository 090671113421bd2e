/**
 * What one request may have waiting at the engine. A page or a dashboard holds more visuals than the queue has places:
 * asked all at once it would have its own last ones refused, and leave no place to anybody else.
 */
export const ASKED_AT_ONCE = 8;

/** Does the work for each item, for a few of them at the same time; the results are in the order of the items. */
export async function fewAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const left = items.entries();
  let isOver = false;
  const lane = async () => {
    for (const [index, item] of left) {
      if (isOver) return;
      results[index] = await work(item);
    }
  };
  const lanes = Array.from({ length: ASKED_AT_ONCE }, lane);
  try {
    await Promise.all(lanes);
  } finally {
    isOver = true;
  }
  return results;
}
