import type { Kysely } from 'kysely';
import type { SystemStore } from '../../../catalog/ports.ts';
import type { Engine } from '../engine.ts';
import { firstRows, word } from '../flavours.ts';
import { kyselyOver, type Mode } from '../kysely-over.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { SystemTables } from '../schema/tables.ts';
import { addOrChange } from './add-or-change.ts';

/** One transaction of upkeep stays small; what is left over goes with the next call. */
const UPLOADS_AT_ONCE = 200;

type Run = <T>(work: (db: Kysely<SystemTables>) => Promise<T>) => Promise<T>;

/** Work of the system over all tenants: the only statements that are not held to one. */
export function systemStore(engine: Engine): SystemStore {
  const run =
    (mode: Mode): Run =>
    (work) =>
      engine[mode]({ kind: 'system' }, (session) => work(kyselyOver<SystemTables>(session, engine.flavour, mode, [])));
  const read = run('read');
  const write = run('write');
  return { ...known(engine, read, write), ...upkeep(engine, read, write) };
}

type Known = Pick<SystemStore, 'findTenant' | 'saveTenant' | 'publishKey' | 'findKey'>;

function known({ flavour }: Engine, read: Run, write: Run): Known {
  return {
    findTenant: (tenantId) =>
      read(async (db) => {
        const row = await db.selectFrom('tenant').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
        return row === undefined ? undefined : { tenantId: row.tenant_id, name: row.name };
      }),
    saveTenant: ({ tenantId, name }) =>
      write(async (db) => {
        const change = checkedRow('tenant', { name });
        await addOrChange(
          flavour,
          () => db.updateTable('tenant').set(change).where('tenant_id', '=', tenantId).executeTakeFirstOrThrow(),
          () =>
            db
              .insertInto('tenant')
              .values({ tenant_id: tenantId, ...change })
              .execute(),
        );
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

function upkeep({ flavour }: Engine, read: Run, write: Run): Omit<SystemStore, keyof Known> {
  return {
    idleImports: (now, limit) =>
      read(async (db) => {
        const query = db
          .selectFrom('import')
          .select(['tenant_id', 'id'])
          .where('state', '=', word('Publishing'))
          .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
          .orderBy('created_at')
          .orderBy('id');
        const rows = await firstRows(flavour, query, limit).execute();
        return rows.map((row) => ({ tenantId: row.tenant_id, importId: row.id }));
      }),
    forgetExpired: (now) =>
      write(async (db) => {
        const contexts = await db.deleteFrom('used_context').where('expires_at', '<', now).executeTakeFirstOrThrow();
        const keys = await db.deleteFrom('context_key').where('expires_at', '<', now).executeTakeFirstOrThrow();
        return Number(contexts.numDeletedRows + keys.numDeletedRows);
      }),
    garbage: (limit) =>
      read(async (db) => {
        const all = db.selectFrom('garbage').select(['tenant_id', 'blob_name', 'account']);
        const rows = await firstRows(flavour, all.orderBy('since').orderBy('blob_name'), limit).execute();
        return rows.map((row) => ({ tenantId: row.tenant_id, blobName: row.blob_name, account: row.account }));
      }),
    forgetGarbage: ({ tenantId, blobName, account }) =>
      write(async (db) => {
        const key = { tenant_id: tenantId, account, blob_name: blobName };
        await db
          .deleteFrom('garbage')
          .where((eb) => eb.and(key))
          .execute();
      }),
    discardExpiredUploads: (now) =>
      write(async (db) => {
        const all = db.selectFrom('upload').select(['tenant_id', 'id', 'blob_name']).where('expires_at', '<', now);
        const rows = await firstRows(flavour, all.orderBy('expires_at'), UPLOADS_AT_ONCE).execute();
        for (const { tenant_id, id, blob_name } of rows) {
          const { numDeletedRows } = await db
            .deleteFrom('upload')
            .where((eb) => eb.and({ tenant_id, id }))
            .executeTakeFirstOrThrow();
          if (numDeletedRows > 0n) await noteGarbage(db, { tenant_id, account: 'intake', blob_name, since: now });
        }
        return rows.length;
      }),
  };
}

async function noteGarbage(db: Kysely<SystemTables>, row: SystemTables['garbage']): Promise<void> {
  const key = { tenant_id: row.tenant_id, account: row.account, blob_name: row.blob_name };
  const known = await db
    .selectFrom('garbage')
    .select('since')
    .where((eb) => eb.and(key))
    .executeTakeFirst();
  if (known === undefined) await db.insertInto('garbage').values(row).execute();
}
