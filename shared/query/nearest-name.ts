/**
 * The candidate that a person most likely meant, or undefined where none is close: at most one edit in three
 * characters apart, without regard to case; the first of equals wins.
 */
export function nearestName(wanted: string, candidates: readonly string[]): string | undefined {
  const target = wanted.toLowerCase().slice(0, LONGEST);
  const reach = Math.max(1, Math.floor(target.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of candidates) {
    const text = name.toLowerCase().slice(0, LONGEST);
    if (Math.abs(text.length - target.length) > reach) continue;
    const distance = editDistance(target, text);
    if (distance <= reach && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** Names longer than this are compared by their beginning, so that a long one costs no time. */
const LONGEST = 64;

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
