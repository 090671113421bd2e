import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { asksForDebug, debugHeaders } from '../shared/routing/client-headers.ts';
import type { EdgeFault } from '../shared/routing/edge-fault.ts';
import { headersToOrigin } from '../shared/routing/request-headers.ts';
import { headersToClient } from '../shared/routing/response-headers.ts';
import { answerFault } from './answer-fault.ts';
import { type Arrival, hasBody } from './arrival.ts';
import type { BodyWatch } from './body-watch.ts';
import type { Exchange } from './exchange.ts';
import type { HttpOrigin } from './http-origin.ts';
import { passBody } from './pass-body.ts';
import { sendHead } from './send-head.ts';

/** How long an origin may take to accept a connection, TLS included. */
const CONNECT_MS = 5_000;

/** Takes the bytes of an answer that may be kept; called with undefined once all are there. */
export type Collector = (chunk: Buffer | undefined) => void;

export type Forwarding = {
  readonly bodyLookMs: number;
  readonly frontDoorId: string;
  readonly origin: HttpOrigin;
  /** Another origin to try where these could not be reached; undefined where there is none. */
  readonly instead: (failed: readonly string[]) => HttpOrigin | undefined;
  readonly collect: (answer: IncomingMessage) => Collector | undefined;
  /** What keeps the client at this origin. */
  readonly cookies: (origin: HttpOrigin) => readonly string[];
};

/** One try to reach one origin. */
type Attempt = {
  readonly origin: HttpOrigin;
  readonly sent: ClientRequest;
  readonly isSecond: boolean;
  isConnected: boolean;
  timedOut: boolean;
};

/**
 * Passes one request to an origin and its answer back, both as streams that slow each other down. When one side goes away
 * the other is ended: the origin's connection if the client left, the client's if the answer broke off.
 */
export function forward(exchange: Exchange, forwarding: Forwarding): void {
  const { req, res, method, route } = exchange;
  const withBody = hasBody(exchange);
  const isRepeatable = !withBody && (method === 'GET' || method === 'HEAD' || method === 'OPTIONS');
  const failed: string[] = [];
  let upstream: ClientRequest | undefined;
  let answer: IncomingMessage | undefined;
  let watch: BodyWatch | undefined;
  let isSettled = false;

  const fail = (fault: EdgeFault) => {
    if (isSettled) return;
    isSettled = true;
    watch?.end();
    if (upstream !== undefined) req.unpipe(upstream);
    upstream?.destroy();
    answerFault(exchange, fault);
  };

  const onFailure = ({ origin, sent, ...attempt }: Attempt, error: Error) => {
    if (answer !== undefined || isSettled) return;
    if (attempt.timedOut) {
      fail(timeoutFault(exchange, route.timeoutMs));
      return;
    }
    if (isRepeatable && !attempt.isSecond && sent.reusedSocket && isStale(error)) {
      send(origin, true);
      return;
    }
    failed.push(origin.name);
    const other = isRepeatable || !attempt.isConnected ? forwarding.instead(failed) : undefined;
    if (other !== undefined) send(other, false);
    else fail(lostFault(isRepeatable || !attempt.isConnected));
  };

  const send = (origin: HttpOrigin, isSecond: boolean) => {
    const sent = open(exchange, forwarding, origin);
    const attempt: Attempt = { origin, sent, isSecond, isConnected: false, timedOut: false };
    upstream = sent;
    whenConnected(attempt, () => {
      // Not a byte of the body is taken before somebody is there for it: until then any other origin will do.
      if (withBody && !isSettled) watch = passBody(exchange, sent, forwarding.bodyLookMs, fail);
    });
    sent.on('timeout', () => {
      attempt.timedOut = true;
      sent.destroy(new Error('no byte from the origin within the time-out'));
    });
    sent.on('response', (received) => {
      answer = received;
      if (isSettled || exchange.isGone()) sent.destroy();
      else
        passBack(
          exchange,
          received,
          { collect: forwarding.collect(received), cookies: forwarding.cookies(origin) },
          fail,
        );
    });
    sent.on('error', (error) => onFailure(attempt, error));
    if (!withBody) sent.end();
  };

  res.once('close', () => {
    isSettled = true;
    watch?.end();
    if (upstream === undefined || (answer?.complete === true && upstream.writableFinished)) return;
    req.unpipe(upstream);
    upstream.destroy();
    // An origin may answer before the body is there; what still comes is read and dropped, or the client would hang.
    req.resume();
  });
  try {
    send(forwarding.origin, false);
  } catch {
    // Node refuses to print some request lines and headers that its parser lets in.
    fail({ code: 'BadRequest', what: 'The request line or a header holds a character that is not allowed.' });
  }
}

function open(exchange: Exchange, { frontDoorId }: Forwarding, origin: HttpOrigin): ClientRequest {
  const { method, rawHeaders, route, requestId, host, query, clientAddress, scheme, originPath, hops } = exchange;
  const { url, agent, hostname, hostHeader } = origin;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return request({
    hostname,
    port: url.port || undefined,
    agent,
    method,
    path: (url.pathname === '/' ? originPath : url.pathname.replace(/\/$/, '') + originPath) + query,
    headers: headersToOrigin(rawHeaders, route, {
      requestId,
      frontDoorId,
      clientAddress,
      scheme,
      host,
      hops,
      originHost: hostHeader ?? url.host,
    }),
    timeout: route.timeoutMs,
  });
}

function whenConnected(attempt: Attempt, connected: () => void): void {
  const { sent, origin } = attempt;
  const timer = setTimeout(() => sent.destroy(new Error('the origin takes no connection')), CONNECT_MS);
  const settle = () => {
    clearTimeout(timer);
    attempt.isConnected = true;
    connected();
  };
  sent.once('close', () => clearTimeout(timer));
  sent.once('socket', (socket) => {
    if (sent.reusedSocket || !socket.connecting) settle();
    else socket.once(origin.url.protocol === 'https:' ? 'secureConnect' : 'connect', settle);
  });
}

type Passing = { readonly collect: Collector | undefined; readonly cookies: readonly string[] };

function passBack(
  exchange: Exchange,
  answer: IncomingMessage,
  { collect, cookies }: Passing,
  fail: (fault: EdgeFault) => void,
): void {
  const { method, res, route, requestId, breakOff } = exchange;
  answer.on('error', breakOff);
  const cacheStatus = route.cache === null ? 'CONFIG_NOCACHE' : collect === undefined ? 'PRIVATE_NOSTORE' : 'TCP_MISS';
  const headers = headersToClient(answer.rawHeaders, route, requestId, cacheStatus);
  for (const cookie of cookies) headers.push('Set-Cookie', cookie);
  if (asksForDebug(exchange.headers)) headers.push(...debugHeaders({ originStatus: answer.statusCode }));
  try {
    sendHead(exchange, answer.statusCode ?? 502, headers);
  } catch {
    fail({ code: 'ServiceUnavailable' });
    return;
  }
  if (collect !== undefined) {
    answer.on('data', collect);
    answer.on('end', () => collect(undefined));
  }
  // A small answer goes out in one packet with its headers; a stream that stays quiet must still show that it began.
  if (method === 'HEAD' || answer.headers['content-length'] === undefined) exchange.flushHead();
  answer.pipe(res);
}

/** Whoever may have been heard is not told to try again. */
function lostFault(changedNothing: boolean): EdgeFault {
  return { code: changedNothing ? 'ServiceUnavailable' : 'OutcomeUnknown' };
}

function timeoutFault(arrival: Arrival, timeoutMs: number): EdgeFault {
  if (hasBody(arrival) && !arrival.req.complete) return { code: 'RequestTimeout' };
  return { code: 'GatewayTimeout', limitSeconds: Math.round(timeoutMs / 1000) };
}

/** A kept connection that the origin closed just as it was used again; nothing of the request was handled. */
function isStale(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}
