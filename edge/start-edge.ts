import { randomUUID } from 'node:crypto';
import type { Entrance } from '../shared/routing/access-switches.ts';
import type { FixedWindow } from '../shared/routing/fixed-window.ts';
import { forgetEnded } from '../shared/routing/fixed-window.ts';
import { strictTransportSecurity } from '../shared/routing/hsts.ts';
import { isPurged, type Purge } from '../shared/routing/purge.ts';
import type { GeoOf } from '../shared/routing/request-facts.ts';
import type { Routing } from '../shared/routing/routing.ts';
import { longestWindowMs, type WafMatch } from '../shared/routing/waf.ts';
import { type AccessRecord, watchExchange } from './access-record.ts';
import { answerFault } from './answer-fault.ts';
import { answerRequest, messageOf } from './answer-request.ts';
import { type Arrival, type ArrivalFacts, arrivalOf, arrivalOfHttp2 } from './arrival.ts';
import { connectOrigins, type OriginAddresses } from './connect-origins.ts';
import type { ConnectionLimits } from './connection-guard.ts';
import type { EdgeMemory, EdgeParts } from './edge-parts.ts';
import { retireOrigin } from './http-origin.ts';
import { openListeners } from './listeners.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { type HealthBoard, probeOrigins } from './probe-origins.ts';
import { createResponseCache } from './response-cache.ts';
import type { Certificate } from './tls-server.ts';

export type EdgeOptions = {
  readonly routing: Routing;
  /** By the name of the origin; each origin that a route can reach needs one. */
  readonly origins: OriginAddresses;
  /** The port for plain HTTP, on loopback; 0 takes a free one. */
  readonly port: number;
  /** Where TLS is spoken; absent where it is not. */
  readonly tls?: { readonly port: number; readonly bind: string; readonly certificate: Certificate } | undefined;
  /** A port that stands for the private endpoint: plain HTTP on loopback, and whoever comes by it comes from inside. */
  readonly privatePort?: number | undefined;
  /** False has the plain port do what Front Door does with plain HTTP. */
  readonly servesPlain?: boolean;
  readonly frontDoorId?: string;
  readonly cacheBytes?: number;
  readonly connectionLimits?: ConnectionLimits;
  readonly patience?: Patience;
  readonly geoOf?: GeoOf;
  readonly log?: (record: AccessRecord) => void;
  readonly logFirewall?: (requestId: string, matches: readonly WafMatch[]) => void;
};

export type Edge = {
  readonly port: number;
  readonly httpsPort: number | undefined;
  readonly privatePort: number | undefined;
  /** New requests are answered by this; those in flight end as they began. Throws, and changes nothing, where it cannot. */
  readonly reconfigure: (routing: Routing, origins: OriginAddresses, certificate?: Certificate) => void;
  /** Throws out of the cache; the number of answers that went. */
  readonly purge: (purge: Purge) => number;
  readonly close: (graceMs?: number) => Promise<void>;
};

const FORGET_MS = 60_000;

/** Starts an edge and resolves once it listens; rejects with the system's own error where a port is taken. */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const memory: EdgeMemory = {
    cache: createResponseCache(options.cacheBytes ?? 64 * 1024 * 1024),
    windows: new Map<string, FixedWindow>(),
    turns: new Map(),
  };
  const patience = options.patience ?? PATIENCE;
  const board: HealthBoard = new Map();
  let parts: EdgeParts = {
    routing: options.routing,
    origins: connectOrigins(options.routing, options.origins),
    healthOf: (origin) => board.get(origin),
    memory,
    frontDoorId: options.frontDoorId ?? randomUUID(),
    bodyLookMs: patience.bodyLookMs,
    servesPlain: options.servesPlain ?? true,
    geoOf: options.geoOf ?? (() => undefined),
    now: Date.now,
    chance: Math.random,
    onFirewall: options.logFirewall ?? (() => undefined),
  };
  let standing = standingHeaders(options.routing);
  const factsOf = (expectsContinue: boolean, isSecure: boolean, entrance: Entrance): ArrivalFacts => ({
    requestId: randomUUID(),
    expectsContinue,
    standingHeaders: isSecure ? standing : [],
    entrance,
  });
  const handle = (arrival: Arrival, socket: { readonly bytesWritten: number }): void => {
    if (options.log !== undefined) watchExchange(arrival, socket, options.log);
    // A client that resets its connection is no fault of ours; `close` on the response tells the rest.
    arrival.req.on('error', ignore);
    arrival.res.on('error', ignore);
    try {
      answerRequest(parts, arrival);
    } catch (error) {
      process.stderr.write(`edge: request ${arrival.requestId} failed: ${messageOf(error)}\n`);
      answerFault(arrival, { code: 'EdgeError' });
    }
  };
  const listeners = await openListeners({
    routing: options.routing,
    port: options.port,
    tls: options.tls,
    privatePort: options.privatePort,
    connectionLimits: options.connectionLimits,
    patience,
    onHttp1: (req, res, expects, entrance) =>
      handle(arrivalOf(req, res, factsOf(expects, 'encrypted' in req.socket, entrance)), req.socket),
    onHttp2: (req, res, expects) => handle(arrivalOfHttp2(req, res, factsOf(expects, true, 'public')), req.socket),
  });
  let stopProbes = probeOrigins(parts, board);
  const forgetting = setInterval(
    () => forgetEnded(memory.windows, Date.now(), longestWindowMs(parts.routing.waf)),
    FORGET_MS,
  ).unref();
  return {
    ...listeners,
    reconfigure(routing, addresses, certificate) {
      const before = parts.origins;
      const origins = connectOrigins(routing, addresses, before);
      listeners.setTls(routing.tls, certificate);
      parts = { ...parts, routing, origins };
      standing = standingHeaders(routing);
      stopProbes();
      stopProbes = probeOrigins(parts, board);
      for (const [name, origin] of before) {
        if (origin.kind === 'http' && origins.get(name) !== origin) retireOrigin(origin);
      }
    },
    purge: (purge) => memory.cache.purge((place) => isPurged(purge, place)),
    async close(graceMs = 2000) {
      clearInterval(forgetting);
      stopProbes();
      await listeners.close(graceMs);
      for (const origin of parts.origins.values()) if (origin.kind === 'http') origin.agent.destroy();
    },
  };
}

function standingHeaders({ tls }: Routing): readonly string[] {
  const hsts = strictTransportSecurity(tls, 'https');
  return hsts === undefined ? [] : ['Strict-Transport-Security', hsts];
}

function ignore(): void {}
