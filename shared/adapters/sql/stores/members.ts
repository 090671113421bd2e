import type { Membership, WorkspaceStore } from '../../../catalog/ports.ts';
import type { TenantTables } from '../schema/tables.ts';
import { addOrChange } from './add-or-change.ts';
import { inChunks } from './in-chunks.ts';
import type { Scope } from './scope.ts';

type MemberStore = Pick<WorkspaceStore, 'members' | 'membershipsOf' | 'saveMember' | 'removeMember'>;

/** Who has a role in the workspaces of one tenant. */
export function memberStore({ db, flavour }: Scope): MemberStore {
  const all = db.selectFrom('workspace_member');
  return {
    members: async (id) => {
      const rows = await all.selectAll().where('workspace_id', '=', id).orderBy('principal_id').execute();
      return rows.map(membershipOf);
    },
    membershipsOf: async (id, principals) => {
      const inside = all.selectAll().where('workspace_id', '=', id).orderBy('principal_id');
      const rows = await inChunks(principals, (chunk) => inside.where('principal_id', 'in', chunk).execute());
      return rows.map(membershipOf);
    },
    saveMember: async ({ workspaceId, principalId, principalKind, role }) => {
      const key = { workspace_id: workspaceId, principal_id: principalId };
      const change = { principal_kind: principalKind, role };
      await addOrChange(
        flavour,
        () =>
          db
            .updateTable('workspace_member')
            .set(change)
            .where((eb) => eb.and(key))
            .executeTakeFirstOrThrow(),
        () =>
          db
            .insertInto('workspace_member')
            .values({ ...key, ...change })
            .execute(),
      );
    },
    removeMember: async (id, principalId) => {
      const { numDeletedRows } = await db
        .deleteFrom('workspace_member')
        .where('workspace_id', '=', id)
        .where('principal_id', '=', principalId)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}

function membershipOf(row: TenantTables['workspace_member']): Membership {
  return {
    workspaceId: row.workspace_id,
    principalId: row.principal_id,
    principalKind: row.principal_kind,
    role: row.role,
  };
}
