import type { SystemStore } from '../../../catalog/ports.ts';
import { checkedRow } from '../schema/checked-row.ts';
import { addOrChange } from './add-or-change.ts';
import { copyReadOnly } from './read-only-switch.ts';
import type { SystemRunner } from './system-runner.ts';

type Known = Pick<SystemStore, 'findTenant' | 'saveTenant' | 'publishKey' | 'findKey'>;

/** What an instance needs to know before it answers anybody: kept also while read-only, so that reading goes on. */
export function tenantsAndKeys({ flavour, read, write }: SystemRunner): Known {
  return {
    findTenant: (tenantId) =>
      read(async (db) => {
        const row = await db.selectFrom('tenant').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
        if (row === undefined) return undefined;
        return { tenantId: row.tenant_id, name: row.name, homeCluster: row.home_cluster };
      }),
    saveTenant: ({ tenantId, name, homeCluster }) =>
      write(async (db) => {
        const change = checkedRow('tenant', { name, home_cluster: homeCluster });
        await addOrChange(
          flavour,
          () => db.updateTable('tenant').set(change).where('tenant_id', '=', tenantId).executeTakeFirstOrThrow(),
          () =>
            db
              .insertInto('tenant')
              .values({ tenant_id: tenantId, ...change })
              .execute(),
        );
        await copyReadOnly(db, tenantId);
      }),
    publishKey: ({ keyId, publicJwk, publishedAt, expiresAt }) =>
      write(async (db) => {
        const row = { public_jwk: publicJwk, published_at: publishedAt, expires_at: expiresAt };
        const change = checkedRow('context_key', row);
        await addOrChange(
          flavour,
          () => db.updateTable('context_key').set(change).where('key_id', '=', keyId).executeTakeFirstOrThrow(),
          () =>
            db
              .insertInto('context_key')
              .values(checkedRow('context_key', { key_id: keyId, ...change }))
              .execute(),
        );
      }),
    findKey: (keyId) =>
      read(async (db) => {
        const row = await db.selectFrom('context_key').selectAll().where('key_id', '=', keyId).executeTakeFirst();
        if (row === undefined) return undefined;
        const { public_jwk: publicJwk, published_at: publishedAt, expires_at: expiresAt } = row;
        return { keyId: row.key_id, publicJwk, publishedAt, expiresAt };
      }),
  };
}
