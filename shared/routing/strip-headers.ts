/** A flat list of headers without those that the patterns name; a final `*` stands for any ending, and case is no matter. */
export function stripHeaders(rawHeaders: readonly string[], patterns: readonly string[]): string[] {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (!lower.some((pattern) => isNamed(pattern, name.toLowerCase()))) kept.push(name, value);
  }
  return kept;
}

/** `_` counts as `-`, because some servers read it so. */
function isNamed(pattern: string, name: string): boolean {
  const plain = name.replaceAll('_', '-');
  return pattern.endsWith('*') ? plain.startsWith(pattern.slice(0, -1)) : plain === pattern;
}
