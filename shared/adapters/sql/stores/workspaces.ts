import type { Workspace, WorkspaceStore } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import { firstRows, word } from '../flavours.ts';
import { nameKey } from '../fold-name.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import { discard } from './garbage.ts';
import { inChunks } from './in-chunks.ts';
import { memberStore } from './members.ts';
import type { Scope } from './scope.ts';

/** The workspaces of one tenant. Names of shared workspaces are unique, whatever their case. */
export function workspaceStore(scope: Scope): WorkspaceStore {
  const { db, flavour } = scope;
  const all = db.selectFrom('workspace').selectAll();
  return {
    ...memberStore(scope),
    find: async (id) => {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : workspaceOf(row);
    },
    findMany: async (ids) => {
      const rows = await inChunks(ids, (chunk) => all.where('id', 'in', chunk).execute());
      return rows.map(workspaceOf);
    },
    findPersonal: async (ownerId) => {
      const row = await all.where('kind', '=', word('personal')).where('owner_id', '=', ownerId).executeTakeFirst();
      return row === undefined ? undefined : workspaceOf(row);
    },
    findByName: async (name) => {
      const row = await all.where('kind', '=', word('shared')).where('name_key', '=', nameKey(name)).executeTakeFirst();
      return row === undefined ? undefined : workspaceOf(row);
    },
    create: async ({ id, name, kind, ownerId, createdAt }) => {
      const row = { id, name, name_key: nameKey(name), kind, owner_id: ownerId, created_at: createdAt };
      try {
        await db.insertInto('workspace').values(checkedRow('workspace', row)).execute();
      } catch (thrown) {
        if (!flavour.isUniqueViolation(thrown)) throw thrown;
        throw new Fault('name-taken', { what: 'workspace', name }, { cause: thrown });
      }
    },
    remove: async (id) => {
      await refuseItems(scope, id);
      const uploads = await db.selectFrom('upload').select('blob_name').where('workspace_id', '=', id).execute();
      const imports = await db
        .selectFrom('import')
        .select('blob_name')
        .where('workspace_id', '=', id)
        .where('state', '=', 'Publishing')
        .execute();
      for (const row of [...uploads, ...imports]) await discard(scope, row.blob_name, 'intake');
      await db.deleteFrom('upload').where('workspace_id', '=', id).execute();
      await db.deleteFrom('import').where('workspace_id', '=', id).execute();
      await db.deleteFrom('workspace_member').where('workspace_id', '=', id).execute();
      await db.deleteFrom('workspace').where('id', '=', id).execute();
    },
    ofPrincipals: async (ids) => {
      const rows = await ofPrincipals(scope, ids);
      return rows.toSorted(byName).map((row) => ({ workspace: workspaceOf(row), role: row.role }));
    },
  };
}

function ofPrincipals({ db }: Scope, ids: readonly Workspace['ownerId'][]) {
  return inChunks(ids, (chunk) =>
    db
      .selectFrom('workspace')
      .innerJoin('workspace_member', 'workspace_member.workspace_id', 'workspace.id')
      .selectAll('workspace')
      .select('workspace_member.role')
      .where('workspace_member.principal_id', 'in', chunk)
      .execute(),
  );
}

async function refuseItems({ db, flavour }: Scope, id: Workspace['id']): Promise<void> {
  const query = db.selectFrom('item').select('id').where('workspace_id', '=', id);
  if ((await firstRows(flavour, query, 1).executeTakeFirst()) === undefined) return;
  throw new Fault('request-invalid', { what: 'The workspace still holds items. Remove them first.' });
}

type NamedRow = Pick<TenantTables['workspace'], 'name_key' | 'id'>;

function byName(left: NamedRow, right: NamedRow): number {
  const [a, b] = [`${left.name_key}\0${left.id}`, `${right.name_key}\0${right.id}`];
  return a < b ? -1 : a > b ? 1 : 0;
}

function workspaceOf(row: TenantTables['workspace']): Workspace {
  return { id: row.id, name: row.name, kind: row.kind, ownerId: row.owner_id, createdAt: row.created_at };
}
