import type { ShareRow, ShareStore } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import type { TenantTables } from '../schema/tables.ts';
import { addOrChange } from './add-or-change.ts';
import { inChunks } from './in-chunks.ts';
import type { Scope } from './scope.ts';

/** Who was given which item of one tenant. */
export function shareStore({ db, flavour }: Scope): ShareStore {
  const all = db.selectFrom('share').selectAll().orderBy('granted_at').orderBy('item_id').orderBy('grantee_id');
  return {
    ofItem: async (id) => (await all.where('item_id', '=', id).execute()).map(shareOf),
    ofGrantees: async (ids) => {
      const rows = await inChunks(ids, (chunk) => all.where('grantee_id', 'in', chunk).execute());
      return rows.map(shareOf);
    },
    find: async (id, grantees) => {
      const ofItem = all.where('item_id', '=', id);
      const rows = await inChunks(grantees, (chunk) => ofItem.where('grantee_id', 'in', chunk).execute());
      return rows.map(shareOf);
    },
    save: async (share) => {
      const key = { item_id: share.itemId, grantee_id: share.granteeId };
      const change = { right: share.right, granted_by: share.grantedBy, granted_at: share.grantedAt };
      try {
        await addOrChange(
          flavour,
          () =>
            db
              .updateTable('share')
              .set(change)
              .where((eb) => eb.and(key))
              .executeTakeFirstOrThrow(),
          () =>
            db
              .insertInto('share')
              .values({ ...key, ...change })
              .execute(),
        );
      } catch (thrown) {
        if (!flavour.isReferenceViolation(thrown)) throw thrown;
        throw new Fault('not-found', { what: 'item to share' }, { cause: thrown });
      }
    },
    remove: async (id, granteeId) => {
      const { numDeletedRows } = await db
        .deleteFrom('share')
        .where('item_id', '=', id)
        .where('grantee_id', '=', granteeId)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}

function shareOf(row: TenantTables['share']): ShareRow {
  return {
    itemId: row.item_id,
    granteeId: row.grantee_id,
    right: row.right,
    grantedBy: row.granted_by,
    grantedAt: row.granted_at,
  };
}
