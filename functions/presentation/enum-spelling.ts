/**
 * The words of Power BI's enumerations are read without regard to case, as the original does: each named member of the
 * body becomes the word as the contract spells it. What is no such word stays and is refused by the schema.
 */
export function withSpelling(body: unknown, words: Readonly<Record<string, readonly string[]>>): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const wordsOf = new Map(Object.entries(words).map(([name, options]) => [name.toLowerCase(), options]));
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, spelled(value, wordsOf.get(name.toLowerCase()) ?? [])]),
  );
}

function spelled(value: unknown, options: readonly string[]): unknown {
  if (typeof value !== 'string') return value;
  return options.find((option) => option.toLowerCase() === value.toLowerCase()) ?? value;
}
