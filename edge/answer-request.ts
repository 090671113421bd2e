import type { IncomingMessage, ServerResponse } from 'node:http';
import { cacheKey, decideStore, mayUseCache } from '../shared/routing/cache-rule.ts';
import { chooseOrigin } from '../shared/routing/choose-origin.ts';
import { matchRoute, pathAtOrigin } from '../shared/routing/match-route.ts';
import { isHost, readTarget } from '../shared/routing/request-target.ts';
import type { Routing } from '../shared/routing/routing.ts';
import type { CacheRule } from '../shared/routing/routing-config.ts';
import { answerFault } from './answer-fault.ts';
import type { Exchange } from './exchange.ts';
import { type Collector, forward, type HttpOrigin } from './forward.ts';
import type { ResponseCache } from './response-cache.ts';
import { sendCached } from './send-cached.ts';
import { type CacheSlot, type DirectoryOrigin, serveDirectory } from './serve-directory.ts';

/** What one edge works with. */
export type EdgeParts = {
  readonly routing: Routing;
  readonly origins: ReadonlyMap<string, HttpOrigin | DirectoryOrigin>;
  readonly cache: ResponseCache;
  readonly frontDoorId: string;
  readonly now: () => number;
  readonly chance: () => number;
};

export type AnswerRequest = (
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
  expectsContinue: boolean,
) => void;

/** The order of work of Front Door: limits, host and path, cache, choice of an origin, forward. */
export function answerRequests(parts: EdgeParts): AnswerRequest {
  let turn = 0;
  return (req, res, requestId, expectsContinue) => {
    const exchange = decide(parts.routing, req, res, requestId, expectsContinue);
    if (exchange === undefined) return;
    const { route, entry, path } = exchange;
    const slot = route.cache === null ? undefined : slotFor(parts, exchange, route.cache);
    const kept = slot?.cache.get(slot.key, slot.nowMs);
    if (slot !== undefined && kept !== undefined) {
      settle(exchange, sendCached(exchange, kept, 'TCP_HIT', slot.nowMs));
      return;
    }
    turn += 1;
    const origin = parts.origins.get(chooseOrigin(route.group, turn).name);
    if (origin === undefined) {
      answerFault(req, res, { code: 'ServiceUnavailable' }, requestId);
    } else if (origin.kind === 'directory') {
      const place = slot ?? { cache: parts.cache, key: '', nowMs: parts.now() };
      settle(exchange, serveDirectory(exchange, origin, pathAtOrigin(entry, path), place));
    } else {
      forward(exchange, {
        origin,
        path: pathAtOrigin(entry, path),
        frontDoorId: parts.frontDoorId,
        collect: (answer) => (slot && route.cache ? collectFor(parts, exchange, route.cache, slot, answer) : undefined),
      });
    }
  };
}

/** The exchange that a request asks for; undefined where it was refused and answered. */
function decide(
  routing: Routing,
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
  expectsContinue: boolean,
): Exchange | undefined {
  const { method = '', url = '' } = req;
  const host = req.headers.host ?? '';
  const target = readTarget(url, routing.limits.urlBytes);
  if ('code' in target) {
    answerFault(req, res, target, requestId);
    return undefined;
  }
  if (!isHost(host)) {
    answerFault(req, res, { code: 'BadRequest', what: 'The Host header is no host name.' }, requestId);
    return undefined;
  }
  if (req.headers.upgrade !== undefined && /(^|,)\s*websocket\s*(,|$)/i.test(req.headers.upgrade)) {
    answerFault(req, res, { code: 'WebSocketNotSupported' }, requestId);
    return undefined;
  }
  const match = matchRoute(routing, { host, path: target.path, method });
  if (match.kind !== 'route') {
    const fault = match.kind === 'no-route' ? ({ code: 'RouteNotFound' } as const) : methodFault(match.allow);
    answerFault(req, res, fault, requestId);
    return undefined;
  }
  const { route, entry } = match;
  if (Number(req.headers['content-length'] ?? 0) > route.bodyBytes) {
    answerFault(req, res, { code: 'RequestTooLarge', limitBytes: route.bodyBytes }, requestId);
    return undefined;
  }
  return { req, res, requestId, host, ...target, route, entry, expectsContinue };
}

function methodFault(allow: string): { readonly code: 'MethodNotAllowed'; readonly allow: string } {
  return { code: 'MethodNotAllowed', allow };
}

function slotFor({ cache, now }: EdgeParts, exchange: Exchange, rule: CacheRule): CacheSlot | undefined {
  const request = cacheRequest(exchange);
  return mayUseCache(request) ? { cache, key: cacheKey(rule, request), nowMs: now() } : undefined;
}

function cacheRequest({ req, host, path, query }: Exchange) {
  return { method: req.method ?? '', host, path, query, headers: req.headers };
}

/** Gathers an answer beside passing it on, and keeps it once it is whole. */
function collectFor(
  { chance }: EdgeParts,
  exchange: Exchange,
  rule: CacheRule,
  { cache, key, nowMs }: CacheSlot,
  answer: IncomingMessage,
): Collector | undefined {
  const { headers, rawHeaders, statusCode: status = 0 } = answer;
  const decision = decideStore(rule, cacheRequest(exchange), { status, headers }, nowMs, chance());
  if (!decision.keep || headers['content-encoding'] !== undefined) return undefined;
  let chunks: Buffer[] | undefined = [];
  let bytes = 0;
  return (chunk) => {
    if (chunks === undefined) return;
    if (chunk === undefined) {
      if (!answer.complete) return;
      cache.put(key, {
        headers: headersToKeep(rawHeaders),
        body: Buffer.concat(chunks),
        etag: headers.etag,
        contentType: headers['content-type'] ?? '',
        storedAtMs: nowMs,
        freshUntilMs: decision.freshUntilMs,
        encoded: new Map(),
      });
      return;
    }
    bytes += chunk.length;
    if (bytes > cache.largestBytes) chunks = undefined;
    else chunks.push(chunk);
  };
}

/** Without what is worked out anew for each client. The tag becomes a weak one, as the body may be sent encoded. */
function headersToKeep(rawHeaders: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (/^(content-length|age|vary)$/i.test(name)) continue;
    kept.push(name, /^etag$/i.test(name) ? value.replace(/^(?=")/, 'W/') : value);
  }
  return kept;
}

/** A promise that nobody awaits must still end in an answer. */
function settle({ req, res, requestId }: Exchange, work: Promise<void>): void {
  work.catch((error: unknown) => {
    process.stderr.write(`edge: request ${requestId} failed: ${error instanceof Error ? error.message : 'unknown'}\n`);
    answerFault(req, res, { code: 'EdgeError' }, requestId);
  });
}
