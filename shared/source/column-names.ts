import { printable } from './file-kind.ts';

const LONGEST_COLUMN_NAME = 200;

/**
 * Names of a file's columns as they are used: on one line, `Column3` where the third is empty, and with `_2`, `_3`, …
 * where a name was there before (names are compared without regard to case).
 */
export function columnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((text, index) => {
    const wanted = printable(text).slice(0, LONGEST_COLUMN_NAME).trimEnd() || `Column${index + 1}`;
    let name = wanted;
    for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) name = `${wanted}_${copy}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
