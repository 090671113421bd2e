import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readRoles } from '../../functions/config.ts';
import { openMetadata } from '../../functions/open-metadata.ts';
import { type Log, matchPath, type Route, type Timer } from '../../functions/route.ts';
import { startRoles } from '../../functions/start-roles.ts';
import { sqlServerMetadata } from './sql-server-metadata.ts';

/**
 * The local host: serves the same tables that Azure Functions would, over `node:http` on 127.0.0.1. It tells its
 * parent when it is ready and leaves when the parent does.
 */
const stopping = new AbortController();

const log: Log = (level, event, facts = {}) => {
  const line = JSON.stringify({ time: new Date().toISOString(), level, event, ...facts });
  (level === 'info' ? process.stdout : process.stderr).write(`${line}\n`);
};

async function serve(): Promise<void> {
  const started = await startRoles(readRoles(), sqlServerMetadata() ?? openMetadata);
  await started.ready();
  const inOrder = started.routes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const server = createServer((request, response) => {
    void respond(inOrder, request, response).catch((error: unknown) => {
      log('error', 'answer failed', { error: error instanceof Error ? error.message : 'thrown' });
      response.destroy();
    });
  });
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  const timers = started.timers.map((timer) => schedule(timer));
  server.once('error', (error) => fail(error));
  server.listen(Number(process.env['AZIMUTH_HOST_PORT'] ?? 0), '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ kind: 'ready', port: typeof address === 'object' ? address?.port : undefined });
  });
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    stopping.abort();
    for (const timer of timers) clearInterval(timer);
    server.closeAllConnections();
    server.close();
    const forced = setTimeout(() => process.exit(0), 2000);
    void started.stop().finally(() => {
      clearTimeout(forced);
      process.exit(0);
    });
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, stop);
}

function schedule(timer: Timer): NodeJS.Timeout {
  let isRunning = false;
  return setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    timer
      .run({ signal: stopping.signal, log })
      .catch((error: unknown) =>
        log('error', 'timer failed', { timer: timer.name, error: error instanceof Error ? error.message : 'thrown' }),
      )
      .finally(() => {
        isRunning = false;
      });
  }, timer.everyMs);
}

async function respond(inOrder: readonly Route[], incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`);
  const route = findRoute(inOrder, incoming.method ?? 'GET', url.pathname);
  if (route === undefined) {
    outgoing.writeHead(404).end();
    return;
  }
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableEnded) gone.abort();
  });
  const signal = AbortSignal.any([gone.signal, stopping.signal]);
  const response = await route.handler(webRequest(incoming, url), { signal, log });
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (response.body === null || incoming.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  await pipeline(Readable.fromWeb(response.body), outgoing);
}

/** As the Functions host finds it: the first in the order of names whose method and path fit. */
function findRoute(inOrder: readonly Route[], method: string, path: string): Route | undefined {
  return inOrder.find(
    (route) => route.methods.some((known) => known === method) && matchPath(route.path, path) !== undefined,
  );
}

function webRequest(incoming: IncomingMessage, url: URL): Request {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, {
    method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}),
  });
}

/** Tells the parent why, and ends once it has been told. */
function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  if (process.send === undefined) process.exit(1);
  process.send({ kind: 'failed', message }, () => process.exit(1));
}

await serve().catch(fail);
