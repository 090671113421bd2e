import { sql } from 'kysely';
import type { Person, PersonStore } from '../../../identity/ports.ts';
import { firstRows } from '../flavours.ts';
import { foldText, nameKey } from '../fold-name.ts';
import { checkedRow } from '../schema/checked-row.ts';
import type { TenantTables } from '../schema/tables.ts';
import { addOrChange } from './add-or-change.ts';
import { inChunks } from './in-chunks.ts';
import type { Scope } from './scope.ts';

const LONGEST_KEY = 768;

/** The people of one tenant. Where a sign-in name was given to another person, the one who had it last is found. */
export function peopleStore({ db, flavour }: Scope): PersonStore {
  const find: PersonStore['find'] = async (objectId) => {
    const row = await db.selectFrom('person').selectAll().where('object_id', '=', objectId).executeTakeFirst();
    return row === undefined ? undefined : personOf(row);
  };
  return {
    find,
    findBySignInName: async (signInName) => {
      const query = db
        .selectFrom('person')
        .selectAll()
        .where('sign_in_name_key', '=', nameKey(signInName))
        .orderBy('changed_at', 'desc')
        .orderBy('object_id');
      const row = await firstRows(flavour, query, 1).executeTakeFirst();
      return row === undefined ? undefined : personOf(row);
    },
    findMany: async (objectIds) => {
      const rows = await inChunks(objectIds, (chunk) =>
        db.selectFrom('person').selectAll().where('object_id', 'in', chunk).orderBy('object_id').execute(),
      );
      return rows.map(personOf);
    },
    search: async (text, limit) => {
      const folded = foldText(text);
      if (folded.length > LONGEST_KEY || folded.includes('\0')) return [];
      const pattern = `%${folded.replace(/[\\%_[\]^]/g, '\\$&')}%`;
      const query = db
        .selectFrom('person')
        .selectAll()
        .where(({ or, ref }) =>
          or([
            sql<boolean>`${ref('display_name_key')} like ${pattern} escape '\\'`,
            sql<boolean>`${ref('sign_in_name_key')} like ${pattern} escape '\\'`,
          ]),
        )
        .orderBy('display_name_key')
        .orderBy('object_id');
      return (await firstRows(flavour, query, limit).execute()).map(personOf);
    },
    save: async (person, at) => {
      const before = await find(person.objectId);
      if (before !== undefined && isSame(before, person)) return false;
      const row = checkedRow('person', {
        display_name: person.displayName,
        display_name_key: nameKey(person.displayName),
        sign_in_name: person.signInName,
        sign_in_name_key: nameKey(person.signInName),
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
