import { Fault } from '../domain/faults.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Metadata, Stores } from './ports.ts';

/** The copy of another cluster's metadata, opened when it is first read. */
export type OpenReplica = () => Promise<Metadata>;

/**
 * This cluster's metadata, and what it holds of tenants that are at home elsewhere: they are read from the copy of their
 * home's, and every write of theirs is the fault `read-only`. `replicaOf` is undefined for a tenant of this cluster.
 * Closes what was opened of both.
 */
export function withReplicas(
  own: Metadata,
  replicaOf: (tenantId: TenantId) => OpenReplica | undefined,
  closeReplicas: () => Promise<void>,
): Metadata {
  return {
    async read(tenantId, work) {
      const open = replicaOf(tenantId);
      if (open === undefined) return own.read(tenantId, work);
      return (await open()).read(tenantId, (stores) => work(readOnly(stores)));
    },
    async write(tenantId, act, work) {
      if (replicaOf(tenantId) !== undefined) throw new Fault('read-only', { isFailedOver: true });
      return own.write(tenantId, act, work);
    },
    system: own.system,
    async close() {
      await own.close();
      await closeReplicas();
    },
  };
}

/** The home's own switch says nothing here: at a copy nobody writes. */
function readOnly(stores: Stores): Stores {
  const { security } = stores;
  const state = async () => ({ ...(await security.state()), isReadOnly: true });
  return { ...stores, security: { ...security, state } };
}
