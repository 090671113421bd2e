import type { SecurityStore } from '../../../catalog/ports.ts';
import type { ObjectId } from '../../../domain/ids.ts';
import { addOrChange } from './add-or-change.ts';
import { inChunks } from './in-chunks.ts';
import type { Scope } from './scope.ts';

/** What decides over every request of one tenant. A moment from which sessions are valid never moves back. */
export function securityStore(scope: Scope): SecurityStore {
  const { db, flavour } = scope;
  const sessionsValidFrom: SecurityStore['sessionsValidFrom'] = async (objectId) => {
    const query = db.selectFrom('revocation').select('valid_from').where('object_id', '=', objectId);
    return (await query.executeTakeFirst())?.valid_from;
  };
  return {
    state: async () => {
      const row = await db.selectFrom('tenant_security').select(['epoch', 'is_read_only']).executeTakeFirst();
      return { epoch: row?.epoch ?? 0, isReadOnly: row?.is_read_only === 1 };
    },
    sessionsValidFrom,
    revokeSessions: async (objectId, validFrom) => {
      const before = await sessionsValidFrom(objectId);
      if (before !== undefined && before >= validFrom) return;
      const change = { valid_from: validFrom };
      await addOrChange(
        flavour,
        () => db.updateTable('revocation').set(change).where('object_id', '=', objectId).executeTakeFirstOrThrow(),
        () =>
          db
            .insertInto('revocation')
            .values({ object_id: objectId, ...change })
            .execute(),
      );
    },
    holders: async (ids) => {
      const found = new Set(await inChunks(ids, (chunk) => holdersAmong(scope, chunk)));
      return [...new Set(ids)].filter((id) => found.has(id));
    },
  };
}

async function holdersAmong({ db }: Scope, ids: readonly ObjectId[]): Promise<readonly ObjectId[]> {
  const members = await db
    .selectFrom('workspace_member')
    .select('principal_id as id')
    .distinct()
    .where('principal_id', 'in', ids)
    .execute();
  const grantees = await db
    .selectFrom('permission')
    .select('grantee_id as id')
    .distinct()
    .where('grantee_id', 'in', ids)
    .execute();
  const recipients = await db
    .selectFrom('sharing_link_recipient')
    .select('principal_id as id')
    .distinct()
    .where('principal_id', 'in', ids)
    .execute();
  const bound = await db
    .selectFrom('role_member')
    .select('member_id as id')
    .distinct()
    .where('member_id', 'in', ids)
    .execute();
  return [...members, ...grantees, ...recipients, ...bound].map((row) => row.id);
}

/** The tenant's next epoch: whatever was decided in the one before is asked again. */
export async function moveEpoch({ db, flavour }: Scope): Promise<void> {
  await addOrChange(
    flavour,
    () =>
      db
        .updateTable('tenant_security')
        .set((eb) => ({ epoch: eb('epoch', '+', 1) }))
        .executeTakeFirstOrThrow(),
    () => db.insertInto('tenant_security').values({ epoch: 1, is_read_only: 0 }).execute(),
  );
}
