/**
 * The one whose turn it is: over a whole round of turns each is picked as often as its weight says, spread out and not in a
 * row. Those of weight 0 are picked only where all are; undefined for an empty list.
 */
export function pickByWeight<T extends { readonly weight: number }>(
  choices: readonly T[],
  turn: number,
): T | undefined {
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return choices[turn % Math.max(1, choices.length)];
  // A step that shares no factor with the total visits every place once per round.
  let place = ((turn % total) * stepFor(total)) % total;
  for (const choice of choices) {
    if (place < choice.weight) return choice;
    place -= choice.weight;
  }
  return undefined;
}

function stepFor(total: number): number {
  let step = Math.max(1, Math.floor(total * 0.618));
  while (greatestCommonDivisor(step, total) !== 1) step += 1;
  return step;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
