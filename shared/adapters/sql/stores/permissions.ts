import type { Permission, PermissionStore } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import { firstRows } from '../flavours.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import { addOrChange } from './add-or-change.ts';
import { inChunks } from './in-chunks.ts';
import { rightsOf, textOfRights } from './rights-text.ts';
import type { Scope } from './scope.ts';

/** Who was given what on which item of one tenant, and by which source. */
export function permissionStore({ db, flavour }: Scope): PermissionStore {
  const all = db
    .selectFrom('permission')
    .selectAll()
    .orderBy('granted_at')
    .orderBy('item_id')
    .orderBy('grantee_id')
    .orderBy('source');
  return {
    ofItem: async (id, only) => {
      const ofItem = all.where('item_id', '=', id);
      const by = only?.grantedBy;
      const wanted = by === undefined ? ofItem : ofItem.where('granted_by', '=', by);
      const rows = await (only === undefined ? wanted : firstRows(flavour, wanted, only.atMost)).execute();
      return rows.map(permissionOf);
    },
    countDirect: async (id) => {
      const row = await db
        .selectFrom('permission')
        .select((eb) => eb.fn.countAll<number>().as('entries'))
        .where('item_id', '=', id)
        .where('source', '=', 'direct')
        .executeTakeFirst();
      return row?.entries ?? 0;
    },
    ofGrantees: async (ids) => {
      const rows = await inChunks(ids, (chunk) => all.where('grantee_id', 'in', chunk).execute());
      return rows.map(permissionOf);
    },
    find: async (id, grantees) => {
      const ofItem = all.where('item_id', '=', id);
      const rows = await inChunks(grantees, (chunk) => ofItem.where('grantee_id', 'in', chunk).execute());
      return rows.map(permissionOf);
    },
    save: async (permission) => {
      const { key, change } = rowOf(permission);
      try {
        await addOrChange(
          flavour,
          () =>
            db
              .updateTable('permission')
              .set(change)
              .where((eb) => eb.and(key))
              .executeTakeFirstOrThrow(),
          () =>
            db
              .insertInto('permission')
              .values({ ...key, ...change })
              .execute(),
        );
      } catch (thrown) {
        if (!flavour.isReferenceViolation(thrown)) throw thrown;
        throw new Fault('not-found', { what: 'item to share' }, { cause: thrown });
      }
    },
    remove: async (id, granteeId, source) => {
      const { numDeletedRows } = await db
        .deleteFrom('permission')
        .where('item_id', '=', id)
        .where('grantee_id', '=', granteeId)
        .where('source', '=', source)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}

function rowOf(permission: Permission) {
  const { itemId, granteeId, granteeKind, rights, source, grantedBy, grantedAt } = permission;
  if (!rights.includes('read')) throw new Error('A permission without `read` cannot be kept.');
  const change = {
    grantee_kind: granteeKind,
    rights: textOfRights(rights),
    granted_by: grantedBy,
    granted_at: grantedAt,
  };
  return {
    key: { item_id: itemId, grantee_id: granteeId, source },
    change: checkedRow('permission', change),
  };
}

function permissionOf(row: TenantTables['permission']): Permission {
  return {
    itemId: row.item_id,
    granteeId: row.grantee_id,
    granteeKind: row.grantee_kind,
    rights: rightsOf(row.rights),
    source: row.source,
    grantedBy: row.granted_by,
    grantedAt: row.granted_at,
  };
}
