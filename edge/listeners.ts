import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Server } from 'node:net';
import type { Entrance } from '../shared/routing/access-switches.ts';
import type { Routing } from '../shared/routing/routing.ts';
import { CONNECTION_LIMITS, type ConnectionLimits, guardConnections } from './connection-guard.ts';
import { createHttp1Server } from './http1-server.ts';
import { createHttp2Server } from './http2-server.ts';
import type { Patience } from './patience.ts';
import { type Certificate, createTlsServer, type TlsServer, tlsOptions } from './tls-server.ts';

export type ListenerOptions = {
  readonly routing: Routing;
  /** The port for plain HTTP, on loopback only; 0 takes a free one. */
  readonly port: number;
  /** Where and with what TLS is spoken; absent for a test of plain HTTP. */
  readonly tls: { readonly port: number; readonly bind: string; readonly certificate: Certificate } | undefined;
  /** A port on loopback that stands for the private endpoint. */
  readonly privatePort: number | undefined;
  readonly connectionLimits: ConnectionLimits | undefined;
  readonly patience: Patience;
  readonly onHttp1: (req: IncomingMessage, res: ServerResponse, expectsContinue: boolean, entrance: Entrance) => void;
  readonly onHttp2: (req: Http2ServerRequest, res: Http2ServerResponse, expectsContinue: boolean) => void;
};

export type Listeners = {
  readonly port: number;
  readonly httpsPort: number | undefined;
  readonly privatePort: number | undefined;
  /** New connections are held to this; those that are open stay. */
  readonly setTls: (tls: Routing['tls'], certificate?: Certificate) => void;
  readonly close: (graceMs: number) => Promise<void>;
};

const LOOPBACK = '127.0.0.1';

/** Opens every port of the edge; rejects with the system's own error where one is taken, and then none is left open. */
export async function openListeners(options: ListenerOptions): Promise<Listeners> {
  const { routing, tls, patience } = options;
  const { urlBytes, headerBytes } = routing.limits;
  const guard = guardConnections(options.connectionLimits ?? CONNECTION_LIMITS);
  const longestMs = Math.max(60_000, ...routing.routes.map((route) => route.timeoutMs));
  const head = { headBytes: headerBytes + urlBytes, headerBytes, patience };
  const http2 = createHttp2Server({ ...head, longestMs, handle: options.onHttp2 });
  const plain: HttpServer[] = [];
  const secure: TlsServer[] = [];
  const newPlain = (entrance: Entrance = 'public'): HttpServer => {
    const handle: Parameters<typeof createHttp1Server>[0]['handle'] = (req, res, expects) =>
      options.onHttp1(req, res, expects, entrance);
    const server = createHttp1Server({ ...head, longestMs, handle });
    server.prependListener('connection', guard);
    plain.push(server);
    return server;
  };
  const close = async (graceMs: number): Promise<void> => {
    http2.close(graceMs);
    // Connections over TLS were handed to a plain server, which ends them but does not wait for them.
    const timer = setTimeout(() => {
      for (const server of plain) server.closeAllConnections();
    }, graceMs);
    const closed = [...plain, ...secure.map(({ server }) => server)].map(closeServer);
    for (const server of plain) server.closeIdleConnections();
    for (const { dropHandshakes } of secure) dropHandshakes();
    await Promise.all(closed);
    clearTimeout(timer);
  };
  try {
    const first = newPlain();
    const port = await listenEverywhere(options.port, LOOPBACK, first, () => newPlain());
    const privatePort =
      options.privatePort === undefined
        ? undefined
        : await listen(newPlain('private-endpoint'), options.privatePort, LOOPBACK);
    if (tls === undefined) return { port, httpsPort: undefined, privatePort, setTls: () => undefined, close };
    const newSecure = (): Server => {
      const made = createTlsServer(routing.tls, tls.certificate, patience.headersMs, {
        http1: first,
        http2: http2.server,
      });
      made.server.on('connection', guard);
      secure.push(made);
      return made.server;
    };
    const httpsPort = await listenEverywhere(tls.port, tls.bind, newSecure(), newSecure);
    const setTls = (wanted: Routing['tls'], certificate = tls.certificate): void => {
      for (const { server } of secure) server.setSecureContext(tlsOptions(wanted, certificate));
    };
    return { port, httpsPort, privatePort, setTls, close };
  } catch (error) {
    await close(0);
    throw error;
  }
}

/** Browsers may resolve `localhost` to ::1 first. Where the machine has no IPv6 or the port is taken there, we do without. */
async function listenEverywhere(port: number, bind: string, first: Server, another: () => Server): Promise<number> {
  const taken = await listen(first, port, bind);
  if (bind === LOOPBACK) await listen(another(), taken, '::1').catch(() => undefined);
  return taken;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** One that never listened is closed already. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
