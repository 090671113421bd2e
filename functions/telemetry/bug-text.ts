/** Errors whose sentence is the language's or our own. Those of drivers and parsers quote what they were given. */
const OWN_WORDS: readonly string[] = ['Error', 'TypeError', 'RangeError', 'ReferenceError'];

/**
 * What the log says of a bug: where it was thrown, and its sentence where that cannot hold a value. An error with a code
 * comes from a driver or the system: a database's may name the row that it refused.
 */
export function bugText(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'thrown';
  const { name, message, stack } = thrown;
  const codes = ['code', 'number'].flatMap((key) => codeOf(Reflect.get(thrown, key)));
  const sentence =
    codes.length === 0 && OWN_WORDS.includes(name) ? `: ${message}` : codes.map((code) => ` ${code}`).join('');
  // The stack begins with the sentence, however many lines that has.
  const frames = (stack ?? '').split('\n').filter((line) => /^ {4}at [^\n]*:\d+:\d+\)?$/.test(line));
  return [`${name}${sentence}`, ...frames].join('\n');
}

function codeOf(value: unknown): readonly string[] {
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'string' && /^[A-Z\d_]{1,60}$/.test(value) ? [value] : [];
}
