import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EdgeFault } from '../shared/routing/edge-fault.ts';
import type { Routing } from '../shared/routing/routing.ts';
import { type AccessRecord, pathToLog } from './access-record.ts';
import { answerFault, answerUnreadable } from './answer-fault.ts';
import { answerRequests } from './answer-request.ts';
import { connectOrigin, type HttpOrigin } from './forward.ts';
import { createResponseCache } from './response-cache.ts';
import type { DirectoryOrigin } from './serve-directory.ts';

/** Where an origin is: an address, with the certificate of its private authority if it has one, or a folder of files. */
export type OriginAddress = { readonly url: string; readonly ca?: string } | { readonly directory: string };

export type EdgeOptions = {
  readonly routing: Routing;
  /** By the name of the origin; each origin that a route can reach needs one. */
  readonly origins: Readonly<Record<string, OriginAddress>>;
  /** 0 takes a free port. */
  readonly port: number;
  readonly bind?: string;
  readonly frontDoorId?: string;
  readonly cacheBytes?: number;
  readonly log?: (record: AccessRecord) => void;
};

export type Edge = { readonly port: number; readonly close: (graceMs?: number) => Promise<void> };

const LOOPBACK = '127.0.0.1';

/** Starts an edge and resolves once it listens; rejects with the system's own error where the port is taken. */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { routing, bind = LOOPBACK } = options;
  const origins = connectOrigins(routing, options.origins);
  const answer = answerRequests({
    routing,
    origins,
    cache: createResponseCache(options.cacheBytes ?? 64 * 1024 * 1024),
    frontDoorId: options.frontDoorId ?? randomUUID(),
    now: Date.now,
    chance: Math.random,
  });
  const handle = (req: IncomingMessage, res: ServerResponse, expectsContinue: boolean) => {
    const requestId = randomUUID();
    if (options.log !== undefined) watch(req, res, requestId, options.log);
    // A client that resets its connection is no fault of ours; `close` on the response tells the rest.
    req.on('error', ignore);
    res.on('error', ignore);
    try {
      answer(req, res, requestId, expectsContinue);
    } catch (error) {
      process.stderr.write(
        `edge: request ${requestId} failed: ${error instanceof Error ? error.message : 'unknown'}\n`,
      );
      answerFault(req, res, { code: 'EdgeError' }, requestId);
    }
  };
  const first = createListener(routing, handle);
  const port = await listen(first, options.port, bind);
  const servers = [first];
  if (bind === LOOPBACK) {
    // Browsers may resolve `localhost` to ::1 first. Where the machine has no IPv6 or the port is taken there, we do without.
    const second = createListener(routing, handle);
    await listen(second, port, '::1').then(
      () => servers.push(second),
      () => undefined,
    );
  }
  return {
    port,
    async close(graceMs = 2000) {
      await Promise.all(servers.map((server) => closeServer(server, graceMs)));
      for (const origin of origins.values()) if (origin.kind === 'http') origin.agent.destroy();
    },
  };
}

function connectOrigins(
  routing: Routing,
  addresses: EdgeOptions['origins'],
): ReadonlyMap<string, HttpOrigin | DirectoryOrigin> {
  const wanted = new Map(routing.routes.flatMap(({ group }) => group.origins.map((origin) => [origin.name, origin])));
  const origins = new Map<string, HttpOrigin | DirectoryOrigin>();
  for (const { name, hostHeader } of wanted.values()) {
    const address = addresses[name];
    if (address === undefined) throw new Error(`no address is given for the origin "${name}"`);
    // A placeholder is for the deployment to fill in; here the origin is called by its own address.
    const sent = hostHeader?.startsWith('$') ? undefined : hostHeader;
    if ('url' in address) origins.set(name, connectOrigin(new URL(address.url), address.ca, sent));
    else origins.set(name, { kind: 'directory', root: realpathSync(address.directory) });
  }
  return origins;
}

function createListener(
  routing: Routing,
  handle: (req: IncomingMessage, res: ServerResponse, expectsContinue: boolean) => void,
): Server {
  // A whole request may take as long as the most patient route waits.
  const longestMs = Math.max(60_000, ...routing.routes.map((route) => route.timeoutMs));
  const server = createServer({
    // The request line counts too.
    maxHeaderSize: routing.limits.headerBytes + routing.limits.urlBytes,
    headersTimeout: 15_000,
    requestTimeout: longestMs,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5_000,
    noDelay: true,
  });
  server.on('request', (req, res) => handle(req, res, false));
  server.on('checkContinue', (req, res) => handle(req, res, true));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Bytes of an answer may be on their way on this connection: nothing can be put in between.
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) socket.destroy();
    else answerUnreadable(socket, unreadable(error.code, routing.limits.headerBytes), randomUUID());
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

function watch(
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
  log: (record: AccessRecord) => void,
): void {
  const { socket, method = '', url = '' } = req;
  const startedAt = performance.now();
  const bytesBefore = socket.bytesWritten;
  res.once('close', () => {
    log({
      time: new Date().toISOString(),
      requestId,
      method,
      path: pathToLog(url),
      status: res.statusCode,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      bytes: socket.bytesWritten - bytesBefore,
    });
  });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function ignore(): void {}
