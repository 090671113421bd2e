import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Entrance } from '../shared/routing/access-switches.ts';

/** What the edge needs of a request, whichever protocol brought it. */
export type Incoming = Readable & { readonly complete: boolean };

/** What the edge needs of a response, whichever protocol takes it. Headers are a flat list of names and values. */
export type Outgoing = NodeJS.WritableStream & {
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  readonly statusCode: number;
  writeHead(status: number, headers: string[]): unknown;
  writeContinue(): unknown;
};

/** One request as it came in, by HTTP/1.1 or HTTP/2: what follows need not know which. */
export type Arrival = {
  readonly req: Incoming;
  readonly res: Outgoing;
  readonly requestId: string;
  readonly httpVersion: '1.0' | '1.1' | '2.0';
  readonly scheme: 'http' | 'https';
  readonly tlsVersion: 'TLSv1.2' | 'TLSv1.3' | undefined;
  /** By the listener that took the connection. */
  readonly entrance: Entrance;
  readonly method: string;
  readonly target: string;
  readonly host: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly clientAddress: string;
  readonly clientPort: number;
  readonly serverPort: number;
  /** The client waits for `100 Continue` before it sends its body. */
  readonly expectsContinue: boolean;
  /** Headers that every answer of this connection begins with. */
  readonly standingHeaders: readonly string[];
  /** Nobody is there any more to take the answer. */
  readonly isGone: () => boolean;
  /** Has the head of the answer sent now, though no byte of its body is there. */
  readonly flushHead: () => void;
  /** Ends the answer so that the client sees that it is not whole. */
  readonly breakOff: () => void;
};

/** What is the same for both protocols. */
export type ArrivalFacts = Pick<Arrival, 'requestId' | 'expectsContinue' | 'standingHeaders' | 'entrance'>;

/** A request by HTTP/1.1. A second `Host` header leaves no host at all, so that the request is refused. */
export function arrivalOf(req: IncomingMessage, res: ServerResponse, facts: ArrivalFacts): Arrival {
  const { method = '', url = '', headers, rawHeaders, socket } = req;
  return {
    ...facts,
    req,
    res,
    httpVersion: req.httpVersion === '1.0' ? '1.0' : '1.1',
    ...connectionFacts(socket),
    method,
    target: url,
    host: hasTwoHosts(rawHeaders) ? '' : (headers.host ?? ''),
    headers,
    rawHeaders,
    isGone: () => res.destroyed,
    flushHead: () => res.flushHeaders(),
    breakOff: () => res.destroy(),
  };
}

/**
 * A request by HTTP/2, in the words of HTTP/1.1: no pseudo headers, one `Cookie`, and a body without a length is chunked.
 * Where `:authority` and `Host` disagree there is no host at all, so that the request is refused.
 */
export function arrivalOfHttp2(req: Http2ServerRequest, res: Http2ServerResponse, facts: ArrivalFacts): Arrival {
  const { stream } = req;
  const isChunked = !stream.endAfterHeaders && req.headers['content-length'] === undefined;
  const authority = req.headers[':authority'] ?? req.headers.host ?? '';
  return {
    ...facts,
    req,
    res,
    httpVersion: '2.0',
    ...connectionFacts(req.socket),
    method: req.method,
    target: req.url,
    host: hostsOf(req.rawHeaders).every((host) => host === authority) ? authority : '',
    headers: isChunked ? { ...req.headers, 'transfer-encoding': 'chunked' } : req.headers,
    rawHeaders: asHttp1(req.rawHeaders, isChunked),
    isGone: () => stream.destroyed || stream.closed,
    // HTTP/2 sends it as soon as it is written.
    flushHead: () => undefined,
    breakOff: () => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  };
}

function connectionFacts(
  socket: Socket,
): Pick<Arrival, 'scheme' | 'tlsVersion' | 'clientAddress' | 'clientPort' | 'serverPort'> {
  const { remoteAddress, remotePort = 0, localPort = 0 } = socket;
  const isSecure = socket instanceof TLSSocket;
  return {
    scheme: isSecure ? 'https' : 'http',
    tlsVersion: isSecure ? (socket.getProtocol() === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1.2') : undefined,
    clientAddress: plainAddress(remoteAddress),
    clientPort: remotePort,
    serverPort: localPort,
  };
}

/** Says whether a body follows the headers. */
export function hasBody({ headers }: Pick<Arrival, 'headers'>): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function asHttp1(rawHeaders: readonly string[], isChunked: boolean): readonly string[] {
  const headers: string[] = [];
  const cookies: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name === 'cookie') cookies.push(rawHeaders[i + 1] ?? '');
    else if (!name.startsWith(':')) headers.push(name, rawHeaders[i + 1] ?? '');
  }
  if (cookies.length > 0) headers.push('Cookie', cookies.join('; '));
  if (isChunked) headers.push('Transfer-Encoding', 'chunked');
  return headers;
}

function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

function hostsOf(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1] === 'host');
}

/** A socket that serves both families shows IPv4 in IPv6's clothes. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/, '');
}
