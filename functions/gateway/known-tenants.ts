import type { Metadata } from '../../shared/catalog/ports.ts';
import type { TenantId } from '../../shared/domain/ids.ts';

const KEEP_MS = 30_000;

/** Whether a tenant is onboarded, from SQL, remembered for half a minute. */
export function createTenantCheck(metadata: Metadata, now: () => Date): (tenantId: TenantId) => Promise<boolean> {
  const seen = new Map<TenantId, { readonly isKnown: boolean; readonly until: number }>();
  return async (tenantId) => {
    const at = now().getTime();
    const hit = seen.get(tenantId);
    if (hit !== undefined && hit.until > at) return hit.isKnown;
    const isKnown = (await metadata.system.findTenant(tenantId)) !== undefined;
    if (seen.size > 10_000) seen.clear();
    seen.set(tenantId, { isKnown, until: at + KEEP_MS });
    return isKnown;
  };
}
