/** Numbers that look random and are the same for the same seed (mulberry32), from 0 to below 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Draws from the items, each as often as its weight says. */
export function weightedPick<T>(items: readonly T[], weightOf: (item: T) => number): (random: number) => T {
  const [first] = items;
  if (first === undefined) throw new Error('There is nothing to pick from.');
  let total = 0;
  const upTo = items.map((item) => {
    total += weightOf(item);
    return total;
  });
  return (random) => {
    const wanted = random * total;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return items[low] ?? first;
  };
}
