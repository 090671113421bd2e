import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { EdgeFault } from '../shared/routing/edge-fault.ts';
import { headersToOrigin } from '../shared/routing/request-headers.ts';
import { headersToClient } from '../shared/routing/response-headers.ts';
import { answerFault } from './answer-fault.ts';
import { type Exchange, hasBody } from './exchange.ts';

/** An origin that is reached over HTTP, with the connections that are kept open to it. */
export type HttpOrigin = {
  readonly kind: 'http';
  readonly url: URL;
  readonly hostHeader: string | undefined;
  readonly agent: HttpAgent | HttpsAgent;
};

/** Takes the bytes of an answer that may be kept; called with undefined once all are there. */
export type Collector = (chunk: Buffer | undefined) => void;

export type Forwarding = {
  readonly frontDoorId: string;
  readonly origin: HttpOrigin;
  readonly path: string;
  readonly collect: (answer: IncomingMessage) => Collector | undefined;
};

/** Opens the connections to one origin. `ca` is the certificate of a private authority to trust besides no other. */
export function connectOrigin(url: URL, ca: string | undefined, hostHeader: string | undefined): HttpOrigin {
  const options = { keepAlive: true, maxFreeSockets: 64, scheduling: 'lifo' as const };
  const agent = url.protocol === 'https:' ? new HttpsAgent({ ...options, ...(ca && { ca }) }) : new HttpAgent(options);
  return { kind: 'http', url, hostHeader, agent };
}

/**
 * Passes one request to an origin and its answer back, both as streams that slow each other down. When one side goes away
 * the other is ended: the origin's connection if the client left, the client's if the answer broke off.
 */
export function forward(exchange: Exchange, forwarding: Forwarding): void {
  const { req, res, route, requestId } = exchange;
  const withBody = hasBody(req);
  const canRepeat = !withBody && (req.method === 'GET' || req.method === 'HEAD' || req.method === 'OPTIONS');
  let upstream: ClientRequest | undefined;
  let answer: IncomingMessage | undefined;
  let isSettled = false;

  const fail = (fault: EdgeFault) => {
    if (isSettled) return;
    isSettled = true;
    if (upstream !== undefined) req.unpipe(upstream);
    upstream?.destroy();
    answerFault(req, res, fault, requestId);
  };

  const send = (attempt: number) => {
    let timedOut = false;
    const sent = open(exchange, forwarding);
    upstream = sent;
    sent.on('timeout', () => {
      timedOut = true;
      sent.destroy(new Error('no byte from the origin within the time-out'));
    });
    sent.on('response', (received) => {
      answer = received;
      if (isSettled || res.destroyed) sent.destroy();
      else passBack(exchange, received, forwarding.collect(received), fail);
    });
    sent.on('error', (error) => {
      if (answer !== undefined || isSettled) return;
      if (timedOut) fail(timeoutFault(req, route.timeoutMs));
      else if (canRepeat && attempt === 1 && sent.reusedSocket && isStale(error)) send(2);
      else fail({ code: 'ServiceUnavailable' });
    });
    if (!withBody) sent.end();
  };

  res.once('close', () => {
    isSettled = true;
    if (upstream === undefined || (answer?.complete === true && upstream.writableFinished)) return;
    req.unpipe(upstream);
    upstream.destroy();
    // An origin may answer before the body is there; what still comes is read and dropped, or the client would hang.
    req.resume();
  });
  try {
    send(1);
  } catch {
    // Node refuses to print some request lines and headers that its parser lets in.
    fail({ code: 'BadRequest', what: 'The request line or a header holds a character that is not allowed.' });
    return;
  }
  if (withBody && upstream !== undefined) passBody(exchange, upstream, fail);
}

function open(
  { req, route, requestId, host, query }: Exchange,
  { origin, path, frontDoorId }: Forwarding,
): ClientRequest {
  const { url, agent, hostHeader } = origin;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const isOrigin = url.pathname === '/';
  return request({
    hostname: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
    port: url.port || undefined,
    agent,
    method: req.method,
    path: (isOrigin ? path : url.pathname.replace(/\/$/, '') + path) + query,
    headers: headersToOrigin(req.rawHeaders, route, {
      requestId,
      frontDoorId,
      // A socket that serves both families shows IPv4 in IPv6's clothes.
      clientAddress: (req.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
      scheme: 'encrypted' in req.socket ? 'https' : 'http',
      host,
      originHost: hostHeader ?? url.host,
    }),
    timeout: route.timeoutMs,
  });
}

/** Streams the body up. Node holds it to its `Content-Length`; only a body without one has to be counted. */
function passBody(exchange: Exchange, upstream: ClientRequest, fail: (fault: EdgeFault) => void): void {
  const { req, res, route } = exchange;
  if (req.headers['transfer-encoding'] !== undefined) {
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= route.bodyBytes) return;
      if (res.writableEnded) req.destroy();
      else fail({ code: 'RequestTooLarge', limitBytes: route.bodyBytes });
    });
  }
  if (exchange.expectsContinue) res.writeContinue();
  req.pipe(upstream);
}

function passBack(
  { req, res, route, requestId }: Exchange,
  answer: IncomingMessage,
  collect: Collector | undefined,
  fail: (fault: EdgeFault) => void,
): void {
  answer.on('error', () => res.destroy());
  const cacheStatus = route.cache === null ? 'CONFIG_NOCACHE' : collect === undefined ? 'PRIVATE_NOSTORE' : 'TCP_MISS';
  try {
    res.writeHead(answer.statusCode ?? 502, headersToClient(answer.rawHeaders, route, requestId, cacheStatus));
  } catch {
    fail({ code: 'ServiceUnavailable' });
    return;
  }
  if (collect !== undefined) {
    answer.on('data', collect);
    answer.on('end', () => collect(undefined));
  }
  // A small answer goes out in one packet with its headers; a stream that stays quiet must still show that it began.
  if (req.method === 'HEAD' || answer.headers['content-length'] === undefined) res.flushHeaders();
  answer.pipe(res);
}

function timeoutFault(req: IncomingMessage, timeoutMs: number): EdgeFault {
  if (!req.complete) return { code: 'RequestTimeout' };
  return { code: 'GatewayTimeout', limitSeconds: Math.round(timeoutMs / 1000) };
}

/** A kept connection that the origin closed just as it was used again; nothing of the request was handled. */
function isStale(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}
