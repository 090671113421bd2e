import type { ObjectId, TenantId } from '../../shared/domain/ids.ts';
import type { RateLimiter } from '../../shared/limits/rate-limiter.ts';
import type { Operation } from '../operations.ts';

/** Throws `rate-limited` where a person or a tenant calls too often. */
export type Limits = (tenantId: TenantId, objectId: ObjectId, operation: Operation) => Promise<void>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Power BI's own limits of single operations, an hour: by a tenant (U-01), by a person. */
const HOURLY: Readonly<Record<string, { readonly limit: number; readonly by: 'tenant' | 'user' }>> = {
  'admin-activity-events': { limit: 200, by: 'tenant' },
  'users-refresh-permissions': { limit: 1, by: 'user' },
};

/** Calls a minute at most, of one person and of one tenant; 0 is no limit. */
export function createLimits(
  limiter: RateLimiter,
  most: { readonly perUser: number; readonly perTenant: number },
): Limits {
  return async (tenantId, objectId, operation) => {
    await limiter.check(`user/${tenantId}/${objectId}`, most.perUser, MINUTE_MS, 'a minute');
    await limiter.check(`tenant/${tenantId}`, most.perTenant, MINUTE_MS, 'a minute by one organisation');
    const hourly = HOURLY[operation.name];
    if (hourly === undefined || most.perTenant === 0) return;
    const whose = hourly.by === 'tenant' ? tenantId : `${tenantId}/${objectId}`;
    await limiter.check(`${operation.name}/${whose}`, hourly.limit, HOUR_MS, 'an hour');
  };
}
