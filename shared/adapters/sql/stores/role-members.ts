import type { RoleMemberStore } from '../../../catalog/ports.ts';
import { Fault } from '../../../domain/faults.ts';
import { checkedRow } from '../schema/checked-row.ts';
import { inChunks } from './in-chunks.ts';
import type { Scope } from './scope.ts';

/** Who is in which role of the models of one tenant. */
export function roleMemberStore({ db, flavour }: Scope): RoleMemberStore {
  const all = db.selectFrom('role_member');
  return {
    rolesOf: async (modelId, memberIds) => {
      const ofModel = all.select('role_name').distinct().where('model_id', '=', modelId);
      const rows = await inChunks(memberIds, (chunk) => ofModel.where('member_id', 'in', chunk).execute());
      return [...new Set(rows.map((row) => row.role_name))].toSorted();
    },
    ofModel: async (modelId) => {
      const ofModel = all.selectAll().where('model_id', '=', modelId);
      const rows = await ofModel.orderBy('role_name').orderBy('member_id').execute();
      return rows.map((row) => ({ role: row.role_name, memberId: row.member_id, memberKind: row.member_kind }));
    },
    replace: async (modelId, role, members) => {
      await db.deleteFrom('role_member').where('model_id', '=', modelId).where('role_name', '=', role).execute();
      try {
        for (const { memberId, memberKind } of new Map(members.map((member) => [member.memberId, member])).values()) {
          const row = { model_id: modelId, role_name: role, member_id: memberId, member_kind: memberKind };
          await db.insertInto('role_member').values(checkedRow('role_member', row)).execute();
        }
      } catch (thrown) {
        if (!flavour.isReferenceViolation(thrown)) throw thrown;
        throw new Fault('not-found', { what: 'dataset' }, { cause: thrown });
      }
    },
    removeOfModel: async (modelId) => {
      await db.deleteFrom('role_member').where('model_id', '=', modelId).execute();
    },
  };
}
