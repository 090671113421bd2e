import { applyHeaderActions } from './apply-header-actions.ts';
import { connectionOptions, isHopByHop } from './hop-by-hop.ts';
import type { Route } from './routing.ts';

/** How the cache took part in an answer, in Front Door's words. */
export type CacheStatus = 'TCP_HIT' | 'TCP_MISS' | 'PRIVATE_NOSTORE' | 'CONFIG_NOCACHE';

const STRIPPED: ReadonlySet<string> = new Set([
  'server',
  'x-powered-by',
  'x-aspnet-version',
  'x-aspnetmvc-version',
  'via',
  'x-cache',
  'requestid',
  'x-request-id',
]);

/**
 * The headers that the client gets, as a flat list: the origin's without what belongs to one connection or tells what
 * software answered, the route's rules applied, and the request id in the two places where clients look for it.
 */
export function headersToClient(
  rawHeaders: readonly string[],
  route: Route,
  requestId: string,
  cacheStatus: CacheStatus,
): string[] {
  const dropped = connectionOptions(rawHeaders);
  const headers: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const given = rawHeaders[i] ?? '';
    const name = given.toLowerCase();
    if (isHopByHop(name) || STRIPPED.has(name) || dropped.includes(name) || name.startsWith('x-azure-')) continue;
    headers.push(given, rawHeaders[i + 1] ?? '');
  }
  if (route.responseActions.length > 0) applyHeaderActions(headers, route.responseActions);
  headers.push('RequestId', requestId, 'X-Azure-Ref', requestId, 'X-Cache', cacheStatus);
  return headers;
}
