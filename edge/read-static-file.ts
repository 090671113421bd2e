import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ContentEncoding } from '../shared/routing/content-encoding.ts';
import { contentTypeOf } from './content-types.ts';

/** A file to send: its bytes, or an open handle where it is too large to keep in memory. */
export type StaticFile = {
  readonly contentType: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly bytes: number;
  readonly content:
    | {
        readonly kind: 'memory';
        readonly body: Buffer;
        readonly encoded: ReadonlyMap<ContentEncoding, Buffer>;
      }
    | { readonly kind: 'handle'; readonly handle: FileHandle };
};

const IMMUTABLE = 'public, max-age=31536000, immutable';
const REVALIDATE = 'public, no-cache';

/**
 * Reads the file that a URL path names inside a folder; undefined where there is none. Nothing outside the folder can be
 * named: not by dots, not by encoded separators, not by a link, and no hidden file inside it either.
 */
export async function readStaticFile(
  root: string,
  urlPath: string,
  largestBytes: number,
): Promise<StaticFile | undefined> {
  const segments = readSegments(urlPath);
  const name = segments?.at(-1);
  if (segments === undefined || name === undefined) return undefined;
  const path = join(root, ...segments);
  const handle = await openFile(root, path);
  if (handle === undefined) return undefined;
  let isHandedOver = false;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return undefined;
    const shared = {
      contentType: contentTypeOf(name),
      cacheControl: isHashed(name) ? IMMUTABLE : REVALIDATE,
      bytes: stat.size,
    };
    if (stat.size > largestBytes) {
      isHandedOver = true;
      const etag = `W/"${stat.size.toString(36)}-${Math.floor(stat.mtimeMs).toString(36)}"`;
      return { ...shared, etag, content: { kind: 'handle', handle } };
    }
    const body = await handle.readFile();
    const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const content = { kind: 'memory', body, encoded: await readEncoded(root, path, body.length) } as const;
    return { ...shared, bytes: body.length, etag, content };
  } finally {
    if (!isHandedOver) await handle.close();
  }
}

/** The decoded segments of a path; undefined where one of them could lead anywhere but down. */
function readSegments(urlPath: string): readonly string[] | undefined {
  let segments: readonly string[];
  try {
    segments = urlPath.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const isPlain = (segment: string) => segment !== '' && !segment.startsWith('.') && !/[/\\:\p{Cc}]/u.test(segment);
  return segments.every(isPlain) ? segments : undefined;
}

async function openFile(root: string, path: string): Promise<FileHandle | undefined> {
  try {
    const real = await realpath(path);
    if (!real.startsWith(root + sep)) return undefined;
    return await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Files that the build compressed already, beside the plain one. */
async function readEncoded(
  root: string,
  path: string,
  plainBytes: number,
): Promise<ReadonlyMap<ContentEncoding, Buffer>> {
  const encoded = new Map<ContentEncoding, Buffer>();
  for (const [encoding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    const handle = await openFile(root, path + ending);
    if (handle === undefined) continue;
    try {
      const body = await readFile(handle);
      if (body.length < plainBytes) encoded.set(encoding, body);
    } finally {
      await handle.close();
    }
  }
  return encoded;
}

/** Names that a bundler made from the content: they end in a hash of 8 characters or a long hexadecimal one. */
function isHashed(name: string): boolean {
  const hash = /[-.]([A-Za-z0-9_-]{8}|[0-9a-f]{16,64})(?:\.[a-z0-9]+)+$/.exec(name)?.[1];
  return hash !== undefined && /[0-9A-Z]/.test(hash);
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG';
}
