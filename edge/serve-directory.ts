import { decideStore } from '../shared/routing/cache-rule.ts';
import { headersToClient } from '../shared/routing/response-headers.ts';
import { answerFault } from './answer-fault.ts';
import type { CacheSlot } from './cache-slot.ts';
import type { Exchange } from './exchange.ts';
import { readStaticFile, type StaticFile } from './read-static-file.ts';
import type { CachedAnswer } from './response-cache.ts';
import { hasTag, sendCached } from './send-cached.ts';
import { sendHead } from './send-head.ts';

export type DirectoryOrigin = { readonly kind: 'directory'; readonly root: string };

/** Answers with a file of a folder, and keeps it in memory where the route's cache rule allows. */
export async function serveDirectory(
  exchange: Exchange,
  { root }: DirectoryOrigin,
  { cache, key, place, nowMs }: CacheSlot,
): Promise<void> {
  const { route, method } = exchange;
  if (method !== 'GET' && method !== 'HEAD') {
    answerFault(exchange, { code: 'MethodNotAllowed', allow: 'GET, HEAD' });
    return;
  }
  const file = await readStaticFile(root, exchange.originPath, cache.largestBytes);
  if (file === undefined) {
    answerFault(exchange, { code: 'NotFound' });
    return;
  }
  if (file.content.kind === 'handle') {
    sendHandle(exchange, file, file.content.handle);
    return;
  }
  const decision =
    route.cache === null
      ? undefined
      : decideStore(
          route.cache,
          { ...exchange, method: 'GET' },
          { status: 200, headers: { 'cache-control': file.cacheControl } },
          nowMs,
          0,
        );
  const isKept = decision?.keep === true;
  const answer: CachedAnswer = {
    place,
    headers: headersOf(file),
    body: file.content.body,
    etag: file.etag,
    contentType: file.contentType,
    storedAtMs: nowMs,
    freshUntilMs: isKept ? decision.freshUntilMs : nowMs,
    encoded: new Map([...file.content.encoded].map(([encoding, body]) => [encoding, Promise.resolve(body)])),
  };
  if (isKept) cache.put(key, answer);
  const status = route.cache === null ? 'CONFIG_NOCACHE' : isKept ? 'TCP_MISS' : 'PRIVATE_NOSTORE';
  await sendCached(exchange, answer, status, nowMs);
}

function sendHandle(exchange: Exchange, file: StaticFile, handle: HandleOf<StaticFile>): void {
  const { res, route, requestId, method } = exchange;
  const status = route.cache === null ? 'CONFIG_NOCACHE' : 'PRIVATE_NOSTORE';
  const headers = headersToClient(headersOf(file), route, requestId, status);
  const isSame = hasTag(exchange.headers['if-none-match'], file.etag);
  if (!isSame) headers.push('Content-Length', String(file.bytes));
  sendHead(exchange, isSame ? 304 : 200, headers);
  if (isSame || method === 'HEAD' || file.bytes === 0) {
    res.end();
    void handle.close();
    return;
  }
  const bytes = handle.createReadStream({ end: file.bytes - 1 });
  bytes.on('error', exchange.breakOff);
  res.once('close', () => bytes.destroy());
  bytes.pipe(res);
}

type HandleOf<F extends StaticFile> = Extract<F['content'], { kind: 'handle' }>['handle'];

function headersOf({ contentType, etag, cacheControl }: StaticFile): readonly string[] {
  return [
    'Content-Type',
    contentType,
    'ETag',
    etag,
    'Cache-Control',
    cacheControl,
    'X-Content-Type-Options',
    'nosniff',
  ];
}
