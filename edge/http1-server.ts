import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EdgeFault } from '../shared/routing/edge-fault.ts';
import { answerUnreadable } from './answer-fault.ts';
import type { Patience } from './patience.ts';

export type Http1Options = {
  /** What the request line and all headers may take together. */
  readonly headBytes: number;
  /** The part of it that is told to who sends more. */
  readonly headerBytes: number;
  /** A whole request may take as long as the most patient route waits. */
  readonly longestMs: number;
  readonly patience: Patience;
  readonly handle: (req: IncomingMessage, res: ServerResponse, expectsContinue: boolean) => void;
};

/** Beyond the patience of every route; what stands still for longer, stands still on the client's side. */
export const STALLED_MS = 30_000;

/**
 * A server of HTTP/1.1 that serves what listens for it: its own port, and connections that were opened elsewhere and are
 * handed over by the event `connection`, such as those over TLS. What cannot be read is answered in the error envelope.
 */
export function createHttp1Server({ headBytes, headerBytes, longestMs, patience, handle }: Http1Options): Server {
  const server = createServer({
    maxHeaderSize: headBytes,
    headersTimeout: patience.headersMs,
    requestTimeout: longestMs,
    keepAliveTimeout: patience.idleMs,
    connectionsCheckingInterval: Math.min(2_000, patience.headersMs),
    noDelay: true,
    requireHostHeader: false,
    insecureHTTPParser: false,
  });
  // Who takes nothing of an answer for longer than any route waits is gone.
  server.timeout = longestMs + STALLED_MS;
  server.on('request', (req, res) => handle(req, res, false));
  server.on('checkContinue', (req, res) => handle(req, res, true));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Bytes of an answer may be on their way on this connection: nothing can be put in between.
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) socket.destroy();
    else answerUnreadable(socket, unreadable(error.code, headerBytes), randomUUID());
  });
  return server;
}

function unreadable(code: string | undefined, limitBytes: number): EdgeFault {
  if (code === 'HPE_HEADER_OVERFLOW') return { code: 'RequestHeadersTooLarge', limitBytes };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { code: 'RequestTimeout' };
  return { code: 'BadRequest', what: 'The request is not well-formed HTTP.' };
}

/** Node keeps the response that is being written on the socket; its own handler of this event looks there too. */
function isAnswering(socket: object): boolean {
  return '_httpMessage' in socket && socket._httpMessage !== null && socket._httpMessage !== undefined;
}
