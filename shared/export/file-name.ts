const LONGEST = 100;
/** Names that Windows keeps for devices, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name that every system accepts for a file, from whatever a person wrote: no path, no control or invisible characters
 * (which could also hide what kind of file it is), no device; `data` where nothing is left.
 */
export function safeFileName(title: string, extension: string): string {
  const words = title
    .normalize('NFC')
    .replace(/[\p{C}\\/:*?"<>|%]+/gu, ' ')
    .replace(/\s+/g, ' ');
  const cut = Array.from(words.trim())
    .slice(0, LONGEST)
    .join('')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const name = DEVICE.test(cut) ? `_${cut}` : cut;
  return `${name === '' ? 'data' : name}.${extension}`;
}

/** The header that has a browser save an answer under this name (RFC 6266), with plain letters for old ones. */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
