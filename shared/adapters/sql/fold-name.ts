/**
 * The form in which names are compared without regard to case, the same for every engine. Upper case, because it
 * makes one of letters that have several lower-case forms (final sigma, sharp s). SQL Server ignores spaces at the
 * end of what it compares, so that a key has none.
 */
export function nameKey(name: string): string {
  return name.toWellFormed().toUpperCase().normalize('NFC').trim();
}
