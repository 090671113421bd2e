import type { ItemId, LinkStore, SharingLink } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import type { LinkId, ObjectId } from '../../../domain/ids.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import { inChunks } from './in-chunks.ts';
import { rightsOf, textOfRights } from './rights-text.ts';
import type { Scope } from './scope.ts';

type Recipients = ReadonlyMap<LinkId, readonly ObjectId[]>;

/** The sharing links of one tenant with their recipients, who come in the order of their ids. */
export function linkStore(scope: Scope): LinkStore {
  const { db } = scope;
  const all = db.selectFrom('sharing_link').selectAll();
  return {
    find: async (id) => {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : linkOf(row, await recipientsOf(scope, [id]));
    },
    ofItem: async (id) => {
      const rows = await all.where('item_id', '=', id).orderBy('created_at', 'desc').orderBy('id').execute();
      const recipients = await recipientsOf(
        scope,
        rows.map((row) => row.id),
      );
      return rows.map((row) => linkOf(row, recipients));
    },
    create: async (link) => {
      await insertLink(scope, link);
      for (const principalId of new Set(link.recipientIds)) {
        await db.insertInto('sharing_link_recipient').values({ link_id: link.id, principal_id: principalId }).execute();
      }
    },
    removeRecipient: (id, principalId, madeBy) => removeRecipient(scope, id, principalId, madeBy),
    stopCoveringModel: async (id) => {
      const { numUpdatedRows } = await db
        .updateTable('sharing_link')
        .set({ covers_model: 0 })
        .where('id', '=', id)
        .where('covers_model', '=', 1)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },
    remove: (id) => removeLink(scope, id),
  };
}

async function removeRecipient(
  { db }: Scope,
  itemId: ItemId,
  principalId: ObjectId,
  madeBy: ObjectId | undefined,
): Promise<boolean> {
  const ofItem = db.selectFrom('sharing_link').select('id').where('item_id', '=', itemId);
  const links = await (madeBy === undefined ? ofItem : ofItem.where('created_by', '=', madeBy)).execute();
  const removed = await inChunks(
    links.map(({ id }) => id),
    (chunk) =>
      db
        .deleteFrom('sharing_link_recipient')
        .where('link_id', 'in', chunk)
        .where('principal_id', '=', principalId)
        .execute(),
  );
  return removed.some(({ numDeletedRows }) => numDeletedRows > 0n);
}

/** Removes a link and every permission that was gained through it. A link that is not there is no error. */
export async function removeLink({ db }: Scope, id: LinkId): Promise<void> {
  await db.deleteFrom('permission').where('source', '=', id).execute();
  await db.deleteFrom('sharing_link_recipient').where('link_id', '=', id).execute();
  await db.deleteFrom('sharing_link').where('id', '=', id).execute();
}

async function insertLink({ db, flavour }: Scope, link: SharingLink): Promise<void> {
  const row = checkedRow('sharing_link', {
    id: link.id,
    item_id: link.itemId,
    kind: link.kind,
    rights: textOfRights(link.rights),
    covers_model: link.coversModel ? 1 : 0,
    created_by: link.createdBy,
    created_at: link.createdAt,
  } as const);
  try {
    await db.insertInto('sharing_link').values(row).execute();
  } catch (thrown) {
    if (!flavour.isReferenceViolation(thrown)) throw thrown;
    throw new Fault('not-found', { what: 'item to share' }, { cause: thrown });
  }
}

async function recipientsOf({ db }: Scope, ids: readonly LinkId[]): Promise<Recipients> {
  const rows = await inChunks(ids, (chunk) =>
    db.selectFrom('sharing_link_recipient').selectAll().where('link_id', 'in', chunk).orderBy('principal_id').execute(),
  );
  const byLink = Map.groupBy(rows, (row) => row.link_id);
  return new Map([...byLink].map(([id, found]) => [id, found.map((row) => row.principal_id)]));
}

function linkOf(row: TenantTables['sharing_link'], recipients: Recipients): SharingLink {
  return {
    id: row.id,
    itemId: row.item_id,
    kind: row.kind,
    rights: rightsOf(row.rights),
    coversModel: row.covers_model === 1,
    recipientIds: recipients.get(row.id) ?? [],
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
