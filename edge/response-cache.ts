import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { ContentEncoding } from '../shared/routing/content-encoding.ts';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** An answer that is kept, with the encodings of its body as they were asked for. */
export type CachedAnswer = {
  /** Host, path and query, which a purge looks at. */
  readonly place: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
  readonly etag: string | undefined;
  readonly contentType: string;
  readonly storedAtMs: number;
  readonly freshUntilMs: number;
  readonly encoded: Map<ContentEncoding, Promise<Buffer>>;
};

export type ResponseCache = {
  readonly get: (key: string, nowMs: number) => CachedAnswer | undefined;
  readonly put: (key: string, answer: CachedAnswer) => void;
  /** Throws out what the test holds for; the number of answers that went. */
  readonly purge: (isMeant: (place: string) => boolean) => number;
  /** The largest body worth collecting for `put`. */
  readonly largestBytes: number;
};

/** A cache in memory that forgets what was not asked for longest. */
export function createResponseCache(budgetBytes: number, largestBytes = 8 * 1024 * 1024): ResponseCache {
  const answers = new Map<string, CachedAnswer>();
  let bytes = 0;
  const remove = (key: string, answer: CachedAnswer) => {
    answers.delete(key);
    bytes -= sizeOf(answer);
  };
  return {
    largestBytes: Math.min(largestBytes, budgetBytes),
    get(key, nowMs) {
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      if (answer.freshUntilMs <= nowMs) {
        remove(key, answer);
        return undefined;
      }
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    purge(isMeant) {
      const before = answers.size;
      for (const [key, answer] of answers) if (isMeant(answer.place)) remove(key, answer);
      return before - answers.size;
    },
    put(key, answer) {
      const previous = answers.get(key);
      if (previous !== undefined) remove(key, previous);
      answers.set(key, answer);
      bytes += sizeOf(answer);
      for (const [oldest, old] of answers) {
        if (bytes <= budgetBytes || oldest === key) break;
        remove(oldest, old);
      }
    },
  };
}

/** The body in an encoding, made once per answer; the encoded bodies are counted with the plain one, twice its size. */
export function encodeBody(answer: CachedAnswer, encoding: ContentEncoding): Promise<Buffer> {
  const known = answer.encoded.get(encoding);
  if (known !== undefined) return known;
  const made =
    encoding === 'br'
      ? compressBrotli(answer.body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: answer.body.length },
        })
      : compressGzip(answer.body, { level: 6 });
  answer.encoded.set(encoding, made);
  return made;
}

function sizeOf({ body, headers }: CachedAnswer): number {
  return body.length * 2 + headers.length * 64;
}
