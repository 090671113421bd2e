import type { Person, PersonStore } from '../../../identity/ports.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import { addOrChange } from './add-or-change.ts';
import { inChunks } from './in-chunks.ts';
import type { Scope } from './scope.ts';

/** The people of one tenant with their names as they were last seen. */
export function peopleStore({ db, flavour }: Scope): PersonStore {
  const find: PersonStore['find'] = async (objectId) => {
    const row = await db.selectFrom('person').selectAll().where('object_id', '=', objectId).executeTakeFirst();
    return row === undefined ? undefined : personOf(row);
  };
  return {
    find,
    findMany: async (objectIds) => {
      const rows = await inChunks(objectIds, (chunk) =>
        db.selectFrom('person').selectAll().where('object_id', 'in', chunk).orderBy('object_id').execute(),
      );
      return rows.map(personOf);
    },
    save: async (person, at) => {
      const before = await find(person.objectId);
      if (before !== undefined && isSame(before, person)) return false;
      const row = checkedRow('person', {
        display_name: person.displayName,
        sign_in_name: person.signInName,
        kind: person.kind,
        changed_at: at,
      });
      await addOrChange(
        flavour,
        () => db.updateTable('person').set(row).where('object_id', '=', person.objectId).executeTakeFirstOrThrow(),
        () =>
          db
            .insertInto('person')
            .values({ object_id: person.objectId, ...row })
            .execute(),
      );
      return true;
    },
  };
}

function isSame(before: Person, person: Person): boolean {
  return (
    before.displayName === person.displayName.toWellFormed() &&
    before.signInName === person.signInName.toWellFormed() &&
    before.kind === person.kind
  );
}

function personOf(row: TenantTables['person']): Person {
  return { objectId: row.object_id, displayName: row.display_name, signInName: row.sign_in_name, kind: row.kind };
}
