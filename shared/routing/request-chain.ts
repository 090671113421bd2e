import type { EdgeFault } from './edge-fault.ts';
import { type RequestFacts, textOf } from './request-facts.ts';

/** An edge whose origin is an edge, perhaps itself, is a mistake after this many. */
const MOST_HOPS = 3;

/**
 * How many edges a request will have passed with this one, for `X-Azure-RequestChain`; a fault where it runs in a circle. The
 * header is the client's word until an edge has set it, but a false one harms only who sends it.
 */
export function nextHop(headers: RequestFacts['headers']): number | EdgeFault {
  const found = /(?:^|[\s,;])hops=(\d{1,4})/.exec(textOf(headers['x-azure-requestchain']) ?? '')?.[1];
  const hops = Number(found ?? 0) + 1;
  return hops > MOST_HOPS ? { code: 'LoopDetected' } : hops;
}
