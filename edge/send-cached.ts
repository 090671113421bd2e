import { chooseEncoding, isCompressible } from '../shared/routing/content-encoding.ts';
import { type CacheStatus, headersToClient } from '../shared/routing/response-headers.ts';
import type { Exchange } from './exchange.ts';
import { type CachedAnswer, encodeBody } from './response-cache.ts';
import { sendHead } from './send-head.ts';

/** Answers from memory: 304 where the client has the same already, else the body in the best encoding it takes. */
export async function sendCached(
  exchange: Exchange,
  answer: CachedAnswer,
  cacheStatus: CacheStatus,
  nowMs: number,
): Promise<void> {
  const { res, route, requestId, method } = exchange;
  const headers = headersToClient(answer.headers, route, requestId, cacheStatus);
  headers.push('Age', String(Math.max(0, Math.floor((nowMs - answer.storedAtMs) / 1000))));
  const canCompress = route.cache !== null && isCompressible(route.cache, answer.contentType, answer.body.length);
  if (canCompress) headers.push('Vary', 'Accept-Encoding');
  if (answer.etag !== undefined && hasTag(exchange.headers['if-none-match'], answer.etag)) {
    sendHead(exchange, 304, headers);
    res.end();
    return;
  }
  const encoding = canCompress ? chooseEncoding(text(exchange.headers['accept-encoding'])) : undefined;
  const body = encoding === undefined ? answer.body : await encodeBody(answer, encoding);
  if (exchange.isGone()) return;
  if (encoding !== undefined) headers.push('Content-Encoding', encoding);
  headers.push('Content-Length', String(body.length));
  sendHead(exchange, 200, headers);
  if (method === 'HEAD') res.end();
  else res.end(body);
}

/** Compares weakly, as RFC 9110 wants it for `If-None-Match`. */
export function hasTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = etag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === opaque);
}

function text(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(',');
}
