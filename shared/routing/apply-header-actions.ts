import type { HeaderAction } from './rule-schema.ts';

/**
 * Applies header rules, in order, to a flat list of names and values; the list is changed in place. What is appended follows
 * the value without a sign between them, as at Front Door.
 */
export function applyHeaderActions(headers: string[], actions: readonly HeaderAction[]): void {
  for (const { op, header, value = '' } of actions) {
    const found = indexOf(headers, header.toLowerCase());
    if (op === 'Append' && found !== -1) {
      headers[found + 1] = `${headers[found + 1] ?? ''}${value}`;
      continue;
    }
    if (op !== 'Append') removeAll(headers, header.toLowerCase());
    if (op !== 'Delete') headers.push(header, value);
  }
}

function indexOf(headers: readonly string[], name: string): number {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]?.length === name.length && headers[i]?.toLowerCase() === name) return i;
  }
  return -1;
}

function removeAll(headers: string[], name: string): void {
  for (let i = indexOf(headers, name); i !== -1; i = indexOf(headers, name)) headers.splice(i, 2);
}
