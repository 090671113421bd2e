/** A path of Graph with its query, every value encoded: `/users?$filter=…`. */
export function pathOf(path: string, query: Readonly<Record<string, string | number>>): string {
  const parts = Object.entries(query).map(([name, value]) => `$${name}=${encodeURIComponent(value)}`);
  return `${path}?${parts.join('&')}`;
}

/** Text as a literal of an OData filter; a quote in it is doubled, and so stays text. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A filter that is true where one of the fields has exactly this text; Graph compares without case. */
export function equalsAny(fields: readonly string[], text: string): string {
  return fields.map((field) => `${field} eq ${literal(text)}`).join(' or ');
}

/** A filter that is true where one of the fields begins with the text. */
export function beginsAny(fields: readonly string[], text: string): string {
  return fields.map((field) => `startswith(${field},${literal(text)})`).join(' or ');
}
