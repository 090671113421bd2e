/** Names are one name where they differ in case or in Unicode composition only. */
export function isSameName(left: string, right: string): boolean {
  return foldName(left) === foldName(right);
}

function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
