import { parseId, type TenantId } from '../shared/domain/ids.ts';
import type { StoreConfig } from './config.ts';

/** Every tenant with the cluster that is its home; one that names none is at home in this one. */
export function tenantHomes({
  AZIMUTH_TENANTS: tenants,
  AZIMUTH_CLUSTER: own,
}: Pick<StoreConfig, 'AZIMUTH_TENANTS' | 'AZIMUTH_CLUSTER'>): ReadonlyMap<TenantId, string> {
  return new Map(
    tenants.flatMap(({ tenantId, cluster }) => {
      const id = parseId<TenantId>(tenantId);
      return id === undefined ? [] : [[id, cluster ?? own] as const];
    }),
  );
}

/** For each tenant of another cluster whose stores are copied to this one, what `make` makes of that copy, once for each. */
export function forReplicatedTenants<T>(
  config: StoreConfig,
  make: (replica: StoreConfig['AZIMUTH_REPLICAS'][number]) => T,
): ReadonlyMap<TenantId, T> {
  const made = new Map(config.AZIMUTH_REPLICAS.map((replica) => [replica.cluster, make(replica)]));
  return new Map(
    [...tenantHomes(config)].flatMap(([tenantId, home]) => {
      const one = home === config.AZIMUTH_CLUSTER ? undefined : made.get(home);
      return one === undefined ? [] : [[tenantId, one] as const];
    }),
  );
}
