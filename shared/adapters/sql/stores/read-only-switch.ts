import type { SystemStore } from '../../../catalog/ports.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { addOrChange } from './add-or-change.ts';
import type { SystemDb, SystemRunner } from './system-runner.ts';

const NAME = 'read-only';

/**
 * The switch stands once for the cluster, and beside each tenant's epoch, where a request finds both in one row.
 * Writes that have begun are waited for.
 */
export function readOnlySwitch({ flavour, write }: SystemRunner): Pick<SystemStore, 'setReadOnly'> {
  return {
    setReadOnly: (isReadOnly) =>
      write(async (db) => {
        const is_on = isReadOnly ? 1 : 0;
        await addOrChange(
          flavour,
          () => db.updateTable('cluster_state').set({ is_on }).where('name', '=', NAME).executeTakeFirstOrThrow(),
          () => db.insertInto('cluster_state').values({ name: NAME, is_on }).execute(),
        );
        await db.updateTable('tenant_security').set({ is_read_only: is_on }).execute();
        if (!isReadOnly) return;
        for (const { tenant_id } of await tenantsWithoutState(db)) await addReadOnly(db, tenant_id);
      }),
  };
}

export async function isClusterReadOnly(db: SystemDb): Promise<boolean> {
  const row = await db.selectFrom('cluster_state').select('is_on').where('name', '=', NAME).executeTakeFirst();
  return row?.is_on === 1;
}

/** Holds a tenant that comes while the cluster is read-only to that, too. */
export async function copyReadOnly(db: SystemDb, tenantId: TenantId): Promise<void> {
  if (!(await isClusterReadOnly(db))) return;
  const known = await db
    .selectFrom('tenant_security')
    .select('epoch')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (known === undefined) await addReadOnly(db, tenantId);
}

function tenantsWithoutState(db: SystemDb) {
  return db
    .selectFrom('tenant')
    .select('tenant_id')
    .where('tenant_id', 'not in', (eb) => eb.selectFrom('tenant_security').select('tenant_id'))
    .execute();
}

async function addReadOnly(db: SystemDb, tenantId: TenantId): Promise<void> {
  await db.insertInto('tenant_security').values({ tenant_id: tenantId, epoch: 0, is_read_only: 1 }).execute();
}
