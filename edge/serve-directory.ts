import { decideStore } from '../shared/routing/cache-rule.ts';
import { headersToClient } from '../shared/routing/response-headers.ts';
import { answerFault } from './answer-fault.ts';
import type { Exchange } from './exchange.ts';
import { readStaticFile, type StaticFile } from './read-static-file.ts';
import type { CachedAnswer, ResponseCache } from './response-cache.ts';
import { hasTag, sendCached } from './send-cached.ts';

export type DirectoryOrigin = { readonly kind: 'directory'; readonly root: string };

/** Where an answer is kept, and when it is. */
export type CacheSlot = { readonly cache: ResponseCache; readonly key: string; readonly nowMs: number };

/** Answers with a file of a folder, and keeps it in memory where the route's cache rule allows. */
export async function serveDirectory(
  exchange: Exchange,
  { root }: DirectoryOrigin,
  path: string,
  { cache, key, nowMs }: CacheSlot,
): Promise<void> {
  const { req, res, route, requestId } = exchange;
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    answerFault(req, res, { code: 'MethodNotAllowed', allow: 'GET, HEAD' }, requestId);
    return;
  }
  const file = await readStaticFile(root, path, cache.largestBytes);
  if (file === undefined) {
    answerFault(req, res, { code: 'NotFound' }, requestId);
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
          { method: 'GET', host: exchange.host, path, query: exchange.query, headers: req.headers },
          { status: 200, headers: { 'cache-control': file.cacheControl } },
          nowMs,
          0,
        );
  const isKept = decision?.keep === true;
  const answer: CachedAnswer = {
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

function sendHandle({ req, res, route, requestId }: Exchange, file: StaticFile, handle: HandleOf<StaticFile>): void {
  const status = route.cache === null ? 'CONFIG_NOCACHE' : 'PRIVATE_NOSTORE';
  const headers = headersToClient(headersOf(file), route, requestId, status);
  const isSame = hasTag(req.headers['if-none-match'], file.etag);
  if (!isSame) headers.push('Content-Length', String(file.bytes));
  res.writeHead(isSame ? 304 : 200, headers);
  if (isSame || req.method === 'HEAD' || file.bytes === 0) {
    res.end();
    void handle.close();
    return;
  }
  const bytes = handle.createReadStream({ end: file.bytes - 1 });
  bytes.on('error', () => res.destroy());
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
