import type { EdgeFault } from './edge-fault.ts';
import type { NetworkAccess } from './network-schema.ts';

/** From where a request reached us. */
export type Entrance = 'public' | 'private-endpoint';

/**
 * Why a request may not come in this way; undefined where it may (N-02). Without a private link nothing comes by one; with
 * public access blocked nothing else comes in. Blocking without a link therefore shuts everybody out.
 */
export function checkEntrance(
  { blockPublicAccess, privateLink }: NetworkAccess,
  entrance: Entrance,
): EdgeFault | undefined {
  const isOpen = entrance === 'public' ? !blockPublicAccess : privateLink;
  return isOpen ? undefined : { code: 'NetworkAccessRefused' };
}

/** Where our host names lead: inside the customer's network to the private endpoint, once there is one. */
export function resolvesTo({ privateLink }: NetworkAccess, asksFrom: 'internet' | 'inside'): Entrance {
  return privateLink && asksFrom === 'inside' ? 'private-endpoint' : 'public';
}
