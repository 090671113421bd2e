import type { EdgeFault } from './edge-fault.ts';
import { EDGE_ID_HEADER } from './network-schema.ts';
import type { RequestFacts } from './request-facts.ts';

/**
 * Why an origin refuses a request: it does not carry the id of our edge, once and exactly. Front Door's addresses are
 * shared by all its customers, so that only the id tells ours from theirs. An origin without an id of its own refuses all.
 */
export function checkLockdown(edgeId: string, headers: RequestFacts['headers']): EdgeFault | undefined {
  const given = headers[EDGE_ID_HEADER.toLowerCase()];
  const isOurs = typeof given === 'string' && edgeId !== '' && isSame(given.toLowerCase(), edgeId.toLowerCase());
  return isOurs ? undefined : { code: 'NotThroughEdge' };
}

/** Takes as long for every text of one length, so that the id cannot be found out letter by letter. */
function isSame(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let i = 0; i < wanted.length; i += 1) difference |= (given.charCodeAt(i) || 0) ^ wanted.charCodeAt(i);
  return difference === 0;
}
