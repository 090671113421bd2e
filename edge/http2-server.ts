import {
  constants,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Http2Session,
} from 'node:http2';
import type { Socket } from 'node:net';
import { STALLED_MS } from './http1-server.ts';
import type { Patience } from './patience.ts';

export type Http2Options = {
  readonly headBytes: number;
  readonly longestMs: number;
  readonly patience: Patience;
  readonly handle: (req: Http2ServerRequest, res: Http2ServerResponse, expectsContinue: boolean) => void;
};

/** An HTTP/2 server without a port of its own, and the end of all its sessions. */
export type Http2Sessions = {
  readonly server: Http2Server;
  /** Takes no new request on any session; what is left after the grace is cut. */
  close(graceMs: number): void;
};

const STREAMS_PER_SESSION = 100;
/** How long a client has to hang up after it was told to. */
const FAREWELL_MS = 1000;

/**
 * A server of HTTP/2 for connections that are handed to it by the event `connection`. A session may hold so many streams and
 * so much memory and no more, streams that are reset in a rush end it, and one on which nothing is asked is closed.
 */
export function createHttp2Server({ headBytes, longestMs, patience, handle }: Http2Options): Http2Sessions {
  const sockets = new Map<Http2Session, Socket>();
  let arriving: Socket | undefined;
  const server = createServer({
    settings: { enablePush: false, maxConcurrentStreams: STREAMS_PER_SESSION, maxHeaderListSize: headBytes },
    maxSessionMemory: 32,
    maxSessionInvalidFrames: 50,
    maxSessionRejectedStreams: 50,
    streamResetBurst: 500,
    streamResetRate: 33,
  });
  server.on('stream', (stream) =>
    stream.setTimeout(longestMs + STALLED_MS, () => stream.close(constants.NGHTTP2_CANCEL)),
  );
  server.on('request', (req, res) => handle(req, res, false));
  server.on('checkContinue', (req, res) => handle(req, res, true));
  // A session hides its socket, and does not always end it; the two events follow each other at once.
  server.prependListener('connection', (socket: Socket) => {
    arriving = socket;
  });
  server.on('session', (session) => {
    if (arriving === undefined) return;
    sockets.set(session, arriving);
    arriving.once('close', () => sockets.delete(session));
    closeWhenIdle(session, arriving, patience);
    // A client that breaks the protocol ends its own session; it has been told why.
    session.on('error', () => undefined);
  });
  server.on('sessionError', () => undefined);
  return {
    server,
    close(graceMs) {
      for (const session of sockets.keys()) session.close();
      setTimeout(() => {
        for (const socket of sockets.values()) socket.destroy();
      }, graceMs);
    },
  };
}

/** Says good-bye to a client that asks nothing, and hangs up if it does not. One that waits for an answer is not idle. */
function closeWhenIdle(session: Http2Session, socket: Socket, { headersMs, idleMs }: Patience): void {
  let open = 0;
  session.on('stream', (stream: { once(event: 'close', listener: () => void): unknown }) => {
    if (open === 0) session.setTimeout(idleMs);
    open += 1;
    stream.once('close', () => {
      open -= 1;
    });
  });
  session.on('timeout', () => {
    if (open > 0) return;
    session.close();
    setTimeout(() => socket.destroy(), FAREWELL_MS).unref();
  });
  session.setTimeout(headersMs);
}
