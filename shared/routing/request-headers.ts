import { applyHeaderActions } from './apply-header-actions.ts';
import { connectionOptions, isHopByHop } from './hop-by-hop.ts';
import { EDGE_ID_HEADER } from './network-schema.ts';
import type { Route } from './routing.ts';

/** What the edge itself knows of a request and tells the origin. */
export type EdgeFacts = {
  readonly requestId: string;
  readonly frontDoorId: string;
  readonly clientAddress: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly originHost: string;
  /** What `nextHop` said; 1 where it was not asked. */
  readonly hops?: number;
};

/**
 * The headers that an origin gets, as a flat list: the client's own without what only the edge may say (`X-Azure-*`,
 * `X-FD-*`, `X-Forwarded-*`, `X-MS-*`, request ids) and without what belongs to one connection; then the edge's facts; then
 * the route's rules. A body without a length stays chunked.
 */
export function headersToOrigin(rawHeaders: readonly string[], route: Route, facts: EdgeFacts): string[] {
  const dropped = connectionOptions(rawHeaders);
  const headers: string[] = ['Host', facts.originHost];
  let isChunked = false;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const given = rawHeaders[i] ?? '';
    const name = given.toLowerCase();
    if (name === 'transfer-encoding') isChunked = true;
    if (isDropped(name, route) || dropped.includes(name)) continue;
    headers.push(given, rawHeaders[i + 1] ?? '');
  }
  if (isChunked) headers.push('Transfer-Encoding', 'chunked');
  headers.push(
    'Via',
    '1.1 azimuth-edge',
    'X-Request-Id',
    facts.requestId,
    'X-Azure-Ref',
    facts.requestId,
    'X-Azure-RequestChain',
    `hops=${facts.hops ?? 1}`,
    EDGE_ID_HEADER,
    facts.frontDoorId,
    'X-Azure-ClientIP',
    facts.clientAddress,
    'X-Azure-SocketIP',
    facts.clientAddress,
    'X-Forwarded-For',
    facts.clientAddress,
    'X-Forwarded-Proto',
    facts.scheme,
    'X-Forwarded-Host',
    facts.host,
  );
  if (route.requestActions.length > 0) applyHeaderActions(headers, route.requestActions);
  return headers;
}

/** What a cached route asks for is always the plain bytes: the edge itself encodes them for each client. */
function isDropped(name: string, { cache, keepRequestHeaders }: Route): boolean {
  if (name === 'host' || name === 'expect' || isHopByHop(name)) return true;
  if (name === 'accept-encoding') return cache !== null;
  return isReserved(name) && !isKept(name, keepRequestHeaders);
}

/** Names that only the edge or the platform may set. `_` counts as `-`, because some servers read it so. */
function isReserved(lowerName: string): boolean {
  const name = lowerName.includes('_') ? lowerName.replaceAll('_', '-') : lowerName;
  switch (name.charCodeAt(0)) {
    case 0x78: // x
      return /^x-(?:azure-|fd-|forwarded|ms-|original-|rewrite-url$|real-ip$|arr-|request-id$|http-method)/.test(name);
    case 0x66: // f
      return name === 'forwarded';
    case 0x72: // r
      return name === 'requestid' || name === 'request-id';
    case 0x63: // c
      return name === 'client-ip';
    default:
      return false;
  }
}

function isKept(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}
