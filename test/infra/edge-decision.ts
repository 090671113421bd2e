import { Readable, Writable } from 'node:stream';
import type { Arrival } from '../../edge/arrival.ts';
import { decide } from '../../edge/decide.ts';
import type { EdgeParts } from '../../edge/edge-parts.ts';
import { createResponseCache } from '../../edge/response-cache.ts';
import { applyHeaderActions } from '../../shared/routing/apply-header-actions.ts';
import type { Route, Routing } from '../../shared/routing/routing.ts';
import type { Seen } from './interpreter/condition.ts';
import type { HeaderTable } from './interpreter/front-door-actions.ts';
import type { CacheSettings } from './interpreter/generated.ts';

/** What the edge decides over a request, in the interpreter's words. */
export type Decided =
  | { readonly kind: 'refused' | 'no-route' }
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string }
  | {
      readonly kind: 'forwarded';
      readonly group: string;
      readonly path: string;
      readonly requestHeaders: HeaderTable;
      readonly responseHeaders: HeaderTable;
      readonly cache: CacheSettings | undefined;
    };

/** The pure decision of an edge in a deployment, where plain HTTP is not served. No socket, cache or origin is asked. */
export function edgeDecision(routing: Routing): (seen: Seen) => Decided {
  const parts: EdgeParts = {
    routing,
    origins: new Map(),
    healthOf: () => undefined,
    memory: { cache: createResponseCache(0), windows: new Map(), turns: new Map() },
    frontDoorId: '',
    bodyLookMs: 0,
    servesPlain: false,
    geoOf: () => undefined,
    now: () => 0,
    chance: () => 0,
    onFirewall: () => undefined,
  };
  return (seen) => {
    const decision = decide(parts, arrivalOf(seen), undefined);
    switch (decision.kind) {
      case 'fault':
        return { kind: decision.fault.code === 'RouteNotFound' ? 'no-route' : 'refused' };
      case 'text':
        return { kind: 'refused' };
      case 'redirect':
        return { kind: 'redirected', status: decision.status, location: decision.location };
      case 'exchange': {
        const { route, originPath } = decision.exchange;
        const request = Object.entries(seen.headers).flat();
        const response: string[] = [];
        applyHeaderActions(request, route.requestActions);
        applyHeaderActions(response, route.responseActions);
        return {
          kind: 'forwarded',
          group: route.group.name,
          path: originPath,
          requestHeaders: tableOf(request),
          responseHeaders: tableOf(response),
          cache: cacheOf(route),
        };
      }
    }
  };
}

function arrivalOf({ method, host, path, query, scheme, headers, address, ...more }: Seen): Arrival {
  return {
    req: Object.assign(new Readable({ read: () => undefined }), { complete: true }),
    res: Object.assign(new Writable(), {
      headersSent: false,
      statusCode: 0,
      writeHead: () => undefined,
      writeContinue: () => undefined,
    }),
    requestId: 'the-request',
    httpVersion: more.httpVersion === '2.0' ? '2.0' : '1.1',
    scheme,
    tlsVersion: more.tlsVersion === 'TLSv1.2' ? 'TLSv1.2' : 'TLSv1.3',
    entrance: 'public',
    method,
    target: query === '' ? path : `${path}?${query}`,
    host,
    headers,
    rawHeaders: Object.entries(headers).flat(),
    clientAddress: address,
    clientPort: more.clientPort ?? 0,
    serverPort: 443,
    expectsContinue: false,
    standingHeaders: [],
    isGone: () => false,
    flushHead: () => undefined,
    breakOff: () => undefined,
  };
}

function cacheOf({ cache }: Route): CacheSettings | undefined {
  if (cache === null) return undefined;
  const { queryMode, queryParameters, behavior, duration } = cache;
  return { query: queryMode, parameters: queryParameters.join(','), behavior, duration };
}

function tableOf(flat: readonly string[]): HeaderTable {
  const table: HeaderTable = {};
  for (let i = 0; i + 1 < flat.length; i += 2) table[(flat[i] ?? '').toLowerCase()] = flat[i + 1];
  return table;
}
