import type { Origin, OriginGroup } from './routing.ts';

/**
 * The origin for the next request: each gets its share by weight. `turn` counts the requests to this group, so that the
 * choice needs neither clock nor chance.
 */
export function chooseOrigin({ name, origins }: OriginGroup, turn: number): Origin {
  const [only] = origins;
  if (only === undefined) throw new Error(`origin group ${name} is empty`);
  if (origins.length === 1) return only;
  const total = origins.reduce((sum, { weight }) => sum + weight, 0);
  // A step that shares no factor with the total visits every place once per round, spread out.
  let place = (turn * stepFor(total)) % total;
  for (const origin of origins) {
    if (place < origin.weight) return origin;
    place -= origin.weight;
  }
  return only;
}

function stepFor(total: number): number {
  let step = Math.max(1, Math.floor(total * 0.618));
  while (greatestCommonDivisor(step, total) !== 1) step += 1;
  return step;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
