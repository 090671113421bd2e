import type { Item } from './ports.ts';

/** A name that no item of the same kind has yet: `Sales`, `Sales (2)`, … compared without regard to case. */
export function freeName(wanted: string, existing: readonly Item[]): string {
  const taken = new Set(existing.map((item) => item.name.toLocaleLowerCase('und')));
  for (let copy = 1; ; copy += 1) {
    const name = copy === 1 ? wanted : `${wanted} (${copy})`;
    if (!taken.has(name.toLocaleLowerCase('und'))) return name;
  }
}
