/** The words of a column's name in lower case: `netGeneration`, `Net generation` and `NET_GENERATION` are the same two. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/%/g, ' percent ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}$€£]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** True where one of the words, or the whole name in words, is in the list (`miles per gallon` stands for three words). */
export function speaksOf(words: readonly string[], list: readonly string[]): boolean {
  const spoken = ` ${words.join(' ')} `;
  return list.some((entry) => spoken.includes(` ${entry} `));
}
