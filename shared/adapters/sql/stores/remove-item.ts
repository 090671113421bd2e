import type { Expression, SqlBool } from 'kysely';
import type { ItemId } from '../../../catalog/ports.ts';
import { discard } from './garbage.ts';
import { removeLink } from './links.ts';
import type { Scope } from './scope.ts';

/**
 * Removes an item and what cannot be without it: tiles on it or showing it, permissions, links with what was gained
 * through them, members of its roles, its definition; of a model also its reports, wherever they are, and its versions, whose blobs become garbage. An item that is not there is no error.
 */
export async function removeItem(scope: Scope, id: ItemId): Promise<void> {
  const { db } = scope;
  const reports = await db
    .selectFrom('item')
    .select('id')
    .where((eb): Expression<SqlBool> => eb(eb.ref('model_id').$castTo<ItemId>(), '=', id))
    .execute();
  for (const report of reports) await removeItem(scope, report.id);
  await db
    .deleteFrom('tile')
    .where((eb) => {
      const columns = [eb.ref('dashboard_id'), eb.ref('model_id'), eb.ref('report_id')];
      return eb.or(columns.map((column) => eb(column.$castTo<ItemId>(), '=', id)));
    })
    .execute();
  await removeVersions(scope, id);
  const links = await db.selectFrom('sharing_link').select('id').where('item_id', '=', id).execute();
  for (const link of links) await removeLink(scope, link.id);
  await db
    .deleteFrom('role_member')
    .where((eb): Expression<SqlBool> => eb(eb.ref('model_id').$castTo<ItemId>(), '=', id))
    .execute();
  await db.deleteFrom('permission').where('item_id', '=', id).execute();
  await db.deleteFrom('item_definition').where('item_id', '=', id).execute();
  await db.deleteFrom('item').where('id', '=', id).execute();
}

/** The versions of a model go, and their blobs become garbage. */
export async function removeVersions(scope: Scope, id: ItemId): Promise<void> {
  const { db } = scope;
  const versions = await db
    .selectFrom('model_version')
    .select(['id', 'blob_name'])
    .where((eb): Expression<SqlBool> => eb(eb.ref('model_id').$castTo<ItemId>(), '=', id))
    .execute();
  for (const version of versions) {
    await discard(scope, version.blob_name, 'data');
    await db.deleteFrom('model_version').where('id', '=', version.id).execute();
  }
}
