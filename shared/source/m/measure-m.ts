/** A text with doubled quotation marks, an arrow, a name or a number, or a single sign. */
const SIGN = /"(?:[^"]|"")*"|=>|[\p{L}\p{N}_.]+|[^\s]/gu;
/** What an expression follows that can begin with the same again. */
const NESTING: ReadonlySet<string> = new Set(['each', 'if', 'let', 'try', 'error', 'not', 'type', 'nullable', '=>']);

/**
 * How deep brackets and keywords nest and how many signs, names and texts there are, found without parsing: a parser is
 * shown only what it can read in bounded time. Keywords count until the next comma of their bracket.
 */
export function measureM(text: string): { readonly depth: number; readonly signs: number } {
  const levels = [0];
  let depth = 0;
  let deepest = 0;
  let signs = 0;
  for (const [sign] of text.matchAll(SIGN)) {
    signs += 1;
    const here = levels.at(-1) ?? 0;
    if ('([{'.includes(sign)) {
      levels.push(0);
      depth += 1;
    } else if (')]}'.includes(sign) && levels.length > 1) {
      levels.pop();
      depth -= here + 1;
    } else if (sign === ',') {
      levels[levels.length - 1] = 0;
      depth -= here;
    } else if (NESTING.has(sign)) {
      levels[levels.length - 1] = here + 1;
      depth += 1;
    }
    deepest = Math.max(deepest, depth);
  }
  return { depth: deepest, signs };
}
