import type { RateLimit } from './gateway-policies-schema.ts';
import type { Claims } from './validate-jwt.ts';

/**
 * Whose calls are counted together: the tenant's, the person's, or those of an address. Without a token the address stands in,
 * so that what is not signed in is counted too.
 */
export function counterKey(key: RateLimit['key'], claims: Claims | undefined, address: string): string {
  const { tid, oid } = claims ?? {};
  if (key === 'address' || typeof tid !== 'string') return `address ${address}`;
  if (key === 'tid') return `tenant ${tid}`;
  return typeof oid === 'string' ? `person ${tid}/${oid}` : `address ${address}`;
}
