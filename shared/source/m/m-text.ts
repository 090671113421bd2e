const NAMED: Readonly<Record<string, string>> = { cr: '\r', lf: '\n', tab: '\t', '#': '#' };

/** What a text literal of M stands for: quotation marks are doubled in it, and `#(tab)` or `#(000A)` are characters. */
export function textOfLiteral(literal: string): string {
  const inner = literal.slice(1, -1).replaceAll('""', '"');
  return inner.replace(/#\(([^()]*)\)/g, (whole, names: string) => {
    const signs = names.split(',').map(characterOf);
    return signs.includes(undefined) ? whole : signs.join('');
  });
}

/** The name that `Sales` or `#"Changed Type"` writes. */
export function nameOfIdentifier(written: string): string {
  return written.startsWith('#"') ? textOfLiteral(written.slice(1)) : written;
}

function characterOf(name: string): string | undefined {
  const trimmed = name.trim();
  if (!/^([0-9a-f]{4}|[0-9a-f]{8})$/i.test(trimmed)) return NAMED[trimmed];
  const code = Number.parseInt(trimmed, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
