import { base64url } from 'jose';
import { type ObjectId, parseId } from '../domain/ids.ts';

/**
 * Groups that travel in a signed context. Its header, the service token and the rest share the 16 KB that a server takes;
 * 300 groups are 8.5 KB of it.
 */
export const MOST_GROUPS = 300;
const BYTES = 16;

/** Ids as text that a header has room for: 16 bytes each, base64url. */
export function packIds(ids: readonly ObjectId[]): string {
  return base64url.encode(Uint8Array.from(Buffer.from(ids.join('').replaceAll('-', ''), 'hex')));
}

/** The ids again; a length that is no whole number of ids is a bug or a forgery, and throws. */
export function unpackIds(text: string): readonly ObjectId[] {
  const hex = Buffer.from(base64url.decode(text)).toString('hex');
  if (hex.length % (2 * BYTES) !== 0) throw new Error('packed ids have a broken length');
  return Array.from({ length: hex.length / (2 * BYTES) }, (_, index) => {
    const one = hex.slice(index * 2 * BYTES, (index + 1) * 2 * BYTES);
    const id = parseId<ObjectId>(one.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
    if (id === undefined) throw new Error('packed ids hold something else');
    return id;
  });
}
