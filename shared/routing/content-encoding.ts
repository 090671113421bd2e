import type { CacheRule } from './cache-schema.ts';

export type ContentEncoding = 'br' | 'gzip';

const SMALLEST = 1024;
const LARGEST = 8 * 1024 * 1024;

/** The encoding to send: brotli before gzip, as far as the client takes it; undefined for the bytes as they are. */
export function chooseEncoding(acceptEncoding: string | undefined): ContentEncoding | undefined {
  if (acceptEncoding === undefined) return undefined;
  let accepted: ContentEncoding | undefined;
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    if (parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) continue;
    if (coding === 'br') return 'br';
    if (coding === 'gzip' || coding === 'x-gzip') accepted = 'gzip';
  }
  return accepted;
}

/** Says whether the rule has bytes of this type and size compressed. */
export function isCompressible(rule: CacheRule, contentType: string, bytes: number): boolean {
  if (rule.compression === undefined || bytes < SMALLEST || bytes > LARGEST) return false;
  return rule.compression.types.includes(contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '');
}
