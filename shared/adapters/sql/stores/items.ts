import type { Item, ItemId, ItemStore } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import { firstRows } from '../flavours.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import { inChunks } from './in-chunks.ts';
import { removeItem } from './remove-item.ts';
import type { Scope } from './scope.ts';

/** The items of one tenant. Definitions have a table of their own, so that lists do not read them. */
export function itemStore(scope: Scope): ItemStore {
  const { db, flavour } = scope;
  const all = db.selectFrom('item').selectAll();
  const touch: ItemStore['touch'] = async (id, at) => {
    await db.updateTable('item').set({ modified_at: at }).where('id', '=', id).execute();
  };
  return {
    touch,
    find: async (id) => {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : itemOf(row);
    },
    findMany: async (ids) => {
      const rows = await inChunks(ids, (chunk) => all.where('id', 'in', chunk).execute());
      return rows.map(itemOf);
    },
    inWorkspace: async (id, kind) => {
      const inside = all.where('workspace_id', '=', id).orderBy('created_at').orderBy('id');
      const rows = await (kind === undefined ? inside : inside.where('kind', '=', kind)).execute();
      return rows.map(itemOf);
    },
    recent: async (workspaceIds, limit) => {
      const rows = await inChunks(workspaceIds, (chunk) => {
        const query = all.where('workspace_id', 'in', chunk).orderBy('modified_at', 'desc').orderBy('id');
        return firstRows(flavour, query, limit).execute();
      });
      return rows.toSorted(newestFirst).slice(0, limit).map(itemOf);
    },
    reportsOfModel: async (id) => {
      const ofModel = all.where('kind', '=', 'report').where('model_id', '=', id);
      return (await ofModel.orderBy('created_at').orderBy('id').execute()).map(itemOf);
    },
    create: async (item, definition) => {
      await insertItem(scope, item);
      const row = checkedRow('item_definition', { item_id: item.id, definition });
      await db.insertInto('item_definition').values(row).execute();
    },
    definition: async (id) => {
      const query = db.selectFrom('item_definition').select('definition').where('item_id', '=', id);
      return (await query.executeTakeFirst())?.definition;
    },
    saveDefinition: async (id, definition, at) => {
      const { numUpdatedRows } = await db
        .updateTable('item_definition')
        .set(checkedRow('item_definition', { definition }))
        .where('item_id', '=', id)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new Fault('not-found', { what: 'item' });
      await touch(id, at);
    },
    remove: (id) => removeItem(scope, id),
  };
}

async function insertItem({ db, flavour }: Scope, item: Item): Promise<void> {
  const row = checkedRow('item', {
    id: item.id,
    kind: item.kind,
    workspace_id: item.workspaceId,
    name: item.name,
    created_by: item.createdBy,
    created_at: item.createdAt,
    modified_at: item.modifiedAt,
    model_id: item.modelId ?? null,
  });
  try {
    await db.insertInto('item').values(row).execute();
  } catch (thrown) {
    if (!flavour.isReferenceViolation(thrown)) throw thrown;
    throw new Fault('not-found', { what: 'workspace or model of the item' }, { cause: thrown });
  }
}

type DatedRow = { readonly modified_at: string; readonly id: ItemId };

function newestFirst(left: DatedRow, right: DatedRow): number {
  if (left.modified_at !== right.modified_at) return left.modified_at > right.modified_at ? -1 : 1;
  return left.id < right.id ? -1 : 1;
}

function itemOf(row: TenantTables['item']): Item {
  return {
    id: row.id,
    kind: row.kind,
    workspaceId: row.workspace_id,
    name: row.name,
    createdBy: row.created_by,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    modelId: row.model_id ?? undefined,
  };
}
