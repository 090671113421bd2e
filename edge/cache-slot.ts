import { cacheKey, mayUseCache } from '../shared/routing/cache-rule.ts';
import type { CacheRule } from '../shared/routing/cache-schema.ts';
import { hasBody } from './arrival.ts';
import type { Exchange } from './exchange.ts';
import type { ResponseCache } from './response-cache.ts';

/** Where an answer is kept, and when it is asked for. */
export type CacheSlot = {
  readonly cache: ResponseCache;
  /** All that the answer may depend on. */
  readonly key: string;
  /** Host, path and query of it, which a purge looks at. */
  readonly place: string;
  readonly nowMs: number;
};

/** The slot of a request; undefined where the cache may neither answer it nor learn from it. */
export function slotFor(
  exchange: Exchange,
  rule: CacheRule,
  cache: ResponseCache,
  nowMs: number,
): CacheSlot | undefined {
  // A body that the key does not know could be what the answer is made of.
  if (hasBody(exchange) || !mayUseCache(exchange)) return undefined;
  const place = cacheKey(rule, exchange);
  return { cache, key: `${place}\n${variantOf(exchange)}`, place, nowMs };
}

/**
 * What is asked of the origin where the answer is for everybody: nothing that the key does not hold. No header of this
 * client's, and of the query what is in the key, in the order of the key: who cannot be heard cannot poison.
 */
export function askForAll(exchange: Exchange, { place }: CacheSlot): Exchange {
  const query = place.slice(exchange.host.length + 1 + exchange.path.length);
  return { ...exchange, rawHeaders: [], query: query === '?' ? '' : query };
}

/** What rules made of the request may not be mixed up with what they make of another to the same address. */
function variantOf({ route, originPath, scheme }: Exchange): string {
  const ruled = route.rules.length === 0 ? '' : JSON.stringify([originPath, route.requestActions]);
  return `${scheme} ${route.group.name} ${ruled}`;
}
