import type { SystemStore } from '../../../catalog/ports.ts';
import type { Flavour } from '../engine.ts';
import { firstRows, word } from '../flavours.ts';
import type { SystemTables } from '../schema/tables.ts';
import { isClusterReadOnly } from './read-only-switch.ts';
import type { SystemDb, SystemRunner } from './system-runner.ts';

/** One transaction of upkeep stays small; what is left over goes with the next call. */
const UPLOADS_AT_ONCE = 200;
const EVENTS_AT_ONCE = 1000;

type Upkeep = Pick<
  SystemStore,
  'idleImports' | 'forgetExpired' | 'garbage' | 'forgetGarbage' | 'discardExpiredUploads' | 'forgetActivity'
>;

/** Work that comes round and finds something or nothing to do; while read-only it finds nothing and changes nothing. */
export function upkeep({ flavour, read, write }: SystemRunner): Upkeep {
  const unlessReadOnly =
    <T>(nothing: T, work: (db: SystemDb) => Promise<T>) =>
    async (db: SystemDb): Promise<T> =>
      (await isClusterReadOnly(db)) ? nothing : work(db);
  const forgetSomeActivity = (before: string) =>
    write(unlessReadOnly(0, (db) => deleteOldestEvents(flavour, db, before)));
  return {
    idleImports: (now, limit) =>
      read(
        unlessReadOnly([], async (db) => {
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
      ),
    forgetExpired: (now) =>
      write(
        unlessReadOnly(0, async (db) => {
          const contexts = await db.deleteFrom('used_context').where('expires_at', '<', now).executeTakeFirstOrThrow();
          const keys = await db.deleteFrom('context_key').where('expires_at', '<', now).executeTakeFirstOrThrow();
          return Number(contexts.numDeletedRows + keys.numDeletedRows);
        }),
      ),
    garbage: (limit) =>
      read(
        unlessReadOnly([], async (db) => {
          const all = db.selectFrom('garbage').select(['tenant_id', 'blob_name', 'account']);
          const rows = await firstRows(flavour, all.orderBy('since').orderBy('blob_name'), limit).execute();
          return rows.map((row) => ({ tenantId: row.tenant_id, blobName: row.blob_name, account: row.account }));
        }),
      ),
    forgetGarbage: ({ tenantId, blobName, account }) =>
      write(
        unlessReadOnly(undefined, async (db) => {
          const key = { tenant_id: tenantId, account, blob_name: blobName };
          await db
            .deleteFrom('garbage')
            .where((eb) => eb.and(key))
            .execute();
        }),
      ),
    discardExpiredUploads: (now) =>
      write(
        unlessReadOnly(0, async (db) => {
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
      ),
    forgetActivity: async (before) => {
      let forgotten = 0;
      for (;;) {
        const some = await forgetSomeActivity(before);
        forgotten += some;
        if (some < EVENTS_AT_ONCE) return forgotten;
      }
    },
  };
}

async function noteGarbage(db: SystemDb, row: SystemTables['garbage']): Promise<void> {
  const key = { tenant_id: row.tenant_id, account: row.account, blob_name: row.blob_name };
  const known = await db
    .selectFrom('garbage')
    .select('since')
    .where((eb) => eb.and(key))
    .executeTakeFirst();
  if (known === undefined) await db.insertInto('garbage').values(row).execute();
}

/** All events up to the last of so many: a little more than that where several are of one moment. */
async function deleteOldestEvents(flavour: Flavour, db: SystemDb, before: string): Promise<number> {
  const query = db.selectFrom('activity_event').select('at').where('at', '<', before).orderBy('at');
  const last = (await firstRows(flavour, query, EVENTS_AT_ONCE).execute()).at(-1);
  if (last === undefined) return 0;
  const gone = await db.deleteFrom('activity_event').where('at', '<=', last.at).executeTakeFirstOrThrow();
  return Number(gone.numDeletedRows);
}
