import type { ObjectId, TenantId } from '../../shared/domain/ids.ts';
import type { RateLimiter } from '../../shared/limits/rate-limiter.ts';
import type { Operation } from '../operations.ts';

/** Each throws `rate-limited` where a person or a tenant calls too often. */
export type Limits = {
  /** For every call of a known token, before anything else is asked. */
  anyCall(tenantId: TenantId, objectId: ObjectId): Promise<void>;
  /** For the few operations with a limit of their own, and only of those who may call them. */
  thisCall(tenantId: TenantId, objectId: ObjectId, operation: Operation): Promise<void>;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

type OwnLimit = {
  readonly calls: number;
  readonly windowMs: number;
  readonly by: 'tenant' | 'user';
  readonly per: string;
  /** Operations with the same key are counted together. */
  readonly key?: string;
};

const anHour = (calls: number, by: OwnLimit['by']): OwnLimit => ({ calls, windowMs: HOUR_MS, by, per: 'an hour' });
/** Over all datasets, by whichever path. */
const QUERIES: OwnLimit = {
  calls: 120,
  windowMs: MINUTE_MS,
  by: 'user',
  per: 'a minute',
  key: 'dataset-execute-queries',
};
/** Each call may ask the directory about a hundred names. */
const NAMING_MANY: OwnLimit = { calls: 30, windowMs: MINUTE_MS, by: 'user', per: 'a minute' };

/** The first ones are Power BI's own (U-01). */
const OWN_LIMITS: Readonly<Record<string, OwnLimit>> = {
  'admin-activity-events': anHour(200, 'tenant'),
  'users-refresh-permissions': anHour(1, 'user'),
  'dataset-execute-queries': QUERIES,
  'dataset-execute-queries-in-group': QUERIES,
  'azimuth-dataset-permissions-add': NAMING_MANY,
  'azimuth-report-permissions-add': NAMING_MANY,
  'azimuth-dashboard-permissions-add': NAMING_MANY,
  'azimuth-links-create': NAMING_MANY,
  'azimuth-dataset-roles-set': NAMING_MANY,
};

/** Calls a minute at most, of one person and of one tenant; 0 is no limit, also none of an operation's own. */
export function createLimits(
  limiter: RateLimiter,
  most: { readonly perUser: number; readonly perTenant: number },
): Limits {
  return {
    anyCall: async (tenantId, objectId) => {
      await limiter.check(`user/${tenantId}/${objectId}`, most.perUser, MINUTE_MS, 'a minute');
      await limiter.check(`tenant/${tenantId}`, most.perTenant, MINUTE_MS, 'a minute by one organisation');
    },
    thisCall: async (tenantId, objectId, { name }) => {
      const own = OWN_LIMITS[name];
      if (own === undefined || most.perTenant === 0) return;
      const whose = own.by === 'tenant' ? tenantId : `${tenantId}/${objectId}`;
      await limiter.check(`${own.key ?? name}/${whose}`, own.calls, own.windowMs, own.per);
    },
  };
}
